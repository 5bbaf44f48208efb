"""The few kinds of error; each names the place, the fault and the remedy, all faults at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from explorer.messages import Message, Words, message, packed, say, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Location:
    """Where a value stands: in a sheet's row and column, or on a path of JSON."""

    row: int | None = None  # as the spreadsheet counts: the header is 1; None: of a JSON file
    column: str = ""  # heading of the column
    sheet: str = ""  # empty: the file has but one
    path: str = ""  # such as features[3].properties.reach[0].place

    @property
    def words(self) -> Message | str:
        """Say it as a person would look for it."""
        if self.row is None:
            return message("column %(column)s", column=self.column) if self.column else self.path
        row = message("row %(row)s", row=self.row)
        if self.column:
            row = message("%(row)s, %(column)s", row=row, column=self.column)
        return message("%(sheet)s, %(row)s", sheet=self.sheet, row=row) if self.sheet else row

    def __str__(self) -> str:
        """Say it in English."""
        return say(self, "en")


Where = Location | Words


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where it is, and what to do about it."""

    where: Where
    what: Words
    remedy: Words

    @property
    def words(self) -> Message:
        """Say all of it in one line."""
        return message("%(where)s: %(what)s (%(remedy)s)", where=self.where, what=self.what, remedy=self.remedy)

    @property
    def advice(self) -> Message:
        """Say what is wrong and what to do, where it is seen at which place."""
        return message("%(what)s: %(remedy)s", what=self.what, remedy=self.remedy)

    def __str__(self) -> str:
        """Write the fault as one line for a terminal."""
        return say(self, "en")

    def packed(self) -> list[Any]:
        """Return it as JSON can keep it."""
        return [packed_where(self.where), packed(self.what), packed(self.remedy)]


def packed_where(where: Where) -> Any:
    """Return where a value stands as JSON can keep it."""
    return {"at": asdict(where)} if isinstance(where, Location) else packed(where)


def unpacked_where(kept: Any) -> Where:
    """Return where a value stands, kept as JSON."""
    return Location(**kept["at"]) if isinstance(kept, dict) and "at" in kept else cast("Words", unpacked(kept))


def unpacked_fault(kept: Any) -> Fault:
    """Return a fault that was kept as JSON; before sentences were messages, both languages were kept."""
    if isinstance(kept, dict):
        kept = [{"en": en, "zh": zh} for en, zh in zip(kept["en"], kept["zh"], strict=True)]
    where, what, remedy = kept
    return Fault(unpacked_where(where), unpacked(what), unpacked(remedy))


class ExplorerError(Exception):
    """Something that the person at the keyboard can mend; holds every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class FilterError(ExplorerError):
    """A filter has an unknown parameter, or a value that it cannot take."""


class CasesError(ExplorerError):
    """A file of reforms cannot be read, or breaks the schema."""


class ArticleError(ExplorerError):
    """An article cannot be read."""


class StoreError(ExplorerError):
    """The database cannot be opened, read or written."""


class BusyError(StoreError):
    """Another program writes to the database for longer than one waits for it."""


class AccountError(ExplorerError):
    """An account cannot be as it is asked for."""


class ConflictError(ExplorerError):
    """
    Somebody else was faster: what was to be changed is no longer as it was seen.

    Parameters
    ----------
    conflicts
        The records, as (kind, id); empty if it is an entry of the queue or a file.
    """

    def __init__(self, faults: Iterable[Fault], conflicts: Iterable[tuple[str, str]] = ()) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(faults)


class LockedError(ExplorerError):
    """Too many wrong passwords were given under one name."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        remedy = message("wait %(seconds)s seconds, then try again", seconds=seconds)
        super().__init__([Fault(message("name and password"), message("wrong too often"), remedy)])
