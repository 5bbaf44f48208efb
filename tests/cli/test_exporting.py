from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from explorer.cli.exporting import write_whole
from explorer.errors import ExplorerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_file_is_replaced_by_all_parts(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_bytes(b"before")
    write_whole(file, iter([b"one ", b"two"]))
    assert file.read_bytes() == b"one two"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_to_its_end_is_as_it_was(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"one "
        raise OSError(errno.ENOSPC, "No space left on device")

    file = tmp_path / "out.csv"
    file.write_bytes(b"before")
    with pytest.raises(ExplorerError, match=f"out.csv: cannot be written: No space .*free space in {tmp_path}"):
        write_whole(file, parts())
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExplorerError, match="cannot be written: No such file"):
        write_whole(tmp_path / "missing" / "out.csv", [b"one"])
