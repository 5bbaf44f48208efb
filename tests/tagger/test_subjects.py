from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.tagger import tag
from explorer.tagger.reading import read
from explorer.tagger.subjects import Subjects, spots_of

if TYPE_CHECKING:
    from geodata import Places


def told(text: str, places: Places) -> tuple[str, ...]:
    """Return the places that the asterisk of a text is told of."""
    reading = read(text)
    subjects = Subjects(reading, spots_of(reading, tag(text, places), places), places)
    for sentence in reading.sentences:
        subjects.enter(sentence)
        if "*" in sentence.text:
            return subjects.at(sentence.start + sentence.text.index("*")).places
        subjects.leave(sentence)
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("潍坊市改革有声有色。寿光市推出*。", ["370783"]),
        ("寿光市推出新政。随后又办起*。", ["370783"]),
        ("潍坊青州探索*。", ["370781"]),
        ("寿光市、青州市和诸城市推出*。", ["370783", "370781", "370782"]),
        ("潍坊市部署。寿光市先行。\n\n办起*。\n\n潍坊市总结。", ["370700"]),
        ("潍坊市点赞。寿光市推出新政。这一改革在潍坊市被称为*。", ["370783"]),
        ("潍坊市部署。寿光市试点。全市推出*。潍坊市。", ["370783"]),
        ("寿光市先行。推出*……潍坊市蹚出新路。", ["370700"]),
        ("寿光模式广为人知。推出*。", []),
        ("推出*。", []),
    ],
)
def test_a_fact_is_told_of_the_subject_of_its_sentence(text: str, wanted: list[str], weifang: Places) -> None:
    assert list(told(text, weifang)) == wanted
