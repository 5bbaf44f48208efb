"""Two sites, one on SQLite and one on PostgreSQL, of which the same is asked and to which the same is done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import stewards
from at_desk import NAMES, PASSWORD, Steward
from edits import retitled, withdrawn

from explorer.config import Settings
from explorer.records.models import Change, Signature

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
AT_DESK = (
    "/desk/",
    "/desk/import",
    "/desk/imports/{batch}",
    "/desk/imports/{batch}?verdict=double",
    "/desk/queue?state=open",
    "/desk/queue?state=merged",
    "/desk/queue?kind=draft&lang=en",
    "/desk/queue/{draft}",
    "/desk/queue/{proposal}",
    "/desk/reforms/quality-loan/edit",
    "/desk/reforms/quality-loan/history",
    "/desk/sources",
    "/desk/sources?q=潍坊&page=2",
    "/desk/sources/weifang-2025",
    "/desk/withdrawn",
    "/desk/accounts",
)
ARTICLE = "寿光市首创“田头会诊”机制，2021年起在全市推行，服务农户2万人次。昌乐县率先探索“邻里食堂”，建成食堂30处。"
CSRF = re.compile(r'(?<=name="csrf_token" value=")[^"]+')
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


@pytest.fixture(scope="module")
def desks(sites: list[Flask]) -> list[tuple[Steward, dict[str, str]]]:
    """Sit down at each site and do the same there; return each steward with the numbers of what was made."""
    return [_steward_at(site) for site in sites]


@pytest.mark.parametrize("address", AT_DESK)
def test_the_desks_show_the_same(address: str, desks: list[tuple[Steward, dict[str, str]]]) -> None:
    first, second = (steward.client.get(address.format_map(made)) for steward, made in desks)

    assert first.status_code == second.status_code == 200
    assert _without_tokens(first.text) == _without_tokens(second.text)


def test_the_desks_did_the_same(desks: list[tuple[Steward, dict[str, str]]], sites: list[Flask]) -> None:
    first, second = (site.extensions["site"].data_version for site in sites)

    assert first == second
    assert desks[0][1] == desks[1][1]


def _steward_at(site: Flask) -> tuple[Steward, dict[str, str]]:
    for role, name in NAMES.items():
        site.extensions["site"].accounts.add(name, role, PASSWORD)
    ada, eva = (Steward(site.test_client()) for _ in range(2))
    ada.sign_in("ada")
    eva.sign_in("eva")
    imported = ada.upload(stewards.workbook(), "名单.xlsx")
    ada.post(imported, why="a table")
    ada.upload(ARTICLE.encode(), "article.txt", "/desk/drafts")
    drafts = ada.page("/desk/queue?kind=draft").one(class_="queue").find("a")
    proposed = eva.edit("quality-loan", title_en="Proposed").headers["Location"]
    ada.edit("quality-loan", summary_en="Edited meanwhile")
    ada.send("/desk/sources/weifang-2025", ada.form("/desk/sources/weifang-2025"), **{"sources-0-publisher": "x"})
    ends = {"batch": imported, "draft": drafts[0]["href"].partition("?")[0], "proposal": proposed}
    return ada, {name: path.rpartition("/")[2] for name, path in ends.items()}


def _without_tokens(page: str) -> str:
    return CSRF.sub("", SECOND.sub("", page))


def _edit(store: Store) -> None:
    by_li = Signature("li", "better")
    store.apply([retitled(store, "quality-loan", "重庆路小微贷款")], by_li)
    store.apply([retitled(store, "zhucheng-one-approval-hall", "Ａ 大厅")], by_li)
    store.apply([withdrawn(store, "reform", "village-clusters")], by_li)
    now, first = store.history("reform", "zhucheng-one-approval-hall")
    restored = Change("reform", "zhucheng-one-approval-hall", first.record, now.number)
    store.apply([restored], Signature(None, "as it was", restores=first.number))
