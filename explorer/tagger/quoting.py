"""Find the names that stand in quotation marks: terms “…” and written rules 《…》."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from explorer.tagger.clauses import REACHES, STOPS, is_plain_chinese, preceding
from explorer.tagger.introducing import HONOURED, Term, why_named
from explorer.tagger.name import Name, core_of
from explorer.tagger.signals import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.tagger.name import Span

_NO_NOUN: Final = r"[在与和以让为带将使由被把向]|(?<![推先促改引])进|也是|也在|加快|绘就|扩增|提供|入选|获|被|荣"


_PAIR: Final = re.compile(
    "[^，、；。！？]{2,8}[，、][^，、；。！？]{2,8}|[^，、；。！？]{2,4}(?:[，、][^，、；。！？]{2,4}){2,5}"
)  # “园区吹哨、部门报到”机制, “包靠、会商、问效”机制
_FIGURE_WITHIN: Final = 80  # characters after a quoted term
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
