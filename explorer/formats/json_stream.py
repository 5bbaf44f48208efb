"""Walk through a large JSON object without holding it: one element of its lists at a time."""

from __future__ import annotations

import codecs
import json
from typing import IO, TYPE_CHECKING, Any, Final

from explorer.errors import CasesError, Fault
from explorer.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

MOST_VALUE: Final = 8 * 1024 * 1024  # characters of one element
_CHUNK: Final = 1024 * 1024  # bytes
_BLANK: Final = " \t\r\n"
_END: Final = ""
_CORRECT: Final = message("correct the JSON there")
_OF_JSON: Final = {
    "Expecting value": message("no JSON value stands here"),
    "Expecting ',' delimiter": message("a comma or a closing bracket is missing"),
    "Expecting ':' delimiter": message("':' is missing"),
    "Expecting property name enclosed in double quotes": message("a key in double quotation marks is missing"),
    "Illegal trailing comma before end of object": message("a comma stands before the closing bracket"),
    "Illegal trailing comma before end of array": message("a comma stands before the closing bracket"),
    "Extra data": message("more follows after the end"),
    "Unterminated string starting at": message("the quotation mark is never closed"),
    "Invalid control character at": message("a control character stands in a text"),
    "Invalid \\escape": message("a backslash is followed by what it cannot escape"),
    "Invalid \\uXXXX escape": message("a backslash and u are not followed by four hexadecimal digits"),
}

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
        self._take("{", message("is no JSON object"))
        for _ in self._separated("}"):
            key = self._value()
            if not isinstance(key, str):
                raise self._fault(self._at, message("a key is no text"))
            self._take(":", message("':' is missing"))
            if key in lists and self._next() == "[":
                yield from self._elements(key)
            else:
                yield key, None, self._value()
        if self._next() != _END:
            raise self._fault(self._at, message("more follows after the end"))

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
                raise self._fault(self._at, message("',' or '%(end)s' is missing", end=end))
            self._at += 1
            if found == end:
                return
        self._at += 1

    def _take(self, character: str, otherwise: Message) -> None:
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
                    raise self._fault(error.pos, what_json_says(error)) from None
            except RecursionError:
                raise self._fault(self._at, message("is nested too deeply")) from None
            except ValueError as error:
                raise self._fault(self._at, what_json_says(error)) from None
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
            what = message("one value is longer than %(most)s characters", most=f"{MOST_VALUE:,}")
            raise self._fault(self._at, what)
        self._line, self._column = self._position(self._at)
        read = self._stream.read(max(_CHUNK, len(held)))
        n_waiting = len(self._decode.getstate()[0])  # bytes of a character that the last piece began
        self._ended = not read
        try:
            self._text, self._at = held + self._decode.decode(read, final=self._ended), 0
        except UnicodeDecodeError as error:
            where = message("byte %(n)s", n=self._n_bytes - n_waiting + error.start)
            remedy = message("save the file as UTF-8")
            raise CasesError([Fault(where, message("not UTF-8"), remedy)]) from None
        self._n_bytes += len(read)
        return not self._ended

    def _position(self, at: int) -> tuple[int, int]:
        """Return line and column of a character that is held."""
        n_lines = self._text.count("\n", 0, at)
        if not n_lines:
            return self._line, self._column + at
        return self._line + n_lines, at - self._text.rfind("\n", 0, at)

    def _fault(self, at: int, what: Message) -> CasesError:
        line, column = self._position(at)
        where = message("line %(line)s, column %(column)s", line=line, column=column)
        if self._ended and not self._text[at:].strip():
            what = message("the file breaks off here")
        return CasesError([Fault(where, what, _CORRECT)])


def what_json_says(error: ValueError) -> Message:
    """Say why a text is no JSON: the decoder's few sentences, and those of ``distinct`` and ``refuse_constant``."""
    if isinstance(error, json.JSONDecodeError):
        return _OF_JSON.get(error.msg, message("is no JSON (%(error)s)", error=error.msg))
    told = error.args[0]
    return told if isinstance(told, Message) else message("a number has too many digits")


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice in one object: one of its values would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        near = f"{json.dumps(pairs[0][1], ensure_ascii=False):.60}"
        raise ValueError(message("the key “%(key)s” stands twice in one object, near %(near)s", key=twice, near=near))
    return found


def refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(message("%(name)s is not a JSON number", name=name))
