"""Read an article, tag the places that it names, and draft reforms from it."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from explorer.cli.group import console, language, main, tell
from explorer.config import Settings
from explorer.errors import ExplorerError, Fault
from explorer.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.tagging.mention import Mention, Verdict
    from geodata import Places


region_option: Final = click.option(
    "--region", default="", help="Code of the city or province that the file tells of.  [default: EXPLORER_CITY]"
)


def read_text(file: Path) -> str:
    """Read an article of any form, or from a pipe; what is too large is refused before it is read."""
    from explorer.documents.article import MOST_TEXT, assert_size, read_article

    if str(file) == "-":
        return read_article(sys.stdin.buffer.read(MOST_TEXT + 1), "standard input")
    try:
        assert_size(file.stat().st_size, file.name)
        return read_article(file.read_bytes(), file.name)
    except OSError as error:
        raise ExplorerError(
            [Fault(str(file), error.strerror or str(error), message("name a file that can be read"))]
        ) from error


@main.command("tag")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--region", default="", help="As of `draft`; none for all China.  [default: EXPLORER_CITY]")
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="json", show_default=True)
@click.option("--all", "everything", is_flag=True, help="List also what was seen and refused, each with its reason.")
def tag_command(file: Path, region: str, form: str, *, everything: bool) -> None:
    """Find which counties, zones and towns an article names (txt, html, docx, pdf; - reads from a pipe)."""
    from explorer.formats.drafts import MENTION_WRITERS

    text = read_text(file)
    verdicts: list[Verdict] = ["taken"]
    if everything or region == "none":
        verdicts.append("ambiguous")
    if everything:
        verdicts.append("refused")
    places = None if region == "none" else Settings.read().load_places(region)
    found = _tagged(text, places, everything=everything)
    out = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    MENTION_WRITERS[form](found, verdicts, out)
    out.detach()  # flushes; to close it is not ours


def _tagged(text: str, region: Places | None, *, everything: bool) -> Iterator[Mention]:
    """Yield the mentions piece by piece, and show how far it is."""
    from rich.progress import Progress

    from explorer.tagging import tag
    from explorer.tagging.tagger import pieces

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(say(message("Tagging"), language()), total=len(text))
        for offset, piece in pieces(text):
            for each in tag(piece, region, everything=everything):
                yield replace(each, start=each.start + offset, end=each.end + offset)
            progress.advance(task, len(piece))


@main.command("draft")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@region_option
@click.option("--source", "cited", help="Id under which to cite the article.  [default: the name of the file]")
@click.option("--data", type=click.Path(path_type=Path), help="File of recorded reforms.  [default: the database]")
def draft_command(file: Path, output: Path, region: str, cited: str | None, data: Path | None) -> None:
    """Turn an article into draft reforms, each with its evidence, for a steward to review."""
    from explorer.drafting.matching import Recorded
    from explorer.drafting.pipeline import draft, source_of_article
    from explorer.formats.drafts import write_drafts
    from explorer.importing import seed

    settings = Settings.read()
    places = settings.load_places(region)
    text = read_text(file)
    source = source_of_article(text, cited or file.stem)
    if data:
        existing = Recorded.of(seed.read(data).reforms)
    else:
        store = seed.recorded(settings, places, tell)
        existing = Recorded(store.names(), store.named)
    drafts = draft(text, places, existing, source.id)
    try:
        output.write_bytes(write_drafts(drafts, source))
    except OSError as error:
        raise ExplorerError(
            [Fault(str(output), error.strerror or str(error), message("choose another file"))]
        ) from error
    known = sum(each.draft.matches is not None for each in drafts)
    tell(
        message(
            "%(file)s: %(n)s drafts, %(known)s of them of recorded reforms", file=output, n=len(drafts), known=known
        )
    )
