"""Hold each entry of the cues and the signals to the sentence that needs it."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
import reasons
from reasons import WHOLE, Reason

from explorer.tagging import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long

PLACES = {
    f"{file} {place}": tuple(found)
    for (file, place), found in groupby(reasons.reasons(), key=lambda each: each.entry[:2])
}


@pytest.fixture(autouse=True, scope="module")
def _names_of_every_city_kept() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gazetteer, "_built", cache(gazetteer._built.__wrapped__))  # seconds for each city
        yield


def test_each_entry_names_a_sentence_and_each_sentence_an_entry() -> None:
    named = [each.entry for each in reasons.reasons()]
    whole = frozenset(each.place for each in named if each.word == WHOLE)
    assert sorted(named) == sorted(reasons.entries(whole))


@pytest.mark.parametrize("found", PLACES.values(), ids=PLACES)
def test_the_sentence_holds_the_word(found: tuple[Reason, ...]) -> None:
    words = [each for each in found if each.entry.word != WHOLE and ":" not in each.entry.place]
    assert [each for each in words if not reasons.asked(each).holds(each.entry.word)] == []


@pytest.mark.parametrize("found", PLACES.values(), ids=PLACES)
def test_without_the_entry_the_sentence_is_answered_otherwise(found: tuple[Reason, ...]) -> None:
    idle = []
    for batch in reasons.batches(found):
        before = [reasons.asked(each).answer() for each in batch]
        with reasons.without(each.entry for each in batch):
            after = [reasons.asked(each).answer() for each in batch]
        idle += [each for each, one, other in zip(batch, before, after, strict=True) if one == other]
    assert idle == []
