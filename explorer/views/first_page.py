"""Gather what the first page's scripts start from: names, numbers, and their few words in the page's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from explorer.views.asking import asked_language, language, site
from explorer.words import DIVISORS, MARKS, MEASURES, STATUSES, Words


def state(counts: dict[str, Any], chosen: str | None) -> dict[str, Any]:
    """
    Return all that the scripts start from.

    Parameters
    ----------
    counts
        What the map shows, as ``/api/counts.json`` gives it.
    chosen
        Code of the place that is open; None: the list of all places is.
    """
    return {
        "names": site().names(),
        "counts": counts,
        "language": language(),
        "askedLanguage": asked_language(),
        "chosen": chosen,
        "signs": MARKS,
        "words": _words(),
    }


def _words() -> dict[str, Any]:
    return {
        "here": _("%(n)s recorded here", n="{n}"),
        "zones": _("%(n)s in zones here", n="{n}"),
        "none": _("none recorded here"),
        "measured": _("%(measure)s: %(n)s", measure="{measure}", n="{n}"),
        "rated": _("%(measure)s %(per)s: %(n)s", measure="{measure}", per="{per}", n="{n}"),
        "measures": _in_language(MEASURES),
        "per": _in_language(DIVISORS),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "approximate": _("approximate point"),
        "yearsSwapped": _("The first year is after the last: swap them."),
        "failed": _("This could not be loaded. Check the connection and try again."),
        "title": f"{_('County explorer')} · {site().places.city.name(language())}",
        "programme": _programme_words(),
    }


def _programme_words() -> dict[str, Any]:
    return {
        "states": _in_language(STATUSES) | {"zone": _("only in a zone")},
        "unstated": _("year not stated"),
        "none": _("not recorded: no source found"),
        "later": _("not recorded by %(year)s", year="{year}"),
        "allYears": _("All years"),
        "reached": _("%(when)s: %(n)s of %(all)s counties", when="{when}", n="{n}", all="{all}"),
        "more": _("%(n)s more without a stated year", n="{n}"),
        "among": _("%(n)s of them without a stated year", n="{n}"),
        "play": _("Play"),
        "pause": _("Pause"),
    }


def _in_language(words: Words) -> dict[str, str]:
    return {key: said[language()] for key, said in words.items()}
