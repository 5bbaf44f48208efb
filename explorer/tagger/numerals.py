"""Tell the value of a number as it is written, in digits or in Chinese numerals."""

from __future__ import annotations

from typing import Final

from explorer.tagger.remembering import remembered

DIGITS: Final = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?)"
NUMERALS: Final = "[一二三四五六七八九十百千两]+"


def value_of(written: str) -> int | float | None:
    """Return the value of digits or of a numeral; None of what is no number."""
    if not written[0].isdigit():
        return number(written)
    plain = written.replace(",", "")
    return float(plain) if "." in plain else int(plain)


@remembered(1024)
def number(numeral: str) -> int | None:
    """Return the value of a Chinese numeral, 百 as 100; None of what is no number."""
    import cn2an  # type: ignore[import-untyped]  # noqa: PLC0415  # slow to import: only a text with numerals pays

    whole = numeral if numeral[0] not in "百千" else f"一{numeral}"
    try:
        return int(cn2an.cn2an(whole, "smart"))
    except ValueError:
        return None
