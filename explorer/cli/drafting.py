"""Turn an article into draft reforms."""

from __future__ import annotations

from pathlib import Path

import click

import geodata
from explorer import intake
from explorer.cli.articles import read_text
from explorer.cli.group import console, main
from explorer.config import Settings
from explorer.errors import ExplorerError, Fault


@main.command("draft")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--region", default="370700", show_default=True, help="Code of the city that the article tells of.")
@click.option("--source", "cited", help="Id under which to cite the article.  [default: the name of the file]")
@click.option("--data", type=click.Path(path_type=Path), help="File of recorded reforms.  [default: cases.geojson]")
def draft_command(file: Path, output: Path, region: str, cited: str | None, data: Path | None) -> None:
    """Turn an article into draft reforms, each with its evidence, for a steward to review."""
    from explorer.exchange.drafts import write_drafts
    from explorer.tagger.drafts import draft, source_of_article

    places = geodata.load(region)
    text = read_text(file)
    source = source_of_article(text, cited or file.stem)
    existing = intake.read(data or Settings.read().data).reforms
    drafts = draft(text, places, existing, source.id)
    try:
        output.write_bytes(write_drafts(drafts, source))
    except OSError as error:
        raise ExplorerError([Fault(str(output), error.strerror or str(error), "choose another file")]) from error
    known = sum(each.draft.matches is not None for each in drafts)
    console.print(f"{output}: {len(drafts)} drafts, {known} of them of recorded reforms", markup=False)
