"""Read figures: number, qualifier and unit, ranges, in digits or in Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.drafting.signals import one_of, words
from explorer.tagging.cues import cues
from explorer.text.numerals import DIGITS, HAN, NUMERALS, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.records.models import Qualifier


_LOW: Final = re.compile(
    rf"(?<![\d.,第数几{HAN}—–\-])(?<![{HAN}]点)(?P<value>{DIGITS}|{NUMERALS})"
    r"(?P<scale>万亿|万|亿)?(?P<unit>%|％|[^\W\d万亿]{1,4})?(?:[~～–—\-]{1,2}|[至到])$"
)
_LONGEST: Final = 16  # characters of the lower end
_CHANGE: Final = re.compile(r"[从由自][^，。；：]{0,20}$")  # 由40人到120人 are two figures: before and after
_MEASURE_OF: Final = {"农户": "户", "企业": "家", "商户": "户", "用户": "户", "家庭": "户"}
_ABOUT: Final = frozenset(
    {"约", "大约", "近", "将近", "接近", "不到", "不足", "余", "多", "来", "左右", "上下", "有余"}
)
_OVER: Final = frozenset({"超", "超过", "突破", "逾", "上", "以上", "不少于", "不低于", "至少", "多达"})
_NO_FIGURE: Final = re.compile(
    r"[一两](?:个|家|项|次|批|条|类|种|级|场|款|件|名|人|座|门|支|份|套|村|只|张|期|头|间|方面|处)|十大|百强|千年|一(?!成)[^\d]*"
)
_NO_COUNT: Final = {"级": "以及市", "次": "会全", "个": "第"}  # 八次会议, 三级以上, 四个第一: no count
_TENTHS: Final = "成"
_OF_BEFORE: Final = frozenset({"", "%", _TENTHS, "倍", "个百分点"})  # what these measure stands before them
_BARE: Final = re.compile("[达至到为破超过逾近约]$")  # 注册用户达30万
_CHANGED: Final = re.compile(
    "(?:增长|增幅|增加|增收|提高|提升|提速|上升|下降|降低|降幅|减少|压缩|压减|缩短|节[约省水电本])[^，。；到至]{0,4}$"
)
_SAID: Final = re.compile("[^，。]{0,4}(?:说|道|介绍|表示|告诉|坦言|感慨|笑|回忆)")
_FROM: Final = re.compile(rf"(?P<noun>.{{2,}}?)[由从](?:原来|过去|以前)?的?(?P<to>[\d.,{HAN}].*[到至为])?")
_MARKS: Final = re.compile("[“”‘’]")
_LONGEST_LABEL = 18  # characters


@dataclass(frozen=True)
class Low:
    """The lower end of a range, and where it starts."""

    value: int | float
    start: int


def low_of(text: str, at: int, scale: str, unit: str, high: float | str) -> Low | None:
    """
    Return the lower end that stands before the upper one at a character; None if there is no range.

    ``scale`` and ``unit`` are those of the upper end. The lower has the same, or leaves them out.
    """
    near = max(0, at - _LONGEST)
    match = _LOW.search(text[near:at])
    if match is None or isinstance(high, str) or _CHANGE.search(text[max(0, near - _LONGEST) : near + match.start()]):
        return None
    value = value_of(match["value"])
    same = (match["scale"] or scale) == scale and (match["unit"] or unit).replace("％", "%") == unit
    return Low(value, near + match.start()) if same and value is not None and value < high else None


def ends_range(text: str, at: int) -> bool:
    """Tell whether a number and a sign that leads to another stand before a character, range or not."""
    return re.search(r"[\d万亿%％][至到~～–—\-]{1,2}$", text[max(0, at - 4) : at]) is not None


@dataclass(frozen=True)
class Quantity:
    """A number as the text gives it: ``value`` in the unit, 万 and 亿 in the unit; ``label`` tells what it counts."""

    value: int | float | str
    qualifier: Qualifier | None
    unit: str
    label: str
    start: int
    end: int


def quantities(text: str) -> tuple[Quantity, ...]:
    """
    Return the figures of a sentence in order: no years, no ordinals, no numbers that are part of a name.

    A range gives two, the least and the most, each with the words of both.
    """
    found: list[Quantity] = []
    for match in _pattern().finditer(text):
        for each in _read(text, match):
            if found and found[-1].start >= each.start and found[-1].end != each.end:
                found.pop()  # 20%—30%: the lower end is told with the upper one
            found.append(each)
    return tuple(found)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?P<lead>约占[^，。；]{{0,8}}?的?|大约|约|将近|接近|近|不到|不足|不超过|超过|超|突破|逾|上(?=[百千])|多达|不少于|不低于|至少)?
        (?:
          (?<!\d)(?P<fraction>[1-9]\d{{0,8}}/[1-9]\d{{0,8}}) | (?P<parts>{NUMERALS})分之(?P<part>{NUMERALS}|{DIGITS}) |
          (?:(?<!\d)(?P<digits>{DIGITS})|(?P<numeral>(?<![第数几{HAN}])(?<![{HAN}]点){NUMERALS}))
          (?P<more>余|多|来)? (?P<scale>万亿|万|亿)? (?P<more2>余|多)?
          (?P<large>大)?(?P<unit>%|％|{_TENTHS}(?!{one_of("figures", "no_tenths")})|
          {one_of("figures", "counted")}|(?!{one_of("figures", "no_measures")}){one_of("figures", "measures")}|
          (?=[，。；、）]))
        )
        (?P<tail>以上|左右|有余|上下)?
        """,
        re.VERBOSE,
    )


def _read(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    value, unit = _value(match), _unit(match)
    if value is None or any(sign(text, match) for sign in _SIGNS):
        return
    start = match.start()
    low = low_of(text, start, match["scale"] or "", unit.removeprefix(match["scale"] or ""), value)
    if low is None and ends_range(text, start):
        return  # half of a range would be another figure
    start = low.start if low else start
    told = Quantity(value, _qualifier(text, match, unit), unit, _label(text, start, match), start, match.end())
    if low is None:
        yield told
        return
    yield replace(told, value=low.value, label=f"{told.label}（最少）")
    yield replace(told, label=f"{told.label}（最多）")


def _value(match: re.Match[str]) -> int | float | str | None:
    if match["fraction"]:
        return match["fraction"]
    if match["parts"]:
        whole, part = value_of(match["parts"]), value_of(match["part"])
        if whole == 100:  # noqa: PLR2004  # 百分之
            return part
        return f"{part}/{whole}" if whole and part and part <= whole else None
    if match["digits"]:
        return value_of(match["digits"])
    is_turn = _NO_FIGURE.fullmatch(match["numeral"] + (match["large"] or "") + match["unit"])
    return None if is_turn else value_of(match["numeral"])


def _is_mark(text: str, match: re.Match[str]) -> bool:
    """Tell an ordinal, a day of the week, a version, a sum (1+3), or the tail of another number."""
    before = text[max(0, match.start() - 1) : match.start()]
    is_weekday = match["numeral"] is not None and before in ("周", "期", "拜")
    return bool(before) and (is_weekday or before in "第.年届+×*/" or (before.isascii() and before.isalnum()))


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Tell a numeral that is quoted, an idiom, or the name of a person: 三个一, 千家万户, 市民张三台."""
    if not match["numeral"]:
        return False
    at = match.start()
    if _in_marks(text, at) and not match["large"] and match["numeral"] not in ("百", "千"):
        return True
    if text.startswith(words("figures", "idioms"), at):
        return True
    surnames = cues().surnames | cues().doubtful_surnames
    is_person = cues().people.search(text[max(0, at - 4) : max(0, at - 1)]) or _SAID.match(text, match.end())
    return text[max(0, at - 1) : at] in surnames and is_person is not None and at > 0


def _is_rank(text: str, match: re.Match[str]) -> bool:
    """三级以上医院, 十大案例, 四个第一."""
    if match["unit"] == "级" and match["tail"]:
        return True
    after = text[match.end() : match.end() + 1] or "。"
    return (match["large"] is not None and match["numeral"] == "十") or after in _NO_COUNT.get(
        match["unit"] or "", "\n"
    )


def _is_bare(text: str, match: re.Match[str]) -> bool:
    """Tell a number that names no unit, and of which nothing tells that it counts."""
    if match["unit"] or match["fraction"] or match["parts"]:
        return False
    before = text[max(0, match.start() - 1) : match.start()]
    counts = match["lead"] or _BARE.search(before)
    return not (match["digits"] and match["scale"] and counts)


_SIGNS: Final = (_is_mark, _is_named, _is_rank, _is_bare)  # of a number that is no figure


def _in_marks(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at) or text.count("《", 0, at) > text.count("》", 0, at)


def _unit(match: re.Match[str]) -> str:
    if match["parts"]:
        return "%" if value_of(match["parts"]) == 100 else ""  # noqa: PLR2004  # 百分之
    unit = (match["unit"] or "").replace("％", "%")
    if unit in words("figures", "counted"):
        unit = _MEASURE_OF.get(unit, "人")
    return (match["scale"] or "") + unit


def _qualifier(text: str, match: re.Match[str], unit: str) -> Qualifier | None:
    if match["lead"] and match["lead"].startswith("约占"):
        return "about"
    marks = {match[name] for name in ("lead", "more", "more2", "tail") if match[name]}
    if marks & _OVER:
        return "over"
    if marks & _ABOUT:
        return "about"
    is_change = _CHANGED.search(text[max(0, match.start() - 12) : match.start()])
    return "share" if unit == "%" and not is_change else None


def _label(text: str, start: int, match: re.Match[str]) -> str:
    """Say what is counted: the noun after the number, else the words before it; of a change also which end it is."""
    clause = re.search(r"[^，。；：！？、…（）]+$", text[max(0, start - 4 * _LONGEST_LABEL) : start])
    before = _MARKS.sub("", clause.group()).strip() if clause else ""
    change = _FROM.fullmatch(before)
    if change:
        return f"{change['noun'][-_LONGEST_LABEL:]}（{'现在' if change['to'] else '原来'}）"
    after = re.match(r"[^，。；：！？、…（）\d]+", text[match.end() :])
    noun = _MARKS.sub("", after.group()).strip() if after else ""
    if len(noun) > 1 and (match["unit"] or "") not in _OF_BEFORE:
        return noun[:_LONGEST_LABEL]
    return re.sub(r"(?:已|已经|达到?|突破|超过|约|近)+$", "", before)[-_LONGEST_LABEL:] or match.group()
