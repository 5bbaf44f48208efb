from __future__ import annotations

import gc

import pytest

from explorer.tagger.pausing import collection_paused


def test_collection_goes_on_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), collection_paused():
        raise ZeroDivisionError

    assert gc.isenabled()


def test_collection_that_was_off_stays_off() -> None:
    with collection_paused():
        with collection_paused():
            pass
        assert not gc.isenabled()

    assert gc.isenabled()
