"""Bring a file of reforms into the database."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explorer.cli.group import console, language, main
from explorer.config import Settings
from explorer.errors import ExplorerError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from explorer.cli.telling import Telling
    from explorer.store import Store
    from explorer.store.staging import Staged, Staging

FEW_COLLECTIONS = (50_000, 20, 20)  # as gc.set_threshold takes them


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
    from explorer.cli.telling import Telling, tell_differences, tell_numbers, write_returned
    from explorer.exchange.offering import offers
    from explorer.preview import preview
    from explorer.site import open_data

    places, store = open_data(Settings.read(), console.print)
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
    from explorer.preview import choose, keep

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

    from explorer.changes import Signature
    from explorer.cli.telling import counted
    from explorer.preview import take

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Importing", total=n_changes)
        numbers = take(store, staging, Signature(None, why, batch=batch), lambda n: progress.update(task, completed=n))
    n = len(numbers)
    console.print({"en": f"Imported: {counted(n, 'change')}", "zh": f"已导入：{n}处变化"}[language()], markup=False)


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ExplorerError([Fault(str(file), error.strerror or str(error), "give the path of a file")]) from error
