"""Ask for reforms: parse the one query grammar, say it in words, write it back to a URL."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import urlencode

from explorer.errors import Fault, FilterError
from explorer.model import FIRST_YEAR, LAST_YEAR
from explorer.words import HONOURS, LEVELS, SCOPES, STATUSES, THEMES, Language, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from explorer.model import Reach

LONGEST_QUERY = 100


class _Convertor(Protocol):
    """Turn the text of a parameter to a value, back to text, and into words."""

    def parse(self, texts: list[str]) -> Any: ...  # one type per convertor
    def write(self, value: Any) -> str: ...
    def say(self, value: Any, language: Language) -> str: ...


@dataclass(frozen=True)
class _Choices:
    """Any of a closed set, in the set's order: ``theme=industry,business``."""

    words: Words

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        chosen = {part.strip() for text in texts for part in text.split(",")} - {""}
        unknown = sorted(chosen - self.words.keys())
        if unknown:
            msg = f"{unknown[0]!r} is not one of {', '.join(self.words)}"
            raise ValueError(msg)
        return tuple(key for key in self.words if key in chosen)

    def write(self, value: tuple[str, ...]) -> str:
        return ",".join(value)

    def say(self, value: tuple[str, ...], language: Language) -> str:
        return _OR[language].join(self.words[key][language] for key in value)


@dataclass(frozen=True)
class _Codes:
    """Any of several codes or ids, as they are given: ``place=370783,370781``."""

    pattern: str
    example: str

    def parse(self, texts: list[str]) -> tuple[str, ...]:
        codes = dict.fromkeys(part.strip() for text in texts for part in text.split(",") if part.strip())
        for code in codes:
            if not re.fullmatch(self.pattern, code):
                msg = f"{code!r} is not of the form {self.example}"
                raise ValueError(msg)
        return tuple(codes)

    def write(self, value: tuple[str, ...]) -> str:
        return ",".join(value)

    def say(self, value: tuple[str, ...], language: Language) -> str:
        return _OR[language].join(value)


@dataclass(frozen=True)
class _Year:
    """One year, as four digits."""

    def parse(self, texts: list[str]) -> int | None:
        text = unicodedata.normalize("NFKC", texts[-1].strip())
        if not text:
            return None
        if not re.fullmatch(r"\d{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
            msg = f"{text!r} is not a year from {FIRST_YEAR} to {LAST_YEAR}"
            raise ValueError(msg)
        return int(text)

    def write(self, value: int) -> str:
        return str(value)

    def say(self, value: int, language: Language) -> str:
        return f"{value} 年" if language == "zh" else str(value)


@dataclass(frozen=True)
class _Text:
    """Words to look for, divided by spaces: Chinese, English or pinyin."""

    def parse(self, texts: list[str]) -> str:
        text = " ".join(texts[-1].replace("\x00", " ").split())
        if len(text) > LONGEST_QUERY:
            msg = f"{len(text)} characters are more than {LONGEST_QUERY}"
            raise ValueError(msg)
        return text

    def write(self, value: str) -> str:
        return value

    def say(self, value: str, language: Language) -> str:
        return f"“{value}”" if language == "zh" else f'"{value}"'


_OR: dict[Language, str] = {"zh": "、", "en": " or "}
_AND: dict[Language, str] = {"zh": "；", "en": "; "}


def _parameter(convertor: _Convertor, default: object, zh: str, en: str, name: str = "") -> Any:
    return field(default=default, metadata={"convertor": convertor, "zh": zh, "en": en, "name": name})


@dataclass(frozen=True)
class Filter:
    """
    The one question that every list, map, download and API call asks.

    Parameters that speak of reach (place, status, from, to, scope) must hold for one and the same row;
    level and honour for one and the same honour. An empty filter asks for everything.
    """

    q: str = _parameter(_Text(), "", "关键词：{}", "words: {}")
    theme: tuple[str, ...] = _parameter(_Choices(THEMES), (), "主题：{}", "theme: {}")
    scope: tuple[str, ...] = _parameter(_Choices(SCOPES), (), "范围：{}", "scope: {}")
    status: tuple[str, ...] = _parameter(_Choices(STATUSES), (), "状态：{}", "status: {}")
    honour: tuple[str, ...] = _parameter(_Choices(HONOURS), (), "荣誉：{}", "honour: {}")
    level: tuple[str, ...] = _parameter(_Choices(LEVELS), (), "荣誉级别：{}", "honour level: {}")
    from_year: int | None = _parameter(_Year(), None, "{}起", "from {}", "from")
    to_year: int | None = _parameter(_Year(), None, "至 {}", "to {}", "to")
    place: tuple[str, ...] = _parameter(
        _Codes(r"\d{6}(-[a-z]+)?", "370783 or 370700-gaoxin"), (), "地点：{}", "place: {}"
    )
    reform: tuple[str, ...] = _parameter(
        _Codes(r"[a-z0-9]+(-[a-z0-9]+)*", "shouguang-vegetable-supply"), (), "改革：{}", "reform: {}"
    )

    @classmethod
    def parse(cls, arguments: Mapping[str, str | Iterable[str]]) -> Self:
        """
        Read a filter from URL parameters; a parameter may be given several times or empty.

        Raises
        ------
        FilterError
            With a fault for each unknown parameter and each value that cannot be taken.
        """
        values, faults = {}, []
        for name, given in arguments.items():
            if name not in _PARAMETERS:
                faults.append(Fault(name, "unknown parameter", _nearest(name)))
                continue
            attribute, convertor = _PARAMETERS[name]
            try:
                values[attribute] = convertor.parse([given] if isinstance(given, str) else list(given))
            except ValueError as error:
                faults.append(Fault(name, str(error), "correct the value, or leave the parameter out"))
        wanted = cls(**values)
        if wanted.from_year and wanted.to_year and wanted.from_year > wanted.to_year:
            faults.append(Fault("from", f"{wanted.from_year} is after {wanted.to_year}", "swap from and to"))
        if faults:
            raise FilterError(faults)
        return wanted

    def to_query(self) -> str:
        """Write the filter as the query of a URL, in one canonical order, without a question mark."""
        pairs = [
            (name, _PARAMETERS[name][1].write(value))
            for name, value in ((name, getattr(self, attribute)) for name, (attribute, _) in _PARAMETERS.items())
            if value
        ]
        return urlencode(pairs, safe=",")

    def in_words(self, language: Language, name_place: Callable[[str], str] = str) -> str:
        """
        Say the filter as a phrase for people; empty for the empty filter.

        ``name_place`` turns a place's code into its name.
        """
        return _AND[language].join(self.condition_in_words(name, language, name_place) for name in self.conditions)

    def condition_in_words(self, name: str, language: Language, name_place: Callable[[str], str] = str) -> str:
        """Say one condition of the filter as a phrase: ``theme: Industry or Governance``."""
        about = next(each for each in fields(self) if _parameter_name(each) == name)
        value = getattr(self, about.name)
        if name == "place":
            value = tuple(name_place(code) for code in value)
        return str(about.metadata[language]).format(about.metadata["convertor"].say(value, language))

    @property
    def conditions(self) -> tuple[str, ...]:
        """Names of the parameters that are set."""
        return tuple(name for name, (attribute, _) in _PARAMETERS.items() if getattr(self, attribute))

    def without(self, *names: str) -> Self:
        """Return the filter with these parameters left out."""
        empty = type(self)()
        return replace(self, **{_PARAMETERS[name][0]: getattr(empty, _PARAMETERS[name][0]) for name in names})

    def at(self, *places: str) -> Self:
        """Return the filter for these places."""
        return replace(self, place=places)

    def keeps(self, row: Reach) -> bool:
        """Tell whether a reach row meets what the filter says of reach: place, scope, status and years."""
        return (
            (not self.place or row.place in self.place)
            and (not self.scope or row.scope in self.scope)
            and (not self.status or row.status in self.status)
            and (self.from_year is None or (row.since is not None and row.since >= self.from_year))
            and (self.to_year is None or (row.since is not None and row.since <= self.to_year))
        )


def _parameter_name(about: Any) -> str:  # dataclasses.Field is generic over nothing useful
    return str(about.metadata["name"] or about.name)


_PARAMETERS: dict[str, tuple[str, _Convertor]] = {
    _parameter_name(each): (each.name, each.metadata["convertor"]) for each in fields(Filter)
}
PARAMETERS: tuple[str, ...] = tuple(_PARAMETERS)


def _nearest(name: str) -> str:
    close = difflib.get_close_matches(name, PARAMETERS, n=1)
    return f"did you mean {close[0]}?" if close else f"use {', '.join(PARAMETERS)}"
