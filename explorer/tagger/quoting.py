"""Find the names that stand in quotation marks: terms “…” and written rules 《…》."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from explorer.tagger.clauses import AMBIGUOUS, REACHES, STOPS, is_plain_chinese, is_wish, preceding, starts_action
from explorer.tagger.name import Name, core_of
from explorer.tagger.signals import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.tagger.name import Span

_NO_NOUN: Final = r"[在与和以让为带将使由被把向]|(?<![推先促改引])进|也是|也在|加快|绘就|扩增|提供|入选|获|被|荣"


_PAIR: Final = re.compile(
    "[^，、；。！？]{2,8}[，、][^，、；。！？]{2,8}|[^，、；。！？]{2,4}(?:[，、][^，、；。！？]{2,4}){2,5}"
)  # “园区吹哨、部门报到”机制, “包靠、会商、问效”机制
_SHORTEST_QUOTED, _LONGEST_QUOTED, _LONGEST_DOCUMENT = 3, 24, 60  # characters


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
    """Find quoted terms that an action brings about, that a head follows, or that others honoured."""
    accepted_until = None
    for match in re.finditer(r"“([^“”]{1,40})”", sentence):
        inner, start, end = match.group(1), match.start(), match.end()
        before, after = preceding(sentence, start, 40), sentence[end : end + 24]
        if re.search(rf"{one_of('regards')}[^，]*$", before) or _is_slogan(inner, start + 1, places):
            continue
        tail = _tail(after)
        why = _why_quoted(inner, before, after, tail, adjacent=accepted_until in (start, start - 1))
        is_pair = _PAIR.fullmatch(inner) is not None and re.search(rf"{one_of('heads')}$", after[:tail]) is not None
        if why is None or (is_motto(inner) and not (is_pair or why.startswith("honoured"))):
            continue
        lead = _lead(before)
        title = sentence[start - lead : end + tail]
        core = inner if _stands_alone(inner) else core_of(title)
        yield Name(title, core, start - lead, end + tail, "quoted", why)
        accepted_until = end


def _why_quoted(inner: str, before: str, after: str, tail: int, *, adjacent: bool) -> str | None:
    """Say why a quoted term is a name; None if it is a figure of speech, a wish, or the title of an honour."""
    if re.match(rf"的“|[^，。；“”]{{0,2}}{one_of('thoughts')}", after) or _is_honour(inner, before):
        return None
    if re.match(rf"(?:项目|案例|做法|经验|改革)?(?:，|也|又|还)?{one_of('honours', 'given')}", after):
        return "honoured by others"
    if is_wish(before):
        return None
    whole = len(inner) >= _SHORTEST_QUOTED
    reasons = {
        "brought about by the verb before it": whole and _is_object(before),
        "what the sentence acts by": whole
        and re.search(r"(?:^|，|；|。)$", before)
        and re.match(one_of("actions"), after),
        "named by the noun after it": tail,
        "told as a brand": re.match(r"为(?:品牌|抓手|载体|统领)", after) and before.endswith("以"),
        "beside another name": adjacent,
        "the subject of a place": re.search(r"^[^，。]{2,8}的$", before) and after[:1] in "，“",
    }
    return next((why for why, holds in reasons.items() if holds), None)


def _is_honour(inner: str, before: str) -> bool:
    given = re.search(rf"({one_of('honours', 'given')})[^，。；]{{0,8}}$", before)
    return given is not None and (given[1] != "创建" or re.search(one_of("levels", "national"), inner) is not None)


def _is_object(before: str) -> bool:
    """Tell whether an action stands before a quotation mark, with nothing between that takes its object's place."""
    for action in re.finditer(rf"{one_of('actions')}(?:了|出|起|好)?", before):
        between = before[action.end() :]
        if (
            len(between) > REACHES
            or between.startswith("的")
            or re.search(rf"[，。；：、“”]|{one_of('heads')}(?:的|中|内|里)?$|[用以向对把]$", between)
        ):
            continue
        bare = action.group().rstrip("了出起好")
        if bare not in AMBIGUOUS or starts_action(before[: action.start()]):
            return True
    return False


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
