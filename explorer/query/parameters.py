"""Read typed parameters from a URL and write them back: one convertor for each kind of value."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import urlencode

from explorer.errors import Fault, FilterError
from explorer.messages import Bilingual, bilingual, either, message
from explorer.records.models import FIRST_YEAR, LAST_YEAR
from explorer.text.widths import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from explorer.messages import Message, Words
    from explorer.records.vocabulary import Words as Table


class Convertor(Protocol):
    """Turn the text of a parameter to a value, back to text, and into words."""

    def parse(self, texts: list[str]) -> Any:  # one type per convertor
        """Return the value; ValueError for a text that cannot be taken."""

    def write(self, value: Any) -> str:
        """Write the value as it stands in a URL."""

    def words(self, value: Any) -> Words:
        """Say the value to people."""


@dataclass(frozen=True)
class Choices:
    """Any of a closed set, in the set's order: ``theme=industry,business``."""

    known: Table

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        """Return the chosen keys; ValueError for one that is not in the set."""
        chosen = {part.strip() for text in texts for part in text.split(",")} - {""}
        unknown = sorted(chosen - self.known.keys())
        if unknown:
            raise ValueError(_not_one_of(unknown[0], self.known))
        return tuple(key for key in self.known if key in chosen)

    def write(self, value: tuple[str, ...]) -> str:
        """Write the keys with commas between."""
        return ",".join(value)

    def words(self, value: tuple[str, ...]) -> Words:
        """Say the words that the keys stand for."""
        return either(bilingual(self.known[key]) for key in value)


@dataclass(frozen=True)
class Choice:
    """Exactly one of a closed set: ``sort=reach``."""

    known: Table

    def parse(self, texts: list[str]) -> str:
        """Return the chosen key; ValueError for one that is not in the set."""
        text = texts[-1].strip()
        if text not in self.known:
            raise ValueError(_not_one_of(text, self.known))
        return text

    def write(self, value: str) -> str:
        """Write the key."""
        return value

    def words(self, value: str) -> Words:
        """Say the word that the key stands for."""
        return bilingual(self.known[value])


@dataclass(frozen=True)
class Codes:
    """Any of several codes or ids, as they are given: ``place=370783,370781``."""

    pattern: str
    example: Words

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        """Return the codes, each once; ValueError for one of another form."""
        codes = dict.fromkeys(part.strip() for text in texts for part in text.split(",") if part.strip())
        for code in codes:
            if not re.fullmatch(self.pattern, code):
                raise ValueError(message("“%(code)s” is not of the form %(example)s", code=code, example=self.example))
        return tuple(codes)

    def write(self, value: tuple[str, ...]) -> str:
        """Write the codes with commas between."""
        return ",".join(value)

    def words(self, value: tuple[str, ...]) -> Words:
        """Say the codes themselves."""
        return either(value)


@dataclass(frozen=True)
class YearNumber:
    """One year, as four digits of any width."""

    def parse(self, texts: list[str]) -> int:
        """Return the year; ValueError for what is no year of the model."""
        text = plain(texts[-1].strip())
        if not re.fullmatch(r"\d{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
            raise ValueError(not_a_year(text))
        return int(text)

    def write(self, value: int) -> str:
        """Write the digits."""
        return str(value)

    def words(self, value: int) -> Words:
        """Say the year."""
        return Bilingual(f"{value} 年", str(value))


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both included."""

    least: int
    most: int

    def parse(self, texts: list[str]) -> int:
        """Return the number; ValueError outside the bounds."""
        text = plain(texts[-1].strip())
        if not re.fullmatch(r"\d{1,9}", text) or not self.least <= int(text) <= self.most:
            what = message("“%(written)s” is not a whole number from %(least)s to %(most)s", written=text, **vars(self))
            raise ValueError(what)
        return int(text)

    def write(self, value: int) -> str:
        """Write the digits."""
        return str(value)

    def words(self, value: int) -> Words:
        """Say the digits."""
        return str(value)


@dataclass(frozen=True)
class Searched:
    """Words to look for, divided by spaces: Chinese, English or pinyin."""

    longest: int

    def parse(self, texts: list[str]) -> str:
        """Return the words with single spaces; ValueError if they are too long."""
        text = " ".join(texts[-1].replace("\x00", " ").split())
        if len(text) > self.longest:
            what = message("%(n)s characters are more than %(most)s", n=len(text), most=self.longest)
            raise ValueError(what)
        return text

    def write(self, value: str) -> str:
        """Write the words."""
        return value

    def words(self, value: str) -> Words:
        """Say the words in quotation marks."""
        return f"“{value}”"


def parameter(convertor: Convertor, default: object, phrase: Message | None = None, name: str = "") -> Any:
    """
    Make a field that is a parameter of the URL.

    Parameters
    ----------
    phrase
        That says the condition, with a place for its ``value``.
    name
        Name in the URL, if it is not that of the field.
    """
    return field(default=default, metadata={"convertor": convertor, "phrase": phrase, "name": name})


@dataclass(frozen=True)
class Question:
    """What a URL asks: a frozen dataclass whose fields are parameters; a default value asks for nothing."""

    @classmethod
    def parse(cls, arguments: Mapping[str, str | Iterable[str]]) -> Self:
        """
        Read the question from URL parameters; a parameter may be given several times, and asks nothing where empty.

        Raises
        ------
        FilterError
            With a fault for each unknown parameter and each value that cannot be taken.
        """
        values, faults = {}, []
        for name, given in arguments.items():
            if name not in cls.parameters():
                faults.append(unknown(name, cls.parameters()))
                continue
            attribute, convertor = _fields(cls)[name]
            texts = [text for text in ([given] if isinstance(given, str) else given) if text.strip()]
            if not texts:
                continue
            try:
                values[attribute] = convertor.parse(texts)
            except ValueError as error:
                remedy = message("correct the value, or leave the parameter out")
                faults.append(Fault(name, error.args[0], remedy))
        asked = cls(**values)
        faults += asked.contradictions()
        if faults:
            raise FilterError(faults)
        return asked

    def contradictions(self) -> list[Fault]:
        """Return what cannot hold at once; a kind of question that has such parameters says so."""
        return []

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """Names of the parameters, in their canonical order."""
        return tuple(_fields(cls))

    @property
    def conditions(self) -> tuple[str, ...]:
        """Names of the parameters that are set."""
        empty = type(self)()
        return tuple(
            name
            for name, (attribute, _) in _fields(type(self)).items()
            if getattr(self, attribute) != getattr(empty, attribute)
        )

    def to_query(self) -> str:
        """Write the question as the query of a URL, in one canonical order, without a question mark."""
        return urlencode(self.pairs(), safe=",")

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return name and written value of each parameter that is set, in the canonical order."""
        about = _fields(type(self))
        return tuple((name, about[name][1].write(getattr(self, about[name][0]))) for name in self.conditions)

    def without(self, *names: str) -> Self:
        """Return the question with these parameters left out."""
        empty, about = type(self)(), _fields(type(self))
        return replace(self, **{about[name][0]: getattr(empty, about[name][0]) for name in names})


def _fields(kind: type[Question]) -> dict[str, tuple[str, Convertor]]:
    return {str(each.metadata["name"] or each.name): (each.name, each.metadata["convertor"]) for each in fields(kind)}


def unknown(name: str, known: tuple[str, ...]) -> Fault:
    """Return the fault of a parameter that is none, with the name that was likely meant."""
    close = difflib.get_close_matches(name, known, n=1)
    remedy = (
        message("did you mean %(named)s?", named=close) if close else message("use one of %(listed)s", listed=known)
    )
    return Fault(name, message("unknown parameter"), remedy)


def not_a_year(text: str) -> Message:
    """Say that a text is no year of the model."""
    years = {"first": FIRST_YEAR, "last": LAST_YEAR}
    return message("“%(written)s” is not a year from %(first)s to %(last)s", written=text, **years)


def _not_one_of(text: str, known: Table) -> Message:
    return message("“%(written)s” is not one of %(listed)s", written=text, listed=[*known])
