"""Write the recorded reforms into a file."""

from __future__ import annotations

from pathlib import Path

import click

from explorer.cli.asking import asking, given
from explorer.cli.group import console, main
from explorer.cli.writing import write_whole
from explorer.config import Settings
from explorer.errors import ExplorerError, Fault
from explorer.filters import Filter


@main.command("export")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@asking(*Filter.parameters())
def export_command(output: Path, **asked: str | None) -> None:
    """Write reforms with their sources as .geojson, .csv or .xlsx: nothing is lost, `explorer import` reads it."""
    from explorer.exchange import WRITERS
    from explorer.site import open_data

    wanted = Filter.parse(given(asked))
    write = WRITERS.get(output.suffix.lower())
    if write is None:
        raise ExplorerError([Fault(str(output), "its ending tells no format", f"end it in {', '.join(WRITERS)}")])
    _, store = open_data(Settings.read(), console.print)
    cases = store.cases(wanted)
    write_whole(output, [write(cases)])
    console.print(f"{output}: {len(cases.reforms)} reforms, {len(cases.sources)} sources", markup=False)
