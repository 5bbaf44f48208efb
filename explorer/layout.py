"""Ask how an answer is laid out: what counts, in which order, how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.query import Choice, Codes, Question, Whole, parameter

if TYPE_CHECKING:
    from explorer.words import Words

SWITCH: Final[Words] = {"on": {"zh": "计入", "en": "counted"}, "off": {"zh": "不计", "en": "left out"}}
ORDERS: Final[Words] = {
    "reach": {"zh": "覆盖面", "en": "reach"},
    "pace": {"zh": "推广速度", "en": "pace"},
    "first": {"zh": "首次年份", "en": "first year"},
    "name": {"zh": "名称", "en": "name"},
}
COLUMNS: Final[Words] = {
    "map": {"zh": "按地图（西→东）", "en": "as on the map"},
    "name": {"zh": "按名称", "en": "by name"},
}
MEASURES: Final[Words] = {
    "reforms": {"zh": "本地记录的改革", "en": "Reforms recorded here"},
    "programmes": {"zh": "覆盖到的改革", "en": "Programmes that reach it"},
    "honours": {"zh": "荣誉", "en": "Honours"},
    "firsts": {"zh": "首创次数", "en": "Times first"},
}
DIVISORS: Final[Words] = {
    "county": {"zh": "按个数", "en": "per county"},
    "people": {"zh": "每10万人", "en": "per 100,000 people"},
    "area": {"zh": "每千平方公里", "en": "per 1,000 km²"},
}
METHODS: Final[Words] = {
    "steps": {"zh": "等距", "en": "equal steps"},
    "quantiles": {"zh": "分位数", "en": "quantiles"},
    "jenks": {"zh": "自然断点", "en": "natural breaks"},
    "headtail": {"zh": "头尾分割", "en": "head/tail breaks"},
}
MOST_PAGES = 100_000
MOST_ROWS = 200


@dataclass(frozen=True)
class Layout(Question):
    """
    What a page may be asked beside the filter: it changes no set of reforms, only how they are counted and shown.

    ``rows`` 0 is as many as suit the page; ``least`` is the number of counties from which a programme counts as a gap;
    ``maps`` are two years, or two reforms, to be seen side by side.
    """

    citywide: str = parameter(Choice(SWITCH), "on")
    zones: str = parameter(Choice(SWITCH), "on")
    sort: str = parameter(Choice(ORDERS), "reach")
    columns: str = parameter(Choice(COLUMNS), "map")
    rows: int = parameter(Whole(0, MOST_ROWS), 0)
    page: int = parameter(Whole(1, MOST_PAGES), 1)
    least: int = parameter(Whole(1, 999), 2)
    measure: str = parameter(Choice(MEASURES), "reforms")
    per: str = parameter(Choice(DIVISORS), "county")
    method: str = parameter(Choice(METHODS), "steps")
    places: tuple[str, ...] = parameter(Codes(r"\d{6}(-[a-z]+)?", "370783 or 370700-gaoxin"), ())
    maps: tuple[str, ...] = parameter(Codes(r"[a-z0-9]+(-[a-z0-9]+)*", "2015,2025 or two ids of reforms"), ())
