"""Write figures, years, honours and citations as people read them, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.model import Figure, Honour, paragraph_of, source_of
from explorer.words import BADGES, Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.model import Citation, Source

BILLION = 1e9
_QUALIFIERS: dict[Language, dict[str, str]] = {
    "zh": {"about": "约", "over": "超"},
    "en": {"about": "about", "over": "over"},
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
