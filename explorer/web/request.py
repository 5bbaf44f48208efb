"""What every view needs of a request: the site, the language, the filter, addresses that keep both, limits."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast
from urllib.parse import quote, urlencode

from flask import abort, current_app, g, request, url_for
from flask_limiter import Limiter

from explorer.errors import Fault, FilterError
from explorer.messages import message, say
from explorer.query.options import Layout, ask
from explorer.query.parameters import unknown
from explorer.web.babel import gettext as _

if TYPE_CHECKING:
    from explorer.messages import Language
    from explorer.query.filters import Filter
    from explorer.records.models import Reform
    from explorer.web.site import Site
    from geodata.places import Place


OWN_PAGES = {"same-origin", "none"}  # "none": the visitor came by an address or a bookmark
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_OWN_BITS: Final = 64  # of an IPv6 address: one machine has as many addresses as it likes


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
        raise FilterError(
            [Fault("lang", message("“%(lang)s” is not a language of this site", lang=asked), message("use zh or en"))]
        )
    g.asked_language = asked
    g.language = asked or request.accept_languages.best_match(LANGUAGES, default="zh")


def language() -> Language:
    """Return the language of the request."""
    return cast("Language", g.get("language", "zh"))


def spoken(words: Any) -> str:
    """Say a message in the language of the request."""
    return say(words, language())


def asked_language() -> Language | None:
    """Return the language that the address names; None if the browser's was taken."""
    return cast("Language | None", g.get("asked_language"))


def asked(*options: str, kind: type[Layout] = Layout) -> tuple[Filter, Layout]:
    """Return the filter of the request, and those options of the layout that the page takes, as ``ask`` reads them."""
    return ask({name: values for name, values in request.args.lists() if name != "lang"}, options, kind)


def asked_filter() -> Filter:
    """Return the filter of the request; FilterError for what it cannot take."""
    return asked()[0]


def assert_asked_only(*known: str) -> None:
    """Assert that the address names no parameter but these and ``lang``; FilterError with a fault for each other."""
    taken = (*known, "lang")
    faults = [unknown(name, taken) for name in request.args if name not in taken]
    if faults:
        raise FilterError(faults)


def assert_own_page() -> None:
    """Assert that a form was sent from a page of this site; 403 if a page of another one sent it."""
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_PAGES:
        abort(403, _("This can be sent from this site's own page only."))


def place_or_404(code: str) -> Place:
    """Return a place by its code, or end with 404 and a sentence."""
    if code not in site().places:
        abort(404, _("There is no place %(code)s here.", code=code))
    return site().places[code]


def reform_or_404(reform_id: str) -> Reform:
    """Return a reform by its id, or end with 404 and a sentence."""
    return site().store.reform(reform_id) or unknown_reform(reform_id)


def unknown_reform(reform_id: str) -> NoReturn:
    """End with 404 and a sentence: no reform has this id."""
    abort(404, _("There is no reform with the address “%(id)s”.", id=reform_id))


def with_zones(*codes: str) -> tuple[str, ...]:
    """Return codes of places and of the zones that they host, each once."""
    hosted = (zone.code for code in codes for zone in site().places.zones_of(code))
    return tuple(dict.fromkeys((*codes, *hosted)))


def at_place(wanted: Filter, code: str) -> Filter:
    """Return the filter for all that counts for a place: its own, of the zones that it hosts, of the city."""
    return wanted.at(*dict.fromkeys((*with_zones(code), site().places.city.code)))


def place_name(code: str) -> str:
    """Return the name of a place in the language of the request; of a place that is not here its code."""
    return site().places[code].name(language()) if code in site().places else code


def address(endpoint: str, wanted: Filter | None = None, layout: Layout | None = None, **values: Any) -> str:
    """Return a URL that keeps the language, and the filter and layout if they are given."""
    path = url_for(endpoint, **values)
    language_kept = urlencode({"lang": asked_language()}) if asked_language() else ""
    queries = [question.to_query() for question in (wanted, layout) if question]
    parts = [part for part in (*queries, language_kept) if part]
    mark = "&" if "?" in path else "?"
    return f"{path}{mark}{'&'.join(parts)}" if parts else path


def in_language(other: Language) -> str:
    """Return the URL of this very page in another language."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{quote(request.path)}?{urlencode([*kept, ('lang', other)])}"


def network() -> str:
    """Return the network that a request came from: an IPv4 address, or what an IPv6 address shares with its machine."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, _OWN_BITS), strict=False))


# Counted per process: a site on several of them allows as many times as much.
limiter: Final = Limiter(network, storage_uri="memory://")
