from __future__ import annotations

import re
import runpy
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from samples import ROOT
from strategies import filters, known_words

import geodata
from explorer import reach
from explorer import store as stores
from explorer.errors import ConflictError, ExplorerError, StoreError
from explorer.query.filters import Filter
from explorer.query.options import Rule
from explorer.reach.matrix import Ranking
from explorer.records.identifiers import spelled
from explorer.store import schema
from explorer.store.database import open_engine
from explorer.text.widths import unaccented

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from explorer.messages import Language
    from explorer.reach import MatrixLine
    from explorer.records.models import Cases, Honour, Reach, Reform
    from explorer.store import Store
    from geodata import Places


LATER = 9999  # stands after each year


@pytest.fixture(scope="module")
def synthetic(weifang: Places) -> Cases:
    """Make up reforms whose rows, zones and the city overlap in each way."""
    made: Cases = runpy.run_path(str(ROOT / "bench" / "synthetic.py"))["cases"](400, weifang, seed=3)
    return made


@pytest.fixture(scope="module", params=["real", "synthetic"])
def told(
    request: pytest.FixtureRequest, make_store: Callable[..., Store], cases: Cases, synthetic: Cases, weifang: Places
) -> Store:
    """Return a store that was told of the places: one of the real reforms, one of synthetic ones."""
    store = make_store()
    store.save({"real": cases, "synthetic": synthetic}[request.param], places=weifang)
    return store


def ids(reforms: tuple[Reform, ...]) -> list[str]:
    return [reform.id for reform in reforms]


def meets(reform: Reform, wanted: Filter, places: Places) -> bool:
    """Tell in plain words whether a reform meets a filter."""

    def row_meets(row: Reach) -> bool:
        dated = row.since is not None
        return (
            (not wanted.place or row.place in wanted.place)
            and (not wanted.scope or row.scope in wanted.scope)
            and (not wanted.status or row.status in wanted.status)
            and (not wanted.from_year or (dated and row.since >= wanted.from_year))
            and (not wanted.to_year or (dated and row.since <= wanted.to_year))
        )

    def honour_meets(honour: Honour) -> bool:
        return (not wanted.level or honour.level in wanted.level) and (
            not wanted.honour or honour.kind in wanted.honour
        )

    return (
        (not wanted.reform or reform.id in wanted.reform)
        and (not wanted.theme or reform.theme in wanted.theme)
        and any(map(row_meets, reform.reach))
        and (not (wanted.level or wanted.honour) or any(map(honour_meets, reform.honours)))
        and all(tells_of(reform, term, places) for term in wanted.q.split())
    )


def tells_of(reform: Reform, term: str, places: Places) -> bool:
    """Tell whether a word, or a name spoken like it, stands in a reform, or in the names of a place that it reached."""
    folded = unicodedata.normalize("NFKC", term).casefold()
    names = [
        reform.title_zh,
        *reform.aliases_zh,
        *(name for row in reform.reach for name in places.names_of(row.place)),
    ]
    honours = [title for honour in reform.honours for title in (honour.title_zh, honour.title_en)]
    texts = [*names, reform.title_en or "", reform.summary_zh, reform.summary_en or "", *honours]
    return any(folded in unicodedata.normalize("NFKC", text).casefold() for text in texts) or any(
        sounds_in(folded, text) for text in (*names, reform.summary_zh)
    )


def sounds_in(letters: str, text: str) -> bool:
    if not re.fullmatch("[a-z]{2,}", letters):
        return False
    runs = (lazy_pinyin(run) for run in re.findall(r"[\u4e00-\u9fff]+", text))
    return any("".join(run[start:]).startswith(letters) for run in runs for start in range(len(run)))


@given(wanted=filters(known_words()))
def test_every_way_of_asking_gives_the_same_reforms(
    wanted: Filter, store: Store, cases: Cases, app: Flask, weifang: Places
) -> None:
    expected = [reform.id for reform in cases.reforms if meets(reform, wanted, weifang)]
    client = app.test_client()

    assert ids(store.reforms(wanted)) == expected
    assert store.count(wanted) == len(expected)
    answer = client.get(f"/api/reforms?{wanted.to_query()}").json
    assert (answer["total"], [each["id"] for each in answer["reforms"]]) == (len(expected), expected)
    assert client.get(f"/api/counts.json?{wanted.to_query()}").json["total"] == len(expected)


@given(wanted=filters(known_words()))
def test_numbers_by_place_are_those_of_the_reforms(wanted: Filter, told: Store, weifang: Places) -> None:
    reforms = told.reforms(wanted)

    assert told.tallies(wanted, weifang) == reach.tallies(reforms, weifang, wanted)
    assert told.rows_by_place(wanted) == reach.rows_by_place(reforms, wanted)


@given(wanted=filters(known_words()))
def test_reforms_that_years_hide_as_undated_are_counted(wanted: Filter, told: Store) -> None:
    any_year = told.reforms(wanted.without("from", "to"))

    assert told.count_undated(wanted) == len(reach.undated(any_year, wanted))


rankings = st.builds(
    Ranking,
    order=st.sampled_from(["reach", "first", "name", "pace"]),
    rule=st.builds(Rule, citywide=st.booleans(), zones=st.booleans()),
    limit=st.sampled_from([1, 10, 1000]),
    offset=st.sampled_from([0, 0, 3]),
    least=st.sampled_from([0, 0, 1, 3, 12]),
    lacking=st.sampled_from([None, None, "370703", "370705", "370783", "370784"]),
)


@given(wanted=filters(known_words()), ranking=rankings, language=st.sampled_from(["zh", "en"]))
def test_a_ranking_is_that_of_the_matrix(
    wanted: Filter, ranking: Ranking, language: Language, told: Store, weifang: Places
) -> None:
    table = reach.matrix(told.reforms(wanted), weifang, wanted, ranking.rule)
    codes = [county.code for county in table.places]

    def asked_for(line: MatrixLine) -> bool:
        lacks = ranking.lacking is None or not line.cells[codes.index(ranking.lacking)].rows
        return lacks and line.n_counties >= ranking.least

    keys: dict[str, Callable[[MatrixLine], object]] = {
        "reach": lambda line: -line.n_counties,
        "first": lambda line: line.first or LATER,
        "pace": lambda line: -(reach.spread(line.reform, weifang, wanted, ranking.rule).pace or 0),
        "name": lambda line: name_in(language, line.reform),
    }

    lines = sorted(filter(asked_for, table.lines), key=lambda line: (keys[ranking.order](line), line.reform.id))
    part = lines[ranking.offset :][: ranking.limit]

    assert ids(told.ranked(wanted, weifang, ranking, language)) == [line.reform.id for line in part]


def name_in(language: Language, reform: Reform) -> tuple[str, ...]:
    return spelled(reform.title_zh) if language == "zh" else (unaccented(reform.title("en")),)


@pytest.mark.parametrize(
    ("order", "language", "before", "after"),
    [
        ("reach", "zh", "quality-loan", "provincial-feature-towns"),  # the city runs it; it reaches seven counties
        ("first", "zh", "two-km-rural-service-circle", "rural-property-exchange"),  # 2012, 2014
        ("first", "zh", "village-clusters", "quality-loan"),  # 2025, not stated
        ("name", "zh", "anqiu-ecommerce-park", "shouguang-vegetable-supply"),  # ān, shòu
        ("name", "en", "quality-loan", "village-clusters"),
    ],
)
def test_reforms_are_ranked(
    order: str, language: Language, before: str, after: str, store: Store, weifang: Places
) -> None:
    found = ids(store.ranked(Filter(), weifang, Ranking(order=order, limit=200), language))

    assert found.index(before) < found.index(after)


def test_pages_of_a_ranking_follow_each_other(store: Store, weifang: Places) -> None:
    whole = store.ranked(Filter(), weifang, Ranking(limit=60))
    pages = [store.ranked(Filter(), weifang, Ranking(limit=20, offset=offset)) for offset in (0, 20, 40)]

    assert [reform for page in pages for reform in page] == list(whole)


def test_a_store_that_was_not_told_of_places_learns_them(make_store: Callable[..., Store], cases: Cases) -> None:
    weifang = geodata.load("370700")
    moved = replace(weifang, zones=tuple(replace(zone, host="370783") for zone in weifang.zones))
    store = make_store(cases=cases)
    store.save(cases, "abc")

    assert not store.knows(weifang)
    for places in (weifang, moved):
        assert store.tallies(Filter(), places) == reach.tallies(cases.reforms, places, Filter())
        assert store.knows(places)
    assert store.file() == "abc"
    assert store.cases(Filter()) == cases


@pytest.mark.parametrize(
    "words",
    [
        "养老",
        "elderly",
        "ELDERLY",
        "yanglao",
        "yangl",
        "zhihui yanglao",
        "smart 养老",
        "yǎnglǎo",
        "ｅｌｄｅｒｌｙ",
        "智慧养老",
    ],
)
def test_smart_elderly_care_is_found_in_chinese_english_and_pinyin(words: str, store: Store) -> None:
    assert "smart-elderly-care" in ids(store.reforms(Filter.parse({"q": words})))


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1 --", "\\", "elderly\\", "养老 没有的词", "|", "*"])
def test_signs_of_a_query_language_are_only_text(words: str, store: Store, cases: Cases, weifang: Places) -> None:
    wanted = Filter.parse({"q": words})

    assert ids(store.reforms(wanted)) == [reform.id for reform in cases.reforms if meets(reform, wanted, weifang)]


@pytest.mark.parametrize(("some", "others"), [("weifang", "Wéifāng"), ("AEO", "ａｅｏ"), ("养老", "养⽼")])
def test_case_width_accents_and_radicals_do_not_matter(some: str, others: str, store: Store) -> None:
    assert store.count(Filter.parse({"q": others})) == store.count(Filter.parse({"q": some})) > 0


def test_an_empty_filter_finds_all_in_the_order_of_the_file(store: Store, cases: Cases) -> None:
    assert store.reforms(Filter()) == cases.reforms


def test_conditions_of_reach_must_hold_for_one_row(store: Store) -> None:
    wanted = Filter.parse({"reform": "red-property-management", "place": "370703", "from": "2019"})

    assert store.count(wanted.without("from")) == store.count(wanted.without("place")) == 1
    assert store.count(wanted) == 0


def test_an_unknown_year_is_never_dropped_without_a_year_asked(store: Store) -> None:
    found = store.reforms(Filter.parse({"place": "370700", "q": "智慧养老"}))

    assert [(each.id, each.since, each.reach[0].since) for each in found] == [("smart-elderly-care", None, None)]


def test_a_single_reform_is_found_by_its_id(store: Store, by_id: dict[str, Reform]) -> None:
    assert store.reform("quality-loan") == by_id["quality-loan"]
    assert store.reform("no-such-reform") is None


def test_a_selection_brings_the_sources_that_it_cites(store: Store) -> None:
    found = store.cases(Filter.parse({"reform": "zuoshan-rural-governance"}))

    assert [source.id for source in found.sources] == ["nyncb-2023-09-04"]


def test_the_sources_of_reforms_are_those_that_they_cite(store: Store, cases: Cases) -> None:
    some = store.reforms(Filter.parse({"theme": "industry"}))
    cited = {citation.partition("#")[0] for reform in some for citation in reform.citations}

    assert store.sources_of(some) == {source.id: source for source in cases.sources if source.id in cited}
    assert list(store.sources_of(cases.reforms).values()) == list(cases.sources)
    assert store.sources_of(()) == {}


def test_all_of_a_store_is_the_file_that_filled_it(store: Store, cases: Cases) -> None:
    assert store.cases(Filter()) == cases


def test_the_years_are_those_that_rows_state(store: Store, cases: Cases) -> None:
    years = [row.since for reform in cases.reforms for row in reform.reach if row.since]

    assert store.years() == (min(years), max(years))


def test_a_store_without_reforms_has_no_years(make_store: Callable[..., Store], cases: Cases) -> None:
    empty = make_store(cases=cases.model_copy(update={"reforms": (), "sources": ()}))

    assert (empty.years(), empty.count(Filter()), empty.sources()) == (None, 0, {})


def test_an_empty_answer_offers_wider_filters_nearest_first(store: Store) -> None:
    wanted = Filter.parse({"q": "养老", "theme": "industry", "from": "2025"})

    offered = stores.wider(store, wanted)

    assert store.count(wanted) == 0
    assert offered
    assert all(store.count(wanted.without(name)) == n > 0 for name, n in offered)
    assert [n for _, n in offered] == sorted(n for _, n in offered)


def test_a_store_remembers_of_which_file_it_is(make_store: Callable[..., Store], cases: Cases, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite"
    new = make_store(url)

    assert new.file() is None
    new.save(cases, "abc")
    assert make_store(url).file() == "abc"


def test_tables_of_another_version_are_made_anew(
    new_database: Callable[[], str], make_store: Callable[..., Store], cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_database()
    old = make_store(url, cases)
    with old.engine.begin() as connection:
        connection.execute(schema.text.delete())
    digest = old.digest()

    monkeypatch.setattr(schema, "SCHEMA_VERSION", "another")
    renewed = make_store(url)

    assert renewed.digest() == digest
    assert renewed.cases(Filter()) == cases
    assert renewed.count(Filter.parse({"q": "养老"})) > 0


def test_a_database_of_an_older_explorer_is_taken_over(
    new_database: Callable[[], str], make_store: Callable[..., Store], cases: Cases
) -> None:
    url = new_database()
    engine = open_engine(url)
    with engine.begin() as connection:
        for statement in (
            "CREATE TABLE state (key VARCHAR PRIMARY KEY, value VARCHAR)",
            "CREATE TABLE reform (number INTEGER PRIMARY KEY, id VARCHAR)",
            "CREATE TABLE document (reform INTEGER PRIMARY KEY REFERENCES reform (number), json TEXT)",
            "INSERT INTO state VALUES ('schema', '3'), ('digest', 'abc')",
            "INSERT INTO reform VALUES (1, 'old')",
            "INSERT INTO document VALUES (1, 'old')",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()

    assert make_store(url, cases).cases(Filter()) == cases


def test_saving_replaces_all(make_store: Callable[..., Store], cases: Cases) -> None:
    store = make_store(cases=cases)

    store.save(cases.model_copy(update={"reforms": cases.reforms[:2]}), "later")

    assert store.reforms(Filter()) == cases.reforms[:2]
    assert store.file() == "later"


def test_a_save_that_fails_leaves_the_store_as_it_was(make_store: Callable[..., Store], cases: Cases) -> None:
    store = make_store()
    store.save(cases, "before")
    digest = store.digest()

    doubled = (cases.reforms[1], cases.reforms[0], cases.reforms[1].model_copy(update={"title_zh": "另一项"}))
    with pytest.raises(ConflictError, match=cases.reforms[1].id):
        store.save(cases.model_copy(update={"reforms": doubled}), "after")

    assert (store.digest(), store.file()) == (digest, "before")
    assert store.count(Filter()) == len(cases.reforms)


def test_a_file_that_is_no_database_is_told_with_a_remedy(make_store: Callable[..., Store], tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"no database at all" * 100)

    with pytest.raises(StoreError, match=r"x\.sqlite: cannot read the database: the file is damaged.*explorer restore"):
        make_store(f"sqlite:///{tmp_path}/x.sqlite").digest()


@pytest.mark.parametrize("url", ["nonsense", "", "oracel://db/x", "sqlite3:///x.sqlite"])
def test_an_address_that_is_none_is_told_with_a_remedy(url: str, make_store: Callable[..., Store]) -> None:
    with pytest.raises(ExplorerError) as caught:
        make_store(url).digest()

    assert all(str(fault.remedy) for fault in caught.value.faults)


def test_a_password_is_not_told(make_store: Callable[..., Store], tmp_path: Path) -> None:
    store = make_store(f"sqlite:///{tmp_path}/x.sqlite")
    with store.engine.begin() as connection:
        schema.index_metadata.drop_all(connection)
    store.engine.url = sa.make_url("postgresql://user:secret@nowhere/x")

    with pytest.raises(StoreError) as caught:
        store.count(Filter())

    assert "secret" not in str(caught.value)
    assert "user:***@nowhere" in str(caught.value)


def test_any_name_of_a_county_finds_what_reached_it(cases: Cases, weifang: Places) -> None:
    store = stores.open_store("sqlite://")
    store.save(cases, places=weifang)
    reached = {reform.id for reform in cases.reforms if reform.reach_at("370783")}

    for name in ("寿光", "寿光市", "Shouguang City", "shouguang"):
        found = {reform.id for reform in store.reforms(Filter(q=name))}
        assert reached <= found, name
