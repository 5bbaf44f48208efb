"""Make the ids of records, and write Chinese in toneless syllables; read typed pinyin back into syllables."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from explorer.text.widths import unaccented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ahocorasick_rs import AhoCorasick


MOST_READINGS = 8
MOST_WORDS = 65_536
MOST_SPLITS = 4096  # anybody may type others without end
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")
MOST_CHARACTERS = 60  # the model allows 80: room for a number or a digest behind it
_LONGEST_NAME = 24  # letters of a publisher in the id of a source
_N_DIGEST = 6  # letters
_CHINESE = re.compile("[\u3400-\u9fff]+")


def syllables(text: str) -> str:
    """
    Write the Chinese characters of a text as toneless syllables, each between bars: ``|yang|lao|``.

    What stands between runs of characters becomes ``||``, so that no reading runs across it.
    """
    return "".join(
        f"|{'|'.join(chain.from_iterable(map(_syllables_of, _words(run))))}|" for run in _CHINESE.findall(text)
    )


def spelled(text: str) -> tuple[str, ...]:
    """Write a text as Chinese is sorted: each character as its toneless syllable, runs of others in small letters."""
    return tuple(each.casefold() for word in _words(text) for each in _syllables_of(word))


def readings(typed: str) -> tuple[str, ...]:
    """
    Split typed letters into syllables in each possible way: ``xian`` is ``|xian`` and ``|xi|an``.

    The last syllable may be unfinished (``yangl``). Empty if the letters are no pinyin.
    """
    letters = typed.casefold().translate(_TONES)
    if not re.fullmatch(r"[a-z]{2,40}", letters):
        return ()
    return tuple(f"|{'|'.join(split)}" for split in _splits(letters))[:MOST_READINGS]


def _words(text: str) -> Iterator[str]:
    """Split Chinese into the longest phrases that have a known reading, and single characters; leave the rest whole."""
    chinese, phrases = _chinese(), _phrases()
    done = 0
    for run in chinese.finditer(text):
        if run.start() > done:
            yield text[done : run.start()]
        done = run.end()
        yield from _cut(run[0], phrases.find_matches_as_indexes(run[0]))
    if done < len(text):
        yield text[done:]


def _cut(run: str, found: Iterable[tuple[int, int, int]]) -> Iterator[str]:
    done = 0
    for _, start, end in found:
        yield from run[done:start]
        yield run[start:end]
        done = end
    yield from run[done:]


@cache
def _chinese() -> re.Pattern[str]:
    """Return the pattern of a run of characters that have a reading."""
    from pypinyin.constants import RE_HANS

    return re.compile(RE_HANS.pattern.strip("^$"))


@cache
def _phrases() -> AhoCorasick:
    # It finds just the words that pypinyin cuts by itself, a hundred times as fast.
    from ahocorasick_rs import AhoCorasick, MatchKind
    from pypinyin.constants import PHRASES_DICT

    return AhoCorasick(PHRASES_DICT.keys(), matchkind=MatchKind.LeftmostLongest)


def _syllables_of(word: str) -> tuple[str, ...]:
    return _reading(word) if _chinese().match(word) else (word,)


# Texts repeat their words: to spell each but once makes saving several times as fast. Only words of the dictionary
# are kept, never what else a text says: a name, a number.
@lru_cache(maxsize=MOST_WORDS)
def _reading(word: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False))


@lru_cache(maxsize=MOST_SPLITS)
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


def new_id(title_zh: str, title_en: str | None, is_taken: Callable[[str], bool]) -> str:
    """
    Return an id that is not taken: the English title in small letters, or else the pinyin of the Chinese one.

    If reforms of that id are there already, a number stands behind it: ``village-canteen-2``.
    """
    return free_id(first_id(title_zh, title_en), is_taken)


def first_id(title_zh: str, title_en: str | None = None, otherwise: str = "reform", most: int = MOST_CHARACTERS) -> str:
    """Return the id of a new record if none has it yet; ``otherwise`` where the titles have no letters."""
    words = re.findall(r"[a-z0-9]+", unaccented(title_en or "")) or _syllables(title_zh)
    return _joined(words, most) or otherwise


def free_id(base: str, is_taken: Callable[[str], bool]) -> str:
    """Return an id that is not taken, with a number behind it if it has to be."""
    if not is_taken(base):
        return base
    return next(each for n in count(2) if not is_taken(each := f"{base}-{n}"))


def own_id(base: str, told: str) -> str:
    """Return an id that nothing has that tells something else."""
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_N_DIGEST]
    return "-".join(filter(None, (base[:MOST_CHARACTERS].rstrip("-"), digest)))


def source_id(values: Mapping[str, Any]) -> str:
    """Return an id such as ``wfrb-2025-08-27-3fa9c1``: who published it, when, and a digest of all that is said."""
    said = "\n".join(str(values.get(key, "")).strip() for key in ("title", "publisher", "date", "url"))
    publisher = _initials(str(values.get("publisher", ""))) or _host(str(values.get("url", "")))
    name, day = _slug(publisher)[:_LONGEST_NAME].strip("-"), _slug(str(values.get("date", ""))) or "undated"
    return own_id("-".join(filter(None, (name, day))), said)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


@lru_cache(maxsize=1024)  # a table names few publishers, and each many times
def _initials(publisher: str) -> str:
    """Return the first letter of each Chinese syllable, and other words as they are: 潍坊日报 is wfrb."""
    return _CHINESE.sub(lambda run: "".join(each[:1] for each in spelled(run[0])), publisher)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _syllables(title: str) -> list[str]:
    return [part for each in spelled(title) for part in re.findall(r"[a-z0-9]+", unaccented(each))]


def _joined(words: list[str], most: int) -> str:
    """Join as many words as an id may have."""
    joined = ""
    for word in words:
        longer = f"{joined}-{word}" if joined else word
        if len(longer) > most:
            return joined or word[:most]
        joined = longer
    return joined
