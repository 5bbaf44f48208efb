"""Two people's changes of one record: what only one of them changed is taken, the rest is asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.changes import document_of
from explorer.model import Reform
from explorer.reconciling import Clash, reconcile

if TYPE_CHECKING:
    from collections.abc import Mapping


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
