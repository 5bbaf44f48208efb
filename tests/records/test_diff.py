"""Two people's changes of one record: what only one of them changed is taken, the rest is asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CASES_FILE

from explorer.importing import seed
from explorer.messages import Bilingual, say
from explorer.records.diff import Clash, difference, reconcile
from explorer.records.fields import LABELS
from explorer.records.models import Figure, Reach, Reform, Source, document_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.messages import Words
    from explorer.records.models import Cases
    from geodata import Places


CASES = seed.read(CASES_FILE)
A_REFORM = next(each for each in CASES.reforms if len(each.reach) > 1 and each.figures and each.honours)


def both(words: Words | None) -> tuple[str, str]:
    return say(words, "zh"), say(words, "en")


def changed(reform: Reform, **parts: Any) -> Reform:
    return reform.model_copy(update=parts)


def test_a_changed_word_is_said_in_both_languages() -> None:
    after = changed(A_REFORM, theme="opening" if A_REFORM.theme != "opening" else "business")

    (found,) = difference(A_REFORM, after)

    assert found.path == "theme"
    assert found.label == Bilingual("主题", "Theme")
    assert say(found.before, "zh") != say(found.before, "en")
    assert say(found.after, "en") in {"Opening-up", "Business climate"}


def test_a_changed_year_of_a_row_is_told_at_its_place_by_name(weifang: Places) -> None:
    row = A_REFORM.reach[1].model_copy(update={"since": 1999})
    after = changed(A_REFORM, reach=(A_REFORM.reach[0], row, *A_REFORM.reach[2:]))

    (found,) = difference(A_REFORM, after, weifang)

    assert found.path == f"reach[{row.place}].since"
    assert weifang[row.place].name_zh in say(found.label, "zh")
    assert weifang[row.place].name_en in say(found.label, "en")
    assert found.after == "1999"


def test_a_row_that_is_new_or_gone_is_one_difference() -> None:
    new = Reach(place="370700-gone", status="pilot", since=2020, source="article#p1")
    after = changed(A_REFORM, reach=(*A_REFORM.reach[1:], new))

    found = {each.path: each for each in difference(A_REFORM, after)}

    assert found.keys() == {f"reach[{A_REFORM.reach[0].place}]", "reach[370700-gone]"}
    assert found["reach[370700-gone]"].before is None
    assert both(found["reach[370700-gone]"].after) == (
        "370700-gone，试点，2020，article#p1",
        "370700-gone, Pilot, 2020, article#p1",
    )
    assert found[f"reach[{A_REFORM.reach[0].place}]"].after is None


def test_another_order_alone_is_told() -> None:
    after = changed(A_REFORM, reach=tuple(reversed(A_REFORM.reach)))

    (found,) = difference(A_REFORM, after)

    assert (found.path, str(found.label)) == ("reach", "Order of the reach")
    assert found.before != found.after


def test_two_figures_of_one_name_are_told_apart() -> None:
    figure = A_REFORM.figures[0]
    before = changed(A_REFORM, figures=(figure, figure))
    after = changed(A_REFORM, figures=(figure, figure.model_copy(update={"value": 4_321})))

    (found,) = difference(before, after)

    assert found.path.endswith("(2)].value")
    assert found.after == "4321"


def test_a_number_written_otherwise_is_a_difference() -> None:
    figure = Figure.model_validate(A_REFORM.figures[0].model_dump() | {"value": 2})
    other = figure.model_copy(update={"value": 2.0})

    assert len(difference(changed(A_REFORM, figures=(figure,)), changed(A_REFORM, figures=(other,)))) == 1


def test_a_new_record_tells_what_it_has_and_a_withdrawn_one_what_it_had() -> None:
    source = Source(id="news", title="新闻", url="https://example.org/a")

    added, gone = difference(None, source), difference(source, None)

    assert [each.path for each in added] == ["id", "title", "url"]
    assert all(each.before is None for each in added)
    assert [(each.path, each.after, each.before) for each in gone] == [
        (each.path, each.before, each.after) for each in added
    ]


def test_a_copy_is_said_as_yes_and_no() -> None:
    source = Source(id="news", title="新闻")

    (found,) = difference(source, source.model_copy(update={"copy_of": True}))

    assert say(found.label, "zh") == "网址为转载"
    assert (both(found.before), both(found.after)) == (("否", "no"), ("是", "yes"))


@given(st.sampled_from(CASES.reforms), st.sampled_from(CASES.reforms))
def test_nothing_differs_if_and_only_if_both_are_written_alike(before: Reform, after: Reform) -> None:
    mixed = changed(before, figures=after.figures, reach=before.reach[::-1], honours=before.honours + after.honours)

    for other in (after, mixed):
        assert bool(difference(before, other)) == (before.model_dump_json() != other.model_dump_json())
    assert difference(before, before) == ()


def test_every_field_that_a_record_has_is_named(cases: Cases) -> None:
    for record in (A_REFORM, A_REFORM.reach[0], A_REFORM.figures[0], A_REFORM.honours[0], cases.sources[0]):
        assert record.model_dump(by_alias=True).keys() <= LABELS.keys()


def test_sources_are_told_by_their_titles(by_id: dict[str, Reform]) -> None:
    before = by_id["smart-elderly-care"]
    row = before.reach[0].model_copy(update={"source": "weifang-2025#p3", "also": ("other-2024",)})
    after = before.model_copy(update={"reach": (row, *before.reach[1:])})
    told = {each.path: both(each.after) for each in difference(before, after, None, {"weifang-2025": "潍坊微改革"})}

    assert told[f"reach[{row.place}].source"] == ("《潍坊微改革》第3段", "“潍坊微改革”, paragraph 3")
    assert told[f"reach[{row.place}].also"] == ("other-2024", "other-2024")


REFORM = "smart-elderly-care"


def plain(reform: Reform) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(document_of(reform))
    return document


@pytest.fixture
def seen(by_id: Mapping[str, Reform]) -> dict[str, Any]:
    return plain(by_id[REFORM])


def row(place: str, since: int | None = None) -> dict[str, Any]:
    return {
        "place": place,
        "status": "adopted",
        "since": since,
        "source": "weifang-2025#p1",
        "also": [],
        "confidence": None,
    }


def test_what_one_of_them_changed_is_taken_from_each(seen: dict[str, Any]) -> None:
    theirs, mine = seen | {"title_en": "Theirs"}, seen | {"summary_en": "Mine"}
    found = reconcile(seen, theirs, mine, {})

    assert found.clashes == ()
    assert found.document == seen | {"title_en": "Theirs", "summary_en": "Mine"}


def test_what_one_of_them_added_and_the_other_never_had_is_kept(seen: dict[str, Any]) -> None:
    assert "since" not in seen
    theirs, mine = seen | {"title_en": "Theirs"}, seen | {"since": 1998}

    assert reconcile(seen, theirs, mine, {}).document == seen | {"title_en": "Theirs", "since": 1998}
    assert reconcile(seen, mine, theirs, {}).document == seen | {"title_en": "Theirs", "since": 1998}


def test_what_both_changed_alike_is_no_clash(seen: dict[str, Any]) -> None:
    both = seen | {"title_en": "The same"}

    assert reconcile(seen, both, dict(both), {}) == reconcile(both, both, both, {})


def test_what_both_changed_in_another_way_is_asked_and_theirs_stands_until_then(seen: dict[str, Any]) -> None:
    theirs, mine = seen | {"since": 1998}, seen | {"since": 1999}
    found = reconcile(seen, theirs, mine, {})

    assert found.clashes == (Clash("since", None, 1998, 1999),)
    assert found.open({}) == found.clashes
    assert found.open({"since": "nonsense"}) == found.clashes
    assert found.document["since"] == 1998


@pytest.mark.parametrize(("side", "since"), [("theirs", 1998), ("mine", 1999)])
def test_the_side_that_was_picked_is_taken(side: str, since: int, seen: dict[str, Any]) -> None:
    found = reconcile(seen, seen | {"since": 1998}, seen | {"since": 1999}, {"since": side})

    assert found.open({"since": side}) == ()
    assert found.document["since"] == since


def test_rows_of_other_places_do_not_clash(seen: dict[str, Any]) -> None:
    theirs = seen | {"reach": [*seen["reach"], row("370724")]}
    mine = seen | {"reach": [*seen["reach"], row("370725", 2020)]}
    found = reconcile(seen, theirs, mine, {})

    assert found.clashes == ()
    assert found.document["reach"] == [*seen["reach"], row("370724"), row("370725", 2020)]


def test_a_row_that_one_removed_and_the_other_edited_is_asked(seen: dict[str, Any]) -> None:
    base = seen | {"reach": [row("370724"), row("370725")]}
    theirs, mine = base | {"reach": [row("370725")]}, base | {"reach": [row("370724", 2020), row("370725")]}
    found = reconcile(base, theirs, mine, {})

    assert [each.path for each in found.clashes] == ["reach[370724]"]
    assert found.document["reach"] == [row("370725")]
    kept = reconcile(base, theirs, mine, {"reach[370724]": "mine"}).document["reach"]
    assert sorted(each["place"] for each in kept) == ["370724", "370725"]
    assert row("370724", 2020) in kept


def test_what_one_of_them_removed_is_not_stated_any_more(seen: dict[str, Any]) -> None:
    base = seen | {"title_en": "x", "aliases_zh": ["甲"]}
    mine = {name: value for name, value in base.items() if name not in {"title_en", "aliases_zh"}}
    found = reconcile(base, base | {"since": 1998}, mine, {})

    assert found.document == mine | {"since": 1998}
    assert Reform.model_validate_json(json.dumps(found.document)).aliases_zh == ()


def test_a_row_that_one_removed_stays_removed(seen: dict[str, Any]) -> None:
    base = seen | {"reach": [row("370724"), row("370725")]}
    found = reconcile(base, base | {"title_en": "x"}, base | {"reach": [row("370725")]}, {})

    assert found.clashes == ()
    assert found.document["reach"] == [row("370725")]
    assert found.document["title_en"] == "x"


def test_rows_of_one_name_are_told_apart_by_their_order(seen: dict[str, Any]) -> None:
    base = seen | {"reach": [row("370724", 2001), row("370724", 2002)]}
    found = reconcile(base, base | {"reach": [row("370724", 2001)]}, base, {})

    assert found.clashes == ()
    assert found.document["reach"] == [row("370724", 2001)]


def test_an_order_that_only_one_of_them_changed_is_kept(seen: dict[str, Any]) -> None:
    base = seen | {"reach": [row("370724"), row("370725"), row("370783")]}
    turned = base | {"reach": base["reach"][::-1]}

    assert reconcile(base, base | {"title_en": "x"}, turned, {}).document["reach"] == turned["reach"]
    assert reconcile(base, turned, base | {"title_en": "x"}, {}).document["reach"] == turned["reach"]


def _without_nothing(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing, as records are written."""
    return {name: value for name, value in document.items() if value}


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Return states of a reform that differ, and are alike, in few values: so that many clash."""
    rows = st.builds(row, st.sampled_from(["370724", "370725", "370783"]), st.sampled_from([None, 2001, 2002]))
    figure = st.builds(
        lambda label, value: {"label_zh": label, "unit": "万", "value": value},
        st.sampled_from(["甲", "乙"]),
        st.integers(1, 3),
    )
    return st.fixed_dictionaries(
        {
            "title_zh": st.sampled_from(["甲", "乙", "丙"]),
            "reach": st.lists(rows, min_size=1, max_size=4),
        },
        optional={
            "title_en": st.sampled_from(["a", "b"]),
            "aliases_zh": st.lists(st.sampled_from(["一", "二"]), max_size=2),
            "figures": st.lists(figure, max_size=3),
        },
    ).map(_without_nothing)


@given(states(), states(), states())
def test_nothing_is_lost_whoever_changed_what(
    seen: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    def said(*states: dict[str, Any]) -> dict[str, Any]:
        return _without_nothing(reconcile(*states, {}).document)

    assert said(seen, seen, mine) == mine
    assert said(seen, theirs, seen) == theirs
    assert said(seen, theirs, theirs) == theirs
    clashes = reconcile(seen, theirs, mine, {}).clashes
    for side, picked in (("theirs", theirs), ("mine", mine)):
        picks = {each.path: side for each in clashes}
        taken = reconcile(seen, theirs, mine, picks)
        assert taken.open(picks) == ()
        assert {each.path: taken.document.get(each.path) for each in clashes if "[" not in each.path} == {
            each.path: picked.get(each.path) for each in clashes if "[" not in each.path
        }
        for each in clashes:
            if "[" in each.path:
                value = each.theirs if side == "theirs" else each.mine
                field = each.path.partition("[")[0]
                assert value is None or value in taken.document[field]


@given(states(), states(), states())
def test_it_does_not_matter_who_was_first_but_for_the_order_of_rows(
    seen: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    paths = [each.path for each in reconcile(seen, theirs, mine, {}).clashes]
    first = reconcile(seen, theirs, mine, dict.fromkeys(paths, "mine")).document
    second = reconcile(seen, mine, theirs, dict.fromkeys(paths, "theirs")).document

    assert {each.path for each in reconcile(seen, mine, theirs, {}).clashes} == set(paths)
    assert _unordered(first) == _unordered(second)


def _unordered(document: dict[str, Any]) -> dict[str, Any]:
    return document | {name: sorted(map(repr, document.get(name, []))) for name in ("reach", "figures")}
