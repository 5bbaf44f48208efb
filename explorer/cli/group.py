"""The command that all others hang on: it prints every fault."""

from __future__ import annotations

import click
from rich.console import Console

import geodata
from explorer.errors import ExplorerError

console = Console(stderr=True, highlight=False)


class _Group(click.Group):
    """Print every fault, not a traceback, and end with status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (ExplorerError, geodata.PlacesError) as error:
            console.print(str(error), style="red", markup=False)
            ctx.exit(2)


@click.group(cls=_Group)
def main() -> None:
    """Explore local reforms on the map of the counties they reached."""
