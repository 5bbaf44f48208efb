from __future__ import annotations

from typing import TYPE_CHECKING

from explorer import reach

if TYPE_CHECKING:
    from explorer.model import Cases
    from explorer.store import Store
    from geodata import Places


def test_the_few_that_are_akin_hold_the_related_ones_of_all(store: Store, cases: Cases, weifang: Places) -> None:
    for reform in cases.reforms:
        assert len(store.akin(reform, most=3)) == 3
        assert reach.related(reform, store.akin(reform), weifang) == reach.related(reform, cases.reforms, weifang)
