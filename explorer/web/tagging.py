"""Show what the tagger finds in a text that a visitor pastes, drops or chooses; nothing of it is kept."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import parse_form_data

from explorer.config import TEMPLATES
from explorer.documents.article import MB, read_article
from explorer.drafting.matching import Recorded
from explorer.drafting.pipeline import draft, source_of_article
from explorer.errors import ArticleError, Fault, FilterError
from explorer.formats.drafts import write_drafts
from explorer.messages import message
from explorer.web.babel import gettext as _
from explorer.web.request import assert_asked_only, assert_own_page, site
from explorer.web.tagged_text import MOST_LISTED, MOST_MARKED, anchor, answer, city_of, name_of, path_of, scripts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.datastructures import FileStorage, MultiDict

    from explorer.drafting.draft import Draft, Evidence
    from explorer.records.models import Reform
    from explorer.store import Store


MOST_DRAFTED = 100_000  # characters; so many take half a second, five at the worst


@dataclass(frozen=True)
class Proposed:
    """A draft, and the reform that it is already recorded as, if any."""

    draft: Draft
    recorded: Reform | None

    def words(self, fact: str) -> Evidence | None:
        """Return the words behind a fact: ``title``, ``figures[0]``; None if none are told."""
        return next((each for each in self.draft.draft.evidence if each.fact == fact), None)

    @property
    def adds(self) -> bool:
        """Whether it tells anything that is not recorded."""
        return self.recorded is None or bool(self.draft.draft.new)


def proposed(text: str) -> tuple[Proposed, ...]:
    """Return what a text proposes, beside what is recorded; those that add nothing come last."""
    drafts = draft(text, site().places, known_reforms())
    matched = {each.draft.matches for each in drafts if each.draft.matches}
    by_id = {reform.id: reform for reform in site().store.named(matched)}
    found = (Proposed(each, by_id.get(each.draft.matches or "")) for each in drafts)
    return tuple(sorted(found, key=lambda each: not each.adds))


def written_drafts(text: str) -> bytes:
    """Return the file of drafts that a text gives."""
    source = source_of_article(text, "article")
    return write_drafts(draft(text, site().places, known_reforms(), source.id), source)


def known_reforms() -> Recorded:
    """Return the recorded reforms by their names; only those that a draft may be are read."""
    return _known_reforms(site().store, site().store.digest())


@lru_cache(maxsize=1)
def _known_reforms(store: Store, _digest: str) -> Recorded:
    return Recorded(store.names(), store.named)


def spans(found: tuple[Proposed, ...]) -> set[tuple[int, int]]:
    """Return the stretches of the text that facts came from."""
    return {(words.start, words.end) for each in found for words in each.draft.draft.evidence}


bp = Blueprint("tagging", __name__)

EVERYWHERE: Final = "none"  # the region that bounds nothing, as on the command line
MOST_TEXT: Final = 1 * MB  # bytes
MOST_FILE: Final = 10 * MB
MOST_SENT: Final = MOST_FILE + 2 * MOST_TEXT  # a browser may send a file and a text, and what parts them
MOST_RECEIVED: Final = MOST_SENT + 2 * MB  # by the server: what is a little too large is told on the page
MOST_ANSWERED: Final = 16 * MB  # the longest text stands there twice, and an entity takes five times its character
EXAMPLES: Final = TEMPLATES / "tagging" / "examples"  # a text for each city that has one, by code
MOST_FIELDS: Final = 8
AT_ONCE: Final = 2  # texts that are read at a time
MOST_HERE: Final = 2 * AT_ONCE  # with those that wait: the other threads of the server stay free for pages
UNREADABLE, TOO_LARGE = 422, 413

_FOR_TEMPLATES: Final = {
    "everywhere": EVERYWHERE,
    "most_file": MOST_FILE,
    "most_marked": MOST_MARKED,
    "most_listed": MOST_LISTED,
    "anchor": anchor,
    "name_of": name_of,
    "path_of": path_of,
    "city_of": city_of,
    "scripts": scripts,
}
_here = BoundedSemaphore(MOST_HERE)
_reading = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Asked:
    """What a visitor gives: a text, and where its places may lie; ``fault`` tells at which field it cannot be read."""

    text: str = ""
    everywhere: bool = False
    fault: Fault | None = None
    status: int = 200


@bp.get("/tag")
def tagging() -> Response:
    """Show the empty form."""
    assert_asked_only("region")
    return _page(Asked(everywhere=_is_everywhere(request.args)))


@bp.get("/tag/example")
def example() -> Response:
    """Show what is found in a short text with names that mislead; 404 if this site's city has none."""
    assert_asked_only("region")
    text = example_text() or abort(404)
    return _page(Asked(text, _is_everywhere(request.args)))


@bp.post("/tag")
def tag_text() -> Response:
    """Show what is found in the text or file that was sent."""
    return _page(_asked())


@bp.post("/tag/answer")
def answer_only() -> Response:
    """Send the answer alone, for the script that asks while a visitor writes."""
    asked = _asked()
    return _forgotten(render_template("tagging/_answer.html", **_told(asked)), asked.status)


@bp.post("/tag/drafts.geojson")
def drafts_file() -> Response:
    """Send the drafts as the file that ``explorer draft`` writes, for a steward to go through."""
    asked = _asked()
    if asked.fault or asked.everywhere or len(asked.text) > MOST_DRAFTED:
        return _page(asked)
    with _bounded():
        written = written_drafts(asked.text)
    response = _forgotten(written, asked.status)
    response.mimetype = "application/geo+json"
    response.headers["Content-Disposition"] = 'attachment; filename="drafts.geojson"'
    return response


def example_text() -> str:
    """Return the example of this site's city; empty if there is none."""
    file = EXAMPLES / f"{site().places.city.code}.txt"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def _asked() -> Asked:
    """Read what was posted, within bounds; a page of another site may not post here."""
    assert_own_page()
    assert_asked_only()
    try:
        fields, files = _sent()
    except RequestEntityTooLarge:
        is_file = (request.content_length or 0) > MOST_SENT
        fault = _too_large("file", MOST_FILE) if is_file else _too_large("text", MOST_TEXT)
        return Asked(fault=fault, status=TOO_LARGE)
    everywhere = _is_everywhere(fields)
    file = files.get("file")
    if file and file.filename:
        return _of_file(file.read(), file.filename, everywhere=everywhere)
    return _of_text(fields.get("text", "").replace("\r\n", "\n"), "text", everywhere=everywhere)


def _sent() -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    """Return the posted fields and files: in memory, where others would write a long file to the disk."""
    _, fields, files = parse_form_data(
        request.environ,
        stream_factory=lambda *_, **__: BytesIO(),
        max_form_memory_size=2 * MOST_TEXT,  # a browser sends two characters for each line end
        max_content_length=MOST_SENT,
        max_form_parts=MOST_FIELDS,
    )
    return fields, files


def _of_file(data: bytes, name: str, *, everywhere: bool) -> Asked:
    if len(data) > MOST_FILE:
        return Asked(everywhere=everywhere, fault=_too_large("file", MOST_FILE), status=TOO_LARGE)
    try:
        with _bounded():
            text = read_article(data, name)
    except ArticleError as error:
        fault = replace(error.faults[0], where="file")
        return Asked(everywhere=everywhere, fault=fault, status=UNREADABLE)
    return _of_text(text, "file", everywhere=everywhere)


def _of_text(text: str, field: str, *, everywhere: bool) -> Asked:
    if not text.strip():
        fault = Fault(field, _("There is nothing to read yet"), _("paste a text or choose a file"))
        return Asked(everywhere=everywhere, fault=fault, status=UNREADABLE)
    if len(text.encode()) > MOST_TEXT:
        return Asked(everywhere=everywhere, fault=_too_large(field, MOST_TEXT), status=TOO_LARGE)
    return Asked(text, everywhere)


def _too_large(field: str, most: int) -> Fault:
    what = (
        _("More than %(n)s MB of text", n=most // MB)
        if most == MOST_TEXT
        else _("A file of more than %(n)s MB", n=most // MB)
    )
    return Fault(field, what, _("give a part of it, or use the command `explorer tag`, which reads 100 MB of text"))


def _is_everywhere(given: MultiDict[str, str]) -> bool:
    region = given.get("region") or site().places.city.code
    if region not in {site().places.city.code, EVERYWHERE}:
        remedy = message("use one of %(listed)s", listed=(site().places.city.code, EVERYWHERE))
        raise FilterError(
            [Fault("region", message("“%(region)s” is not a region of this site", region=region), remedy)]
        )
    return region == EVERYWHERE


def _page(asked: Asked) -> Response:
    page = render_template("tagging/page.html", has_example=bool(example_text()), **_told(asked))
    return _forgotten(page, asked.status)


def _told(asked: Asked) -> dict[str, Any]:
    """Gather what the templates tell of a text."""
    told: dict[str, Any] = {"asked": asked, "answer": None, "drafts": None, "facts": ()}
    if asked.text:
        with _bounded():
            told["answer"] = answer(asked.text, everywhere=asked.everywhere)
            if not asked.everywhere and len(asked.text) <= MOST_DRAFTED:
                told["drafts"] = proposed(asked.text)
                told["facts"] = spans(told["drafts"])
    return told | _FOR_TEMPLATES | {"minimap": site().minimap}


def _forgotten(page: str | bytes, status: int) -> Response:
    """Send a page that neither the browser nor anything between keeps."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@contextmanager
def _bounded() -> Iterator[None]:
    """Read a text while few others are read; who comes when as many wait is asked to come back (503)."""
    if not _here.acquire(blocking=False):
        abort(503, _("Many texts are being read just now. Ask again in a few seconds."))
    try:
        with _reading:
            yield
    finally:
        _here.release()
