"""Tell which stretches of a sentence only plan: goals are no figures, and what is wished for has not been done."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.tagger.signals import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.tagger.name import Span

_TERM: Final = re.compile(r"(?:到|至)(?P<year>\d{4})年(?:底|末|前|年底前)?")
_DONE: Final = re.compile("已|累计|共[建有设计]|了|截至")


def planned(sentence: str, heading: str = "", published: int | None = None) -> tuple[Span, ...]:
    """
    Return the stretches that tell of the future, from the word that says so to the end of its part of the sentence.

    Parameters
    ----------
    heading
        The last heading: all below "下一步打算" is planned.
    published
        The year in which the article appeared, if known: "到2027年" of 2025 is a goal, "到2023年" what was reached.
    """
    if _ahead().search(heading):
        return ((0, len(sentence)),)
    return tuple(_plans(sentence, published))


def is_planned(plans: tuple[Span, ...], at: int) -> bool:
    """Tell whether a character stands in one of these stretches."""
    return any(start <= at < end for start, end in plans)


def _plans(sentence: str, published: int | None) -> Iterator[Span]:
    opening = _opening().match(sentence)
    if opening:
        yield 0, len(sentence)
        return
    for part in re.finditer(r"[^；。]+", sentence):
        starts = [match.start() for match in _wish().finditer(part.group())]
        starts += [match.start() for match in _TERM.finditer(part.group()) if _is_goal(match, part.group(), published)]
        if starts:
            yield part.start() + min(starts), part.end()


def _is_goal(term: re.Match[str], part: str, published: int | None) -> bool:
    if published is None:
        return not _DONE.search(part)
    return int(term["year"]) > published


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(f"{one_of('plans', 'headings')}")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"[^，。；]{{0,8}}?{one_of('plans', 'openings')}")


@cache
def _wish() -> re.Pattern[str]:
    turned = rf"[^，。；]{{0,40}}{one_of('plans', 'turned')}"
    will = rf"(?<![即把必])将(?:把|对|{one_of('plans', 'effects')}(?!{turned}))"
    soon = rf"(?:到|在|年底|总?投资|今|{one_of('plans', 'effects')})"
    plan = rf"(?:(?<=[，、年月市县区还也共正])|^)(?:计划|拟|规划|打算|准备){soon}"
    return re.compile(rf"{one_of('plans', 'verbs')}|{will}|{plan}")
