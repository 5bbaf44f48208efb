"""Find which places an article names."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explorer.cli.articles import read_text
from explorer.cli.group import console, main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.tagger.mention import Mention, Verdict


@main.command("tag")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--region", default="370700", show_default=True, help="Code of a city or province; none for all China.")
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="json", show_default=True)
@click.option("--all", "everything", is_flag=True, help="List also what was seen and refused, each with its reason.")
def tag_command(file: Path, region: str, form: str, *, everything: bool) -> None:
    """Find which counties, zones and towns an article names (txt, html, docx, pdf; - reads from a pipe)."""
    from explorer.exchange.mentions import MENTION_WRITERS

    text = read_text(file)
    verdicts: list[Verdict] = ["taken"]
    if everything or region == "none":
        verdicts.append("ambiguous")
    if everything:
        verdicts.append("refused")
    found = _tagged(text, None if region == "none" else region, everything=everything)
    out = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    MENTION_WRITERS[form](found, verdicts, out)
    out.detach()  # flushes; to close it is not ours


def _tagged(text: str, region: str | None, *, everything: bool) -> Iterator[Mention]:
    """Yield the mentions piece by piece, and show how far it is."""
    from rich.progress import Progress

    from explorer.tagger import tag
    from explorer.tagger.pieces import pieces

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Tagging", total=len(text))
        for offset, piece in pieces(text):
            for each in tag(piece, region, everything=everything):
                yield replace(each, start=each.start + offset, end=each.end + offset)
            progress.advance(task, len(piece))
