"""Walk through a large JSON object without holding it: one element of its lists at a time."""

from __future__ import annotations

import codecs
import json
from typing import IO, TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault, Said

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

MOST_VALUE: Final = 8 * 1024 * 1024  # characters of one element
_CHUNK: Final = 1024 * 1024  # bytes
_BLANK: Final = " \t\r\n"
_END: Final = ""
_CORRECT: Final = Said("correct the JSON there", "请更正该处的JSON")

# Why not ijson: sixty thousand brackets take it 13 seconds, it keeps the last of two equal keys without a word, and it
# writes "?" for half a character. The decoder of the standard library, which looks at every key, takes 1.4 s for
# 137 MB where ijson takes 1.0.


class Walk:
    """
    One walk through a stream of UTF-8.

    Raises
    ------
    CasesError
        Where the text is no JSON object, is nested too deeply, has a key twice, NaN, or an element that is too long.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._decoder = json.JSONDecoder(object_pairs_hook=distinct, parse_constant=refuse_constant)
        self._text, self._at, self._n_bytes = "", 0, 0
        self._line, self._column = 1, 1  # of the first character that is held
        self._ended = False
        self.source = ""  # the text of the value that was read last

    def members(self, lists: Container[str]) -> Iterator[tuple[str, int | None, Any]]:
        """
        Yield (key, None, value) of each member; of the lists named, (key, index, element) of each element.

        A list that is empty is yielded as (key, None, []); so is what has the name of a list, but is none.
        """
        self._take("{", Said("is no JSON object", "不是JSON对象"))
        for _ in self._separated("}"):
            key = self._value()
            if not isinstance(key, str):
                raise self._fault(self._at, Said("a key is no text", "键不是文本"))
            self._take(":", Said("':' is missing", "缺少“:”"))
            if key in lists and self._next() == "[":
                yield from self._elements(key)
            else:
                yield key, None, self._value()
        if self._next() != _END:
            raise self._fault(self._at, Said("more follows after the end", "结尾之后还有内容"))

    def _elements(self, key: str) -> Iterator[tuple[str, int | None, Any]]:
        self._at += 1
        index = None
        for index in self._separated("]"):
            yield key, index, self._value()
        if index is None:
            yield key, None, []

    def _separated(self, end: str) -> Iterator[int]:
        """Count what commas part, up to the closing bracket; the caller reads each."""
        index = 0
        while self._next() != end or index:
            yield index
            index += 1
            found = self._next()
            if found not in {",", end}:
                raise self._fault(self._at, Said(f"',' or '{end}' is missing", f"缺少“,”或“{end}”"))
            self._at += 1
            if found == end:
                return
        self._at += 1

    def _take(self, character: str, otherwise: Said) -> None:
        if self._next() != character:
            raise self._fault(self._at, otherwise)
        self._at += 1

    def _next(self) -> str:
        """Return the next character that is no space, without taking it; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANK:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return _END

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._ended:
                    raise self._fault(error.pos, Said(error.msg, f"不是有效的JSON（{error.msg}）")) from None
            except RecursionError:
                raise self._fault(self._at, Said("is nested too deeply", "嵌套过深")) from None
            except ValueError as error:
                raise self._fault(self._at, Said(str(error), f"不是有效的JSON（{error}）")) from None
            else:
                # A number may go on where the text that is held ends.
                if end < len(self._text) or self._ended:
                    self.source, self._at = self._text[self._at : end], end
                    return value
            self._more()

    def _more(self) -> bool:
        """Read on, and let go of what was taken; False at the end."""
        if self._ended:
            return False
        held = self._text[self._at :]
        if len(held) > MOST_VALUE:
            what = Said(f"one value is longer than {MOST_VALUE:,} characters", f"单个值超过{MOST_VALUE:,}个字符")
            raise self._fault(self._at, what)
        self._line, self._column = self._position(self._at)
        read = self._stream.read(max(_CHUNK, len(held)))
        n_waiting = len(self._decode.getstate()[0])  # bytes of a character that the last piece began
        self._ended = not read
        try:
            self._text, self._at = held + self._decode.decode(read, final=self._ended), 0
        except UnicodeDecodeError as error:
            where = f"byte {self._n_bytes - n_waiting + error.start}"
            remedy = Said("save the file as UTF-8", "请将文件另存为UTF-8")
            raise CasesError([Fault(where, Said("not UTF-8", "不是UTF-8编码"), remedy)]) from None
        self._n_bytes += len(read)
        return not self._ended

    def _position(self, at: int) -> tuple[int, int]:
        """Return line and column of a character that is held."""
        n_lines = self._text.count("\n", 0, at)
        if not n_lines:
            return self._line, self._column + at
        return self._line + n_lines, at - self._text.rfind("\n", 0, at)

    def _fault(self, at: int, what: Said) -> CasesError:
        line, column = self._position(at)
        where = Said(f"line {line}, column {column}", f"第{line}行第{column}个字符")
        if self._ended and not self._text[at:].strip():
            what = Said("the file breaks off here", "文件在此处中断")
        return CasesError([Fault(where, what, _CORRECT)])


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice in one object: one of its values would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        msg = f"the key {twice!r} stands twice in one object, near {json.dumps(pairs[0][1], ensure_ascii=False):.60}"
        raise ValueError(msg)
    return found


def refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    msg = f"{name} is not a JSON number"
    raise ValueError(msg)
