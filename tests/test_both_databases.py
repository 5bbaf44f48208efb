"""Two sites, one on SQLite and one on PostgreSQL, of which the same is asked and to which the same is done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from edits import retitled, withdrawn

from explorer.changes import Change, Signature
from explorer.config import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from postgres import Server

    from explorer.store import Store

PAGES = (
    "/",
    "/?q=养老&lang=en",
    "/?theme=livelihood&from=2020",
    "/panel?status=pilot",
    "/reforms",
    "/reforms?q=shequ&lang=en",
    "/reforms?q=%25&lang=zh",
    "/reforms?level=national&honour=first",
    "/reforms/smart-elderly-care",
    "/reforms/quality-loan",
    "/reforms/quality-loan/history",
    "/reforms/zhucheng-one-approval-hall/history",
    "/places/370783",
    "/places/370700-gaoxin?lang=en",
    "/places/370784/gaps",
    "/places/370785/panel?scope=zone",
    *(f"/reach?sort={sort}&lang={lang}" for sort in ("reach", "first", "name") for lang in ("zh", "en")),
    "/reach?citywide=off&zones=off&rows=20&page=2",
    "/reach/rows?place=370783",
    "/compare?places=370783,370784",
    "/spread?reform=quality-loan",
    "/spread?sort=pace&least=2",
    "/data",
    "/feed.atom",
    "/places/370783/feed.atom",
    "/api/reforms?q=寿光",
    "/api/reforms.geojson",
    "/api/reforms.csv?place=370783",
    "/api/reach?sort=pace",
    "/api/counts.json?theme=business",
    "/api/gaps?county=370703",
)
SECOND = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")  # of an edit: the sites were edited one after the other


@pytest.fixture(scope="module")
def sites(make_app: Callable[..., Flask], postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> list[Flask]:
    folder: Path = tmp_path_factory.mktemp("both")
    urls = (f"sqlite:///{folder}/x.sqlite", postgresql.new_database())
    made = [make_app(Settings(database_url=url)) for url in urls]
    for site in made:
        _edit(site.extensions["site"].store)
    return made


def test_both_hold_the_same(sites: list[Flask]) -> None:
    first, second = (site.extensions["site"].data_version for site in sites)

    assert first == second


@pytest.mark.parametrize("address", PAGES)
def test_both_answer_alike(address: str, sites: list[Flask]) -> None:
    first, second = (site.test_client().get(address) for site in sites)

    assert first.status_code == second.status_code == 200
    assert SECOND.sub("", first.text) == SECOND.sub("", second.text)


def _edit(store: Store) -> None:
    by_li = Signature("li", "better")
    store.apply([retitled(store, "quality-loan", "重庆路小微贷款")], by_li)
    store.apply([retitled(store, "zhucheng-one-approval-hall", "Ａ 大厅")], by_li)
    store.apply([withdrawn(store, "reform", "village-clusters")], by_li)
    now, first = store.history("reform", "zhucheng-one-approval-hall")
    restored = Change("reform", "zhucheng-one-approval-hall", first.record, now.number)
    store.apply([restored], Signature(None, "as it was", restores=first.number))
