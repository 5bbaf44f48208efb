from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from explorer.config import Settings
from explorer.errors import ExplorerError
from explorer.records.models import Change, Signature
from explorer.web import site as sites
from geodata import PlacesError

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from explorer.web.site import Site
    from geodata import Places


@pytest.fixture
def site(app: Flask) -> Site:
    found: Site = app.extensions["site"]
    return found


def test_a_site_knows_the_names_of_all_places_in_both_languages(site: Site, weifang: Places) -> None:
    names = site.names()

    assert names.keys() == {place.code for place in weifang}
    expected = {
        "kind": "county",
        "zh": "寿光市",
        "en": "Shouguang City",
        "short": {"zh": "寿光", "en": "Shouguang"},
        "point": [weifang["370783"].label_point[1], weifang["370783"].label_point[0]],
    }
    assert names["370783"].items() >= expected.items()


def test_the_shell_asks_for_the_outlines_by_their_hash(site: Site) -> None:
    assert f"/geo/{site.outlines_digest}.json" in site.shell.script


def test_the_same_data_make_the_same_addresses(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite")

    first, again = sites.prepare(settings), sites.prepare(settings)

    assert again.outlines_digest == first.outlines_digest
    assert again.shell.digest == first.shell.digest
    assert again.assets_digest == first.assets_digest
    assert again.data_version == first.data_version
    for each in (first, again):
        each.store.engine.dispose()


def test_the_version_of_the_data_tells_of_each_edit(tmp_path: Path) -> None:
    site = sites.prepare(Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite"))
    before = site.data_version
    now = site.store.present("reform", "quality-loan")

    edited = now.record.model_copy(update={"title_zh": "另一个名称"})
    (number,) = site.store.apply([Change("reform", edited.id, edited, now.number)], Signature(None, "renamed"))
    between = site.data_version
    site.store.apply([Change("reform", edited.id, now.record, number)], Signature(None, "named as before"))

    assert re.fullmatch("[0-9a-f]{12}", before)
    assert between != before
    assert site.data_version == before
    site.store.engine.dispose()


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"city": "110100"}, PlacesError, "explorer places build --city 110100"),
        ({"city": "weifang"}, PlacesError, "370700 is Weifang"),
        ({"data": "gone.geojson"}, ExplorerError, "gone.geojson: No such file"),
    ],
)
def test_what_cannot_be_prepared_is_told(
    changed: dict[str, str], error: type[Exception], said: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=said):
        sites.prepare(Settings(**{"database_url": f"sqlite:///{tmp_path}/x.sqlite", **changed}))
