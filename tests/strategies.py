"""Filters as people might ask them, and reforms as a file might hold them, at random."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from explorer.query.filters import Filter
from explorer.query.options import Rule
from explorer.records.models import FIRST_YEAR, LAST_YEAR, Cases, Figure, Honour, Reach, Reform, Source
from explorer.records.vocabulary import HONOURS, LEVELS, QUALIFIERS, SCOPES, STATUSES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACES = ("370700", "370703", "370705", "370783", "370784", "370700-gaoxin", "370700-binhai", "220202")
REFORMS = ("smart-elderly-care", "red-property-management", "old-estate-renewal", "no-such-reform")
WORDS = (
    *("养老", "elderly", "yanglao", "寿光", "Shouguang", "xian", "gaige", "REFORM", "ＡＥＯ", "shequ", "乡村振兴"),
    *("智慧 养老", "zhihui yanglao", "shouguang 蔬菜", "%", "_", "1+3+7", "“"),
)
# What spreadsheets, CSV and XML stumble over; control characters are refused wherever they come from.
AWKWARD = (
    *(
        "=1+1",
        "+86",
        "-1",
        "@a",
        "'",
        "'=1",
        "''1/7",
        "1/7",
        "2025-08",
        "370783",
        "007",
        "1e5",
        "TRUE",
        "#N/A",
        "May 5",
    ),
    *(
        "；",
        ";",
        "\\",
        "\\；",
        "a\nb",
        "a\r\nb",
        "\r",
        "\t",
        " ",
        "\u3000",
        "_x000D_",
        "_x005F_",
        "“",
        '"',
        ",",
        "＝1",
        "𠮷",
    ),
    *("<b>&amp;", "{{7*7}}", "寿光", "\ufeff", "\xa0", "不详", "-", "record", "reform"),
)


def cases() -> st.SearchStrategy[Cases]:
    """Return files of reforms in canonical order that keep the schema, whatever they say."""
    return st.builds(
        Cases,
        sources=st.lists(sources(), max_size=3, unique_by=lambda each: each.id).map(_by_id),
        reforms=st.lists(reforms(), max_size=3, unique_by=lambda each: each.id).map(_by_id),
    )


def reforms() -> st.SearchStrategy[Reform]:
    """Return reforms that keep the schema, whatever they say."""
    place = st.sampled_from(PLACES)
    year = st.none() | st.integers(FIRST_YEAR, LAST_YEAR)
    common = {"place": st.none() | place, "year": year, "source": _citations()}
    value = st.one_of(
        st.integers(-(10**200), 10**200),
        st.floats(-1e200, 1e200),
        st.from_regex(r"[1-9][0-9]{0,3}/[1-9][0-9]{0,3}", fullmatch=True),
    )
    figure = st.builds(
        Figure,
        value=value,
        qualifier=st.none() | st.sampled_from([*QUALIFIERS]),
        unit=texts().map(lambda text: text[:12]),
        unit_en=texts().map(lambda text: text[:60]),
        label_zh=lines(),
        label_en=st.none() | lines(),
        **common,
    )
    honour = st.builds(
        Honour,
        level=st.sampled_from([*LEVELS]),
        kind=st.sampled_from([*HONOURS]),
        title_zh=lines(),
        title_en=st.none() | lines(),
        **common,
    )
    reach = st.builds(
        Reach,
        place=place,
        status=st.sampled_from([*STATUSES]),
        since=year,
        source=_citations(),
        also=st.lists(_citations(), max_size=2).map(tuple),
        confidence=st.sampled_from([None, 1, 2]),
    )
    return st.builds(
        Reform,
        id=_ids(),
        title_zh=lines(),
        title_en=st.none() | lines(),
        summary_zh=lines(),
        summary_en=st.none() | lines(),
        aliases_zh=st.lists(lines(), max_size=3).map(tuple),
        theme=st.sampled_from([*THEMES]),
        since=year,
        reach=st.lists(reach, min_size=1, max_size=3).map(tuple),
        figures=st.lists(figure, max_size=2).map(tuple),
        honours=st.lists(honour, max_size=2).map(tuple),
    )


def sources() -> st.SearchStrategy[Source]:
    """Return sources that keep the schema, whatever they say."""
    return st.builds(
        Source,
        id=_ids(),
        title=lines(),
        publisher=st.none() | lines(),
        date=st.sampled_from([None, "2025", "2025-08", "2025-08-27", "0999"]),
        url=st.sampled_from([None, "https://example.org/a?b=c&d=e#f", "http://潍坊.example/ 1"]),
        copy=st.booleans(),
    )


def texts() -> st.SearchStrategy[str]:
    """Return any text without control characters, many of them awkward in a spreadsheet."""
    letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
    return st.lists(st.sampled_from(AWKWARD) | st.text(letters, max_size=5), max_size=4).map("".join)


def lines() -> st.SearchStrategy[str]:
    """Return texts in which something can be seen."""
    return texts().map(lambda text: text if text.strip() else f"{text}潍")


def filters(words: st.SearchStrategy[str]) -> st.SearchStrategy[Filter]:
    """Return filters that search these words, with any other condition."""
    parts: dict[str, st.SearchStrategy[Any]] = {
        "q": words,
        "theme": _some(THEMES),
        "scope": _some(SCOPES),
        "status": _some(STATUSES),
        "honour": _some(HONOURS),
        "level": _some(LEVELS),
        "from_year": _year(),
        "to_year": _year(),
        "place": st.one_of(st.just(()), st.lists(st.sampled_from(PLACES), unique=True, max_size=3).map(tuple)),
        "reform": st.one_of(st.just(()), st.lists(st.sampled_from(REFORMS), unique=True, max_size=3).map(tuple)),
    }
    return st.builds(Filter, **parts).map(_in_order)


def rules() -> st.SearchStrategy[Rule]:
    """Return each way to count: with or without what the city runs, with or without zones."""
    return st.builds(Rule, citywide=st.booleans(), zones=st.booleans())


def typed_words() -> st.SearchStrategy[str]:
    """Return any text that the search box takes, as it is kept."""
    return st.text(max_size=100).map(lambda text: " ".join(text.replace("\x00", " ").split()))


def known_words() -> st.SearchStrategy[str]:
    """Return words that find something, or nothing."""
    return st.one_of(st.just(""), st.sampled_from(WORDS))


def _ids() -> st.SearchStrategy[str]:
    return st.sampled_from(("1e5", "12", "mar-1", "a", "smart-care", "145jks-2025-05-22")) | st.from_regex(
        r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True
    )


def _citations() -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, _ids(), st.sampled_from(["", "#p1", "#p23"]))


def _by_id(records: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda each: each.id))


def _some(choices: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    ordered = tuple(choices)
    chosen = st.sets(st.sampled_from(ordered), max_size=3)
    return st.one_of(st.just(()), chosen.map(lambda found: tuple(each for each in ordered if each in found)))


def _year() -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), st.integers(2005, 2026), st.sampled_from([FIRST_YEAR, LAST_YEAR]))


def _in_order(wanted: Filter) -> Filter:
    first, last = wanted.from_year, wanted.to_year
    return replace(wanted, from_year=last, to_year=first) if first and last and first > last else wanted
