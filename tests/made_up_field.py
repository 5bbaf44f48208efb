"""Use a copy of the program in which two lines added a field ``budget`` to a reform; print what became of it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from at_desk import Steward
from pydantic import ValidationError

import geodata
from explorer.config import Settings
from explorer.formats import READERS, WRITERS
from explorer.formats.detect import offers
from explorer.formats.template import template_file
from explorer.importing import seed
from explorer.messages import say
from explorer.records.diff import difference
from explorer.records.fields import LABELS
from explorer.records.models import Cases, Reform
from explorer.records.schema_errors import faults
from explorer.web.app import create_app

if TYPE_CHECKING:
    from explorer.messages import Language

TABLE = "改革名称,主题,地点,状态,摘要,来源标题,投入\n示例改革,营商环境,寿光市,首创,做法,某报道,450\n"


def main(folder: Path, data: str) -> dict[str, Any]:
    """Return what became of the field, by where it is looked for."""
    shipped = seed.read(data)
    reform = shipped.reforms[0].model_copy(update={"budget": 450})
    sources = tuple(each for each in shipped.sources if each.id in reform.cited)
    cases = Cases(sources=sources, reforms=(reform,))
    (folder / "cases.geojson").write_bytes(WRITERS[".geojson"](cases))
    (*_, from_table) = offers(TABLE.encode(), "table.csv")
    languages: tuple[Language, ...] = ("zh", "en")
    return {
        "back": {ending: READERS[ending](WRITERS[ending](cases)) == cases for ending in READERS},
        "table": from_table.values["budget"],
        "desk": at_desk(folder, reform.id),
        **{language: told(reform, language) for language in languages},
    }


def told(reform: Reform, language: Language) -> dict[str, Any]:
    """Return what is said of the field in a language."""
    book = openpyxl.load_workbook(io.BytesIO(template_file(language)))
    headings, notes = ([cell.value for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets[::2])
    (differs,) = difference(reform, reform.model_copy(update={"budget": 500}))
    return {
        "label": LABELS["budget"][language],
        "headings": [each for each in headings if each],
        "notes": [each for each in notes if each],
        "difference": [say(each, language) for each in (differs.row, differs.before, differs.after)],
        "fault": say(fault_of(reform), language),
    }


def fault_of(reform: Reform) -> Any:
    """Return the fault of a value that does not fit."""
    try:
        Reform.model_validate(reform.model_dump() | {"budget": "much"})
    except ValidationError as error:
        return next(each for each in faults(error) if str(each.where) == "budget")
    return None


def at_desk(folder: Path, reform: str) -> dict[str, Any]:
    """Return the label of the field in the form, what stands there, and what is recorded of what is typed."""
    settings = Settings(
        data=str(folder / "cases.geojson"), open_desk=True, database_url=f"sqlite:///{folder / 'x.sqlite'}"
    )
    app = create_app(settings)
    steward = Steward(app.test_client())
    page = steward.page(f"/desk/reforms/{reform}/edit?lang=zh")
    label = next(each.text for each in page.find("label") if each.attributes.get("for") == "budget")
    stood = steward.form(f"/desk/reforms/{reform}/edit")["budget"]
    steward.edit(reform, budget="1,450", why="as the source says")
    return {"label": label, "stood": stood, "recorded": app.extensions["site"].store.reform(reform).budget}


if __name__ == "__main__":
    geodata.load("370700")
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
