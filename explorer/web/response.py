"""Send tables as files that name their filter, data version, date and licence; keep slow answers."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, TypeVar

from flask import Response, abort, make_response, request
from flask_caching import Cache

from explorer.formats import MEDIA_TYPES, TABLE_WRITERS
from explorer.spreadsheets.tables import LICENCE, About
from explorer.web.babel import gettext as _
from explorer.web.request import asked_language, language, place_name, site, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from explorer.query.filters import Filter
    from explorer.query.options import Layout
    from explorer.spreadsheets.tables import Table

Made = TypeVar("Made")
# In memory, per process; the oldest go first. A PDF with Chinese text takes 400 kB, so all of them some 50 MB.
CONFIG = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 128, "CACHE_DEFAULT_TIMEOUT": 24 * 60 * 60}
MOST_AT_ONCE = 2  # one is made, one waits: the other threads of the server stay free for pages
cache = Cache()
_making = Lock()
_places = BoundedSemaphore(MOST_AT_ONCE)


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
        licence=spoken(LICENCE),
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


def key(also: tuple[int, ...] = ()) -> str:
    """Return what tells this answer from every other: address, parameters in any order, language, data, and more."""
    # Of a parameter that is given twice the last one counts, so its values keep their order.
    parameters = sorted((name, values) for name, values in request.args.lists() if name != "lang")
    # The host is part of it, because an answer may hold the whole address of a page; so is the language that the
    # address names, because the links of a page name it too.
    told = [request.base_url, parameters, language(), asked_language(), site().store.digest(), also]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def kept(make: Callable[[], Made], also: tuple[int, ...] = ()) -> Made:
    """Return the kept answer to this request; make and keep it if there is none."""
    this = key(also)
    found: Made | None = cache.get(this)
    if found is None:
        found = make()
        if key(also) == this:  # else the data changed while it was made: it may tell of either state
            cache.set(this, found)
    return found


def kept_one_at_a_time(make: Callable[[], Made]) -> Made:
    """
    Return the kept answer to this request; if there is none, make it while nothing else is made.

    For what takes a processor for a second: a crowd that asks for it must not exhaust the machine, so whoever comes
    when one is made and one waits is asked to come back (503).
    """
    found: Made | None = cache.get(key())
    if found is not None:
        return found
    if not _places.acquire(blocking=False):
        abort(503, _("Several files are being made just now. Ask again in a few seconds."))
    try:
        with _making:
            return kept(make)
    finally:
        _places.release()
