"""Tell how a sentence introduces a quoted term: as a name, or as a figure of speech, a wish, another's title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.tagger.clauses import AMBIGUOUS, REACHES, is_wish, starts_action
from explorer.tagger.signals import one_of

if TYPE_CHECKING:
    from collections.abc import Callable

HONOURED: Final = "honoured by others"
_SHORTEST: Final = 3  # characters of a term that is a name by what is done with it
_LONGEST: Final = 12  # of one that is a name by what is told of it


@dataclass(frozen=True)
class Term:
    """A quoted term with the words around it."""

    inner: str
    before: str
    after: str
    tail: int  # characters after it that belong to the name: 平台
    is_beside: bool  # another name: “甲”“乙”
    is_counted_for: bool  # a place of the region stands before it in the sentence, a figure after


def why_named(term: Term) -> str | None:
    """Say why a quoted term is a name; None if nothing tells."""
    if re.match(rf"的“|[^，。；“”]{{0,2}}{one_of('thoughts')}", term.after) or _is_honour(term):
        return None
    if re.match(rf"(?:项目|案例|做法|经验|改革)?(?:，|也|又|还)?{one_of('honours', 'given')}", term.after):
        return HONOURED
    if is_wish(term.before):
        return None
    return next((why for why, holds in _REASONS.items() if holds(term)), None)


def _is_honour(term: Term) -> bool:
    given = re.search(rf"({one_of('honours', 'given')})[^，。；]{{0,8}}$", term.before)
    return given is not None and (given[1] != "创建" or re.search(one_of("levels", "national"), term.inner) is not None)


def _is_object(term: Term) -> bool:
    """Tell whether an action stands before it, with nothing between that takes its object's place."""
    for action in re.finditer(rf"{one_of('actions')}(?:了|出|起|好)?", term.before):
        between = term.before[action.end() :]
        if (
            len(between) > REACHES
            or between.startswith("的")
            or re.search(rf"[，。；：、“”]|{one_of('heads')}(?:的|中|内|里)?$|[用以向对把]$", between)
        ):
            continue
        bare = action.group().rstrip("了出起好")
        if bare not in AMBIGUOUS or starts_action(term.before[: action.start()]):
            return len(term.inner) >= _SHORTEST
    return False


def _is_deed(term: Term) -> bool:
    """Tell what is brought about in a clause of its own: 推行的“垃圾银行”, 拿出“菌业互保贷”."""
    made = "[做办建开搞设编][了起出](?:一?[个家本张套])?"
    brought = rf"(?:{one_of('actions')}的|{one_of('brings')}(?:了|起|出)?|{made})$"
    deed = re.search(brought, term.before)
    return deed is not None and len(term.inner) >= _SHORTEST and not is_wish(term.before[: deed.start()])


def _is_actor(term: Term) -> bool:
    """Tell what acts by itself: “邻里帮”推行…."""
    begins = re.search(r"(?:^|，|；|。)$", term.before)
    return begins is not None and len(term.inner) >= _SHORTEST and re.match(one_of("actions"), term.after) is not None


def _is_called(term: Term) -> bool:
    """Tell what a deed is called: 居民点赞的是“养老顾问”, 做法叫作“甘薯链长”."""
    return len(term.inner) >= _SHORTEST and _calling().search(term.before) is not None


@cache
def _calling() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{one_of('praised')}[^，。“”]{{0,6}}(?:是|就是|叫)|名为|取名|名叫|叫作|叫做|称作|称为|命名为)$"
    )


def _is_counted(term: Term) -> bool:
    """Tell what is counted: “同城快线”3条."""
    counted = rf"\d[\d,.]*[万余多]{{0,2}}{one_of('figures', 'measures')}"
    return len(term.inner) >= _SHORTEST and re.match(counted, term.after) is not None


def _is_subject(term: Term) -> bool:
    """Tell what a figure of a place is told of: 安丘市的“葱姜码”把…467家, ，“水上便民船”每月…4700件."""
    begins = re.search(r"(?:^|[，；。]|[市县区]的?)$", term.before)
    goes_on = re.match(r"[^，。；：、“”的）（]", term.after)
    fits = _SHORTEST <= len(term.inner) <= _LONGEST
    return fits and term.is_counted_for and begins is not None and goes_on is not None


_REASONS: Final[dict[str, Callable[[Term], object]]] = {
    "brought about by the verb before it": _is_object,
    "what the sentence acts by": _is_actor,
    "named by the noun after it": lambda term: term.tail,
    "told as a brand": lambda term: re.match("为(?:品牌|抓手|载体|统领)", term.after) and term.before.endswith("以"),
    "beside another name": lambda term: term.is_beside,
    "the subject of a place": lambda term: re.search("^[^，。]{2,8}的$", term.before) and term.after[:1] in "，“",
    "brought about, as its clause says": _is_deed,
    "what a deed is called": _is_called,
    "counted": _is_counted,
    "what a figure of a place is told of": _is_subject,
}
