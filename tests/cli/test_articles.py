from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from explorer.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [os.fspath(each) for each in arguments], catch_exceptions=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "news-2025.txt"
    file.write_text("寿光市推出“蘑菇租赁”改革，惠及3万人。潍坊市在全省首推“质量贷”。", encoding="utf-8")
    return file


def test_an_article_becomes_drafts_and_twice_the_same(article: Path, tmp_path: Path) -> None:
    files = [tmp_path / "one.geojson", tmp_path / "two.geojson"]
    for file in files:
        done = run("draft", article, "-o", file)
        assert done.exit_code == 0
        assert "2 drafts, 1 of them of recorded reforms" in " ".join(done.stderr.split())
    assert files[0].read_bytes() == files[1].read_bytes()
    first, second = json.loads(files[0].read_bytes())["features"]
    assert first["properties"]["reach"][0]["source"] == "news-2025#p1"
    assert second["properties"]["draft"]["matches"] == "quality-loan"


def test_check_does_not_take_drafts_for_reforms(article: Path, tmp_path: Path) -> None:
    drafts = tmp_path / "drafts.geojson"
    run("draft", article, "-o", drafts)
    done = run("check", drafts)
    assert done.exit_code == 1
    assert "drafts, not reforms" in done.stdout


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff" * 50])
def test_of_an_article_that_cannot_be_read_nothing_is_written(data: bytes, tmp_path: Path) -> None:
    article, drafts = tmp_path / "news.txt", tmp_path / "drafts.geojson"
    article.write_bytes(data)
    done = run("draft", article, "-o", drafts)
    assert done.exit_code == 2
    assert not drafts.exists()


def test_a_region_that_was_not_built_is_named(article: Path, tmp_path: Path) -> None:
    done = run("draft", article, "-o", tmp_path / "d.geojson", "--region", "330300")
    assert done.exit_code == 2
    assert "330300" in done.stderr
