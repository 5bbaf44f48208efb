"""Insert many rows at once, and ask for many keys in parts."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import sqlalchemy as sa

    Parameters = Callable[[Mapping[str, Any]], Any]

Part = TypeVar("Part")
MOST_AT_ONCE: Final = 500


def insert(connection: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """
    Insert rows, each with the same columns and with values that the driver takes as they are.

    They are handed to the driver at once: to prepare each row took SQLAlchemy as long as the database took to write it.
    """
    found = list(rows)
    if found:
        statement, parameters = _prepared(table, connection.dialect, tuple(found[0]))
        connection.exec_driver_sql(statement, [parameters(row) for row in found])


@lru_cache(maxsize=64)
def _prepared(table: sa.Table, dialect: sa.Dialect, columns: tuple[str, ...]) -> tuple[str, Parameters]:
    compiled = table.insert().compile(dialect=dialect, column_keys=list(columns))
    return str(compiled), itemgetter(*compiled.positiontup) if compiled.positiontup else dict


def parts(values: Iterable[Part], most: int = MOST_AT_ONCE) -> Iterator[list[Part]]:
    """Yield values in lists of at most so many; none for no values."""
    rest = iter(values)
    while some := list(islice(rest, most)):
        yield some
