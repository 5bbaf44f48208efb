"""Read an article as plain text, whatever file it comes in; nothing is read that is too large."""

from __future__ import annotations

import re
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from explorer.documents import sandbox
from explorer.documents.encoding import decode
from explorer.errors import ArticleError, Fault
from explorer.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

MB: Final = 1024 * 1024
MOST_TEXT: Final = 100 * MB  # bytes of a plain text
MOST_DOCUMENT: Final = 25 * MB  # bytes of a file that has to be taken apart
READERS: Final[dict[str, Callable[[bytes, str], str]]] = {
    ".txt": decode,
    ".html": partial(sandbox.read, "html", most_text=MOST_TEXT),
    ".htm": partial(sandbox.read, "html", most_text=MOST_TEXT),
    ".docx": partial(sandbox.read, "docx", most_text=MOST_TEXT),
    ".pdf": partial(sandbox.read, "pdf", most_text=MOST_TEXT),
}
_LONGEST_ENDING: Final = 12  # characters that are told of one that is not read: whoever sends a file names it
_LOOKS_LIKE: Final = (  # for what comes without a name
    (re.compile(rb"%PDF-"), ".pdf"),
    (re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0"), ".docx"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", re.IGNORECASE), ".html"),
)


def read_article(data: bytes, name: str) -> str:
    """
    Return the text of an article; its paragraphs are parted by blank lines, save in a plain text, which stays as it is.

    Parameters
    ----------
    name
        The file's name: its ending says how to read it. Without an ending the first bytes do.

    Raises
    ------
    ArticleError
        It is empty, too large, encrypted, damaged, without text, binary, or of an unknown encoding or ending.
    """
    ending = _ending(data, name)
    assert_size(len(data), name, ending)
    text = READERS[ending](data, name)
    if not text.strip():
        raise ArticleError([Fault(name, message("has no text"), message("give a file with an article in it"))])
    return text


def assert_size(n_bytes: int, name: str, ending: str | None = None) -> None:
    """Raise ArticleError if a file of so many bytes would not be read; ``ending`` stands for a name's without one."""
    most = MOST_TEXT if (ending or PurePath(name).suffix.lower()) in {"", ".txt"} else MOST_DOCUMENT
    if n_bytes > most:
        what = message("has %(size)s MB; %(most)s MB are the most", size=f"{n_bytes / MB:,.0f}", most=most // MB)
        raise ArticleError([Fault(name, what, message("give the article alone, or its text in parts"))])


def _ending(data: bytes, name: str) -> str:
    ending = PurePath(name).suffix.lower()
    if not ending:
        return next((each for pattern, each in _LOOKS_LIKE if pattern.match(data)), ".txt")
    if ending not in READERS:
        raise ArticleError(
            [
                Fault(
                    name,
                    message("%(ending)s files are not read", ending=ending[:_LONGEST_ENDING]),
                    message("give one of %(endings)s", endings=[*READERS]),
                )
            ]
        )
    return ending
