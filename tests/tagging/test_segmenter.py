from __future__ import annotations

import gc
from functools import lru_cache

import pytest

from explorer.tagging import tag
from explorer.tagging.segmenter import forget

pytestmark = pytest.mark.long
ONE, OTHER = (
    "昨日晴间多云，寿光学子返乡，高密度住宅旁的潍坊子公司开业。",
    "据寿光侯镇的张安丘说，青州市场和诸城市区的人很多。",
)


def test_nothing_of_a_text_is_left_in_memory_once_it_is_forgotten() -> None:
    tag(ONE + OTHER)  # names and signs are read, and stay
    forget()
    before = _held()
    tag(OTHER)
    assert _held() > before
    forget()
    assert _held() == before


def test_a_text_reads_the_same_after_the_answers_are_forgotten() -> None:
    before = tag(ONE, everything=True)
    forget()
    assert tag(ONE, everything=True) == before


def _held() -> int:
    """Return how many answers are kept by any function of the tagger."""
    gc.unfreeze()  # a site that was warmed up in this process set all that there was apart
    caches = [each for each in gc.get_objects() if isinstance(each, type(lru_cache(len)))]
    return sum(each.cache_info().currsize for each in caches if each.__module__.startswith("explorer.tagging"))
