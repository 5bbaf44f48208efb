"""Write figures, years, honours and citations as people read them, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from explorer.messages import Bilingual, message, say
from explorer.records.models import IMPORTED, Figure, Honour, paragraph_of, source_of
from explorer.records.vocabulary import BADGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.messages import Language
    from explorer.records.models import Citation, Signature, Source
    from geodata.nearness import Nearness

CHINA: Final = dt.timezone(dt.timedelta(hours=8))
_LARGE: Final[dict[Language, tuple[float, str]]] = {"zh": (1e8, "亿"), "en": (1e9, " billion")}
A_LITTLE = 0.01
FEW_PEOPLE = 1e4
_QUALIFIERS: Final = {"about": message("about"), "over": message("over")}
_BORDERS: Final = message("it shares a border of about %(km)s km.")
_NEAREST: Final = message("the nearest, about %(km)s km away; no shared border.")


def qualifier(figure: Figure, language: Language) -> str:
    """Return the word before a number: 约, over; empty for an exact one and for a share."""
    return say(_QUALIFIERS.get(figure.qualifier or "", ""), language)


def number(figure: Figure, language: Language) -> str:
    """Write the number: 400 or 50亿 in Chinese (its unit may hold 万), 4,000,000 or 5 billion in English."""
    if isinstance(figure.value, str):
        return figure.value
    value = figure.value if language == "zh" else figure.number
    large, word = _LARGE[language]
    if value >= large:
        return f"{value / large:,.10g}{word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def unit(figure: Figure, language: Language) -> str:
    """Return the unit that follows the number in a language."""
    return figure.unit if language == "zh" else figure.unit_en


def badge(honour: Honour, language: Language) -> str:
    """Say level and kind of an honour in one breath: 全国首创, Provincial award."""
    return BADGES[honour.level, honour.kind][language]


def cited(citation: Citation, sources: Mapping[str, Source]) -> tuple[Source, int | None]:
    """Return the source and the paragraph that a citation points to."""
    return sources[source_of(citation)], paragraph_of(citation)


def percent(ratio: float) -> str:
    """Write a share: 42 %; a little is not written as nothing, nor nearly all as all."""
    if 0 < ratio < A_LITTLE:
        return "< 1 %"
    return "> 99 %" if 1 - A_LITTLE < ratio < 1 else f"{ratio:.0%}".replace("%", " %")


def rounded(value: float) -> str:
    """Write a number without decimals, its thousands apart: 15,790."""
    return f"{value:,.0f}"


def people(value: float, language: Language) -> str:
    """Write a number of people: 908.6 万, 9.09 million, 8,700."""
    if value < FEW_PEOPLE:
        return f"{value:,.0f}"
    return say(Bilingual(f"{value / 1e4:,.1f} 万", f"{value / 1e6:,.2f} million"), language)


def nearness(near: Nearness, language: Language) -> str:
    """Say why a county was picked: it shares a border of so many km, or lies nearest, so many km away."""
    km = near.distance_km if near.border_km is None else near.border_km
    told = _NEAREST if near.border_km is None else _BORDERS
    return say(told.filled(km=f"{max(km, 1):,.0f}"), language)


def why(signature: Signature, language: Language) -> str:
    """Say why something was changed: as it was written, or as the program says it."""
    return reason(signature.why, language)


def reason(text: str, language: Language) -> str:
    """Say the reason of a change as it was written, or as the program says it."""
    name = text.removeprefix(IMPORTED)
    return imported(name, language) if name != text else text


def why_told(signature: Signature, language: Language) -> str:
    """Say the same to visitors: the name of a file that somebody brought in may name people."""
    if not signature.why.startswith(IMPORTED):
        return signature.why
    return say(message("imported from a file"), language)


def moment(at: str, language: Language) -> str:
    """Write a moment, kept as UTC, in the time of China: 2026-11-29 12:06."""
    local = dt.datetime.fromisoformat(at).astimezone(CHINA)
    return say(Bilingual(f"{local:%Y-%m-%d %H:%M}", f"{local:%Y-%m-%d %H:%M} China time"), language)


def imported(name: str, language: Language) -> str:
    """Say from which file something was taken over."""
    return say(message("imported from %(name)s", name=name), language)
