"""Offer what stands in a steward's own table, given line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.formats.detect import sheets_of
from explorer.formats.one_table import flat_offers

if TYPE_CHECKING:
    from explorer.records.candidates import Offer


def offered(*lines: str) -> list[Offer]:
    return list(flat_offers(sheets_of("\n".join(lines).encode(), "x.csv"), "x.csv"))


def reforms_of(*lines: str) -> list[Offer]:
    return [each for each in offered(*lines) if each.kind == "reform"]


def told(found: list[Offer]) -> list[str]:
    return [f"{fault.where}: {fault.what}" for each in found for fault in each.faults]
