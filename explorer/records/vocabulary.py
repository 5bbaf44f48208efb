"""Name the closed sets of the model in both languages."""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["zh", "en"]
Order = Literal["reach", "pace", "first", "name"]
Words = dict[str, dict[Language, str]]

THEMES: Final[Words] = {
    "industry": {"zh": "产业", "en": "Industry"},
    "countryside": {"zh": "农业农村", "en": "Countryside"},
    "opening": {"zh": "对外开放", "en": "Opening-up"},
    "livelihood": {"zh": "文化民生", "en": "Livelihood"},
    "governance": {"zh": "基层治理", "en": "Governance"},
    "business": {"zh": "营商环境", "en": "Business climate"},
}
STATUSES: Final[Words] = {
    "origin": {"zh": "首创", "en": "Began here"},
    "pilot": {"zh": "试点", "en": "Pilot"},
    "adopted": {"zh": "推行", "en": "Adopted"},
    "citywide": {"zh": "全市推行", "en": "Run citywide"},
}
SCOPES: Final[Words] = {
    "county": {"zh": "区县", "en": "County"},
    "zone": {"zh": "功能区", "en": "Zone"},
    "citywide": {"zh": "全市", "en": "Citywide"},
}
LEVELS: Final[Words] = {
    "national": {"zh": "国家级", "en": "National"},
    "provincial": {"zh": "省级", "en": "Provincial"},
    "city": {"zh": "市级", "en": "City"},
}
HONOURS: Final[Words] = {
    "first": {"zh": "首创", "en": "First"},
    "award": {"zh": "获奖", "en": "Award"},
    "pilot": {"zh": "试点", "en": "Pilot"},
    "standard": {"zh": "标准", "en": "Standard"},
}
# How a person says level and kind in one breath.
BADGES: Final[dict[tuple[str, str], dict[Language, str]]] = {
    ("national", "first"): {"zh": "全国首创", "en": "First in China"},
    ("provincial", "first"): {"zh": "全省首创", "en": "First in the province"},
    ("city", "first"): {"zh": "全市首创", "en": "First in the city"},
    ("national", "pilot"): {"zh": "国家级试点", "en": "National pilot"},
    ("provincial", "pilot"): {"zh": "省级试点", "en": "Provincial pilot"},
    ("city", "pilot"): {"zh": "市级试点", "en": "City pilot"},
    ("national", "award"): {"zh": "国家级荣誉", "en": "National award"},
    ("provincial", "award"): {"zh": "省级荣誉", "en": "Provincial award"},
    ("city", "award"): {"zh": "市级荣誉", "en": "City award"},
    ("national", "standard"): {"zh": "国家级标准", "en": "National standard"},
    ("provincial", "standard"): {"zh": "省级标准", "en": "Provincial standard"},
    ("city", "standard"): {"zh": "地方标准", "en": "Local standard"},
}
# What stands before a year in a cell or on a map, so that colour tells nothing alone.
MARKS: Final[dict[str, str]] = {"origin": "★", "pilot": "◐", "adopted": "●", "zone": "◆", "citywide": "▦"}
# How an answer is laid out.
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
QUALIFIERS: Final[Words] = {
    "about": {"zh": "约", "en": "about"},
    "over": {"zh": "超过", "en": "over"},
    "share": {"zh": "占比", "en": "share"},
}
YES_NO: Final[Words] = {"true": {"zh": "是", "en": "yes"}, "false": {"zh": "否", "en": "no"}}
CONFIDENCES: Final[Words] = {
    "1": {"zh": "1 个来源", "en": "one source"},
    "2": {"zh": "两个来源一致", "en": "two sources agree"},
}
ROLES: Final[Words] = {
    "editor": {"zh": "编辑员", "en": "editor"},
    "reviewer": {"zh": "审核员", "en": "reviewer"},
    "admin": {"zh": "管理员", "en": "admin"},
}
