"""Send tables as a file that names its filter, data version, date and licence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Response, abort, make_response
from flask_babel import gettext as _

from explorer.exchange.tables import LICENCE, MEDIA_TYPES, TABLE_WRITERS, About
from explorer.views.asking import language, place_name, site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.exchange.tables import Table
    from explorer.filters import Filter
    from explorer.layout import Layout


def about(title: str, wanted: Filter, layout: Layout | None = None, *parts: str) -> About:
    """
    Tell what a file made for this request holds, in the language of the request, as of today in UTC.

    Parameters
    ----------
    layout
        What it leaves out beside the filter is told with it.
    parts
        What else the file leaves out, in words.
    """
    asked = wanted.in_words(language(), place_name) or _("none: everything that is recorded")
    return About(
        title=title,
        filter=" · ".join((asked, *(_narrowed(layout) if layout else ()), *parts)),
        query="&".join(filter(None, (wanted.to_query(), layout.to_query() if layout else ""))),
        data_version=site().data_version,
        date=datetime.now(UTC).date(),
        licence=LICENCE[language()],
    )


def send_tables(ending: str, tables: Sequence[Table], about: About) -> Response:
    """
    Send tables as a file to download, named by the first one: ``reach-370700-2026-01-31-4f1d2c3b5a69.xlsx``.

    Parameters
    ----------
    ending
        Of the address, without a dot: ``csv`` (holds the first table only), ``xlsx`` or ``json``; another one is 404.
    """
    write = TABLE_WRITERS.get(f".{ending}")
    if write is None:
        abort(404, f"no such format: use {', '.join(TABLE_WRITERS)}")
    response = make_response(write(tables, about))
    response.headers["Content-Type"] = MEDIA_TYPES[f".{ending}"]
    stem = f"{tables[0].name}-{site().places.city.code}-{about.date.isoformat()}-{about.data_version}"
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{ending}"'
    return response


def _narrowed(layout: Layout) -> Iterator[str]:
    """Say what a layout leaves out."""
    if not layout.rule.citywide:
        yield _("rows of the city left out")
    if not layout.rule.zones:
        yield _("rows of zones left out")
    if layout.county:
        yield _("counties: %(names)s", names=", ".join(map(place_name, layout.county)))
    if layout.rows:
        yield _("page %(page)s of %(rows)s programmes each", page=layout.page, rows=layout.rows)
