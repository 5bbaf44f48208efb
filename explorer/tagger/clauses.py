"""Tell of the words around a name whether they do something, wish for it, or say too little to be a name."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from explorer.tagger.name import MARKS
from explorer.tagger.signals import one_of

STOPS: Final = "，。；：！？…—（）\n"


AMBIGUOUS: Final = frozenset({"创新", "改革", "试点", "深化", "探索"})


_BEFORE_AMBIGUOUS: Final = re.compile(
    r"(?:^|[，；：、“”…—]|市|县|区|委|府|局|部门|积极|大力|着力|持续|全面|扎实|率先|先后|系统|高水平|精准|公司|银行|镇|乡|街道|村|始终|还|已|全力|共同|又)$"
)


REACHES: Final = 14  # characters between an action and its object
_NEAR: Final = 8  # characters, more than an action has: a whole sentence looked through for each word takes minutes
_LONGEST_CLAUSE: Final = 400  # characters: a list of reforms without end is none
_SHORTEST, _LONGEST = 4, 24  # characters of a name without quotation marks


def starts_action(before: str) -> bool:
    """Tell whether a word that may also be part of a noun, such as 改革, is a verb after these words."""
    near = before[-_NEAR:]
    return bool(_BEFORE_AMBIGUOUS.search(near) or re.search(rf"{one_of('actions')}(?:了|和)?$", near))


def is_wish(before: str) -> bool:
    """Tell whether an action is a purpose or a plan: "为打造…", "将进一步建立…"."""
    clause = re.split(rf"[{STOPS}]", before)[-1]
    return (
        re.search(
            rf"(?:^|[^作成认称])(?:{one_of('wishes')})(?:全力|加快|着力|推动|助力|更好)?{one_of('actions')}*$", clause
        )
        is not None
    )


def is_name(title: str, least: int = 2) -> bool:
    """Tell whether so many characters are left of a noun when plain words and its head are taken away."""
    rest = re.sub(rf"{one_of('plain')}|{one_of('heads')}|[性化式型级、]", "", MARKS.sub("", title))
    return _SHORTEST <= len(title) <= _LONGEST and least <= len(rest)


def after_action(part: str) -> int:
    """Return where the object of the last action before it begins; 0 if there is none."""
    head = part[: REACHES + _NEAR].split("“", maxsplit=1)[0]
    found = 0
    for match in re.finditer(rf"({one_of('actions')})(?:了|出|起|好|的)*", head):
        sure = match[1] not in AMBIGUOUS or starts_action(head[: match.start()])
        if sure and match.end() < len(part) and match.start() <= REACHES:
            found = match.end()
    return found


def clause_start(sentence: str, at: int) -> int:
    """Return where the clause of a character begins; marks within quotation marks part nothing."""
    depth = 0
    nearest = max(at - _LONGEST_CLAUSE, 0)
    for n in range(at - 1, nearest - 1, -1):
        depth += (sentence[n] == "”") - (sentence[n] == "“")
        if depth <= 0 and sentence[n] in STOPS:
            return n + 1
    return nearest


def preceding(sentence: str, at: int, reach: int) -> str:
    """Return the characters before one, at most so many."""
    return sentence[max(0, at - reach) : at]


def in_quotes(sentence: str, at: int) -> bool:
    """Tell whether a character stands within quotation marks."""
    return any(sentence.count(opened, 0, at) > sentence.count(closed, 0, at) for opened, closed in ("“”", "《》"))


@cache
def _plain_chinese() -> re.Pattern[str]:
    return re.compile(r"[\u4e00-\u9fff]+")


def is_plain_chinese(text: str) -> bool:
    """Tell whether a text is two or more Chinese characters and nothing else."""
    return len(text) > 1 and _plain_chinese().fullmatch(text) is not None
