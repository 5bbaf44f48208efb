from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from explorer.tagging.mention import Mention, mention

VALUES = ("370783", "寿光市", 1, 4, "寿光市", "county", 0.99, "the full name", "taken", "", ())


def test_a_mention_made_at_once_is_one_like_any_other() -> None:
    made = mention(*VALUES)
    other = Mention("370783", "寿光市", 1, 4, "寿光市", "county", 0.99, "the full name")

    assert type(made) is Mention
    assert (made, hash(made), repr(made)) == (other, hash(other), repr(other))
    assert replace(made, start=0).start == 0
    assert pickle.loads(pickle.dumps(made)) == other  # noqa: S301  # its own bytes


def test_a_mention_made_at_once_is_closed() -> None:
    made = mention(*VALUES)

    with pytest.raises(FrozenInstanceError):
        made.start = 2  # type: ignore[misc]
