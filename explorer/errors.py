"""The few kinds of error; each names the place, the fault and the remedy, all faults at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, Self


class Said(str):
    """Words of a fault in English that know themselves in Chinese too."""

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        """Keep both; everything that asks for a text gets the English one."""
        made = super().__new__(cls, en)
        made.zh = zh
        return made


def said(words: str, language: Literal["zh", "en"]) -> str:
    """Return the words of a fault in a language; plain ones are English in both."""
    return words.zh if language == "zh" and isinstance(words, Said) else str.__str__(words)


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
        remedy = Said(f"wait {seconds} seconds, then try again", f"请等待 {seconds} 秒后再试")
        super().__init__(
            [Fault(Said("name and password", "用户名与密码"), Said("wrong too often", "错误次数过多"), remedy)]
        )
