"""Read an article, or a file of drafts, and queue what it proposes: nothing is published by that."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from flask import flash, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from explorer.errors import CasesError, ExplorerError, Fault, Said
from explorer.exchange.articles import READERS, read_article
from explorer.exchange.drafts import read_drafts
from explorer.filters import Filter
from explorer.ids import new_id
from explorer.model import source_of
from explorer.tagger.drafts import draft, source_of_article
from explorer.views.asking import site
from explorer.views.desk.frame import MB, MOST_FILE, UNUSABLE, bp, seen_other, takes_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response as Answer

    from explorer.model import Source
    from explorer.tagger.proposal import Draft

MOST_TEXT: Final = 100_000  # characters that are drafted while somebody waits
LONGEST_NAME: Final = 100  # characters of the name of a file
OF_TITLE, OF_DIGEST = 8, 8  # characters in the id of an article
NOTHING: Final = Fault(
    Said("article", "文章"),
    Said("nothing was given", "没有内容"),
    Said("choose a file or paste a text", "请选择文件或粘贴文章"),
)


@bp.route("/drafts", methods=["GET", "POST"])
@takes_file
def drafts() -> Answer:
    """Read an article, or a file of drafts, and queue what it proposes."""
    if request.method == "GET":
        return _page()
    file, pasted = request.files.get("file"), request.form.get("text", "")
    try:
        n_new, n_known = _queued(file.filename, file.read()) if file and file.filename else _pasted(pasted)
    except ExplorerError as error:
        return _page(error.faults, UNUSABLE)
    if not n_new + n_known:
        flash(_("The article proposes nothing that is not recorded already."))
        return seen_other("desk.drafts")
    told = ngettext("%(num)s draft waits for review.", "%(num)s drafts wait for review.", n_new)
    known = ngettext("%(num)s was queued before.", "%(num)s were queued before.", n_known) if n_known else ""
    flash(f"{told} {known}")
    return seen_other("desk.queue", kind="draft")


def _pasted(text: str) -> tuple[int, int]:
    if not text.strip():
        raise CasesError([NOTHING])
    return _queued("article.txt", text.replace("\r\n", "\n").encode())


def _queued(given: str, data: bytes) -> tuple[int, int]:
    """Queue the drafts of a file; return how many are new, and how many were queued before."""
    name = PurePath(given.replace("\\", "/")).name[-LONGEST_NAME:]
    if PurePath(name).suffix.lower() in {".geojson", ".json"}:
        held = read_drafts(data)
        return _added(held.drafts, held.source, None)
    text = read_article(data, name)
    if len(text) > MOST_TEXT:
        what = Said(f"has more than {MOST_TEXT:,} characters", f"超过 {MOST_TEXT:,} 字")
        remedy = Said("give it in parts, or use `explorer draft`", "请分开上传，或使用命令 explorer draft")
        raise CasesError([Fault(name, what, remedy)])
    source = _named(source_of_article(text, name), text)
    found = draft(text, site().places, site().store.reforms(Filter()), source.id)
    return _added((each for each in found if each.draft.matches is None or each.draft.new), source, (name, text))


def _named(source: Source, text: str) -> Source:
    """Give the source that an article is the id of the recorded one, or one that no other article has."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:OF_DIGEST]
    own = f"{new_id(source.title[:OF_TITLE], None, lambda _: False)}-{digest}"
    recorded = site().store.sources()
    alike = (each.id for each in recorded.values() if (each.title, each.date) == (source.title, source.date))
    return source.model_copy(update={"id": own if own in recorded else next(alike, own)})


def _added(found: Iterable[Draft], source: Source, article: tuple[str, str] | None) -> tuple[int, int]:
    recorded = site().store.sources().get(source.id)
    is_another = article is None and recorded is not None and recorded.title != source.title
    digest = hashlib.sha256(source.title.encode()).hexdigest()[:OF_DIGEST]
    cited = source.model_copy(update={"id": f"{source.id[:60].rstrip('-')}-{digest}"}) if is_another else source
    numbers = [
        site().queue.add(
            "draft",
            each.title_zh,
            {"draft": _citing(each, source.id, cited.id), "source": cited.model_dump(mode="json", by_alias=True)},
            reform=each.draft.matches,
            account=current_user.account.name,
            article=article,
        )
        for each in found
    ]
    return len(numbers) - numbers.count(None), numbers.count(None)


def _citing(each: Draft, old: str, new: str) -> dict[str, Any]:
    """Return a draft as JSON that cites a source by another id."""
    plain = each.model_dump(mode="json")
    for row in (*plain["reach"], *plain["figures"], *plain["honours"]):
        if source_of(row["source"]) == old:
            row["source"] = new + row["source"].removeprefix(old)
    return plain


def _page(faults: tuple[Fault, ...] = (), status: int = 200) -> Answer:
    page = render_template(
        "desk/drafts.html",
        faults=faults,
        endings=[*READERS, ".geojson"],
        text=request.form.get("text", ""),
        most=MOST_FILE // MB,
    )
    return make_response(page, status)
