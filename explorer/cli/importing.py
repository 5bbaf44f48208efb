"""Bring a file of reforms into the database, and tell what it would change."""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from explorer.cli.exporting import write_whole
from explorer.cli.group import console, language, main, tell
from explorer.config import Settings
from explorer.errors import ExplorerError, Fault
from explorer.formats.annotated import returned_file
from explorer.importing.preview import as_fault, faults_of, note_reasons, notes_of
from explorer.messages import counted, message, say
from explorer.records.diff import difference
from explorer.records.models import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from explorer.messages import Message, Words
    from explorer.records.candidates import Verdict
    from explorer.store import Store
    from explorer.store.staging import Staged, Staging
    from geodata import Places


_VERDICTS: Final[dict[Verdict, Message]] = {
    "added": message("added"),
    "changed": message("changed"),
    "unchanged": message("unchanged"),
    "double": message("likely doubles"),
    "faulty": message("faulty"),
}

SHOWN_EACH: Final = 100  # records
FEW_COLLECTIONS = (50_000, 20, 20)  # as gc.set_threshold takes them


class Telling:
    """Counts records and faults, and prints the faults as they are found."""

    def __init__(self) -> None:
        self.n_faults = 0
        self.reasons: dict[tuple[str, int], list[Fault]] = {}  # by the row of the file
        self._n_by_kind: Counter[str] = Counter()

    @property
    def kinds(self) -> Words:
        """How many records of which kind were read."""
        return (
            counted(self._n_by_kind["reform"], "%(n)s reform", "%(n)s reforms"),
            counted(self._n_by_kind["source"], "%(n)s source", "%(n)s sources"),
        )

    def counted(self, records: Iterable[Staged]) -> Iterator[Staged]:
        """Yield records, and show how many there were."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task(say(message("Reading"), language()), total=None)
            for each in records:
                self._n_by_kind[each.kind] += 1
                if self._n_by_kind.total() % SHOWN_EACH == 0:
                    progress.update(task, description=say(message("Reading: %(kinds)s", kinds=self.kinds), language()))
                yield each

    def faults(self, record: Staged) -> None:
        """Print what is wrong with a record: its faults, or that it is likely a double."""
        found = as_fault(record) if record.verdict == "double" else record
        for fault in faults_of(found):
            click.echo(say(fault, language()))
            self.n_faults += 1
        if found.told["faults"]:
            note_reasons(found, self.reasons)

    @staticmethod
    def notes(record: Staged) -> None:
        """Print what was mended in reading a record."""
        for note in notes_of(record):
            tell(message("Note: %(note)s", note=note), style="yellow")


def write_returned(output: Path, file: Path, reasons: dict[tuple[str, int], list[Fault]]) -> None:
    """Write the faulty rows of a file, each with its reasons, to be corrected and imported."""
    if output.suffix.lower() != file.suffix.lower():
        remedy = message("end it in %(ending)s, as %(file)s", ending=file.suffix, file=file.name)
        raise ExplorerError([Fault(str(output), message("is of another format"), remedy)])
    write_whole(output, [returned_file(file.name, file.read_bytes(), reasons, language())])
    rows = counted(len(reasons), "%(n)s row to be corrected", "%(n)s rows to be corrected")
    tell(message("%(file)s: %(told)s", file=output, told=rows))


def tell_numbers(summary: Mapping[Verdict, int], *, doubles: bool) -> int:
    """Print how many records come in and how many stay out; return the number of changes."""
    n_changes = summary["added"] + summary["changed"] + (summary["double"] if doubles else 0)
    parts = [message("%(n)s %(verdict)s", n=summary[each], verdict=words) for each, words in _VERDICTS.items()]
    tell(counted(n_changes, "%(n)s change: %(parts)s", "%(n)s changes: %(parts)s", parts=parts))
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
            n = summary[verdict] - len(shown)
            click.echo(say(message("… and %(n)s more %(verdict)s", n=n, verdict=_VERDICTS[verdict]), language()))


def _tell_difference(store: Store, each: Staged, places: Places) -> None:
    before = store.revision(each.base) if each.base else None
    after = record_of(each.kind, each.document or "")
    click.echo(f"{say(_VERDICTS[each.verdict], language())}: {each.kind} {each.id}")
    for found in difference(before.record if before else None, after, places):
        old, new = (say(each, language()) if each else "—" for each in (found.before, found.after))
        label = say(found.label, language())
        click.echo(f"  {label}: {old} → {new}" if before else f"  {label}: {new}")


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Print what would change, field by field, and change nothing.")
@click.option("--why", help="For the history.  [default: imported from FILE]")
@click.option("--doubles", is_flag=True, help="Import likely doubles too.")
@click.option("--returned", type=click.Path(path_type=Path, dir_okay=False), help="File to write the faulty rows to.")
@click.pass_context
def import_command(
    ctx: click.Context, file: Path, returned: Path | None, why: str | None, *, dry_run: bool, doubles: bool
) -> None:
    """
    Bring in the good records of a file (.geojson, .csv, .xlsx) in one go; exit status 1 if others were left out.

    What the file does not name stays as it is, and the same file again changes nothing.
    """
    from explorer.formats.detect import offers
    from explorer.importing.preview import preview
    from explorer.web.site import open_data

    places, store = open_data(Settings.read(), tell)
    staging, telling = store.staging, Telling()
    batch = staging.begin(file.name, _digest(file), None)
    try:
        with _seldom_collecting():
            records = telling.counted(preview(store, offers(file, file.name), places))
            _keep(staging, batch, records, telling, doubles=doubles)
            n_changes = tell_numbers(staging.summary(batch), doubles=doubles)
            if dry_run:
                tell_differences(store, staging, batch, places, doubles=doubles)
            elif n_changes:
                _take(store, staging, batch, why or f"imported from {file.name}", n_changes)
    finally:
        staging.discard(batch)  # one that was imported stays
    if telling.reasons and returned:
        write_returned(returned, file, telling.reasons)
    ctx.exit(1 if telling.n_faults else 0)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage less often: of 100,000 records, to look as often as usual takes a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(*FEW_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _keep(staging: Staging, batch: int, records: Iterable[Staged], telling: Telling, *, doubles: bool) -> None:
    """Keep the preview, and print what is wrong."""
    from explorer.importing.preview import choose, keep

    chosen: list[int] = []

    def told() -> Iterator[Staged]:
        for each in records:
            if each.verdict == "double" and doubles:
                chosen.append(each.position)
            else:
                telling.faults(each)
            telling.notes(each)
            yield each

    keep(staging, batch, told())
    if chosen:
        choose(staging, batch, chosen)
    staging.finish(batch)


def _take(store: Store, staging: Staging, batch: int, why: str, n_changes: int) -> None:
    from rich.progress import Progress

    from explorer.importing.preview import take
    from explorer.records.models import Signature

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(say(message("Importing"), language()), total=n_changes)
        numbers = take(store, staging, Signature(None, why, batch=batch), lambda n: progress.update(task, completed=n))
    tell(counted(len(numbers), "Imported: %(n)s change", "Imported: %(n)s changes"))


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ExplorerError(
            [Fault(str(file), error.strerror or str(error), message("give the path of a file"))]
        ) from error
