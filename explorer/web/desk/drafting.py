"""Read an article, or a file of drafts, and queue what it proposes: nothing is published by that."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from flask import flash, make_response, render_template, request
from pydantic import ValidationError

from explorer.documents.article import READERS, read_article
from explorer.drafting.pipeline import draft, source_of_article
from explorer.errors import CasesError, ExplorerError, Fault
from explorer.formats.drafts import read_drafts
from explorer.messages import bilingual, message
from explorer.records.duplicates import sources_alike
from explorer.records.fields import LABELS
from explorer.records.identifiers import first_id, own_id
from explorer.records.models import Source, source_of
from explorer.records.schema_errors import faults
from explorer.store.queue import NewEntry
from explorer.web.babel import gettext as _
from explorer.web.babel import ngettext
from explorer.web.desk.base import LONGEST_NAME, MB, MOST_FILE, UNUSABLE, bp, file_name, line, seen_other, takes_file
from explorer.web.desk.login import current_user
from explorer.web.request import site
from explorer.web.tagging import known_reforms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response as Answer

    from explorer.drafting.draft import Draft

MOST_TEXT: Final = 100_000  # characters that are drafted while somebody waits
MOST_DRAFTS: Final = 1_000  # of one file: somebody reads each
STATED: Final = ("publisher", "date", "url")  # of an article, which seldom says it itself
PASTED: Final = "article.txt"
OF_DRAFTS: Final = frozenset((".geojson", ".json"))
OF_TITLE = 8  # characters in the id of an article
NOTHING: Final = Fault(
    message("article"),
    message("nothing was given"),
    message("choose a file or paste a text"),
)
NO_SUCH_SOURCE: Final = (
    message("is the id of no source"),
    message("choose one of the list, or leave it empty"),
)


@dataclass(frozen=True)
class SentArticle:
    """A text that was sent, and the name of the file that it was read from."""

    name: str
    text: str


@bp.route("/drafts", methods=["GET", "POST"])
@takes_file
def drafts() -> Answer:
    """Read an article, or a file of drafts, and queue what it proposes."""
    if request.method == "GET":
        return _page()
    file = request.files.get("file")
    name = file_name(file.filename or "") if file else ""
    try:
        if file and PurePath(name).suffix.lower() in OF_DRAFTS:
            held = read_drafts(file.read())
            return _told(*_added(held.drafts, held.source, None))
        return _read(_uploaded(name, file.read()) if file and name else _pasted())
    except ExplorerError as error:
        return _page(told=error.faults, status=UNUSABLE)


def _uploaded(name: str, data: bytes) -> SentArticle:
    return SentArticle(name, _bounded(read_article(data, name), name))


def _pasted() -> SentArticle:
    """Take the text of the page: it may be that of a file that was read before."""
    text = request.form.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        raise CasesError([NOTHING])
    name = line(request.form.get("name", ""))[-LONGEST_NAME:] or PASTED
    return SentArticle(name, _bounded(read_article(text.encode(), PASTED), name))


def _bounded(text: str, name: str) -> str:
    """Return a text that is drafted while somebody waits."""
    if len(text) > MOST_TEXT:
        what = message("has more than %(most)s characters", most=f"{MOST_TEXT:,}")
        remedy = message("give it in parts, or use `explorer draft`")
        raise CasesError([Fault(name, what, remedy)])
    return text


def _read(article: SentArticle) -> Answer:
    """Queue what an article proposes; ask first whether it is a source that is recorded, if it may be one."""
    source = _stated(source_of_article(article.text, article.name))
    recorded, chosen = site().store.sources(), request.form.get("source", "")
    same = next((each for each in recorded.values() if (each.title, each.date) == (source.title, source.date)), None)
    alike = () if same else sources_alike(source.title, recorded.values())
    if alike and "source" not in request.form:
        return _page(article=article, alike=alike)
    if chosen and chosen not in recorded:
        raise CasesError([Fault(chosen, *NO_SUCH_SOURCE)])
    cited = (
        recorded.get(chosen)
        or same
        or source.model_copy(update={"id": own_id(first_id(source.title[:OF_TITLE]), article.text)})
    )
    found = draft(article.text, site().places, known_reforms(), cited.id)
    new = (each for each in found if each.draft.matches is None or each.draft.new)
    if cited.id in recorded and any(
        request.form.get(name, "").strip() not in {"", getattr(cited, name)} for name in STATED
    ):
        flash(_("The source stays as it is recorded: %(title)s. Correct it under Sources.", title=cited.title))
    name = source.title[:LONGEST_NAME] if article.name == PASTED else article.name
    return _told(*_added(new, cited, (name, article.text)))


def _stated(source: Source) -> Source:
    """Return a source with what was typed of it."""
    typed = {name: text for name in STATED if (text := line(request.form.get(name, "")))}
    try:
        return Source.model_validate(source.model_dump(by_alias=True) | typed)
    except ValidationError as error:
        raise CasesError(
            [Fault(bilingual(LABELS[str(each.where)]), each.what, each.remedy) for each in faults(error)]
        ) from error


def _told(n_new: int, n_known: int) -> Answer:
    """Tell how many drafts were queued."""
    if not n_new + n_known:
        flash(_("The article proposes nothing that is not recorded already."))
        return seen_other("desk.drafts")
    told = ngettext("%(num)s draft waits for review.", "%(num)s drafts wait for review.", n_new)
    known = ngettext("%(num)s was queued before.", "%(num)s were queued before.", n_known) if n_known else ""
    flash(f"{told} {known}")
    return seen_other("desk.queue", kind="draft")


def _added(found: Iterable[Draft], source: Source, article: tuple[str, str] | None) -> tuple[int, int]:
    recorded = site().store.sources().get(source.id)
    is_another = article is None and recorded is not None and recorded.title != source.title
    cited = source.model_copy(update={"id": own_id(source.id, source.title)}) if is_another else source
    entries = [
        NewEntry(
            "draft",
            each.title_zh,
            {"draft": _citing(each, source.id, cited.id), "source": cited.model_dump(mode="json", by_alias=True)},
            reform=each.draft.matches,
            account=current_user.account.name,
            article=article,
        )
        for each in islice(found, MOST_DRAFTS + 1)
    ]
    if len(entries) > MOST_DRAFTS:
        what = message("holds more than %(most)s drafts", most=f"{MOST_DRAFTS:,}")
        raise CasesError([Fault(source.title, what, message("give them in parts"))])
    numbers = site().queue.add_all(entries)
    return len(numbers) - numbers.count(None), numbers.count(None)


def _citing(each: Draft, old: str, new: str) -> dict[str, Any]:
    """Return a draft as JSON that cites a source by another id."""
    plain = each.model_dump(mode="json")
    for row in (*plain["reach"], *plain["figures"], *plain["honours"]):
        if source_of(row["source"]) == old:
            row["source"] = new + row["source"].removeprefix(old)
    return plain


def _page(
    article: SentArticle | None = None,
    alike: tuple[Source, ...] = (),
    told: tuple[Fault, ...] = (),
    status: int = 200,
) -> Answer:
    page = render_template(
        "desk/drafts.html",
        article=article or SentArticle("", request.form.get("text", "")),
        stated={name: request.form.get(name, "") for name in STATED},
        alike=alike,
        faults=told,
        endings=[*READERS, ".geojson"],
        most=MOST_FILE // MB,
    )
    return make_response(page, status)
