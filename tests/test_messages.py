from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from samples import ROOT

from explorer import messages
from explorer.errors import Fault, Location, unpacked_fault
from explorer.messages import Bilingual, counted, either, message, packed, say, unpacked

if TYPE_CHECKING:
    from pathlib import Path

SHOUGUANG = message("%(name)s (%(code)s)", name="寿光市", code=370783)
NESTED = message("did you mean %(named)s?", named=[SHOUGUANG, "诸城市"])


def test_what_stands_in_a_message_is_said_in_its_language() -> None:
    assert say(NESTED, "en") == str(NESTED) == "did you mean 寿光市 (370783), 诸城市?"
    assert say(NESTED, "zh") == "是否指寿光市（370783）、诸城市？"


def test_words_of_a_table_are_said_too_and_plain_ones_stay_as_they_are() -> None:
    words = message("%(field)s is missing", field={"zh": "主题", "en": "theme"})

    assert (say(words, "zh"), say(words, "en")) == ("缺少主题", "theme is missing")
    assert (say(Bilingual("是", "yes"), "zh"), say("plain", "zh"), say(("a", "b"), "en")) == ("是", "plain", "a, b")
    assert say(either(["a", "b", "c"]), "zh") == "a或b或c"


@pytest.mark.parametrize(("n", "en"), [(1, "1 row to be corrected"), (1_234, "1,234 rows to be corrected")])
def test_things_are_counted_in_both_languages(n: int, en: str) -> None:
    words = counted(n, "%(n)s row to be corrected", "%(n)s rows to be corrected")

    assert (say(words, "en"), say(words, "zh")) == (en, f"{n:,}行待修改")


def test_a_percent_sign_of_a_value_or_of_plain_words_is_harmless() -> None:
    assert str(message("%(title)s is too long", title="100%(n)s")) == "100%(n)s is too long"
    assert str(message("100 % of it")) == "100 % of it"


def test_words_are_kept_as_json() -> None:
    assert unpacked(json.loads(json.dumps(packed(NESTED)))) == NESTED


@pytest.mark.parametrize("where", [Location(2, "地点", "覆盖"), Location(path="features[0]"), SHOUGUANG, "theme"])
def test_a_fault_is_kept_as_json_with_its_place(where: Any) -> None:
    fault = Fault(where, NESTED, Bilingual("请改正", "correct it"))

    assert unpacked_fault(json.loads(json.dumps(fault.packed()))) == fault


def test_a_fault_that_was_kept_in_both_languages_is_still_read() -> None:
    fault = unpacked_fault({"en": ["row 2", "is odd", "mend it"], "zh": ["第2行", "有误", "请改正"]})

    assert (str(fault), say(fault, "zh")) == ("row 2: is odd (mend it)", "第2行：有误（请改正）")


def test_a_checkout_in_which_nothing_was_compiled_speaks_chinese_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = messages._CHINESE.with_suffix(".po").read_bytes()
    (tmp_path / "messages.po").write_bytes(written)
    monkeypatch.setattr(messages, "_CHINESE", tmp_path / "messages.mo")
    messages._chinese.cache_clear()

    assert say(message("correct it"), "zh") == "请改正"
    messages._chinese.cache_clear()


def test_every_place_of_a_message_is_filled_where_it_is_made() -> None:
    """Those of a table are filled by ``filled`` later: they have no values at all."""
    odd = []
    for file in (ROOT / "explorer").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            at = {"message": 0, "counted": 1}.get(call.func.id)
            if at is None or len(call.args) <= at or not isinstance(text := call.args[at], ast.Constant):
                continue
            given = {keyword.arg for keyword in call.keywords} | ({"n"} if at else set())
            wanted = set(re.findall(r"%\((\w+)\)s", str(text.value)))
            if call.keywords and None not in given and wanted != given | (wanted & {"written"}):
                odd.append((file.name, text.value, given))

    assert odd == []
