"""Part an article into paragraphs and sentences, whatever its lines, and lead each character back to its place."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from explorer.text.numerals import SPACED
from explorer.text.paragraphs import spans
from explorer.text.radicals import unified

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence


ENDED: Final = re.compile(r"[。.!?！？…；;:：][\"”’』」)）\]】]*$")
WIDE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
ITEM: Final = re.compile(
    r"[●◆■★▲○◇◎▶►•·▪]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．](?!\d)|[①-⑳]"
)
PARTS_CELLS: Final = re.compile(r"[^\S\n]*[|\t　][^\S\n]*|[^\S\n]{2,}")
_LINE: Final = re.compile(r"\S[^\n]*(?<=\S)")
_OPENED: Final = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("(", ")"), ("「", "」"))
_WRAPPED: Final = 1.4  # how much wider the next line may be if both are wrapped
_NARROW: Final = 48  # half characters of a line: a narrower column breaks words anywhere
_LEAST_ROWS: Final = 3
_LONGEST_HEADING, _LONGEST_ROW = 60, 200  # characters
Form = Literal["text", "heading", "caption", "row"]
_GAP: Final = re.compile(r"\s+")
_LETTER: Final = re.compile(r"[A-Za-zÀ-ɏ]")
_CREDIT: Final = re.compile(r"[(（][^()（）]{0,40}(?:图|图片|摄(?!氏)|摄影|photo)[^()（）]{0,10}[)）]$", re.IGNORECASE)
_CELL_GAP: Final = "\t"
_LONGEST_CAPTION = 100  # characters
_WIDE: Final = {chr(ord(each) + 0xFEE0): each for each in "0123456789.%"}  # as numbers are read: ９８．６％
_CHINESE: Final = str.maketrans(_WIDE | {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"})
_IN_NUMBER: Final = re.compile(r"(?<=\d)[，：](?=\d{2,3}(?!\d))")
_SENTENCE: Final = re.compile(r"[^。！？\n]{0,2000}[。！？]*[”』」）]*")
_GAP_OF_LINES: Final = "\n"


@dataclass(frozen=True)
class Part:
    """Lines of a block that belong together: characters ``start`` to ``end`` of the block."""

    start: int
    end: int
    is_row: bool


def parts(block: str) -> Iterator[Part]:
    """Yield the parts of a block in order; each line of a table is one."""
    spans = [line.span() for line in _LINE.finditer(block)]
    lines = [block[start:end] for start, end in spans]
    rows = _rows(lines)
    begins = 0
    for n in range(1, len(lines)):
        if n in rows or n - 1 in rows or _begins(lines, begins, n):
            yield Part(spans[begins][0], spans[n - 1][1], n - 1 in rows)
            begins = n
    yield Part(spans[begins][0], spans[-1][1], len(lines) - 1 in rows)


def is_heading(block: str) -> bool:
    """Tell whether a block is a heading: short, and no sentence."""
    if len(block) > _LONGEST_HEADING or "。" in block or ENDED.search(block) or block.endswith(("，", ",", "、")):
        return False
    return block.count('"') % 2 == 0 and all(block.count(first) == block.count(last) for first, last in _OPENED)


def _begins(lines: Sequence[str], begins: int, n: int) -> bool:
    """Tell whether a line begins a part: after a heading, or as one, or as an item, where the last line has ended."""
    below = lines[n + 1] if n + 1 < len(lines) else ""
    if ENDED.search(lines[n - 1]) and (ITEM.match(lines[n]) or _is_above(lines[n], below)):
        return True
    return begins == n - 1 and _is_above(lines[n - 1], lines[n])


def _is_above(line: str, below: str) -> bool:
    """Tell whether a line is a heading: lines that are wrapped are as wide as the next."""
    width = _width(below)
    return width > _NARROW and is_heading(line) and _WRAPPED * _width(line) < width


def _width(line: str) -> int:
    return len(line) + len(WIDE.findall(line))


def _rows(lines: Sequence[str]) -> set[int]:
    """Return which lines are rows of a table: three or more in a row of as many cells."""
    counts = [len(PARTS_CELLS.findall(line.strip("| "))) if _may_be_row(line) else 0 for line in lines]
    found: set[int] = set()
    first = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or counts[n] != counts[first]:
            if counts[first] and n - first >= _LEAST_ROWS:
                found.update(range(first, n))
            first = n
    return found


def _may_be_row(line: str) -> bool:
    return len(line) <= _LONGEST_ROW and "。" not in line


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
    spaced = {at for run in SPACED.finditer(block) for at in range(*run.span())}
    length = at = 0
    for gap in (*_GAP.finditer(block), None):
        stop = gap.start() if gap else len(block)
        word = block[at:stop]
        pieces.append((length, start + at))
        joined.append(word)
        length += len(word)
        if gap and (form == "row" or _parts_words(block, gap, form, spaced)):
            pieces.append((length, start + gap.start()))
            joined.append(_CELL_GAP if form == "row" and PARTS_CELLS.fullmatch(gap.group()) else " ")
            length += 1
        at = gap.end() if gap else stop
    return Paragraph(number, start, end, "".join(joined), form, _pieces=tuple(pieces))


def _parts_words(block: str, gap: re.Match[str], form: Form, spaced: Container[int]) -> bool:
    """Tell whether white space parts words; it does not in a number: 12 000, 3 2 0, or 12 and 000 on two lines."""
    beside = block[gap.start() - 1], block[gap.end()]
    is_line_end = "\n" in gap.group()
    if gap.start() in spaced or (is_line_end and all(map(str.isdecimal, beside))):
        return False
    if form == "heading" and not is_line_end:
        return True
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
        return self._at(start, start), self._at(end, max(start, end - 1))

    def _at(self, offset: int, within: int) -> int:
        """Return where a character of the input stands here, in the paragraph that holds the other one."""
        after = bisect_right(self._stretches, within, key=lambda stretch: stretch[0])
        _, low, high = self._stretches[max(after - 1, 0)]
        return bisect_left(self._offsets, offset, low, high)


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
    whole = "".join(piece + _GAP_OF_LINES for piece in pieces)
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
    """Give punctuation its Chinese form, and characters for radicals, one character for one."""
    plain = _IN_NUMBER.sub(lambda mark: "," if mark.group() == "，" else ":", unified(text).translate(_CHINESE))
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
        begins += len(piece) + len(_GAP_OF_LINES)
