"""The map of a whole province keeps its counties in sight and its labels apart."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from explorer.config import Settings
from geodata.building.city import build_province

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from playwright.sync_api import FloatRect

MOST_SHARED_PX = 5  # halos may touch


@pytest.fixture(scope="module")
def shandong_address(
    make_app: Callable[..., Flask], serve: Callable[[Flask], str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Serve all counties of Shandong, without a reform."""
    root = tmp_path_factory.mktemp("provinces")
    build_province("370000", root / "370000")
    data = root / "cases.geojson"
    data.write_text('{"type": "FeatureCollection", "sources": [], "features": []}', encoding="utf-8")
    database = f"sqlite:///{root}/x.sqlite"
    return serve(make_app(Settings(city="370000", places=str(root), data=str(data), database_url=database)))


def _boxes(page: Page, selector: str) -> list[FloatRect]:
    found = [each.bounding_box() for each in page.locator(selector).all() if each.is_visible()]
    return [box for box in found if box]


def _cover(one: FloatRect, other: FloatRect) -> bool:
    apart = [
        one["x"] + one["width"] - MOST_SHARED_PX <= other["x"],
        other["x"] + other["width"] - MOST_SHARED_PX <= one["x"],
        one["y"] + one["height"] - MOST_SHARED_PX <= other["y"],
        other["y"] + other["height"] - MOST_SHARED_PX <= one["y"],
    ]
    return not any(apart)


def test_a_province_is_readable_at_a_glance_and_more_so_nearer(
    new_page: Callable[..., Page], shandong_address: str
) -> None:
    page = new_page(base_url=shandong_address)
    page.goto("/?measure=honours&per=area")
    expect(page.locator(".map[data-ready]")).to_be_visible()

    labels = _boxes(page, ".county-label")
    assert 40 < len(labels) < 136
    assert [pair for pair in combinations(labels, 2) if _cover(*pair)] == []
    (legend,) = _boxes(page, ".legend")
    (stage,) = _boxes(page, ".map")
    counties = _boxes(page, ".county")
    assert len(counties) > 130
    for county in counties:
        assert stage["x"] <= county["x"]
        assert county["x"] + county["width"] <= stage["x"] + stage["width"]
    assert [county for county in counties if _cover(county, legend)] == []

    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function(
        "n => [...document.querySelectorAll('.county-label')].filter((each) => !each.hidden).length > n",
        arg=len(labels),
    )
