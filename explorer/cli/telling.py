"""Tell on a terminal what is wrong with a file, and how far it is read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from explorer.changes import record_of
from explorer.cli.group import console, in_words, language
from explorer.cli.writing import write_whole
from explorer.difference import difference
from explorer.errors import ExplorerError, Fault
from explorer.exchange.returned import returned_file
from explorer.messages import say
from explorer.preview import as_fault, faults_of, note_reasons, notes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from explorer.messages import Language
    from explorer.offers import Verdict
    from explorer.store import Store
    from explorer.store.staging import Staged, Staging
    from geodata import Places

_VERDICTS: Final[dict[Verdict, dict[Language, str]]] = {
    "added": {"en": "added", "zh": "新增"},
    "changed": {"en": "changed", "zh": "修改"},
    "unchanged": {"en": "unchanged", "zh": "无变化"},
    "double": {"en": "likely doubles", "zh": "疑似重复"},
    "faulty": {"en": "faulty", "zh": "有问题"},
}

SHOWN_EACH: Final = 100  # records


class Telling:
    """Counts records and faults, and prints the faults as they are found."""

    def __init__(self) -> None:
        self.n_faults = 0
        self.reasons: dict[tuple[str, int], list[Fault]] = {}  # by the row of the file
        self._n_by_kind: Counter[str] = Counter()

    @property
    def kinds(self) -> str:
        """How many records of which kind were read."""
        n_reforms, n_sources = (self._n_by_kind[kind] for kind in ("reform", "source"))
        if language() == "zh":
            return f"改革{n_reforms}项，来源{n_sources}条"
        return f"{counted(n_reforms, 'reform')}, {counted(n_sources, 'source')}"

    def counted(self, records: Iterable[Staged]) -> Iterator[Staged]:
        """Yield records, and show how many there were."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Reading", total=None)
            for each in records:
                self._n_by_kind[each.kind] += 1
                if self._n_by_kind.total() % SHOWN_EACH == 0:
                    progress.update(task, description=f"Reading: {self.kinds}")
                yield each

    def faults(self, record: Staged) -> None:
        """Print what is wrong with a record: its faults, or that it is likely a double."""
        found = as_fault(record) if record.verdict == "double" else record
        for fault in faults_of(found):
            click.echo(in_words(fault))
            self.n_faults += 1
        if found.told["faults"]:
            note_reasons(found, self.reasons)

    @staticmethod
    def notes(record: Staged) -> None:
        """Print what was mended in reading a record."""
        told = {"en": "Note: ", "zh": "提示："}[language()]
        for note in notes_of(record):
            console.print(f"{told}{in_words(note)}", style="yellow", markup=False)


def write_returned(output: Path, file: Path, reasons: dict[tuple[str, int], list[Fault]]) -> None:
    """Write the faulty rows of a file, each with its reasons, to be corrected and imported."""
    if output.suffix.lower() != file.suffix.lower():
        raise ExplorerError([Fault(str(output), "is of another format", f"end it in {file.suffix}, as {file.name}")])
    write_whole(output, [returned_file(file.name, file.read_bytes(), reasons, language())])
    told = {
        "en": f"{output}: {counted(len(reasons), 'row')} to be corrected",
        "zh": f"{output}：{len(reasons)}行待修改",
    }
    console.print(told[language()], markup=False)


def counted(n: int, noun: str) -> str:
    """Say a number of things: 1 reform, 2 reforms."""
    return f"{n} {noun}{'' if n == 1 else 's'}"


def tell_numbers(summary: Mapping[Verdict, int], *, doubles: bool) -> int:
    """Print how many records come in and how many stay out; return the number of changes."""
    n_changes = summary["added"] + summary["changed"] + (summary["double"] if doubles else 0)
    parts = {
        "en": ", ".join(f"{summary[verdict]} {words['en']}" for verdict, words in _VERDICTS.items()),
        "zh": "，".join(f"{words['zh']}{summary[verdict]}" for verdict, words in _VERDICTS.items()),
    }
    told = {"en": f"{counted(n_changes, 'change')}: {parts['en']}", "zh": f"共{n_changes}处变化：{parts['zh']}"}
    console.print(told[language()], markup=False)
    return n_changes


def tell_differences(store: Store, staging: Staging, batch: int, places: Places, *, doubles: bool) -> None:
    """Print what a preview would change, field by field, of the first records of each verdict."""
    summary = staging.summary(batch)
    verdicts: tuple[Verdict, ...] = ("changed", "added", *(("double",) if doubles else ()))
    for verdict in verdicts:
        shown = staging.rows(batch, verdict)
        for each in shown:
            _tell_difference(store, each, places)
        if summary[verdict] > len(shown):
            n, words = summary[verdict] - len(shown), _VERDICTS[verdict]
            click.echo({"en": f"… and {n} more {words['en']}", "zh": f"……另有{n}条{words['zh']}"}[language()])


def _tell_difference(store: Store, each: Staged, places: Places) -> None:
    before = store.revision(each.base) if each.base else None
    after = record_of(each.kind, each.document or "")
    click.echo(f"{_VERDICTS[each.verdict][language()]}: {each.kind} {each.id}")
    for found in difference(before.record if before else None, after, places):
        old, new = (say(each, language()) if each else "—" for each in (found.before, found.after))
        label = say(found.label, language())
        click.echo(f"  {label}: {old} → {new}" if before else f"  {label}: {new}")
