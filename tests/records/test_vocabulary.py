from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest

from explorer.records import models, vocabulary


@pytest.mark.parametrize(
    ("named", "closed_set"),
    [
        (vocabulary.THEMES, models.Theme),
        (vocabulary.STATUSES, models.Status),
        (vocabulary.SCOPES, models.Scope),
        (vocabulary.LEVELS, models.Level),
        (vocabulary.HONOURS, models.HonourKind),
    ],
)
def test_every_word_of_the_model_has_a_name_in_both_languages(named: vocabulary.Words, closed_set: Any) -> None:
    assert set(named) == set(get_args(closed_set))
    assert all(name.keys() == {"zh", "en"} and all(name.values()) for name in named.values())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_level_and_kind_has_a_badge_of_its_own(language: vocabulary.Language) -> None:
    assert set(vocabulary.BADGES) == set(product(vocabulary.LEVELS, vocabulary.HONOURS))
    assert len({badge[language] for badge in vocabulary.BADGES.values()}) == len(vocabulary.BADGES)


@pytest.mark.parametrize(
    "named", [vocabulary.THEMES, vocabulary.STATUSES, vocabulary.SCOPES, vocabulary.LEVELS, vocabulary.HONOURS]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_words_of_a_set_read_the_same(named: vocabulary.Words, language: vocabulary.Language) -> None:
    assert len({name[language] for name in named.values()}) == len(named)
