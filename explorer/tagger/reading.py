"""Lay the paragraphs of an article out as running sentences, and lead each character back to the input."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from explorer.tagger.paragraphs import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.tagger.paragraphs import Form, Paragraph

_WIDE: Final = {chr(ord(each) + 0xFEE0): each for each in "0123456789.%"}  # as numbers are read: ９８．６％
_CHINESE: Final = str.maketrans(_WIDE | {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"})
_IN_NUMBER: Final = re.compile(r"(?<=\d)[，：](?=\d{2,3}(?!\d))")
_SENTENCE: Final = re.compile(r"[^。！？\n]{0,2000}[。！？]*[”』」）]*")
_GAP: Final = "\n"


@dataclass(frozen=True)
class Sentence:
    """A sentence of running text, or a heading, or a caption: characters ``start`` to ``end`` of the reading."""

    start: int
    end: int
    text: str
    form: Form
    first: bool  # of its paragraph
    heading: str  # the last heading above it


@dataclass(frozen=True)
class Reading:
    """
    An article as it is read: one string, in which each character stands for one of the input.

    ASCII punctuation is Chinese here and straight quotes are paired, so that rules need one form only.
    Paragraphs are parted by a line end; one that a column or a picture broke is whole.
    """

    text: str
    sentences: tuple[Sentence, ...]
    _offsets: array[int]
    _numbers: array[int]
    _stretches: tuple[tuple[int, int, int], ...]  # of each paragraph: where it starts in the input, its stretch here
    _source: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of at least one character stands in the input."""
        return self._offsets[start], self._offsets[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """Return the words of the input that a stretch stands for."""
        first, last = self.span(start, end)
        return self._source[first:last]

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph in which a character stands."""
        return self._numbers[at]

    def located(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the reading that stands for these characters of the input."""
        after = bisect_right(self._stretches, start, key=lambda stretch: stretch[0])
        _, low, high = self._stretches[max(after - 1, 0)]
        return bisect_left(self._offsets, start, low, high), bisect_left(self._offsets, end, low, high)


def read(text: str) -> Reading:
    """Read an article; of a text without words, no sentence."""
    chains = _chains(paragraphs(text))
    pieces: list[str] = []
    offsets, numbers = array("q"), array("q")
    stretches: list[tuple[int, int, int]] = []
    for chain in chains:
        for each in chain:
            stretches.append((each.start, len(offsets), len(offsets) + len(each.text)))
            offsets.extend(map(each.offsets, range(len(each.text))))
            numbers.extend([each.number] * len(each.text))
        pieces.append(_plain("".join(each.text for each in chain)))
        offsets.append(chain[-1].end)
        numbers.append(chain[-1].number)
    whole = "".join(piece + _GAP for piece in pieces)
    return Reading(whole, tuple(_sentences(chains, pieces)), offsets, numbers, tuple(sorted(stretches)), text)


def _chains(found: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Join a paragraph to the last running text if it goes on there; headings and captions stand alone."""
    chains: list[list[Paragraph]] = []
    last: list[Paragraph] | None = None
    for each in found:
        if each.continues and last is not None:
            last.append(each)
            continue
        chains.append([each])
        last = chains[-1] if each.form == "text" else last
    return chains


def _plain(text: str) -> str:
    """Give punctuation its Chinese form, one character for one."""
    plain = _IN_NUMBER.sub(lambda mark: "," if mark.group() == "，" else ":", text.translate(_CHINESE))
    halves = plain.split('"')
    return "".join(half + ("" if n == len(halves) - 1 else "“”"[n % 2]) for n, half in enumerate(halves))


def _sentences(chains: Sequence[Sequence[Paragraph]], pieces: Sequence[str]) -> Iterator[Sentence]:
    begins, heading = 0, ""
    for chain, piece in zip(chains, pieces, strict=True):
        form = chain[0].form
        first = True
        for match in _SENTENCE.finditer(piece):
            if match.group().strip():
                yield Sentence(begins + match.start(), begins + match.end(), match.group(), form, first, heading)
                first = False
        heading = piece if form == "heading" else heading
        begins += len(piece) + len(_GAP)
