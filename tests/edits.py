"""Changes of records that are there, made from their present state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.records.models import Change

if TYPE_CHECKING:
    from explorer.records.models import Kind
    from explorer.store import Store


def retitled(store: Store, reform_id: str, title: str) -> Change:
    """Give a reform another title."""
    present = store.present("reform", reform_id)
    assert present
    assert present.record
    return Change("reform", reform_id, present.record.model_copy(update={"title_zh": title}), present.number)


def withdrawn(store: Store, kind: Kind, name: str) -> Change:
    """Withdraw a record."""
    present = store.present(kind, name)
    assert present
    return Change(kind, name, None, present.number)
