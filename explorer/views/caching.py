"""Keep what is slow to make, so that the same question of the same data is answered at once."""

from __future__ import annotations

import hashlib
import json
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, TypeVar

from flask import abort, request
from flask_babel import gettext as _
from flask_caching import Cache

from explorer.views.asking import asked_language, language, site

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")

# In memory, per process; the oldest go first. A PDF with Chinese text takes 400 kB, so all of them some 50 MB.
CONFIG = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 128, "CACHE_DEFAULT_TIMEOUT": 24 * 60 * 60}
MOST_AT_ONCE = 2  # one is made, one waits: the other threads of the server stay free for pages

cache = Cache()
_making = Lock()
_places = BoundedSemaphore(MOST_AT_ONCE)


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
