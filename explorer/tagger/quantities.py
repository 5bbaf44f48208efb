"""Read figures: number, qualifier and unit, in digits or in Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.model import Qualifier

_MEASURES: Final = (
    "人次|人|名|户次|户|家次|家|个百分点|个工作日|个小时|个月|个|项|条|处|座|类|件|亩|平方公里|平方米|公里|千米|吨|公斤|所|台套|台|套|辆|辆次|张|期|场次|场|次|"
    "天|工作日|小时|分钟|秒|元|美元|级|板块|种|款|间|门|支|株|头|只|册|份|批次|艘|标箱|标准箱|千瓦时|千瓦|支队伍|笔|宗|单|村|所学校|方面"
)
_PEOPLE: Final = "群众|居民|村民|农民|农户|老人|市民|职工|学生|从业者|用户|企业|商户"
_MEASURE_OF: Final = {"农户": "户", "企业": "家", "商户": "户", "用户": "户"}
_DIGITS: Final = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
_NUMERALS: Final = "[一二三四五六七八九十百千两]+"
_PATTERN: Final = re.compile(
    rf"""
    (?P<lead>约占[^，。；]{{0,8}}?的?|约|近|超过|超|突破|逾|多达|不少于|至少)?
    (?:
      (?<!\d)(?P<fraction>[1-9]\d{{0,8}}/[1-9]\d{{0,8}}) | (?P<parts>{_NUMERALS})分之(?P<part>{_NUMERALS}) |
      (?:(?<!\d)(?P<digits>{_DIGITS})|(?P<numeral>(?<![第一二三四五六七八九十百千两]){_NUMERALS}))
      (?P<more>余|多|来)? (?P<scale>万亿|万|亿)? (?P<more2>余|多)?
      (?P<large>大)?(?P<unit>%|％|{_MEASURES}|(?:{_PEOPLE})(?=[^\w]|$|\w))
    )
    (?P<tail>以上|左右|有余|上下)?
    """,
    re.VERBOSE,
)
_ABOUT: Final = frozenset({"约", "近", "余", "多", "来", "左右", "上下", "有余"})
_OVER: Final = frozenset({"超", "超过", "突破", "逾", "以上", "不少于", "至少", "多达"})
_NO_FIGURE: Final = re.compile(
    r"^(?:[一两](?:个|家|项|次|批|条|类|种|级|场|款|件|名|人|座|门|支|份|套|村|只|张|期|头|间|方面|处)|十大|百强|千年|一[^\d]*)$"
)
_NO_COUNT: Final = {"级": "以及市", "次": "会全", "个": "第"}  # 八次会议, 三级以上, 四个第一: no count
_RANGE: Final = re.compile(r"[\d万亿][至到~～–—\-]$")  # 5至7天: half of it would be another figure
_COUNTED_MARKS: Final = re.compile(r"[“”‘’]")
_LONGEST_LABEL = 18  # characters


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
    """Return the figures of a sentence in order: no years, no ordinals, no numbers that are part of a name."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Quantity]:
    for match in _PATTERN.finditer(text):
        value = _value(match)
        if value is None or _is_part(text, match):
            continue
        unit = _unit(match)
        yield Quantity(value, _qualifier(match, unit), unit, _label(text, match), match.start(), match.end())


def _value(match: re.Match[str]) -> int | float | str | None:
    if match["fraction"]:
        return match["fraction"]
    if match["parts"]:
        whole, part = number(match["parts"]), number(match["part"])
        return f"{part}/{whole}" if whole and part and part <= whole else None
    if match["digits"]:
        plain = match["digits"].replace(",", "")
        return float(plain) if "." in plain else int(plain)
    return (
        None
        if _NO_FIGURE.match(match["numeral"] + (match["large"] or "") + match["unit"])
        else number(match["numeral"])
    )


def number(numeral: str) -> int | None:
    """Return the value of a Chinese numeral, 百 as 100; None of what is no number."""
    import cn2an  # type: ignore[import-untyped]  # noqa: PLC0415  # slow to import: only a text with numerals pays

    whole = numeral if numeral[0] not in "百千" else f"一{numeral}"
    try:
        return int(cn2an.cn2an(whole, "smart"))
    except ValueError:
        return None


def _is_part(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number is no figure: an ordinal, a version, the head of "四个第一" or of "十大案例"."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1] or "。"
    if (before and before in "第.-—年届") or (before.isascii() and before.isalnum()):
        return True
    if _RANGE.search(text[max(0, match.start() - 3) : match.start()]):
        return True
    if (
        match["numeral"]
        and _in_marks(text, match.start())
        and not match["large"]
        and match["numeral"] not in ("百", "千")
    ):
        return True
    if match["unit"] == "级" and match["tail"]:
        return True  # 三级以上医院
    return (match["large"] is not None and match["numeral"] == "十") or (
        after in _NO_COUNT.get(match["unit"] or "", "\n")
    )


def _in_marks(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at) or text.count("《", 0, at) > text.count("》", 0, at)


def _unit(match: re.Match[str]) -> str:
    unit = (match["unit"] or "").replace("％", "%")
    if re.fullmatch(_PEOPLE, unit):
        unit = _MEASURE_OF.get(unit, "人")
    return (match["scale"] or "") + unit


def _qualifier(match: re.Match[str], unit: str) -> Qualifier | None:
    if match["lead"] and match["lead"].startswith("约占"):
        return "about"
    marks = {match[name] for name in ("lead", "more", "more2", "tail") if match[name]}
    if marks & _OVER:
        return "over"
    if marks & _ABOUT:
        return "about"
    return "share" if unit == "%" else None


def _label(text: str, match: re.Match[str]) -> str:
    """Say what is counted: the noun after the number, else the words before it."""
    after = re.match(r"[^，。；：！？、…（）\d]+", text[match.end() :])
    noun = _COUNTED_MARKS.sub("", after.group()) if after else ""
    if len(noun) > 1 and match["unit"] != "%":
        return noun[:_LONGEST_LABEL]
    before = re.search(r"[^，。；：！？、…（）]+$", text[max(0, match.start() - 4 * _LONGEST_LABEL) : match.start()])
    told = _COUNTED_MARKS.sub("", before.group()) if before else ""
    return re.sub(r"(?:已|已经|达到?|突破|超过|约|近)+$", "", told)[-_LONGEST_LABEL:] or match.group()
