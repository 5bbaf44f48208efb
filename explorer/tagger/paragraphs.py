"""Rejoin the lines of an article to numbered paragraphs, and lead each character back to where it stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from explorer.tagger.parting import ENDED, PARTS_CELLS, WIDE, is_heading, parts
from explorer.text.paragraphs import spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Form = Literal["text", "heading", "caption", "row"]

_GAP: Final = re.compile(r"\s+")
_LETTER: Final = re.compile(r"[A-Za-zÀ-ɏ]")
_CREDIT: Final = re.compile(r"[(（][^()（）]{0,40}(?:图|图片|摄(?!氏)|摄影|photo)[^()（）]{0,10}[)）]$", re.IGNORECASE)
_CELL_GAP: Final = "\t"
_LONGEST_CAPTION = 100  # characters


@dataclass(frozen=True)
class Paragraph:
    """
    A paragraph without its line breaks.

    ``number`` counts from 1 as citations do (``#p19``); ``start`` and ``end`` are characters of the input.
    ``form`` tells headings, captions of pictures and rows of tables from running text; a tab parts the cells of a row.
    ``continues`` is true where the sentence of the last running text goes on here: a column or a picture had broken it.
    """

    number: int
    start: int
    end: int
    text: str
    form: Form = "text"
    continues: bool = False
    _pieces: tuple[tuple[int, int], ...] = field(default=(), repr=False, compare=False)  # (in text, in input)

    def offsets(self, i: int) -> int:
        """Return where character ``i`` of ``text`` stands in the input; IndexError outside the text."""
        if not 0 <= i < len(self.text):
            message = f"character {i} of a paragraph of {len(self.text)}"
            raise IndexError(message)
        begins, stands = self._pieces[bisect_right(self._pieces, i, key=lambda piece: piece[0]) - 1]
        return stands + i - begins


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """
    Return the paragraphs of an article in order; of a text without any, none.

    They are numbered as citations count them. White space beside Chinese is dropped, save within a line of
    a heading, where it parts two clauses, and beside Latin letters; elsewhere it becomes one space.
    No character is corrected.
    """
    found: list[Paragraph] = []
    for number, (start, end) in enumerate(spans(text), start=1):
        found += [
            _paragraph(text, number, start + part.start, start + part.end, is_row=part.is_row)
            for part in parts(text[start:end])
        ]
    return tuple(_related(found))


def _paragraph(text: str, number: int, start: int, end: int, *, is_row: bool) -> Paragraph:
    block = text[start:end]
    form: Form = "row" if is_row else "caption" if _is_caption(block) else "heading" if is_heading(block) else "text"
    joined, pieces = [], []
    length = at = 0
    for gap in (*_GAP.finditer(block), None):
        stop = gap.start() if gap else len(block)
        word = block[at:stop]
        pieces.append((length, start + at))
        joined.append(word)
        length += len(word)
        if gap and (form == "row" or _parts_words(block, gap) or (form == "heading" and "\n" not in gap.group())):
            pieces.append((length, start + gap.start()))
            joined.append(_CELL_GAP if form == "row" and PARTS_CELLS.fullmatch(gap.group()) else " ")
            length += 1
        at = gap.end() if gap else stop
    return Paragraph(number, start, end, "".join(joined), form, _pieces=tuple(pieces))


def _parts_words(block: str, gap: re.Match[str]) -> bool:
    beside = block[gap.start() - 1], block[gap.end()]
    return any(map(_LETTER.match, beside)) or not any(map(WIDE.match, beside))


def _is_caption(block: str) -> bool:
    return len(block) <= _LONGEST_CAPTION and _CREDIT.search(block) is not None


def _related(found: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Tell the line above a picture's credit as its caption, and where a broken sentence goes on."""
    unended = False
    for n, each in enumerate(found):
        form = each.form
        if form == "heading" and n + 1 < len(found) and _CREDIT.fullmatch(found[n + 1].text):
            form = "caption"
        yield replace(each, form=form, continues=form == "text" and unended)
        if form == "text":
            unended = not ENDED.search(each.text)
        elif form == "heading":
            unended = False
