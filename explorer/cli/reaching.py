"""Print what reached where."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from explorer.cli.asking import asking, given
from explorer.cli.group import console, main
from explorer.config import Settings
from explorer.filters import Filter
from explorer.layout import ask

REACH_OPTIONS = ("citywide", "zones", "sort", "columns", "rows", "page", "county")


@main.command("reach")
@click.option("--format", "ending", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@asking(*Filter.parameters(), *REACH_OPTIONS)
def reach_command(ending: str, **asked: str | None) -> None:
    """Print which programme reached which county: the rows behind the matrix, as /api/reach gives them."""
    from explorer import planning
    from explorer.exchange.planning import reach_tables
    from explorer.exchange.tables import LICENCE, TABLE_WRITERS, About
    from explorer.site import data_version, open_data

    wanted, layout = ask(given(asked), REACH_OPTIONS)
    city, store = open_data(Settings.read(), console.print)
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
