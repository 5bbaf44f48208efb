"""Write a file whole: what stood there stays until all is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from explorer.errors import ExplorerError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_whole(file: Path, parts: Iterable[bytes]) -> None:
    """
    Write parts into a file beside it that takes its place in the end.

    Raises
    ------
    ExplorerError
        If the disk is full, or the folder may not be written: the file is as it was.
    """
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            stream.writelines(parts)
        beside.replace(file)
    except OSError as error:
        remedy = f"free space in {file.parent.absolute()}, make it possible to write there, or choose another file"
        raise ExplorerError([Fault(str(file), f"cannot be written: {error.strerror or error}", remedy)]) from error
    finally:
        beside.unlink(missing_ok=True)
