from __future__ import annotations

import pytest

from explorer.tagging.gazetteer import gazetteer
from explorer.tagging.spans import spans


@pytest.mark.parametrize("region", ["370700", None])
def test_each_name_of_the_gazetteer_can_stand_in_a_text(region: str | None) -> None:
    names = gazetteer(region)
    text = "\n\n".join(entry.pattern for entry in names.entries)

    found = spans(text, names)

    assert all(text[start:end] == names.entries[number].pattern for number, start, end in found)
    assert len(found) > 0.99 * len(names.entries)


def test_a_part_is_found_though_its_parent_is_misread() -> None:
    names = gazetteer(None)

    found = [names.entries[span.number].pattern for span in spans("肯岛市北区", names)]

    assert found == ["市北区"]


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("湖南岳阳市", ["湖南", "岳阳市"]),
        ("湖南岳阳", ["湖南", "岳阳"]),
        ("江西安福", ["江西", "安福"]),
        ("anqiu ships ginger", ["anqiu"]),
        ("anqiu shi ", ["anqiu shi"]),
    ],
)
def test_names_one_after_another_are_each_found(text: str, patterns: list[str]) -> None:
    names = gazetteer("370700")

    assert [names.entries[span.number].pattern for span in spans(text, names)] == patterns
