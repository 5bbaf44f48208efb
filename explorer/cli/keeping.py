"""Back up all that is kept, and restore it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from explorer.cli.group import main, tell
from explorer.config import Settings
from explorer.messages import message

if TYPE_CHECKING:
    from explorer.store.backup import Manifest


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write reforms with their history, the queue and the accounts into one file; it is read again and checked."""
    from explorer.store import backup as backups
    from explorer.store.migrating import migrated

    with migrated(Settings.read().store_url(), tell) as engine:
        _tell(file, backups.write(engine, file))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace what the database holds; it is backed up beside FILE first.")
def restore(file: Path, *, replace: bool) -> None:
    """Restore a backup, once each part of it was checked: all of it, or nothing."""
    from explorer.store import backup as backups
    from explorer.store.migrating import migrated

    with migrated(Settings.read().store_url(), tell) as engine:
        _tell(file, backups.restore(engine, file, replace=replace, say=tell))


def _tell(file: Path, manifest: Manifest) -> None:
    rows = {name: member.rows for name, member in manifest.members.items()}
    tell(
        message(
            "%(file)s: of %(at)s, %(revisions)s revisions of reforms and sources, %(entries)s entries of the queue, "
            "%(accounts)s accounts",
            file=file,
            at=manifest.at,
            revisions=rows["revision"],
            entries=rows["entry"],
            accounts=rows["account"],
        )
    )
