"""The schema of a draft reform: the shape of a reform, what is not known left open, each fact with its words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from explorer.records.models import (  # noqa: TC001  # pydantic reads them at run time
    Citation,
    HonourKind,
    Level,
    Line,
    Number,
    Qualifier,
    Reach,
    ReformId,
    Source,
    Text,
    Theme,
    Year,
)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Record):
    """The words of the article behind one fact: ``text == article[start:end]``, always."""

    fact: str  # "title", "theme", "since", "reach[0]", "figures[0]", "honours[0]"
    start: int
    end: int
    text: str
    why: str


class DraftFigure(_Record):
    """A figure as the article writes it; its English words are left to the steward."""

    value: StrictInt | Number | Annotated[str, Field(strict=True, pattern=r"^[1-9]\d*/[1-9]\d*$")]
    qualifier: Qualifier | None = None
    unit: Annotated[str, Field(max_length=12)]
    unit_en: Annotated[str, Field(max_length=60)] | None = None
    label_zh: Line
    label_en: Line | None = None
    year: Year | None = None
    source: Citation


class DraftHonour(_Record):
    """An honour as the article tells it; its English title is left to the steward."""

    level: Level
    kind: HonourKind
    title_zh: Line
    title_en: Line | None = None
    year: Year | None = None
    source: Citation


class Notes(_Record):
    """What a steward needs to judge a draft, and nothing that is published."""

    status: Literal["draft"] = "draft"
    score: Annotated[float, Field(ge=0, le=1)]  # how sure that this is a reform
    matches: ReformId | None = None  # the reform that it is already recorded as
    new: tuple[str, ...] = ()  # what the recorded reform lacks; of an unmatched draft everything
    evidence: tuple[Evidence, ...]


class Draft(_Record):
    """A reform as an article proposes it; of a matched one only what is new stands in reach, figures and honours."""

    id: ReformId
    title_zh: Line
    title_en: Line | None = None
    summary_zh: Text  # the sentence of the article: the steward writes the summary
    summary_en: Text | None = None
    aliases_zh: tuple[Line, ...] = ()
    theme: Theme | None = None  # None: no word tells it
    since: Year | None = None
    reach: tuple[Reach, ...] = ()
    figures: tuple[DraftFigure, ...] = ()
    honours: tuple[DraftHonour, ...] = ()
    draft: Notes


class DraftFile(_Record):
    """What a file of drafts holds."""

    source: Source
    drafts: tuple[Draft, ...]
