"""Write Chinese in toneless syllables, and read typed pinyin back into syllables."""

from __future__ import annotations

import re
from functools import cache

MOST_READINGS = 8
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")


def syllables(text: str) -> str:
    """
    Write the Chinese characters of a text as toneless syllables, each between bars: ``|yang|lao|``.

    What stands between runs of characters becomes ``||``, so that no reading runs across it.
    """
    from pypinyin import Style, lazy_pinyin

    runs = re.findall(r"[\u3400-\u9fff]+", text)
    return "".join(f"|{'|'.join(lazy_pinyin(run, style=Style.NORMAL, v_to_u=False))}|" for run in runs)


def readings(typed: str) -> tuple[str, ...]:
    """
    Split typed letters into syllables in each possible way: ``xian`` is ``|xian`` and ``|xi|an``.

    The last syllable may be unfinished (``yangl``). Empty if the letters are no pinyin.
    """
    letters = typed.casefold().translate(_TONES)
    if not re.fullmatch(r"[a-z]{2,40}", letters):
        return ()
    return tuple(f"|{'|'.join(split)}" for split in _splits(letters))[:MOST_READINGS]


@cache
def _splits(letters: str) -> tuple[tuple[str, ...], ...]:
    known, longest = _known_syllables()
    found: list[tuple[str, ...]] = [(letters,)] if letters in _beginnings() else []
    for end in range(min(longest, len(letters) - 1), 0, -1):
        if letters[:end] in known:
            found += [(letters[:end], *rest) for rest in _splits(letters[end:])]
    return tuple(found[:MOST_READINGS])


@cache
def _known_syllables() -> tuple[frozenset[str], int]:
    from pypinyin import pinyin_dict

    readings_of_all = ",".join(pinyin_dict.pinyin_dict.values()).translate(_TONES)
    known = frozenset(each for each in set(readings_of_all.split(",")) if re.fullmatch(r"[a-z]+", each))
    return known, max(map(len, known))


@cache
def _beginnings() -> frozenset[str]:
    known, _ = _known_syllables()
    return frozenset(each[:end] for each in known for end in range(1, len(each) + 1))
