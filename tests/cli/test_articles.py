from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from samples import CASES_FILE

from explorer.cli import main
from explorer.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from explorer.records.models import Cases
    from geodata import Places


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


def test_a_draft_is_compared_with_the_database_which_is_the_master(
    article: Path, tmp_path: Path, cases: Cases, weifang: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/own.sqlite"
    monkeypatch.setenv("EXPLORER_DATABASE_URL", url)
    renamed = [
        each.model_copy(update={"id": "renamed"}) if each.id == "quality-loan" else each for each in cases.reforms
    ]
    open_store(url, cases.model_copy(update={"reforms": tuple(renamed)}), weifang)

    run("draft", article, "-o", tmp_path / "of-database.geojson")
    run("draft", article, "-o", tmp_path / "of-file.geojson", "--data", CASES_FILE)

    assert matches(tmp_path / "of-database.geojson") == [None, "renamed"]
    assert matches(tmp_path / "of-file.geojson") == [None, "quality-loan"]


def matches(drafts: Path) -> list[str | None]:
    return [each["properties"]["draft"]["matches"] for each in json.loads(drafts.read_bytes())["features"]]


def test_places_of_another_folder_are_found(tmp_path: Path, wenzhou: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLORER_PLACES", str(wenzhou))
    monkeypatch.setenv("EXPLORER_CITY", "330300")
    news = tmp_path / "news.txt"
    news.write_text("鹿城区推出“一码通办”改革，惠及3万人。", encoding="utf-8")

    tagged = json.loads(run("tag", news).stdout_bytes)
    run("draft", news, "-o", tmp_path / "d.geojson")

    assert [each["code"] for each in tagged["places"]] == ["330302"]
    (draft,) = json.loads((tmp_path / "d.geojson").read_bytes())["features"]
    assert draft["properties"]["reach"][0]["place"] == "330302"
