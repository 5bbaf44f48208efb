"""Find honours: firsts, pilots, awards and standards, with their level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.tagger.signals import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.model import HonourKind, Level

_STOPS: Final = "，。；：！？、…\n"
_STANDARD: Final = re.compile(r"(国家|行业|省地方|省级地方|地方|团体)标准(?!化|委)")
_ADMIRED: Final = re.compile(r"为契机|为目标|为有利契机")
_TITLE_LENGTH = 40
_CUT: Final = re.compile(r"(?:为|的)(?:有利)?契机.*|并.*|被.*")


@dataclass(frozen=True)
class Honoured:
    """An honour in a sentence; ``forward`` if it is told of what follows (首推…), not of what stands before."""

    level: Level
    kind: HonourKind
    title: str
    start: int
    end: int
    forward: bool


def honours(sentence: str, provinces: tuple[str, ...] = ()) -> tuple[Honoured, ...]:
    """
    Return the honours of a sentence in order.

    One whose level the sentence does not tell is left out: it is never guessed. ``provinces`` are names of
    provinces in the sentence, which tell the level as 全省 does.
    """
    found = [*_firsts(sentence, provinces), *_given(sentence, provinces), *_standards(sentence)]
    return tuple(sorted(found, key=lambda each: each.start))


def _firsts(sentence: str, provinces: tuple[str, ...]) -> Iterator[Honoured]:
    for match in re.finditer(one_of("firsts"), sentence):
        here = sentence.startswith("在", match.end())
        level = (
            _level(match.group(), provinces)
            or (_level(sentence[match.end() : match.end() + 6], provinces) if here else None)
            or _last_level(sentence[: match.end()], provinces)
        )
        after = re.match(rf"[^{_STOPS}]*", sentence[match.end() :])
        if level is None or (match.group() == "率先" and after and after.group().startswith("实现")):
            continue
        begins = _phrase_start(sentence, match.start())
        ends = match.end() + (after.end() if after else 0)
        if sentence[match.end() : match.end() + 1] in ("”", "”："):
            continue  # "四个第一": a count of what follows
        title = sentence[begins:ends]
        yield Honoured(level, "first", title, begins, ends, forward=not match.group().endswith("第一"))


def _given(sentence: str, provinces: tuple[str, ...]) -> Iterator[Honoured]:
    for match in re.finditer(one_of("honours", "given"), sentence):
        stretch = re.match(rf"[^{_STOPS.replace('、', '')}]{{2,{_TITLE_LENGTH}}}", sentence[match.end() :])
        if stretch is None:
            continue
        title = re.sub("[“”《》]", "", _CUT.sub("", stretch.group()).lstrip("了为"))
        level = _level(title, provinces) or _last_level(sentence[: match.start()][-12:], provinces)
        if level is None or not any(word in title for word in words("honours", "titles")):
            continue
        if match.group() in ("创建", "纳入", "列入") and not re.match(
            r"[为了“]*(?:首批|第.批)?[“]*(?:全国|国家|全省|省级)", stretch.group()
        ):
            continue
        ends = match.end() + stretch.end()
        forward = _ADMIRED.search(sentence[match.end() : ends + 8]) is not None
        if forward and match.group() == "创建" and _kind(title) == "award":
            continue  # striven for, not yet given
        yield Honoured(level, _kind(title), title, match.start(), ends, forward=forward)


def _standards(sentence: str) -> Iterator[Honoured]:
    for match in _STANDARD.finditer(sentence):
        document = re.search(r"《([^《》]+)》$", sentence[: match.start()])
        if document:
            level: Level = {"国家": "national", "行业": "national"}.get(
                match[1], "provincial" if "省" in match[1] else "city"
            )  # type: ignore[assignment]
            title = f"{match.group()}《{document[1]}》"
            yield Honoured(level, "standard", title, document.start(), match.end(), forward=False)


def _kind(title: str) -> HonourKind:
    return "pilot" if "试点" in title else "award"


def _level(text: str, provinces: tuple[str, ...]) -> Level | None:
    """Return the level that stands first in a title: "山东省…", "国家级…"."""
    found: list[tuple[int, Level]] = []
    for level in ("national", "provincial", "city"):
        for word in (*words("levels", level), *(provinces if level == "provincial" else ())):
            at = text.find(word)
            if at >= 0:
                found.append((at, level))
    return min(found)[1] if found else None


def _last_level(text: str, provinces: tuple[str, ...]) -> Level | None:
    """Return the level told last before a first: "在全国率先"."""
    found: list[tuple[int, Level]] = []
    for level in ("national", "provincial", "city"):
        for word in (*words("levels", level), *(provinces if level == "provincial" else ())):
            at = text.rfind(word)
            if at >= 0:
                found.append((at + len(word), level))
    return max(found)[1] if found else None


def _phrase_start(sentence: str, at: int) -> int:
    match = re.search(rf"[^{_STOPS}]*$", sentence[:at])
    return match.start() if match else at
