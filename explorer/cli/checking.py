"""Find every fault of a file of reforms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import geodata
from explorer import check as checking
from explorer import intake
from explorer.cli.group import console, main
from explorer.errors import ExplorerError, Fault
from explorer.model import paragraph_of, source_of

if TYPE_CHECKING:
    from explorer.model import Cases


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--city", default="370700", show_default=True, help="Whose places the file speaks of.")
@click.option(
    "--source",
    "article",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The article that the paragraphs (#p…) are cited from: each figure must stand in its paragraph.",
)
@click.pass_context
def check(ctx: click.Context, file: Path, city: str, article: Path | None) -> None:
    """Find every fault of a file of reforms; exit status 1 if there is one."""
    try:
        cases = intake.read(file)
        articles = {_article_source(cases): _read_article(article)} if article else {}
        faults = tuple(checking.check(cases, geodata.load(city), articles))
    except ExplorerError as error:
        faults = error.faults
        console.print("Mend the form first: places, sources and figures were not checked.", markup=False)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        console.print(f"{len(faults)} fault(s) in {file}", style="red", markup=False)
        ctx.exit(1)
    console.print(f"{file}: {len(cases.reforms)} reforms, {len(cases.sources)} sources, no fault", markup=False)


def _read_article(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExplorerError([Fault(f"{path}, byte {error.start}", "not UTF-8", "save the article as UTF-8")]) from error


def _article_source(cases: Cases) -> str:
    """Return the source whose paragraphs are cited: the one that an article stands for."""
    cited = {source_of(each) for reform in cases.reforms for each in reform.citations if paragraph_of(each)}
    if len(cited) != 1:
        msg = f"paragraphs of {len(cited)} sources are cited ({', '.join(sorted(cited))}): --source needs just one"
        raise click.UsageError(msg)
    return cited.pop()
