from __future__ import annotations

from explorer.tagger.numerals import number, value_of


def test_a_numeral_that_is_none_has_no_value() -> None:
    assert number("百") == 100
    assert number("一万") == 10_000
    assert number("千百十") is None


def test_a_number_has_its_value_as_it_is_written() -> None:
    assert value_of("3,400") == 3400
    assert value_of("98.5") == 98.5
    assert value_of("两百") == 200
