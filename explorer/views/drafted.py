"""Gather what the page tells of the reforms that a text proposes, each fact with the words that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from explorer.exchange.drafts import write_drafts
from explorer.tagger.drafts import draft, source_of_article
from explorer.tagger.recorded import Recorded
from explorer.views.asking import site

if TYPE_CHECKING:
    from explorer.model import Reform
    from explorer.store import Store
    from explorer.tagger.proposal import Draft, Evidence

MOST_DRAFTED = 100_000  # characters; so many take half a second, five at the worst


@dataclass(frozen=True)
class Proposed:
    """A draft, and the reform that it is already recorded as, if any."""

    draft: Draft
    recorded: Reform | None

    def words(self, fact: str) -> Evidence | None:
        """Return the words behind a fact: ``title``, ``figures[0]``; None if none are told."""
        return next((each for each in self.draft.draft.evidence if each.fact == fact), None)

    @property
    def adds(self) -> bool:
        """Whether it tells anything that is not recorded."""
        return self.recorded is None or bool(self.draft.draft.new)


def proposed(text: str) -> tuple[Proposed, ...]:
    """Return what a text proposes, beside what is recorded; those that add nothing come last."""
    drafts = draft(text, site().places, known_reforms())
    matched = {each.draft.matches for each in drafts if each.draft.matches}
    by_id = {reform.id: reform for reform in site().store.named(matched)}
    found = (Proposed(each, by_id.get(each.draft.matches or "")) for each in drafts)
    return tuple(sorted(found, key=lambda each: not each.adds))


def written_drafts(text: str) -> bytes:
    """Return the file of drafts that a text gives."""
    source = source_of_article(text, "article")
    return write_drafts(draft(text, site().places, known_reforms(), source.id), source)


def known_reforms() -> Recorded:
    """Return the recorded reforms by their names; only those that a draft may be are read."""
    return _known_reforms(site().store, site().store.digest())


@lru_cache(maxsize=1)
def _known_reforms(store: Store, _digest: str) -> Recorded:
    return Recorded(store.names(), store.named)


def spans(found: tuple[Proposed, ...]) -> set[tuple[int, int]]:
    """Return the stretches of the text that facts came from."""
    return {(words.start, words.end) for each in found for words in each.draft.draft.evidence}
