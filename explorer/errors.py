"""The few kinds of error; each names the place, the fault and the remedy, all faults at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where it is, and what to do about it."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Write the fault as one line for a terminal."""
        return f"{self.where}: {self.what} ({self.remedy})"


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
