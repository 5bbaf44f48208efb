"""What every view needs of a request: the site, the language, the filter, addresses that keep both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlencode

from flask import abort, current_app, g, request, url_for
from flask_babel import gettext as _

from explorer.errors import Fault, FilterError
from explorer.filters import Filter

if TYPE_CHECKING:
    from explorer.site import Site
    from explorer.words import Language
    from geodata.places import Place

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def site() -> Site:
    """Return the running site."""
    return cast("Site", current_app.extensions["site"])


def choose_language() -> None:
    """
    Set the language of a request: ``?lang=``, else the browser's, else Chinese.

    Raises
    ------
    FilterError
        If ``lang`` is neither ``zh`` nor ``en``.
    """
    asked = request.args.get("lang")
    if asked is not None and asked not in LANGUAGES:
        g.language = "zh"
        raise FilterError([Fault("lang", f"{asked!r} is not a language of this site", "use zh or en")])
    g.asked_language = asked
    g.language = asked or request.accept_languages.best_match(LANGUAGES, default="zh")


def language() -> Language:
    """Return the language of the request."""
    return cast("Language", g.get("language", "zh"))


def asked_language() -> Language | None:
    """Return the language that the address names; None if the browser's was taken."""
    return cast("Language | None", g.get("asked_language"))


def asked_filter() -> Filter:
    """Return the filter of the request; FilterError for what it cannot take."""
    return Filter.parse({name: values for name, values in request.args.lists() if name != "lang"})


def place_or_404(code: str) -> Place:
    """Return a place by its code, or end with 404 and a sentence."""
    if code not in site().places:
        abort(404, _("There is no place %(code)s here.", code=code))
    return site().places[code]


def address(endpoint: str, wanted: Filter | None = None, **values: Any) -> str:
    """Return a URL that keeps the language, and the filter if one is given."""
    path = url_for(endpoint, **values)
    asked = asked_language()
    parts = [part for part in (wanted.to_query() if wanted else "", f"lang={asked}" if asked else "") if part]
    return f"{path}?{'&'.join(parts)}" if parts else path


def in_language(other: Language) -> str:
    """Return the URL of this very page in another language."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{quote(request.path)}?{urlencode([*kept, ('lang', other)])}"
