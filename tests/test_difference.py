from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from samples import CASES_FILE

from explorer import intake
from explorer.difference import difference
from explorer.messages import Pair, say
from explorer.model import Figure, Reach, Source
from explorer.words import FIELDS

if TYPE_CHECKING:
    from explorer.messages import Words
    from explorer.model import Cases, Reform
    from geodata import Places

CASES = intake.read(CASES_FILE)
A_REFORM = next(each for each in CASES.reforms if len(each.reach) > 1 and each.figures and each.honours)


def both(words: Words | None) -> tuple[str, str]:
    return say(words, "zh"), say(words, "en")


def changed(reform: Reform, **parts: Any) -> Reform:
    return reform.model_copy(update=parts)


def test_a_changed_word_is_said_in_both_languages() -> None:
    after = changed(A_REFORM, theme="opening" if A_REFORM.theme != "opening" else "business")

    (found,) = difference(A_REFORM, after)

    assert found.path == "theme"
    assert found.label == Pair("主题", "Theme")
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

    assert (say(found.label, "zh"), found.before, found.after) == ("网址为转载", Pair("否", "no"), Pair("是", "yes"))


@given(st.sampled_from(CASES.reforms), st.sampled_from(CASES.reforms))
def test_nothing_differs_if_and_only_if_both_are_written_alike(before: Reform, after: Reform) -> None:
    mixed = changed(before, figures=after.figures, reach=before.reach[::-1], honours=before.honours + after.honours)

    for other in (after, mixed):
        assert bool(difference(before, other)) == (before.model_dump_json() != other.model_dump_json())
    assert difference(before, before) == ()


def test_every_field_that_a_record_has_is_named(cases: Cases) -> None:
    for record in (A_REFORM, A_REFORM.reach[0], A_REFORM.figures[0], A_REFORM.honours[0], cases.sources[0]):
        assert record.model_dump(by_alias=True).keys() <= FIELDS.keys()


def test_sources_are_told_by_their_titles(by_id: dict[str, Reform]) -> None:
    before = by_id["smart-elderly-care"]
    row = before.reach[0].model_copy(update={"source": "weifang-2025#p3", "also": ("other-2024",)})
    after = before.model_copy(update={"reach": (row, *before.reach[1:])})
    told = {each.path: both(each.after) for each in difference(before, after, None, {"weifang-2025": "潍坊微改革"})}

    assert told[f"reach[{row.place}].source"] == ("《潍坊微改革》第3段", "“潍坊微改革”, paragraph 3")
    assert told[f"reach[{row.place}].also"] == ("other-2024", "other-2024")
