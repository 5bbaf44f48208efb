"""What an editor proposes is kept as plain JSON, and comes back as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from explorer.changes import NEW, Change
from explorer.proposals import as_document, changes_of

if TYPE_CHECKING:
    from explorer.model import Cases


def test_each_reform_and_source_comes_back_as_it_was_proposed(cases: Cases) -> None:
    sources = [Change("source", each.id, each, n) for n, each in enumerate(cases.sources)]
    reforms = [Change("reform", each.id, each, n) for n, each in enumerate(cases.reforms)]
    kept = json.loads(json.dumps(as_document([*sources, *reforms], "why not", restores=7)))

    assert changes_of(kept) == (*sources, *reforms)
    assert (kept["why"], kept["restores"]) == ("why not", 7)


def test_a_withdrawal_is_proposed_too() -> None:
    changes = (Change("reform", "a", None, 12), Change("source", "b", None, NEW))

    assert changes_of(as_document(changes, "gone")) == changes
    assert as_document(changes, "gone")["restores"] is None
