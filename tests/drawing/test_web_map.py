from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import folium
import pytest
from samples import HOSTILE

import geodata
from explorer import reach
from explorer.drawing import web_map
from explorer.drawing.svg import tokens
from explorer.errors import ExplorerError
from explorer.query.filters import Filter

if TYPE_CHECKING:
    from pathlib import Path

    from samples import Files

    from explorer.records.models import Cases
    from geodata import Places

OUTLINES = "/geo/0123456789abcdef.json"


def test_the_same_map_gives_the_same_bytes(weifang: Places) -> None:
    first, second = web_map.shell(weifang, OUTLINES), web_map.shell(weifang, OUTLINES)

    assert first == second
    assert first.digest == second.digest


def test_two_maps_of_one_page_share_no_name(weifang: Places) -> None:
    first, second = (web_map.shell(weifang, OUTLINES, name=name) for name in ("firstMap", "secondMap"))

    declared = [set(re.findall(r"(?:var|window\.?) ?(\w+) =", each.script)) - {"moves"} for each in (first, second)]
    assert "firstMap" in declared[0]
    assert len(declared[0]) == len(declared[1]) == 4
    assert declared[0].isdisjoint(declared[1])
    assert first.element_id != second.element_id


def test_maps_drawn_at_once_do_not_disturb_each_other(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms, weifang)

    def both(_: object = None) -> tuple[web_map.Shell, str]:
        return web_map.shell(weifang, OUTLINES), web_map.draw(weifang, table).get_root().render()

    alone = both()
    with ThreadPoolExecutor(8) as pool:
        together = set(pool.map(both, range(16)))

    assert together == {alone}


def test_other_maps_keep_their_own_ids_and_scripts(weifang: Places) -> None:
    before = folium.Map()
    web_map.shell(weifang, OUTLINES)
    beside = [folium.Map(), folium.Map()]

    assert len({each.get_name() for each in (before, *beside)}) == 3
    assert all(re.fullmatch(r"map_[0-9a-f]{32}", each.get_name()) for each in beside)
    assert folium.Map.default_js
    assert folium.Map.default_css


def test_to_import_our_maps_leaves_branca_as_it_was() -> None:
    code = """
import branca.element
before = {name: dict(vars(each)) for name, each in vars(branca.element).items() if isinstance(each, type)}
import explorer.drawing.web_map
after = {name: dict(vars(each)) for name, each in vars(branca.element).items() if isinstance(each, type)}
print(before == after)
"""

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "True"


def test_the_shell_asks_for_nothing_from_outside(weifang: Places) -> None:
    script = web_map.shell(weifang, OUTLINES).script

    assert "//" not in script
    assert OUTLINES in script


def test_a_tile_source_is_an_address_in_the_shell(weifang: Places) -> None:
    tiles = "https://tiles.example.cn/{z}/{x}/{y}.png"

    assert tiles in web_map.shell(weifang, OUTLINES, tiles).script
    assert web_map.shell(weifang, OUTLINES, tiles).digest != web_map.shell(weifang, OUTLINES).digest


def test_no_name_of_a_place_enters_the_shell_or_the_outlines(weifang: Places) -> None:
    shown = web_map.shell(weifang, OUTLINES).script + web_map.outline_file(weifang).decode()

    names = {name for place in weifang for name in (place.name_zh, place.short_zh, place.name_en, place.short("en"))}
    assert [name for name in names if name in shown] == []
    assert shown.isascii()


def test_a_hostile_name_does_not_reach_folium(hostile_files: Files, weifang: Places) -> None:
    hostile = geodata.load("370700", hostile_files.places)

    assert hostile["370783"].name_zh == HOSTILE
    assert web_map.shell(hostile, OUTLINES) == web_map.shell(weifang, OUTLINES)
    assert web_map.outline_file(hostile) == web_map.outline_file(weifang)
    table = reach.matrix([], hostile)
    drawn = web_map.draw(hostile, table).get_root().render()
    assert "alert(1)" not in drawn
    assert "7*7" not in drawn


def test_the_outlines_are_those_of_the_counties_and_their_neighbours(weifang: Places) -> None:
    shown = json.loads(web_map.outline_file(weifang))

    assert [each["id"] for each in shown["counties"]["features"]] == [county.code for county in weifang.counties]
    assert len(shown["context"]["features"]) == len(weifang.surroundings()["features"])
    assert all(each["properties"] == {} for part in shown.values() for each in part["features"])


def test_the_map_opens_on_the_city(weifang: Places) -> None:
    (corners,) = re.findall(r"fitBounds\((.+?)\)", web_map.shell(weifang, OUTLINES).script)

    (south, west), (north, east) = json.loads(corners)
    assert all(
        south < county.label_point[1] < north and west < county.label_point[0] < east for county in weifang.counties
    )


def test_a_drawn_map_is_one_file_that_needs_nothing_from_outside(cases: Cases, weifang: Places, tmp_path: Path) -> None:
    map_ = web_map.draw(weifang, reach.matrix(cases.reforms, weifang))

    map_.save(tmp_path / "map.html")
    html = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="[^"]*"', html) == []
    assert "Leaflet 1.9.4" in html
    assert all(f'"{county.code}"' in html for county in weifang.counties)


def test_a_drawn_map_is_darkest_where_most_is_recorded(cases: Cases, weifang: Places) -> None:
    table = reach.matrix(cases.reforms, weifang)
    counts = {code: each.here for code, each in table.counts().items()}

    html = web_map.draw(weifang, table).get_root().render()

    cases_of_switch = re.findall(r'((?:case "\d{6}": )+)\s*return \{[^}]*"fillColor": "(#\w+)"', html)
    colours = {code: colour for codes, colour in cases_of_switch for code in re.findall(r"\d{6}", codes)}
    most = max(counts, key=lambda code: counts[code])
    (default,) = re.findall(r'default:\s*return \{[^}]*"fillColor": "(#\w+)"', html)
    assert colours.get(most, default) == tokens("en")["--shade-5"]


def test_a_county_of_which_nothing_is_recorded_is_drawn_apart(cases: Cases, weifang: Places) -> None:
    one = [each for each in cases.reforms if each.id == "shouguang-vegetable-supply"]

    html = web_map.draw(weifang, reach.matrix(one, weifang, Filter())).get_root().render()

    assert set(re.findall(r'"fillColor": "(#\w+)"', html)) == {
        tokens("en")[name] for name in ("--shade-none", "--shade-5")
    }


def test_without_leaflet_one_is_told_to_install(
    weifang: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_map, "LEAFLET", tmp_path)

    with pytest.raises(ExplorerError, match="make install"):
        web_map.draw(weifang, reach.matrix([], weifang))
