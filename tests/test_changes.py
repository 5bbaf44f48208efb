from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from strategies import reforms, sources

from explorer.changes import digest_of, document_of, record_of
from explorer.model import Reform

if TYPE_CHECKING:
    from explorer.model import Cases, Source


def test_what_is_kept_of_a_record_gives_the_record_back(cases: Cases) -> None:
    assert [record_of("reform", document_of(each)) for each in cases.reforms] == list(cases.reforms)
    assert [record_of("source", document_of(each)) for each in cases.sources] == list(cases.sources)


@given(reform=reforms(), source=sources())
def test_whatever_a_record_says_comes_back(reform: Reform, source: Source) -> None:
    assert record_of("reform", document_of(reform)) == reform
    assert record_of("source", document_of(source)) == source


def test_a_figure_stays_the_number_that_it_was(by_id: dict[str, Reform]) -> None:
    reform = by_id["agricultural-opening-trial-area"]
    values = (2, 2.0, "1/7", 0.1)
    figures = tuple(reform.figures[0].model_copy(update={"value": value}) for value in values)

    again = record_of("reform", document_of(reform.model_copy(update={"figures": figures})))

    assert isinstance(again, Reform)
    assert [repr(figure.value) for figure in again.figures] == [repr(value) for value in values]


def test_what_a_reform_does_not_state_is_not_kept(by_id: dict[str, Reform]) -> None:
    document = document_of(by_id["smart-elderly-care"])

    assert "null" not in document
    assert digest_of(document) == digest_of(document_of(record_of("reform", document)))
