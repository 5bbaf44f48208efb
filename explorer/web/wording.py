"""Write figures, years, honours and citations as people read them, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from explorer.records.models import IMPORTED, Figure, Honour, paragraph_of, source_of
from explorer.records.vocabulary import BADGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.messages import Language
    from explorer.records.models import Citation, Signature, Source
    from geodata.nearness import Nearness

CHINA: Final = dt.timezone(dt.timedelta(hours=8))
BILLION = 1e9
A_LITTLE = 0.01
FEW_PEOPLE = 1e4
_QUALIFIERS: dict[Language, dict[str, str]] = {
    "zh": {"about": "约", "over": "超"},
    "en": {"about": "about", "over": "over"},
}
_NEARNESS: dict[Language, dict[bool, str]] = {
    "zh": {True: "与本地交界约 {} 公里。", False: "距离最近，约 {} 公里，不接壤。"},
    "en": {True: "it shares a border of about {} km.", False: "the nearest, about {} km away; no shared border."},
}


def qualifier(figure: Figure, language: Language) -> str:
    """Return the word before a number: 约, over; empty for an exact one and for a share."""
    return _QUALIFIERS[language].get(figure.qualifier or "", "")


def number(figure: Figure, language: Language) -> str:
    """Write the number: 400 in Chinese (its unit holds 万), 4,000,000 or 5 billion in English."""
    if isinstance(figure.value, str):
        return figure.value
    value = figure.value if language == "zh" else figure.number
    if value >= BILLION:
        return f"{value / BILLION:,.10g} billion"
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
    return f"{value / 1e4:,.1f} 万" if language == "zh" else f"{value / 1e6:,.2f} million"


def nearness(near: Nearness, language: Language) -> str:
    """Say why a county was picked: it shares a border of so many km, or lies nearest, so many km away."""
    km = near.distance_km if near.border_km is None else near.border_km
    return _NEARNESS[language][near.border_km is not None].format(f"{max(km, 1):,.0f}")


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
    return "从文件导入" if language == "zh" else "imported from a file"


def moment(at: str, language: Language) -> str:
    """Write a moment, kept as UTC, in the time of China: 2026-11-29 12:06."""
    local = dt.datetime.fromisoformat(at).astimezone(CHINA)
    return f"{local:%Y-%m-%d %H:%M}{'' if language == 'zh' else ' China time'}"


def imported(name: str, language: Language) -> str:
    """Say from which file something was taken over."""
    return f"从 {name} 导入" if language == "zh" else f"{IMPORTED}{name}"
