from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from explorer.drafting.pipeline import draft, source_of_article
from explorer.errors import CasesError
from explorer.formats import READERS
from explorer.formats.drafts import read_drafts, write_drafts

if TYPE_CHECKING:
    from geodata import Places

ARTICLE = "寿光市推出“信用就医”服务改革，惠及3万人。青州市首创“河湖共管”机制。"


@pytest.fixture
def written(weifang: Places) -> bytes:
    return write_drafts(draft(ARTICLE, weifang), source_of_article(ARTICLE, "news"))


def test_drafts_come_back_as_they_were_written(written: bytes, weifang: Places) -> None:
    file = read_drafts(written)
    assert file.drafts == draft(ARTICLE, weifang)
    assert write_drafts(file.drafts, file.source) == written


def test_a_feature_has_the_shape_of_a_reform_and_says_that_it_is_a_draft(written: bytes) -> None:
    document = json.loads(written)
    feature = document["features"][0]
    assert (document["status"], feature["geometry"], feature["properties"]["draft"]["status"]) == (
        "draft",
        None,
        "draft",
    )
    assert {"title_zh", "theme", "reach", "figures", "honours"} <= feature["properties"].keys()


def test_drafts_are_never_read_as_reforms(written: bytes) -> None:
    with pytest.raises(CasesError, match="drafts, not reforms"):
        READERS[".geojson"](written)
    unmarked = {key: value for key, value in json.loads(written).items() if key != "status"}
    with pytest.raises(CasesError, match="draft"):
        READERS[".geojson"](json.dumps(unmarked).encode())


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"status": "final"}', b'{"status": "draft", "sources": []}', b"\xff"]
)
def test_what_is_no_file_of_drafts_is_refused(data: bytes) -> None:
    with pytest.raises(CasesError):
        read_drafts(data)
