"""Turn the bytes of a plain text into characters: the encoding is told by its marks or proved by trial."""

from __future__ import annotations

import codecs
import re
from typing import Final

from explorer.errors import ArticleError, Fault
from explorer.messages import Message, message

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16 does: asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Almost any bytes are characters of GB18030, and many of Big5: those of a real text are mostly common ones, which
# both standards set apart in their first rows.
_LEGACY: Final = (("gb18030", "gb2312", range(0xB0, 0xD8)), ("big5", "big5", range(0xA4, 0xC7)))
_LEAST_COMMON: Final = 0.8  # share of Chinese characters that are common ones
_FEW: Final = 30  # Chinese characters
_LEAST_DAMAGED: Final = 0.2  # share of lines: with more of them the text is of another encoding
_SAMPLE: Final = 20_000  # characters
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_PLAUSIBLE: Final = re.compile("[\\w\\s!-~\u2010-\u22ff\u2460-\u27bf\u3000-\u303f\uff00-\uffef·×°±]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, name: str) -> str:
    """
    Return the characters of a text in UTF-8, UTF-16 or UTF-32 with its mark, GB18030 or Big5.

    Raises
    ------
    ArticleError
        The bytes are no text, or of another encoding.
    """
    text = _marked(data, name) if data.startswith(tuple(mark for mark, _ in _MARKS)) else _tried(data, name)
    if _CONTROLS.search(text):
        raise _binary(name)
    return text


def _marked(data: bytes, name: str) -> str:
    encoding = next(each for mark, each in _MARKS if data.startswith(mark))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        named = encoding.removesuffix("-sig").upper()
        what = message("its first bytes say %(encoding)s, but byte %(n)s is none", encoding=named, n=f"{error.start:,}")
        raise ArticleError([Fault(name, what, message("save it again as UTF-8"))]) from None


def _tried(data: bytes, name: str) -> str:
    if b"\x00" in data:
        raise _binary(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    legacy = {encoding: text for encoding, *_ in _LEGACY if (text := _decoded(data, encoding)) is not None}
    for encoding, standard, common in _LEGACY:
        if encoding in legacy and _is_likely(legacy[encoding][:_SAMPLE], standard, common):
            return legacy[encoding]
    if _is_short_chinese(legacy.get("gb18030", "")):
        return legacy["gb18030"]
    raise ArticleError([Fault(name, _undecodable(data), message("save it as UTF-8"))])


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_short_chinese(text: str) -> bool:
    """Tell whether a text has so few Chinese characters that rare ones weigh much, and all of them are of GB2312."""
    chinese = _CHINESE.findall(text)
    return 0 < len(chinese) <= _FEW and all(each.encode("gb2312", "ignore") for each in chinese)


def _undecodable(data: bytes) -> Message:
    """Say what the encoding is not; of a text that is UTF-8 but for a few bytes, in which lines they are."""
    lines = data.split(b"\n")
    bad = [n for n, line in enumerate(lines, start=1) if _decoded(line, "utf-8") is None]
    if len(bad) <= len(lines) * _LEAST_DAMAGED and any(not line.isascii() for line in lines):
        return message("is UTF-8, but not in line %(lines)s", lines=bad[:3])
    return message("its encoding is none of UTF-8, UTF-16, GB18030 and Big5")


def _is_likely(text: str, standard: str, common: range) -> bool:
    chinese = _CHINESE.findall(text)
    first_bytes = (each.encode(standard, "replace")[0] for each in chinese)
    n_common = sum(each in common for each in first_bytes)
    n_odd = sum(_PLAUSIBLE.match(each) is None for each in text)
    return bool(chinese) and n_common >= _LEAST_COMMON * len(chinese) and n_odd <= len(chinese) * (1 - _LEAST_COMMON)


def _binary(name: str) -> ArticleError:
    what = message("is not a text: it has control characters")
    return ArticleError([Fault(name, what, message("give .txt, .html, .docx or .pdf"))])
