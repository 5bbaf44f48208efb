"""The schema of a draft reform: the shape of a reform, what is not known left open, each fact with its words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from explorer.records.models import Figure, Reach, Reform, ReformId, Source, Theme


class _Proposal(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Proposal):
    """The words of the article behind one fact: ``text == article[start:end]``, always."""

    fact: str  # "title", "theme", "since", "reach[0]", "figures[0]", "honours[0]"
    start: int
    end: int
    text: str
    why: str


class DraftFigure(Figure):
    """A figure as the article writes it; its English words are left to the steward."""

    unit_en: Annotated[str, Field(max_length=60)] | None = None  # type: ignore[assignment]  # not known yet


class Notes(_Proposal):
    """What a steward needs to judge a draft, and nothing that is published."""

    status: Literal["draft"] = "draft"
    score: Annotated[float, Field(ge=0, le=1)]  # how sure that this is a reform
    matches: ReformId | None = None  # the reform that it is already recorded as
    new: tuple[str, ...] = ()  # what the recorded reform lacks; of an unmatched draft everything
    evidence: tuple[Evidence, ...]


class Draft(Reform):
    """A reform as an article proposes it; of a matched one only what is new stands in reach, figures and honours."""

    theme: Theme | None = None  # type: ignore[assignment]  # None: no word tells it
    reach: tuple[Reach, ...] = ()
    figures: tuple[DraftFigure, ...] = ()  # what is left open in them
    draft: Notes


class DraftFile(_Proposal):
    """What a file of drafts holds."""

    source: Source
    drafts: tuple[Draft, ...]
