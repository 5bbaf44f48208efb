from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest

from explorer import model, words


@pytest.mark.parametrize(
    ("named", "closed_set"),
    [
        (words.THEMES, model.Theme),
        (words.STATUSES, model.Status),
        (words.SCOPES, model.Scope),
        (words.LEVELS, model.Level),
        (words.HONOURS, model.HonourKind),
    ],
)
def test_every_word_of_the_model_has_a_name_in_both_languages(named: words.Words, closed_set: Any) -> None:
    assert set(named) == set(get_args(closed_set))
    assert all(name.keys() == {"zh", "en"} and all(name.values()) for name in named.values())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_level_and_kind_has_a_badge_of_its_own(language: words.Language) -> None:
    assert set(words.BADGES) == set(product(words.LEVELS, words.HONOURS))
    assert len({badge[language] for badge in words.BADGES.values()}) == len(words.BADGES)


@pytest.mark.parametrize("named", [words.THEMES, words.STATUSES, words.SCOPES, words.LEVELS, words.HONOURS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_words_of_a_set_read_the_same(named: words.Words, language: words.Language) -> None:
    assert len({name[language] for name in named.values()}) == len(named)
