from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.tagger.folding import fold


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
