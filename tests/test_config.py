from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from explorer.config import STATIC, TEMPLATES, Settings
from explorer.errors import ExplorerError
from explorer.messages import TRANSLATIONS


def test_without_any_setting_weifang_opens() -> None:
    settings = Settings.read({"PATH": "/usr/bin"})

    assert settings == Settings()
    assert (settings.city, Path(settings.data).name, settings.tile_url) == ("370700", "cases.geojson", "")


@pytest.mark.parametrize(("name", "type_"), [(each.name, each.type) for each in fields(Settings)])
def test_each_setting_is_read_from_the_environment(name: str, type_: str) -> None:
    given, meant = {"str": ("chosen", "chosen"), "bool": ("1", True), "int": ("2", 2)}[type_]

    assert getattr(Settings.read({f"EXPLORER_{name.upper()}": given}), name) == meant


def test_a_value_that_a_setting_cannot_take_is_named() -> None:
    with pytest.raises(ExplorerError) as caught:
        Settings.read({"EXPLORER_PROXIES": "one", "EXPLORER_SECOND_PERSON": "perhaps"})

    assert [str(fault.where) for fault in caught.value.faults] == ["EXPLORER_SECOND_PERSON", "EXPLORER_PROXIES"]


def test_every_misspelt_setting_is_named_with_those_there_are() -> None:
    with pytest.raises(ExplorerError) as caught:
        Settings.read({"EXPLORER_TILES": "x", "EXPLORER_CITTY": "x", "EXPLORER_CITY": "370700"})

    assert [str(fault.where) for fault in caught.value.faults] == ["EXPLORER_CITTY", "EXPLORER_TILES"]
    assert all(f"EXPLORER_{each.name.upper()}" in str(caught.value.faults[0].remedy) for each in fields(Settings))


def test_a_given_database_is_used_as_it_is() -> None:
    assert Settings(database_url="postgresql://db/reforms").store_url() == "postgresql://db/reforms"


def test_the_default_database_lies_among_the_users_data_one_for_each_city_and_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = [Settings(), Settings(city="330300"), Settings(data="other.geojson")]

    urls = {each.store_url() for each in settings}

    assert len(urls) == 3
    assert all(url.startswith(f"sqlite:///{tmp_path}/county-explorer/") for url in urls)
    assert (tmp_path / "county-explorer").is_dir()


def test_a_folder_that_cannot_be_made_says_what_to_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))

    with pytest.raises(ExplorerError, match="EXPLORER_DATABASE_URL"):
        Settings().store_url()


@pytest.mark.parametrize(
    "path", [TEMPLATES / "base.html", STATIC / "css" / "base.css", TRANSLATIONS, Path(Settings().data)]
)
def test_what_comes_with_the_program_is_where_it_is_looked_for(path: Path) -> None:
    assert path.exists()
