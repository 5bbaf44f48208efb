"""The schema of cases.geojson: reforms, their reach, figures, honours, sources; and what a change of them is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StrictInt, TypeAdapter

if TYPE_CHECKING:
    from explorer.messages import Language


Theme = Literal["industry", "countryside", "opening", "livelihood", "governance", "business"]
Status = Literal["origin", "pilot", "adopted", "citywide"]
Scope = Literal["county", "zone", "citywide"]
Level = Literal["national", "provincial", "city"]
HonourKind = Literal["first", "pilot", "award", "standard"]
Qualifier = Literal["about", "over", "share"]

FIRST_YEAR, LAST_YEAR = 1949, 2100
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
PlaceCode = Annotated[str, Field(pattern=r"^\d{6}(-[a-z]+)?$")]
ReformId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
SourceId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
# "weifang-2025#p23" is paragraph 23 of that source; without "#p…" the source as a whole.
Citation = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(#p[1-9]\d*)?$")]
LARGEST = 10**200  # what is larger is no number of anything, and computes to no number either
Whole = Annotated[StrictInt, Field(ge=-LARGEST, le=LARGEST)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-LARGEST, le=LARGEST)]
Line = Annotated[str, Field(pattern=r"\S", max_length=300)]
Text = Annotated[str, Field(pattern=r"\S", max_length=4000)]
Kind = Literal["reform", "source"]
IMPORTED: Final = "imported from "  # begins the why of what the program itself took over from a file
NEW: Final = 0  # the base of a record that did not exist
MOST_RECORDS_KEPT: Final = 1024


def _real_date(text: str) -> str:
    """Refuse what has the form of a date and is none: 2025-13-40."""
    date.fromisoformat(f"{text}-01-01"[:10] if len(text) < len("2025-01-01") else text)
    return text


# As much of a date as the source gives: 2025, 2025-08, 2025-08-27.
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_real_date)]


def _http_address(address: str) -> str:
    TypeAdapter(HttpUrl).validate_python(address)
    return address


# Kept as text: a parsed address would be written back in another spelling.
Address = Annotated[str, AfterValidator(_http_address)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reach(_Record):
    """One row: the reform is in this place, with status, year and source."""

    place: PlaceCode
    status: Status
    since: Year | None = None  # None is "year not stated": never 0, never dropped
    source: Citation
    also: tuple[Citation, ...] = ()  # further sources of the same row
    confidence: Literal[1, 2] | None = None  # 2: two sources agree; None: not assessed

    @property
    def scope(self) -> Scope:
        """Tell whether the place is a county, a zone or the city."""
        return scope_of(self.place)

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return every citation of the row, the main one first."""
        return (self.source, *self.also)


class Figure(_Record):
    """A number that a source gives: 400 万人次, about 2 万人, over 1/7."""

    value: Whole | Number | Annotated[str, Field(strict=True, pattern=r"^[1-9]\d*/[1-9]\d*$")]
    qualifier: Qualifier | None = None
    unit: Annotated[str, Field(max_length=12)]  # as the source writes it, with 万 or 亿
    unit_en: Annotated[str, Field(max_length=60)]  # what remains when 万 and 亿 are multiplied out
    label_zh: Line
    label_en: Line | None = None
    place: PlaceCode | None = None  # None: of the reform as a whole
    year: Year | None = None  # None: the source ties the number to no year
    source: Citation

    def label(self, language: Language) -> str:
        """Return what it counts; in Chinese where the other is missing."""
        return self.label_en or self.label_zh if language == "en" else self.label_zh

    @property
    def number(self) -> float:
        """The value with 万 and 亿 multiplied out."""
        myriads = {"万": 10_000, "亿": 100_000_000}
        return float(Fraction(str(self.value)) * myriads.get(self.unit[:1], 1))


class Honour(_Record):
    """A first, a pilot, an award or a standard, at its level."""

    level: Level
    kind: HonourKind
    title_zh: Line
    title_en: Line | None = None
    year: Year | None = None
    place: PlaceCode | None = None  # None: of the reform as a whole
    source: Citation

    def title(self, language: Language) -> str:
        """Return what it is called; in Chinese where the other is missing."""
        return self.title_en or self.title_zh if language == "en" else self.title_zh


class Reform(_Record):
    """One documented reform, programme or practice."""

    id: ReformId
    title_zh: Line
    title_en: Line | None = None
    summary_zh: Text
    summary_en: Text | None = None
    aliases_zh: tuple[Line, ...] = ()
    theme: Theme
    since: Year | None = None
    reach: Annotated[tuple[Reach, ...], Field(min_length=1)]
    figures: tuple[Figure, ...] = ()
    honours: tuple[Honour, ...] = ()

    def title(self, language: Language) -> str:
        """Return the title; the Chinese one where the other is missing (see ``lacks``)."""
        return self.title_en or self.title_zh if language == "en" else self.title_zh

    def summary(self, language: Language) -> str:
        """Return the summary; the Chinese one where the other is missing (see ``lacks``)."""
        return self.summary_en or self.summary_zh if language == "en" else self.summary_zh

    def lacks(self, language: Language) -> bool:
        """Tell whether the title or summary is not translated into a language."""
        return language == "en" and not (self.title_en and self.summary_en)

    def reach_at(self, place: str) -> Reach | None:
        """Return the row of this reform at exactly this place, if any."""
        return next((row for row in self.reach if row.place == place), None)

    def figures_at(self, place: str) -> tuple[Figure, ...]:
        """Return the figures that speak of this place: a total over several places is none of one of them."""
        return tuple(each for each in self.figures if self._speaks_of(each.place, place))

    def honours_at(self, place: str) -> tuple[Honour, ...]:
        """Return the honours that this place holds, by the same rule as its figures."""
        return tuple(each for each in self.honours if self._speaks_of(each.place, place))

    def _speaks_of(self, told: str | None, place: str) -> bool:
        if told is not None:
            return told == place
        return len(self.reach) == 1 or scope_of(place) == "citywide"

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return every citation in the reform, once each, in order."""
        cited = [citation for row in self.reach for citation in row.sources]
        cited += [figure.source for figure in self.figures]
        cited += [honour.source for honour in self.honours]
        return tuple(dict.fromkeys(cited))

    @property
    def cited(self) -> tuple[str, ...]:
        """Return the ids of the sources that the reform cites, once each, in order."""
        return tuple(dict.fromkeys(map(source_of, self.citations)))


class Source(_Record):
    """An article or page; a title in brackets is our description, not the page's own."""

    id: SourceId
    title: Line
    publisher: Line | None = None
    date: PartialDate | None = None
    url: Address | None = None
    copy_of: bool = Field(default=False, alias="copy")  # the address is a copy of the publisher's page


class Cases(_Record):
    """What cases.geojson holds: reforms, and the sources that they cite."""

    sources: tuple[Source, ...]
    reforms: tuple[Reform, ...]


def scope_of(place: str) -> Scope:
    """Tell the scope of a place by its code: 370783 county, 370700-gaoxin zone, 370700 citywide."""
    if "-" in place:
        return "zone"
    return "citywide" if place.endswith("00") else "county"


def source_of(citation: str) -> str:
    """Return the id of the source that a citation points into."""
    return citation.partition("#")[0]


def paragraph_of(citation: str) -> int | None:
    """Return the paragraph that a citation points to; None for the source as a whole."""
    paragraph = citation.partition("#p")[2]
    return int(paragraph) if paragraph else None


_KINDS: Final[dict[Kind, type[Reform | Source]]] = {"reform": Reform, "source": Source}


@dataclass(frozen=True)
class Change:
    """
    One record as it shall be.

    Parameters
    ----------
    record
        None withdraws it.
    base
        Number of the revision that it was made from; ``NEW`` for one that did not exist.
    """

    kind: Kind
    id: str
    record: Reform | Source | None
    base: int


@dataclass(frozen=True)
class Signature:
    """Who changes something, and why: shown in the history, the account to those who are signed in only."""

    account: str | None  # None: the program itself, or somebody on their own machine
    why: str
    batch: int | None = None  # the import that it belongs to
    restores: int | None = None  # the revision that it brings back


@dataclass(frozen=True)
class Revision:
    """One state of a record: what it was from then on."""

    number: int
    kind: Kind
    id: str
    record: Reform | Source | None  # None: it was withdrawn
    signature: Signature
    at: str  # UTC, ISO 8601 with seconds: 2026-11-24T01:29:35Z
    is_hidden: bool = False  # its words are not shown in public histories


def document_of(record: Reform | Source) -> str:
    """Write a record as the JSON that is kept of it; what is not stated is left out, so a wider schema changes none."""
    return record.model_dump_json(by_alias=True, exclude_defaults=True)


# A record is frozen, so the same text may give the same object: reading it anew took a quarter of the time of a panel.
@lru_cache(maxsize=MOST_RECORDS_KEPT)
def record_of(kind: Kind, document: str) -> Reform | Source:
    """Read a record from the JSON that is kept of it."""
    return _KINDS[kind].model_validate_json(document)


def digest_of(document: str) -> str:
    """Return the SHA-256 of a document: the same record, the same digest."""
    return hashlib.sha256(document.encode()).hexdigest()
