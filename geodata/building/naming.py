"""Name units: take recorded names, or spell them from their characters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pypinyin import Style, pinyin

if TYPE_CHECKING:
    from collections.abc import Mapping

RANKS = {"区": "district", "县": "county", "市": "county-level city", "旗": "banner"}
ENGLISH_RANKS = {"区": "District", "县": "County", "市": "City", "旗": "Banner"}
_NAMES = ("name_zh", "name_en", "short_zh", "pinyin")


def names(name: str, recorded: Mapping[str, str] | None = None) -> dict[str, str]:
    """
    Return rank, Chinese and English name, short name and pinyin: 瑞安市 is Ruì'ān and Rui'an City.

    Parameters
    ----------
    recorded
        Names that go before the spelled ones; None if there are none.
    """
    suffix = name[-1]
    short = name.removesuffix(suffix) if len(name) > len("某区") else name
    spelled = {
        "rank": RANKS.get(suffix, "county"),
        "name_zh": name,
        "short_zh": short,
        "pinyin": _spell(short, Style.TONE),
        "name_en": f"{_spell(short, Style.NORMAL)} {ENGLISH_RANKS.get(suffix, '')}".strip(),
    }
    return spelled | ({} if recorded is None else {key: recorded[key] for key in _NAMES})


def told_apart(named: Mapping[str, dict[str, str]], cities: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """
    Set the city before a name that two units have: 枣庄市市中区, Zaozhuang Shizhong District.

    Only the English name changes where the Chinese differ: 兰山区 and 岚山区 are both Lanshan District.

    Parameters
    ----------
    named
        What ``names`` returns, by code.
    cities
        Name of each unit's city, by code.
    """
    chinese = Counter(each["name_zh"] for each in named.values())
    english = Counter(each["name_en"] for each in named.values())

    def doubled(each: Mapping[str, str]) -> tuple[str, ...]:
        if chinese[each["name_zh"]] > 1:
            return _NAMES
        return ("name_en",) if english[each["name_en"]] > 1 else ()

    return {
        code: each | {key: text for key, text in _with_city(each, cities[code]).items() if key in doubled(each)}
        for code, each in named.items()
    }


def _with_city(names: Mapping[str, str], city: str) -> dict[str, str]:
    short = city.removesuffix("市")
    return {
        "name_zh": f"{city}{names['name_zh']}",
        "short_zh": f"{short}{names['short_zh']}",
        "pinyin": f"{_spell(short, Style.TONE)} {names['pinyin']}",
        "name_en": f"{_spell(short, Style.NORMAL)} {names['name_en']}",
    }


def syllables(name: str) -> str:
    """Return the pinyin of a name, a syllable a word: wéi fāng gāo xīn qū."""
    return " ".join(each[0] for each in pinyin(name, style=Style.TONE))


def _spell(name: str, style: Style) -> str:
    spelled = [each[0] for each in pinyin(name, style=style)]
    vowels = "aoeāáǎàōóǒòēéěè"
    joined = "".join(f"'{each}" if n and each[0] in vowels else each for n, each in enumerate(spelled))
    return joined.capitalize()
