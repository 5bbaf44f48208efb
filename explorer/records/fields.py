"""What is known of each field besides its type: its kind, its words in both languages, the headings that mean it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from explorer.records.models import Figure, Honour, Reach, Reform, Source
from explorer.records.vocabulary import CONFIDENCES, HONOURS, LEVELS, QUALIFIERS, STATUSES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel

    from explorer.records.vocabulary import Words

Record = Literal["reform", "reach", "figure", "honour", "source"]
Text = Literal["id", "line", "text", "lines", "measure", "address", "place", "citation", "citations"]
Kind = Text | Literal["word", "year", "date", "number", "grade", "flag", "rows"]

MODELS: Final[Mapping[Record, type[BaseModel]]] = {
    "reform": Reform,
    "reach": Reach,
    "figure": Figure,
    "honour": Honour,
    "source": Source,
}
LISTS: Final[Mapping[Record, str]] = {"reach": "reach", "figure": "figures", "honour": "honours"}  # of a reform


@dataclass(frozen=True)
class Field:
    """
    A field of a record.

    Parameters
    ----------
    kind
        How a value is read from a cell, typed in a form, shown, and what is said of one that does not fit.
    zh, en
        What it is called.
    words
        Its closed set, if it has one.
    spoken
        By a code of that set: how people say it besides.
    column
        Its name in a steward's own table, if that is another one there.
    headings
        Of its column in such a table: the first one in Chinese is the one that a template bears. Empty: it has none.
    heading_en
        That of an English template; empty: as it is called.
    note_zh, note_en
        What a template says of it; empty: the template leaves it out.
    examples
        What stands in the rows that a template shows; they are made up, and so they say.
    is_required
        Whether a row of a steward's table needs it.
    is_key
        Whether it names the row in a difference, in the order of the fields.
    """

    record: Record
    name: str
    kind: Kind
    zh: str
    en: str
    words: Words | None = None
    spoken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column: str = ""
    headings: tuple[str, ...] = ()
    heading_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    examples: tuple[str | int | None, ...] = ()
    is_required: bool = False
    is_key: bool = False


# In the order of the form.
FIELDS: Final = (
    Field(
        "reform",
        "id",
        "id",
        "编号",
        "Id",
        column="reform",
        headings=("编号", "改革编号", "id", "reform id"),
        heading_en="Reform id",
        note_zh="补充已有改革时填其编号（网址末尾一段）；新改革留空，自动生成。",
        note_en="To add to a reform that is there, its id (the end of its address); leave it empty for a new one.",
    ),
    Field(
        "reform",
        "title_zh",
        "line",
        "中文标题",
        "Title in Chinese",
        headings=(
            *("改革名称", "标题", "名称", "改革", "题目", "改革标题", "做法名称", "项目名称", "经验名称", "改革事项"),
            *("title", "Reform title"),
        ),
        heading_en="Reform title",
        examples=("“一窗办”示例改革",) * 2,
        note_zh="改革的名称。同一改革在几个地点推行时，每个地点一行，名称相同；其余行的名称可留空。",
        note_en="What the reform is called, in Chinese. One row for each place; rows of one reform bear it too.",
        is_required=True,
    ),
    Field(
        "reform",
        "title_en",
        "line",
        "英文标题",
        "Title in English",
        headings=("英文标题", "英文名称", "title in English"),
        note_zh="可不填。",
        note_en="May be empty.",
    ),
    Field(
        "reform",
        "summary_zh",
        "text",
        "中文摘要",
        "Summary in Chinese",
        headings=("摘要", "简介", "内容", "主要做法", "内容摘要", "中文摘要", "做法", "改革摘要", "summary"),
        heading_en="Summary",
        examples=("（示例）把分散在几个窗口的事项归到一个窗口办理。", None),
        note_zh="一两句话写清做法，以来源为准。",
        note_en="What is done, in a sentence or two, in Chinese.",
        is_required=True,
    ),
    Field(
        "reform",
        "summary_en",
        "text",
        "英文摘要",
        "Summary in English",
        headings=("英文摘要", "英文简介", "summary in English"),
        note_zh="可不填。",
        note_en="May be empty.",
    ),
    Field(
        "reform",
        "aliases_zh",
        "lines",
        "别名",
        "Other names",
        headings=("别名", "又称", "其他名称", "aliases", "other names"),
        note_zh="其他叫法，用“；”分隔，可不填。",
        note_en="What else it is called, parted by ；; may be empty.",
    ),
    Field(
        "reform",
        "theme",
        "word",
        "主题",
        "Theme",
        THEMES,
        spoken={
            "industry": ("工业", "产业发展"),
            "countryside": ("农业", "农村", "三农", "乡村振兴", "Agriculture"),
            "opening": ("开放", "Opening up"),
            "livelihood": ("民生", "文化", "社会民生"),
            "governance": ("治理", "社会治理"),
            "business": ("营商", "Business environment"),
        },
        headings=("主题", "领域", "类别", "分类", "改革领域", "改革主题", "topic"),
        examples=("business", None),
        note_zh="从列表中选择。",
        note_en="Choose from the list.",
        is_required=True,
    ),
    Field("reform", "since", "year", "起始年份", "Since"),
    Field("reform", "reach", "rows", "覆盖", "Reach"),
    Field("reform", "figures", "rows", "数据", "Figure"),
    Field("reform", "honours", "rows", "荣誉", "Honour"),
    Field(
        "reach",
        "place",
        "place",
        "地点",
        "Place",
        headings=(
            *("地点", "县市区", "区县", "县区", "地区", "实施地点", "实施地区", "推行地点", "所在地", "单位"),
            *("地点名称", "地区名称", "区县名称", "县市区名称", "county", "location"),
        ),
        examples=("寿光市", "370784"),
        note_zh="县、市、区或功能区的名称，如“寿光市”，或六位代码，如370783（单元格宜设为文本）。全市推行填市名。",
        note_en="Name of a county or zone such as 寿光市, or its code such as 370783, as text; the city, if citywide.",
        is_required=True,
        is_key=True,
    ),
    Field(
        "reach",
        "status",
        "word",
        "状态",
        "Status",
        STATUSES,
        spoken={
            "origin": ("发源", "发源地", "创始", "Origin", "First"),
            "pilot": ("试行", "试验"),
            "adopted": ("推广", "实施", "采用"),
            "citywide": ("全市", "全市推广", "Citywide"),
        },
        headings=("状态", "推行状态", "推进状态", "改革状态", "方式"),
        examples=("origin", "adopted"),
        note_zh="从列表中选择。",
        note_en="Choose from the list.",
        is_required=True,
    ),
    Field(
        "reach",
        "since",
        "year",
        "起始年份",
        "Since",
        headings=(
            *("起始年份", "年份", "开始年份", "起始时间", "开始时间", "实施年份", "实施时间", "时间", "首创年份"),
            *("推行年份", "year"),
        ),
        examples=(2023, None),
        note_zh="该地点开始的年份，四位数字，如2023。来源未说明则留空，不要猜测。",
        note_en="Year in which it began in this place: 2023. Leave it empty if the source does not say.",
    ),
    Field(
        "reach",
        "source",
        "citation",
        "来源",
        "Source",
        headings=("来源", "出处", "信息来源", "来源编号", "资料来源"),
    ),
    Field("reach", "also", "citations", "其他来源", "Further sources"),
    Field("reach", "confidence", "grade", "可信度", "Confidence", CONFIDENCES),
    Field("figure", "label_zh", "line", "中文名称", "Label in Chinese", is_key=True),
    Field("figure", "label_en", "line", "英文名称", "Label in English"),
    Field(
        "figure",
        "qualifier",
        "word",
        "限定",
        "Qualifier",
        QUALIFIERS,
        spoken={"about": ("左右", "近"), "over": ("逾", "超过", "多于", "More than"), "share": ("比例",)},
    ),
    Field("figure", "value", "number", "数值", "Value"),
    Field("figure", "unit", "measure", "单位", "Unit", is_key=True),
    Field("figure", "unit_en", "measure", "英文单位", "Unit in English"),
    Field("figure", "place", "place", "地点", "Place", is_key=True),
    Field("figure", "year", "year", "年份", "Year"),
    Field("figure", "source", "citation", "来源", "Source"),
    Field("honour", "title_zh", "line", "中文标题", "Title in Chinese", is_key=True),
    Field("honour", "title_en", "line", "英文标题", "Title in English"),
    Field(
        "honour",
        "level",
        "word",
        "级别",
        "Level",
        LEVELS,
        spoken={
            "national": ("国家", "全国"),
            "provincial": ("省", "全省", "Province"),
            "city": ("市", "全市", "Municipal"),
        },
    ),
    Field(
        "honour",
        "kind",
        "word",
        "类型",
        "Kind",
        HONOURS,
        spoken={"award": ("奖项", "荣誉"), "pilot": ("示范",)},
    ),
    Field("honour", "place", "place", "地点", "Place", is_key=True),
    Field("honour", "year", "year", "年份", "Year"),
    Field("honour", "source", "citation", "来源", "Source"),
    Field("source", "id", "id", "编号", "Id"),
    Field(
        "source",
        "title",
        "line",
        "标题",
        "Title",
        column="source_title",
        headings=("来源标题", "文章标题", "报道标题", "资料标题", "来源题目", "来源名称", "来源文章"),
        heading_en="Source title",
        examples=("（示例）某县政务服务报道",) * 2,
        note_zh="每行都要有来源：报道或网页的标题。没有标题时，可在括号内概括。",
        note_en="Each row has a source: title of the article or page; a title in brackets is your description.",
        is_required=True,
    ),
    Field(
        "source",
        "publisher",
        "line",
        "发布者",
        "Publisher",
        column="source_publisher",
        headings=(
            *("发布者", "来源发布者", "发布单位", "发布机构", "媒体", "来源媒体"),
            *("来源单位", "来源出处", "来源发布单位", "publisher"),
        ),
        examples=("某日报",) * 2,
        note_zh="报纸、网站或单位。",
        note_en="Paper, site or office.",
    ),
    Field(
        "source",
        "date",
        "date",
        "日期",
        "Date",
        column="source_date",
        headings=("发布日期", "来源日期", "日期", "来源发布日期", "来源时间", "来源发布时间", "date"),
        heading_en="Source date",
        examples=("2024-05",) * 2,
        note_zh="已知多少填多少：2025、2025-08或2025-08-27。",
        note_en="As much as is known: 2025, 2025-08 or 2025-08-27.",
    ),
    Field(
        "source",
        "url",
        "address",
        "网址",
        "Address",
        column="source_address",
        headings=("来源网址", "网址", "链接", "来源链接", "来源地址", "source_url", "url", "link"),
        heading_en="URL",
        examples=("https://example.org/article",) * 2,
        note_zh="以http开头的网址。",
        note_en="Address that begins with http.",
    ),
    Field(
        "source",
        "copy",
        "flag",
        "网址为转载",
        "Address is a copy",
        column="address_is_a_copy",
        headings=("网址为转载", "转载", "来源转载"),
    ),
)
# Columns of a steward's own table that tell a part of a field: the code of the place, the paragraph of the source.
BESIDES: Final = (
    Field(
        "reach",
        "code",
        "place",
        "地点代码",
        "Code",
        headings=("行政区划代码", "区划代码", "地点代码", "地区代码", "代码", "place code", "adcode"),
    ),
    Field(
        "reach",
        "paragraph",
        "number",
        "段落",
        "Paragraph",
        headings=("段落", "来源段落", "段"),
        examples=(3, 5),
        note_zh="来源的第几段，可不填。",
        note_en="Which paragraph of the source; may be empty.",
    ),
)
LABELS: Final[Words] = {each.name: {"zh": each.zh, "en": each.en} for each in FIELDS}
WORDS: Final[Mapping[str, Words]] = {each.name: each.words for each in FIELDS if each.words}
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    listed: tuple(each.name for each in FIELDS if each.record == record and each.is_key)
    for record, listed in LISTS.items()
}


def column(field: Field) -> str:
    """Return the name of the column of a field in a steward's own table."""
    return field.column or field.name


def of(record: Record) -> tuple[Field, ...]:
    """Return the fields of a record in the order of the form."""
    return tuple(each for each in FIELDS if each.record == record)


def in_order_of_model(record: Record) -> Iterator[Field]:
    """Yield the fields of a record in the order of its columns and of the file, lists of rows left out."""
    by_name = {each.name: each for each in of(record)}
    for name, info in MODELS[record].model_fields.items():
        found = by_name[info.alias or name]
        if found.kind != "rows":
            yield found


def is_needed(field: Field) -> bool:
    """Tell whether a record has no sense without a value of its own."""
    infos = MODELS[field.record].model_fields
    return any(info.is_required() for name, info in infos.items() if (info.alias or name) == field.name)


def named(name: str, record: str = "reform") -> Field | None:
    """Return a field by its name; ``record`` is a kind of record, or the name of a reform's list of such."""
    records = {record, *(each for each, listed in LISTS.items() if listed == record)}
    return next((each for each in FIELDS if each.name == name and each.record in records), None)
