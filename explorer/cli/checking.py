"""Find every fault of a file of reforms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import geodata
from explorer.cli.group import language, main, tell
from explorer.config import Settings
from explorer.errors import CasesError, ExplorerError, Fault
from explorer.messages import counted, message, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.records.candidates import Offer
    from explorer.store import Store
    from geodata import Places


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--city", default="370700", show_default=True, help="Whose places the file speaks of.")
@click.option(
    "--source",
    "article",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The article that the paragraphs (#p…) are cited from: each figure must stand in its paragraph.",
)
@click.option("--returned", type=click.Path(path_type=Path, dir_okay=False), help="File to write the faulty rows to.")
@click.pass_context
def check(ctx: click.Context, file: Path, city: str, article: Path | None, returned: Path | None) -> None:
    """Find every fault of a file (.geojson, .csv, .xlsx), and likely doubles; exit status 1 if there is one."""
    from explorer.cli.importing import Telling, write_returned
    from explorer.formats.detect import READ, offers
    from explorer.importing.preview import preview

    places = geodata.load(city)
    texts = _texts(file, article) if article else None
    telling = Telling()
    try:
        for each in telling.counted(preview(_recorded(city, places, file), offers(file, file.name), places, texts)):
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


def _recorded(city: str, places: Places, file: Path) -> Store:
    """
    Open what is recorded of a city, to compare with; nothing is if the settings are of another.

    Before the first start that is the file of reforms, unless it is the one to be checked.
    """
    from explorer.importing import seed
    from explorer.store import open_store

    settings = Settings.read()
    if settings.city != city:
        return open_store("sqlite://", places=places)
    url = settings.store_url()
    if not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists():
        return open_store(url, places=places, say=tell)
    data = Path(settings.data)
    is_other = data.exists() and not (file.exists() and data.samefile(file))
    return open_store("sqlite://", seed.read(data) if is_other else None, places)


def _texts(file: Path, article: Path) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of the article by the id of the one source whose paragraphs the file cites."""
    from explorer.formats.detect import offers
    from explorer.text.paragraphs import paragraphs

    cited = set(_cited_paragraphs(offers(file, file.name)))
    if len(cited) != 1:
        msg = f"paragraphs of {len(cited)} sources are cited ({', '.join(sorted(cited))}): --source needs just one"
        raise click.UsageError(msg)
    return {cited.pop(): paragraphs(_read_article(article))}


def _cited_paragraphs(found: Iterable[Offer]) -> Iterator[str]:
    from explorer.importing.compare import cited
    from explorer.records.models import paragraph_of, source_of

    for offer in found:
        yield from (source_of(each) for each in cited(offer.values) if paragraph_of(each))


def _read_article(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExplorerError(
            [
                Fault(
                    message("%(file)s, byte %(n)s", file=path, n=error.start),
                    message("not UTF-8"),
                    message("save the article as UTF-8"),
                )
            ]
        ) from error
