"""Find the names of reforms in a sentence, quoted or not, and what a quoted term is if it is none."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.drafting.phrases import (
    AMBIGUOUS,
    REACHES,
    STOPS,
    Name,
    after_action,
    built,
    clause_start,
    core_of,
    counted,
    is_name,
    is_plain_chinese,
    is_wish,
    preceding,
    starts_action,
    subjects,
    trials,
    works,
)
from explorer.drafting.signals import one_of, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from explorer.drafting.phrases import Span


HONOURED: Final = "honoured by others"
_SHORTEST: Final = 3  # characters of a term that is a name by what is done with it
_LONGEST: Final = 12  # of one that is a name by what is told of it
_NO_NOUN: Final = r"[在与和以让为带将使由被把向]|(?<![推先促改引])进|也是|也在|加快|绘就|扩增|提供|入选|获|被|荣"
_PAIR: Final = re.compile(
    "[^，、；。！？]{2,8}[，、][^，、；。！？]{2,8}|[^，、；。！？]{2,4}(?:[，、][^，、；。！？]{2,4}){2,5}"
)  # “园区吹哨、部门报到”机制, “包靠、会商、问效”机制
_FIGURE_WITHIN: Final = 80  # characters after a quoted term
_SHORTEST_QUOTED, _LONGEST_QUOTED, _LONGEST_DOCUMENT = 3, 24, 60  # characters
_LEAST_PARALLEL = 3
_CHINESE_DIGITS: Final = dict(zip(range(3, 11), "三四五六七八九十", strict=True))


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


def documents(sentence: str) -> Iterator[Name]:
    """Find the titles of rules that the place has made; those of others, and of newspapers, are none."""
    for match in re.finditer(r"《([^《》]{4,60})》", sentence):
        title, before = match.group(1), preceding(sentence, match.start(), 30)
        ours = re.search(rf"{one_of('actions')}[^，。；]*$", before) or re.match(
            rf"(?:项目|案例)?{one_of('honours', 'given')}|地方标准|团体标准", sentence[match.end() :]
        )
        kind = re.search(rf"{one_of('documents')}$", title)
        others = any(word in title for word in words("foreign_documents"))
        regarded = re.search(rf"{one_of('regards')}[^，]*$", before)
        if (ours or kind) and not others and not regarded and len(title) <= _LONGEST_DOCUMENT:
            tail = re.match(r"(?:地方|团体|行业|国家)标准", sentence[match.end() :])
            end = match.end() + (tail.end() if tail else 0)
            yield Name(sentence[match.start() : end], core_of(title), match.start(), end, "document", "a written rule")


def quoted(sentence: str, places: Sequence[Span]) -> Iterator[Name]:
    """Find quoted terms that the sentence introduces as names."""
    accepted_until = None
    for match in re.finditer(r"“([^“”]{1,40})”", sentence):
        inner, start, end = match.group(1), match.start(), match.end()
        before, after = preceding(sentence, start, 40), sentence[end : end + 24]
        if re.search(rf"{one_of('regards')}[^，]*$", before) or _is_slogan(inner, start + 1, places):
            continue
        tail = _tail(after)
        beside = accepted_until in (start, start - 1)
        why = why_named(Term(inner, before, after, tail, beside, _is_counted_for(sentence, start, end, places)))
        if why is None or (is_motto(inner) and not (_is_pair(inner, before, after[:tail]) or why == HONOURED)):
            continue
        lead = _lead(before)
        title = sentence[start - lead : end + tail]
        core = inner if _stands_alone(inner) else core_of(title)
        yield Name(title, core, start - lead, end + tail, "quoted", why)
        accepted_until = end


def _is_pair(inner: str, before: str, tail: str) -> bool:
    """Tell whether a quoted row of clauses is a name: by the noun after it, or as what is put into force."""
    named = re.search(rf"{one_of('heads')}$", tail) or (tail and re.search(rf"{one_of('trials')}$", before))
    return bool(named) and _PAIR.fullmatch(inner) is not None


def _is_counted_for(sentence: str, start: int, end: int, places: Sequence[Span]) -> bool:
    figure = re.search(r"\d(?!\d{0,3}年)", sentence[end : end + _FIGURE_WITHIN])
    return figure is not None and any(stop <= start for _, stop in places)


def _stands_alone(inner: str) -> bool:
    """Tell whether a quoted term is a name by itself: not "20条", not "晨星" without its 工程."""
    return len(inner) > _SHORTEST_QUOTED - 1 and not re.fullmatch(r"[\d一二三四五六七八九十]+.{1,2}", inner)


def _tail(after: str) -> int:
    """Return how many characters after a quotation mark belong to the name: "…”集成服务改革"."""
    match = re.match(rf"[^{STOPS}“”、的]{{0,12}}?(?:{one_of('heads')}|{one_of('tails')})+", after)
    if match is None or re.search(_NO_NOUN, match.group()):
        return 0
    longer = re.match(rf"[^{STOPS}“”、的]{{0,12}}(?:{one_of('heads')}|{one_of('tails')})", after)
    best = longer if longer and not re.search(_NO_NOUN, longer.group()) else match
    return best.end()


def _lead(before: str) -> int:
    """Return how many characters before a quotation mark belong to the name: "农业农村优先发展“20条”"."""
    action = re.search(rf"{one_of('actions')}(?:了|出|起|好)?(?P<between>[^，。；：“”、]{{2,{REACHES}}})$", before)
    if action is None:
        return 0
    between = action["between"]
    inner = list(re.finditer(one_of("actions"), between))
    if inner:
        between = between[inner[-1].end() :]
    between = re.sub(r"^(?:了|出|起|好)|.*(?:的|对|把|和|与|以|全市|名为|叫|一批|系列)", "", between)
    return len(between) if is_plain_chinese(between) and not re.search(r"[\d在向]", between) else 0


def _is_slogan(inner: str, at: int, places: Sequence[Span]) -> bool:
    return any(end == at + len(inner) and start > at for start, end in places)


def is_motto(inner: str) -> bool:
    """Tell whether a quoted stretch is a thought put in words rather than a name."""
    return len(inner) > _LONGEST_QUOTED or any(mark in inner for mark in "，、；。！？")


def names(sentence: str, places: Sequence[Span] = (), article: str = "") -> tuple[Name, ...]:
    """
    Return the names in a sentence, in order, none overlapping another.

    Parameters
    ----------
    places
        Where the sentence names places: a quoted term that ends with one is a slogan ("更好潍坊").
    article
        The whole text: a plain noun is a name only if it comes back.
    """
    found = [
        *_parallels(sentence),
        *_lists(sentence),
        *documents(sentence),
        *quoted(sentence, places),
        *built(sentence),
        *trials(sentence),
        *subjects(sentence, places),
        *works(sentence),
        *counted(sentence, article),
    ]
    kept: list[Name] = []
    for each in found:
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: each.start))


def _parallels(sentence: str) -> Iterator[Name]:
    """Find clauses that begin alike, "突破…;突破…;突破…": one programme of several parts."""
    clauses = [(match.start(), match.group()) for match in re.finditer(r"[^；。…]+", sentence)]
    begun = Counter(text[:2] for _, text in clauses if is_plain_chinese(text[:2]))
    for begin, times in begun.items():
        if times >= _LEAST_PARALLEL and any(re.search(one_of("actions"), text) for _, text in clauses):
            parts = [(at, text) for at, text in clauses if text.startswith(begin)]
            title = f"{_CHINESE_DIGITS.get(times, str(times))}个“{begin}”"
            at, text = parts[-1]
            yield Name(title, core_of(title), parts[0][0], at + len(text), "parallel", f"{times} clauses begin alike")


def _lists(sentence: str) -> Iterator[Name]:
    """Find the members of "A、B等一系列改革"."""
    for match in re.finditer(rf"等(?![^{STOPS}]{{0,18}}(?:方面|领域))[^{STOPS}]{{0,18}}?{one_of('sums')}", sentence):
        begins = clause_start(sentence, match.start())
        clause = sentence[begins : match.start()]
        if re.match(r"(?:依托|通过|围绕|紧盯|聚焦|针对|利用|借助|整合|结合|紧扣|学习|借鉴)", clause):
            continue
        parts = list(re.finditer(r"“[^”]*”[^、“]*|[^、“]+", clause))
        for n, part in enumerate(parts):
            if not clause[part.end() :].startswith("“") or part.group().startswith("“"):
                yield from _member(begins + part.start(), part.group(), first=n == 0, alone=len(parts) == 1)


def _member(at: int, part: str, *, first: bool, alone: bool) -> Iterator[Name]:
    cut = after_action(part) if first else 0
    title = part[cut:]
    quoted = title.startswith("“")
    if alone and not quoted and not re.search(rf"{one_of('heads')}$", title):
        return
    if (quoted and not is_motto(title.strip("“”"))) or (not quoted and is_name(title) and not title[0].isdigit()):
        yield Name(title, core_of(title), at + cut, at + len(part), "list", "one of a list of reforms")
