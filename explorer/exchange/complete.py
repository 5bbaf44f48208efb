"""Read the tables of an export as reforms: every value has to fit at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from explorer import unfit
from explorer.errors import CasesError, Fault
from explorer.exchange.offering import offers
from explorer.messages import message
from explorer.model import Cases, Reform, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.offers import Offer


def read_tables(data: bytes, name: str) -> Cases:
    """
    Read reforms from the bytes of a workbook or CSV file that was exported.

    Raises
    ------
    CasesError
        With every fault of form at once, each with its row and column.
    """
    found: list[Reform | Source] = []
    faults: list[Fault] = []
    for offer in offers(data, name):
        if not offer.whole:
            what = message("is a table that adds to what is recorded")
            raise CasesError([Fault(name, what, message("run `explorer import`"))])
        model = Reform if offer.kind == "reform" else Source
        try:
            found += [] if offer.faults else [model.model_validate(offer.values)]
        except ValidationError as error:
            faults += _placed(error, offer)
        faults += offer.faults
    if faults:
        raise CasesError(faults)
    return Cases(
        sources=tuple(each for each in found if isinstance(each, Source)),
        reforms=tuple(each for each in found if isinstance(each, Reform)),
    )


def _placed(error: ValidationError, offer: Offer) -> Iterator[Fault]:
    for fault in unfit.faults(error):
        cell = offer.cells.get(str(fault.where))
        yield Fault(offer.where if cell is None else cell, fault.what, fault.remedy)
