from __future__ import annotations

import sys

import pytest

from explorer.documents import sandbox
from explorer.errors import ArticleError
from explorer.messages import say

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("limits", "data", "told"),
    [
        ({"MOST_SECONDS": 0}, b"x", "读取超过 0 秒（请只给出文章本身，或把文字存为 .txt）"),
        pytest.param(
            {"MOST_MEMORY": 128 * 1024**2},
            b"<p>x</p>" * 500_000,
            "读取所需内存超过 128 MB，或文件已损坏（请只给出文章本身，或把文字存为 .txt）",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only"),
        ),
        ({}, b"<b>" * 3_000, "嵌套过深（请重新保存，或把文字存为 .txt）"),
        ({}, b"x" * 1024**2, "文字超过 0 MB（请只给出文章本身，或分段给出）"),
    ],
)
def test_why_a_document_cannot_be_read_is_said_in_chinese(
    limits: dict[str, int], data: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in limits.items():
        monkeypatch.setattr(sandbox, name, most)

    with pytest.raises(ArticleError) as refused:
        sandbox.read("html", data, "a.html", 1024)

    (fault,) = refused.value.faults
    assert say(fault, "zh") == f"a.html：{told}"
