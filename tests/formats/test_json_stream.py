from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import CasesError, Fault
from explorer.formats import json_stream
from explorer.formats.json_stream import Walk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def walked(data: bytes | str) -> list[tuple[str, int | None, Any]]:
    encoded = data.encode() if isinstance(data, str) else data
    return list(Walk(io.BytesIO(encoded)).members({"features"}))


def fault_of(data: bytes | str) -> Fault:
    with pytest.raises(CasesError) as caught:
        walked(data)
    (fault,) = caught.value.faults
    assert str(fault.remedy)
    return fault


@given(
    st.lists(JSON), st.dictionaries(st.text().filter(lambda key: key != "features"), JSON), st.sampled_from([None, 1])
)
def test_what_is_walked_is_what_the_file_holds(elements: list[Any], others: dict[str, Any], indent: int | None) -> None:
    found = walked(json.dumps(others | {"features": elements}, indent=indent))

    assert [value for key, n, value in found if key == "features" and n is not None] == elements
    assert {key: value for key, _, value in found if key != "features"} == others


@given(st.lists(st.text(max_size=40) | st.integers(), min_size=1, max_size=6), st.integers(1, 9))
def test_it_does_not_matter_where_a_piece_of_the_file_ends(elements: list[Any], size: int) -> None:
    data = json.dumps({"a": 12, "features": elements, "b": 34}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "_CHUNK", size)
        if any(isinstance(each, str) and any("\ud800" <= letter <= "\udfff" for letter in each) for each in elements):
            return
        found = walked(data)

    assert found == [("a", None, 12), *(("features", n, each) for n, each in enumerate(elements)), ("b", None, 34)]


@pytest.mark.parametrize(
    ("data", "where", "said"),
    [
        ("", "line 1, column 1", "breaks off"),
        ("[]", "line 1, column 1", "no JSON object"),
        ("{", "line 1, column 2", "breaks off"),
        ('{"a": 1', "line 1, column 8", "breaks off"),
        ('{"a" 1}', "line 1, column 6", "':' is missing"),
        ("{1: 2}", "line 1, column 3", "a key is no text"),
        ('{"features": [1, 2', "line 1, column 19", "breaks off"),
        ('{"features": [1 2]}', "line 1, column 17", "',' or ']' is missing"),
        ('{"features": [1,]}', "line 1, column 17", "no JSON value"),
        ('{"features": [\n  {"a": }\n]}', "line 2, column 9", "no JSON value"),
        ('{"features": [\n  {"a": "x\n"}]}', "line 2, column 11", "control character"),
        ('{"a": 1} {"b": 2}', "line 1, column 10", "more follows"),
        ('{"a": NaN}', "line 1, column 7", "NaN is not a JSON number"),
        ('{"a": [-Infinity]}', "line 1, column 7", "-Infinity is not a JSON number"),
        ('{"features": [{"theme": 1, "theme": 2}]}', "line 1, column 15", "“theme” stands twice"),
        ('{"a": ' + "1" * 5_000 + "}", "line 1, column 7", "digits"),
        ('{"潍坊": 1}'.encode("gbk"), "byte 4", "not UTF-8"),
        (b'{"a": "\xe6\xbd', "byte 7", "not UTF-8"),
    ],
)
def test_what_is_no_json_is_told_from_its_place(data: bytes | str, where: str, said: str) -> None:
    fault = fault_of(data)

    assert str(fault.where) == where
    assert said in str(fault.what)


@pytest.mark.parametrize("text", ["[" * 1_000_000, '{"a":' * 1_000_000, '{"features": [' + "[" * 100_000])
def test_what_is_nested_too_deeply_is_refused_at_once(text: str) -> None:
    began = time.perf_counter()

    fault = fault_of(f'{{"b": {text}' if not text.startswith('{"f') else text)

    assert "nested too deeply" in str(fault.what)
    assert time.perf_counter() - began < 5


def test_an_element_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MOST_VALUE", 1_000)
    monkeypatch.setattr(json_stream, "_CHUNK", 100)

    assert "longer than 1,000 characters" in str(fault_of('{"features": ["' + "x" * 5_000 + '"]}').what)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert walked(b'\xef\xbb\xbf{"a": 1}') == [("a", None, 1)]


def test_an_empty_list_is_told_once() -> None:
    assert walked('{"features": [ ]}') == [("features", None, [])]


def test_half_a_character_is_kept_for_others_to_refuse() -> None:
    assert walked('{"a": "\\ud800"}') == [("a", None, "\ud800")]
