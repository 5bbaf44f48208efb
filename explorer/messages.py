"""Every sentence that a person reads: an id with parameters, said in Chinese or English only where it is shown."""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass, replace
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Language = Literal["zh", "en"]

TRANSLATIONS: Final = Path(__file__).parent / "translations"
_CHINESE: Final = TRANSLATIONS / "zh_Hans_CN" / "LC_MESSAGES" / "messages.mo"
_COMMA: Final[Mapping[Language, str]] = {"zh": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Words of data that come in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Return the English words."""
        return self.en


@dataclass(frozen=True, slots=True)
class Message:
    """
    A sentence by its id, which is its English text; its Chinese stands in the catalogue.

    Parameters
    ----------
    text
        With places such as ``%(name)s``; of one thing if things are counted.
    values
        What stands in the places, by name; a tuple is a list of words.
    plural
        Text of more things than one, of which there are ``n``.
    """

    text: str
    values: tuple[tuple[str, Any], ...] = ()
    plural: str = ""

    def __str__(self) -> str:
        """Say it in English, for terminals, logs and exceptions."""
        return say(self, "en")

    def filled(self, **values: Any) -> Self:
        """Return it with more of its places filled."""
        return replace(self, values=(*self.values, *_frozen(values)))


Words = Message | Bilingual | str | tuple["Words", ...]  # several are said one after the other


def message(text: str, **values: Any) -> Message:
    """Return a message; values that are messages are said in its language, lists are joined."""
    return Message(text, _frozen(values))


def bilingual(words: Mapping[Language, str]) -> Bilingual:
    """Return an entry of a table of words."""
    return Bilingual(words["zh"], words["en"])


def counted(n: int, text: str, plural: str, **values: Any) -> Message:
    """Return a message about things that are counted: "one row", "%(n)s rows"."""
    return Message(text, _frozen({"n": n, **values}), plural)


def either(words: Iterable[Words]) -> Words:
    """Return words of which one is to be chosen: this or that."""
    return reduce(lambda one, other: message("%(one)s or %(other)s", one=one, other=other), words)


def clauses(words: Iterable[Words]) -> Words:
    """Return words that stand side by side in one sentence: this; that."""
    return reduce(lambda one, other: message("%(one)s; %(other)s", one=one, other=other), words)


def say(words: Any, language: Language) -> str:
    """Say a message, a pair of words, several of them, or what has ``words``; what is none stays as it is written."""
    if isinstance(words, Message):
        return _said(words, language)
    if isinstance(words, Bilingual):
        return words.zh if language == "zh" else words.en
    if isinstance(words, tuple):
        return _COMMA[language].join(say(each, language) for each in words)
    return say(words.words, language) if hasattr(words, "words") else str(words)


def packed(words: Any) -> Any:
    """Return words as JSON can keep them."""
    if isinstance(words, Message):
        kept = {"message": words.text, "plural": words.plural}
        return {**kept, "values": {name: packed(value) for name, value in words.values}}
    if isinstance(words, Bilingual):
        return {"zh": words.zh, "en": words.en}
    return [packed(each) for each in words] if isinstance(words, tuple) else words


def unpacked(kept: Any) -> Any:
    """Return words that were kept as JSON."""
    if isinstance(kept, list):
        return tuple(unpacked(each) for each in kept)
    if not isinstance(kept, dict):
        return kept
    if "message" not in kept:
        return Bilingual(kept["zh"], kept["en"])
    values = tuple((name, unpacked(value)) for name, value in kept["values"].items())
    return Message(kept["message"], values, kept["plural"])


def _said(words: Message, language: Language) -> str:
    catalogue = _chinese() if language == "zh" else gettext.NullTranslations()
    values = dict(words.values)
    if words.plural:
        text = catalogue.ngettext(words.text, words.plural, values["n"])
        values["n"] = f"{values['n']:,}"
    else:
        text = catalogue.gettext(words.text)
    return text % {name: say(value, language) for name, value in values.items()} if values else text


def _frozen(values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, _word(value)) for name, value in values.items())


def _word(value: Any) -> Any:
    if isinstance(value, dict):
        return bilingual(value)
    if isinstance(value, list | tuple):
        return tuple(map(_word, value))
    value = getattr(value, "words", value)
    return value if isinstance(value, Message | Bilingual | str | int) else str(value)


@cache
def _chinese() -> gettext.NullTranslations:
    """Read the catalogue; where it was not compiled yet, from its text."""
    if _CHINESE.exists():
        with _CHINESE.open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    from babel.messages import mofile, pofile  # noqa: PLC0415  # only a checkout needs it

    made = io.BytesIO()
    with _CHINESE.with_suffix(".po").open("rb") as lines:
        mofile.write_mo(made, pofile.read_po(lines))
    return gettext.GNUTranslations(io.BytesIO(made.getvalue()))
