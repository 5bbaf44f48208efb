"""The form of a reform: what is put into it comes out again, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from at_desk import fields_of
from hypothesis import given
from pages import read_page
from strategies import reforms, sources

from explorer.records.models import Reform, Source, document_of
from explorer.web.desk.forms import MOST_ROWS, form_of, rows_of
from explorer.web.desk.forms import document_of as read_form

if TYPE_CHECKING:
    from at_desk import Steward

    from explorer.records.models import Cases


def there_and_back(reform: Reform, sent: dict[str, str] | None = None) -> Reform:
    filled = read_form(sent or form_of(reform.model_dump(mode="json")))
    return Reform.model_validate_json(json.dumps(filled.values | {"id": reform.id}))


def plain(record: Reform | Source) -> Any:
    return json.loads(document_of(record))


def as_browsers_send(fields: dict[str, str]) -> dict[str, str]:
    """A text of several lines comes with other breaks; a line holds none."""
    several = {"summary_zh", "summary_en", "aliases_zh"}
    return {name: text.replace("\n", "\r\n") if name in several else text for name, text in fields.items()}


def test_each_reform_of_weifang_comes_out_of_its_form_as_it_went_in(cases: Cases) -> None:
    changed = [each.id for each in cases.reforms if document_of(there_and_back(each)) != document_of(each)]

    assert len(cases.reforms) > 100
    assert changed == []


def test_each_source_of_weifang_comes_out_of_its_form_as_it_went_in(cases: Cases) -> None:
    fields = form_of({}, [(each, n) for n, each in enumerate(cases.sources, start=7)])
    filled = read_form(fields)

    assert [Source.model_validate(each) for each in filled.sources] == list(cases.sources)
    assert filled.bases == {each.id: n for n, each in enumerate(cases.sources, start=7)}


def test_the_page_itself_sends_each_reform_back_as_it_is(cases: Cases, reviewer: Steward) -> None:
    for each in cases.reforms[::7]:
        sent = reviewer.form(f"/desk/reforms/{each.id}/edit")
        assert document_of(there_and_back(each, sent)) == document_of(each), each.id


@given(reforms())
def test_any_reform_comes_out_of_its_form_as_it_went_in_but_for_spaces(reform: Reform) -> None:
    sent = as_browsers_send(form_of(reform.model_dump(mode="json")))

    assert _squeezed(plain(there_and_back(reform, sent))) == _squeezed(plain(reform))


@given(sources())
def test_any_source_comes_out_of_its_form_as_it_went_in_but_for_spaces(source: Source) -> None:
    (values,) = read_form(as_browsers_send(form_of({}, [(source, 3)]))).sources

    assert _squeezed(plain(Source.model_validate(values))) == _squeezed(plain(source))


def _squeezed(value: Any) -> Any:
    """Return what a record says, without the spaces and breaks that nobody sees."""
    if isinstance(value, dict):
        return {name: _squeezed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_squeezed(each) for each in value]
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *(
            ("2023", 2023),
            (" ２０２３ ", 2023),
            ("", None),
            ("二〇二三", 2023),
            ("2023年", 2023),
            ("-1", "-1"),
        ),
        *(("2023.0", 2023), ("99999999", "99999999"), ("20233", "20233"), ("2023-05", "2023-05"), ("不详", "不详")),
    ],
)
def test_a_year_is_a_number_or_stays_as_it_was_typed(typed: str, read: int | str | None) -> None:
    assert read_form({"since": typed}).values["since"] == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *(("1,234", 1234), ("１２．５", 12.5), ("1/7", "1/7"), ("0.10", 0.1), ("about 5", "about 5"), ("", None)),
        *(
            ("1e400", "1e400"),
            ("1e+400", "1e+400"),
            ("nan", "nan"),
            ("inf", "inf"),
            ("-3", -3),
            ("-0.5", -0.5),
            ("\u22123", -3),
            ("1e-07", 1e-07),
            ("1e5", 1e5),
            ("1,2", "1,2"),
            ("十二", 12),
            ("12 000", 12_000),
            ("4.5万", "4.5万"),
        ),
    ],
)
def test_a_number_is_a_number_or_stays_as_it_was_typed(typed: str, read: object) -> None:
    (figure,) = read_form({"figures-0-value": typed, "figures-0-unit": "x"}).values["figures"]

    assert repr(figure["value"]) == repr(read)


def test_a_row_that_is_empty_or_marked_is_left_out_and_the_fields_of_the_others_are_known() -> None:
    filled = read_form(
        {
            "reach-0-place": "",
            "reach-0-status": " ",
            "reach-2-place": "370783",
            "reach-2-source": "a",
            "reach-2-paragraph": "３",
            "reach-5-place": "370784",
            "reach-5-remove": "1",
            "reach-7-place": "370785",
            "reach-7-also": "a#p1、b  c#p2",
        }
    )

    assert [row["place"] for row in filled.values["reach"]] == ["370783", "370785"]
    assert [row["source"] for row in filled.values["reach"]] == ["a#p3", None]
    assert filled.values["reach"][1]["also"] == ["a#p1", "b", "c#p2"]
    assert filled.fields["reach[1].also"] == "reach-7-also"


def test_a_field_of_no_form_is_not_read() -> None:
    strange = {"reach-0-x": "1", "reach--place": "1", "reach-00000-place": "1", "place": "1", "id": "1", "reach-0": "1"}
    filled = read_form(strange)

    assert rows_of(strange) == {"reach": {}, "figures": {}, "honours": {}, "sources": {}}
    assert filled.values["reach"] == []
    assert "id" not in filled.values


def test_no_row_is_lost_without_a_word_however_many_there_are(cases: Cases) -> None:
    reform = cases.reforms[0]
    many = reform.model_copy(update={"reach": reform.reach[:1] * (MOST_ROWS + 1)})

    assert len(read_form(form_of(many.model_dump(mode="json"))).values["reach"]) == MOST_ROWS + 1


def test_a_browser_sends_what_the_tests_send() -> None:
    page = read_page(
        '<form><input name="a" value="1"><input type="checkbox" name="b" value="1"><input type="checkbox" name="c" '
        'value="1" checked><textarea name="d">\nx\ny</textarea><select name="e"><option value="p"><option value="q" '
        "selected></select></form>"
    )
    assert fields_of(page.one("form")) == {"a": "1", "c": "1", "d": "x\r\ny", "e": "q"}


@pytest.mark.parametrize(("typed", "source"), [("3", "a#p3"), ("第3段", "a#p3"), ("３", "a#p3"), ("", "a")])
def test_a_paragraph_is_read_as_in_a_table(typed: str, source: str) -> None:
    filled = read_form({"reach-0-source": "a", "reach-0-paragraph": typed})

    assert filled.values["reach"][0]["source"] == source
    assert filled.fields["reach[0].source"] == "reach-0-source"


def test_a_paragraph_that_is_none_is_told_at_its_own_field() -> None:
    filled = read_form({"reach-0-source": "a", "reach-0-paragraph": "最后"})

    assert filled.fields["reach[0].source"] == "reach-0-paragraph"


@pytest.mark.parametrize(("typed", "date"), [("2024年5月3日", "2024-05-03"), ("2024/5", "2024-05"), ("去年", "去年")])
def test_the_date_of_a_source_is_read_as_in_a_table(typed: str, date: str) -> None:
    filled = read_form({"sources-0-title": "x", "sources-0-date": typed})

    assert filled.sources[0]["date"] == date
