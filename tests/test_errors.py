from __future__ import annotations

import pytest

from explorer.errors import CasesError, ExplorerError, Fault, FilterError, StoreError
from explorer.messages import Bilingual, say


def test_a_fault_is_one_line_with_place_fault_and_remedy() -> None:
    fault = Fault("row 17", "昌邑区 is in 吉林市", "did you mean 昌邑市 (370786)?")

    assert str(fault) == "row 17: 昌邑区 is in 吉林市 (did you mean 昌邑市 (370786)?)"


@pytest.mark.parametrize("kind", [CasesError, FilterError, StoreError])
def test_an_error_of_any_kind_tells_all_faults(kind: type[ExplorerError]) -> None:
    faults = [Fault("a", "is wrong", "mend it"), Fault("b", "is wrong too", "mend it")]

    with pytest.raises(ExplorerError, match=r"a: is wrong \(mend it\)\nb: is wrong too \(mend it\)") as caught:
        raise kind(faults)

    assert caught.value.faults == tuple(faults)


def test_the_words_of_a_fault_can_be_had_in_both_languages() -> None:
    words = Bilingual("不是年份", "is no year")

    assert (str(words), say(words, "en"), say(words, "zh")) == ("is no year", "is no year", "不是年份")
    assert (say("plain", "zh"), f"it {words}") == ("plain", "it is no year")
