"""Find honours: firsts, pilots, awards and standards, with their level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, get_args

from explorer.drafting.signals import one_of, words
from explorer.records.models import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.records.models import HonourKind

_STOPS: Final = "，。；：！？、…\n"
_STANDARD: Final = re.compile(r"(国家|行业|省地方|省级地方|地方|团体)标准(?!化|委)")
_ADMIRED: Final = re.compile(r"为契机|为目标|为有利契机")
_TITLE_LENGTH = 40
_LONGEST_CLAUSE: Final = 120  # characters that are looked through on each side of a first
_CUT: Final = re.compile(r"(?:为|的)(?:有利)?契机.*|并.*|被.*|予以.*")
_PILOT: Final = re.compile("试点|[试实]验(?![室田]|学校|中学|小学)|联系点|先行先试")
_CONTEST: Final = re.compile(
    r"在([^，。；]{2,40}(?:考核|评选|评比|评估|评价|验收|大赛|竞赛|测评|督查))中[^。；]{0,16}$"
)
_NEAR_GIVER: Final = 12  # characters before an honour in which who gave it stands


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
    given = tuple(_given(sentence, provinces))
    praised = (
        each
        for each in _praised(sentence, provinces)
        if not any(each.start < g.end and g.start < each.end for g in given)
    )
    found = [*_firsts(sentence, provinces), *given, *praised, *_standards(sentence)]
    return tuple(sorted(found, key=lambda each: each.start))


def _firsts(sentence: str, provinces: tuple[str, ...]) -> Iterator[Honoured]:
    for match in re.finditer(one_of("firsts"), sentence):
        here = sentence.startswith("在", match.end())
        level = (
            _first_level(match.group(), provinces)
            or (_first_level(sentence[match.end() : match.end() + 6], provinces) if here else None)
            or _last_level(_told_with(sentence, match.end()), provinces)
        )
        after = re.match(rf"[^{_STOPS}]*", sentence[match.end() : match.end() + _LONGEST_CLAUSE])
        if level is None or (match.group() == "率先" and after and after.group().startswith("实现")):
            continue
        begins = _phrase_start(sentence, match.start())
        ends = match.end() + (after.end() if after else 0)
        if sentence[match.end() : match.end() + 1] in ("”", "”："):
            continue  # "四个第一": a count of what follows
        title = sentence[begins:ends]
        yield Honoured(level, "first", title, begins, ends, forward=not match.group().endswith("第一"))


def _told_with(sentence: str, at: int) -> str:
    """Return the clause up to a character, or all before it where a colon sums up: "在全国创造了四个第一：…"."""
    before = sentence[max(0, at - _LONGEST_CLAUSE) : at]
    return before if "：" in before else before[max(before.rfind("，"), before.rfind("；")) + 1 :]


def _given(sentence: str, provinces: tuple[str, ...]) -> Iterator[Honoured]:
    for match in _verb().finditer(sentence):
        stretch = re.match(rf"[^{_STOPS.replace('、', '')}]{{2,{_TITLE_LENGTH}}}", sentence[match.end() :])
        if stretch is None:
            continue
        title = re.sub("[“”《》]", "", _CUT.sub("", stretch.group()).lstrip("了为"))
        level = _first_level(title, provinces) or _giver_level(sentence, match, provinces)
        if level is None or not any(word in title for word in words("honours", "titles")):
            continue
        if match["verb"] in ("创建", "纳入", "列入") and not _named_at_once(stretch.group()):
            continue
        ends = match.end() + stretch.end()
        forward = _ADMIRED.search(sentence[match.end() : ends + 8]) is not None
        if forward and match["verb"] == "创建" and _kind(title) == "award":
            continue  # striven for, not yet given
        yield Honoured(level, _kind(title), title, match.start(), ends, forward=forward)


@cache
def _verb() -> re.Pattern[str]:
    """Match what announces a title, with who gave it: 获评, "被国家林草局列为", "省民政厅把这一做法列为"."""
    own = rf"(?P<verb>{one_of('honours', 'given')}|(?<![收捕截])获(?=全国|国家|中国|国务院|全省|省))"
    by = rf"被(?P<giver>[^{_STOPS}“”]{{2,20}}?){one_of('honours', 'given_by')}"
    taker = rf"(?:^|(?<=[，；]))(?P<taker>[^{_STOPS}“”]{{2,20}}?)"
    of = rf"{taker}[将把][^{_STOPS}“”]{{1,20}}?{one_of('honours', 'given_by')}"
    return re.compile(rf"{own}|{by}|{of}")


def _named_at_once(title: str) -> bool:
    return re.match(r"[为了“]*(?:首批|第.批)?[“]*(?:全国|国家|全省|省级)", title) is not None


def _giver_level(sentence: str, match: re.Match[str], provinces: tuple[str, ...]) -> Level | None:
    """Return the level of who gave an honour: named with it, as the contest that it was won in, or just before."""
    contest = _CONTEST.search(sentence[max(0, match.start() - _LONGEST_CLAUSE) : match.start()])
    return (
        _first_level(match["giver"] or match["taker"] or "", provinces)
        or (_first_level(contest[1], provinces) if contest else None)
        or _last_level(sentence[max(0, match.start() - _NEAR_GIVER) : match.start()], provinces)
    )


def _praised(sentence: str, provinces: tuple[str, ...]) -> Iterator[Honoured]:
    """Find a commendation: "获国务院督查激励"."""
    pattern = rf"(?:获得?|荣获|受到?|得到|被)(?P<giver>[^{_STOPS}“”]{{2,24}}?){one_of('honours', 'praises')}"
    for match in re.finditer(pattern, sentence):
        level = _first_level(match["giver"], provinces)
        if level:
            title = match.group().lstrip("获得荣受到被")
            yield Honoured(level, "award", title, match.start(), match.end(), forward=False)


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
    return "pilot" if _PILOT.search(title) else "award"


def _first_level(text: str, provinces: tuple[str, ...]) -> Level | None:
    """Return the level that stands first in a title: "山东省…", "国家级…"."""
    match = _level(provinces).search(text)
    return _told(match) if match else None


def _last_level(text: str, provinces: tuple[str, ...]) -> Level | None:
    """Return the level told last before a first: "在全国率先"."""
    *_, last = (None, *_level(provinces).finditer(text))
    return _told(last) if last else None


def _told(match: re.Match[str]) -> Level:
    return next(level for level in get_args(Level) if match[level])


@lru_cache(maxsize=64)
def _level(provinces: tuple[str, ...]) -> re.Pattern[str]:
    """Match what tells a level, a ministry (民政部, but no 部门) the national one; its group is the level."""
    national = rf"(?P<national>{one_of('levels', 'national')}|{one_of('levels', 'ministries')}(?![门分队署位]))"
    provincial = "|".join(map(re.escape, (*sorted(provinces, key=len, reverse=True), *words("levels", "provincial"))))
    return re.compile(rf"{national}|(?P<provincial>{provincial})|(?P<city>{one_of('levels', 'city')})")


def _phrase_start(sentence: str, at: int) -> int:
    nearest = max(0, at - _LONGEST_CLAUSE)
    return nearest + max((sentence[nearest:at].rfind(mark) + 1 for mark in _STOPS), default=0)
