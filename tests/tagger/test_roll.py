from __future__ import annotations

import pytest

from explorer.tagger.gathered import Occurrence
from explorer.tagger.name import Name
from explorer.tagger.reading import Sentence
from explorer.tagger.roll import Roll
from explorer.tagger.subjects import Told

SENTENCE = Sentence(0, 40, "", "text", first=True, heading="")


def named(core: str, place: str = "370783", *, quoted: bool = True, at: int = 0) -> Occurrence:
    """Return a name told of a place."""
    name = Name(core, core, 0, len(core), "quoted" if quoted else "built", "")
    return Occurrence(name, at, at + len(core), SENTENCE, Told((place,), 0, 1, ""))


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("长者食堂", "长者食堂"),
        ("长者食堂", "村级长者食堂"),
        ("村级长者食堂", "长者食堂"),
        ("城乡15分钟生活圈", "城乡15分钟的生活圈"),
        ("信易+", "信易停"),
    ],
)
def test_a_name_means_the_reform_that_it_is_like(first: str, later: str) -> None:
    roll = Roll()
    for each in (named(first), named("金石里"), named(later, at=20)):
        roll.take(each)
    assert [each.cores[0] for each in roll.found] == [first, "金石里"]
    assert len(roll.found[0].occurrences) == 2


def test_a_plain_noun_means_a_reform_at_its_own_place_only() -> None:
    roll = Roll()
    for place in ("370783", "370782", "370783"):
        roll.take(named("跨境电商产业园", place, quoted=False))
    assert [len(each.occurrences) for each in roll.found] == [2, 1]


def test_the_reforms_that_a_caption_names_are_found() -> None:
    roll = Roll()
    for core in ("社区微业", "零工客栈"):
        roll.take(named(core))
    assert [each.cores for each in roll.named_in("奎文区零工客栈开门迎客")] == [("零工客栈",)]
    assert roll.holds("社区微业")
    assert not roll.holds("微业")
