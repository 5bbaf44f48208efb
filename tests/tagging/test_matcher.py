from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.tagging.matcher import Automaton, fold

NAMES = st.lists(st.text("甲乙丙a𠀀", min_size=1, max_size=4), min_size=1, max_size=6, unique=True)
TEXTS = st.text("甲乙丙丁a𠀀\n", max_size=30)


@given(patterns=NAMES, text=TEXTS)
def test_the_longest_of_the_leftmost_are_found(patterns: list[str], text: str) -> None:
    expected, place = [], 0
    while place < len(text):
        here = [pattern for pattern in patterns if text.startswith(pattern, place)]
        longest = max(here, key=len, default="")
        if longest:
            expected.append((patterns.index(longest), place, place + len(longest)))
        place += len(longest) or 1

    assert Automaton(patterns).longest(text) == expected


@given(patterns=NAMES, text=TEXTS)
def test_patterns_that_hang_together_are_all_found_in_order_of_their_end(patterns: list[str], text: str) -> None:
    automaton = Automaton(patterns)
    whole = [
        (n, i, i + len(each)) for n, each in enumerate(patterns) for i in range(len(text)) if text[i:].startswith(each)
    ]

    for _, start, end in automaton.longest(text):
        last, found = automaton.crossing(text, start)

        assert last >= end
        assert found == sorted((each for each in whole if start <= each[1] < last), key=lambda each: (each[2], each[1]))
        assert all(each[2] <= last for each in found)


@pytest.mark.parametrize(
    ("patterns", "number", "edge", "crossed"),
    [(["ab", "bc"], 0, "bc", True), (["ab", "bc"], 0, "bd", False), (["ab", "abc"], 0, "bc", False)],
)
def test_a_pattern_tells_what_after_it_may_cross_it(
    patterns: list[str], number: int, edge: str, *, crossed: bool
) -> None:
    assert (edge in Automaton(patterns).crossings[number]) == crossed


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＷｅｉＦａｎｇ", "weifang"),
        ("Wéifāng", "weifang"),
        ("濰坊臨朐", "潍坊临朐"),
        ("诸 城\n寿　光", "诸城寿光"),
        ("诸\n\n城", "诸\n\n城"),
        ("Wei Fang 寿光", "wei fang 寿光"),
        ("１２、寿光", "12、寿光"),
        ("⻘州、⾼密", "青州、高密"),
    ],
)
def test_forms_of_one_name_fold_to_one(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(st.text(alphabet=st.sampled_from("寿光市 a\n\r\t　Ｂ濰\ud800é。"), max_size=30))
def test_each_folded_character_leads_back_to_one_of_the_input(text: str) -> None:
    folded = fold(text)
    stretches = [(n, n + 1) for n in range(len(folded.text))]

    where = list(folded.offsets(stretches))

    assert all(end == start + 1 for start, end in where)
    assert [fold(text[start:end]).text for start, end in where] == list(folded.text)
    assert where == sorted(where)
