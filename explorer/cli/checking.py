"""Find every fault of a file of reforms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from explorer.cli.articles import read_text, region_option
from explorer.cli.group import language, main, tell
from explorer.config import Settings
from explorer.errors import CasesError, ExplorerError, Fault
from explorer.messages import counted, message, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.records.candidates import Offer


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@region_option
@click.option(
    "--source",
    "article",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The article that the paragraphs (#p…) are cited from: each figure must stand in its paragraph.",
)
@click.option("--returned", type=click.Path(path_type=Path, dir_okay=False), help="File to write the faulty rows to.")
@click.pass_context
def check(ctx: click.Context, file: Path, region: str, article: Path | None, returned: Path | None) -> None:
    """Find every fault of a file (.geojson, .csv, .xlsx), and likely doubles; exit status 1 if there is one."""
    from explorer.cli.importing import Telling, write_returned
    from explorer.formats.detect import READ, offers
    from explorer.importing.preview import preview
    from explorer.importing.seed import recorded

    settings = Settings.read()
    places = settings.load_places(region)
    texts = _texts(file, article) if article else None
    telling = Telling()
    try:
        store = recorded(settings, places, tell, file)
        for each in telling.counted(preview(store, offers(file, file.name), places, texts)):
            telling.faults(each)
            telling.notes(each)
    except CasesError as error:
        if not file.is_file() or file.suffix.lower() not in READ:
            raise
        for fault in error.faults:
            click.echo(say(fault, language()))
        tell(message("%(file)s cannot be read further: nothing after this was checked.", file=file), style="red")
        ctx.exit(1)
    if telling.n_faults:
        tell(counted(telling.n_faults, "%(n)s fault in %(file)s", "%(n)s faults in %(file)s", file=file), style="red")
        if returned:
            write_returned(returned, file, telling.reasons)
        ctx.exit(1)
    tell(message("%(file)s: %(kinds)s, no fault", file=file, kinds=telling.kinds))


def _texts(file: Path, article: Path) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of the article by the id of the one source whose paragraphs the file cites."""
    from explorer.formats.detect import offers
    from explorer.text.paragraphs import paragraphs

    cited = set(_cited_paragraphs(offers(file, file.name)))
    if len(cited) != 1:
        what = message("paragraphs of %(n)s sources are cited (%(sources)s)", n=len(cited), sources=sorted(cited))
        raise ExplorerError([Fault("--source", what, message("cite paragraphs of just one source"))])
    return {cited.pop(): paragraphs(read_text(article))}


def _cited_paragraphs(found: Iterable[Offer]) -> Iterator[str]:
    from explorer.importing.compare import cited
    from explorer.records.models import paragraph_of, source_of

    for offer in found:
        yield from (source_of(each) for each in cited(offer.values) if paragraph_of(each))
