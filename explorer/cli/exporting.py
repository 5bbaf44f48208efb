"""Write recorded reforms into a file, and print the rows behind the matrix."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explorer.cli.group import main, tell
from explorer.config import Settings
from explorer.errors import ExplorerError, Fault
from explorer.messages import counted, message
from explorer.query.filters import Filter
from explorer.query.options import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Command = Callable[..., Any]

BEFORE = "asked_"
REACH_OPTIONS = ("citywide", "zones", "sort", "columns", "rows", "page", "county")


def write_whole(file: Path, parts: Iterable[bytes]) -> None:
    """
    Write parts into a file beside it that takes its place in the end.

    Raises
    ------
    ExplorerError
        If the disk is full, or the folder may not be written: the file is as it was.
    """
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            stream.writelines(parts)
        beside.replace(file)
    except OSError as error:
        what = message("cannot be written: %(error)s", error=error.strerror or error)
        remedy = message(
            "free space in %(folder)s, make it possible to write there, or choose another file",
            folder=file.parent.absolute(),
        )
        raise ExplorerError([Fault(str(file), what, remedy)]) from error
    finally:
        beside.unlink(missing_ok=True)


def asking(*parameters: str) -> Callable[[Command], Command]:
    """Add an option for each of these parameters of the URL; a command takes them as ``**asked``."""

    def add(command: Command) -> Command:
        for name in reversed(parameters):
            command = click.option(f"--{name}", f"{BEFORE}{name}", metavar="VALUE", help="As in the URL.")(command)
        return command

    return add


def given(asked: Mapping[str, str | None]) -> dict[str, str]:
    """Return the parameters that were given, by their names in the URL."""
    return {name.removeprefix(BEFORE): text for name, text in asked.items() if text is not None}


@main.command("export")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@asking(*Filter.parameters())
def export_command(output: Path, **asked: str | None) -> None:
    """Write reforms with their sources as .geojson, .csv or .xlsx: nothing is lost, `explorer import` reads it."""
    from explorer.formats import WRITERS
    from explorer.web.site import open_data

    wanted = Filter.parse(given(asked))
    write = WRITERS.get(output.suffix.lower())
    if write is None:
        raise ExplorerError(
            [
                Fault(
                    str(output),
                    message("its ending tells no format"),
                    message("end it in one of %(endings)s", endings=[*WRITERS]),
                )
            ]
        )
    _, store = open_data(Settings.read(), tell)
    cases = store.cases(wanted)
    write_whole(output, [write(cases)])
    told = (
        counted(len(cases.reforms), "%(n)s reform", "%(n)s reforms"),
        counted(len(cases.sources), "%(n)s source", "%(n)s sources"),
    )
    tell(message("%(file)s: %(told)s", file=output, told=told))


@main.command("reach")
@click.option("--format", "ending", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@asking(*Filter.parameters(), *REACH_OPTIONS)
def reach_command(ending: str, **asked: str | None) -> None:
    """Print which programme reached which county: the rows behind the matrix, as /api/reach gives them."""
    from explorer.formats import TABLE_WRITERS
    from explorer.formats.reports import reach_tables
    from explorer.spreadsheets.tables import LICENCE, About
    from explorer.store import planner
    from explorer.web.site import data_version, open_data

    wanted, layout = ask(given(asked), REACH_OPTIONS)
    city, store = open_data(Settings.read(), tell)
    table = planner.ranked_matrix(store, city, wanted, layout)
    query = "&".join(filter(None, (wanted.to_query(), layout.to_query())))
    about = About(
        title="Which programme reached which county",
        filter=query or "none: everything that is recorded",
        query=query,
        data_version=data_version(store),
        date=datetime.now(UTC).date(),
        licence=str(LICENCE),
    )
    written = TABLE_WRITERS[f".{ending}"](reach_tables(table, store.sources_of(table.reforms)), about)
    click.echo(written, nl=False)
