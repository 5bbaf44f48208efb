"""Find what a sentence gives a reform's name to: quoted terms, titles of rules, lists, and what was built or set up."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from explorer.tagger.building import built, counted, subjects, trials, works
from explorer.tagger.clauses import STOPS, after_action, clause_start, is_name, is_plain_chinese
from explorer.tagger.name import Name, core_of
from explorer.tagger.quoting import documents, is_motto, quoted
from explorer.tagger.signals import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.tagger.name import Span

_LEAST_PARALLEL = 3


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


_CHINESE_DIGITS: Final = dict(zip(range(3, 11), "三四五六七八九十", strict=True))


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
