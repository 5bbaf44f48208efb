"""Words of pages in the language of the request: all that Python asks of Flask-Babel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import Babel, gettext, ngettext

from explorer.messages import TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from explorer.messages import Language

__all__ = ["gettext", "ngettext", "translate"]

_LOCALES: Final[dict[Language, str]] = {"zh": "zh_Hans_CN", "en": "en"}


def translate(app: Flask, language: Callable[[], Language]) -> None:
    """Let pages speak the language of the request."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=lambda: _LOCALES[language()])
