from __future__ import annotations

import re
from datetime import timedelta

from explorer.store.clock import now, seconds_until


def test_later_moments_sort_after_earlier_ones() -> None:
    moments = [now(timedelta(seconds=n)) for n in (-(10**7), 0, 5, 10**7)]
    assert moments == sorted(moments)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each) for each in moments)


def test_seconds_are_counted_and_never_less_than_one() -> None:
    assert 28 <= seconds_until(now(timedelta(seconds=30))) <= 30
    assert seconds_until(now(timedelta(seconds=-30))) == 1
