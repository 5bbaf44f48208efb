"""What the tests share: the real places and reforms of Weifang, a store, a running site."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import hypothesis
import postgres
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from samples import CASES_FILE, HOSTILE, HOSTILE_UNIT, ROOT, Files

import geodata
from explorer.config import Settings
from explorer.formats import geojson
from explorer.importing import seed
from explorer.store import open_store
from explorer.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from explorer.records.models import Cases, Reform
    from explorer.store import Store
    from geodata import Places

# Marks of tests that ask for these fixtures.
NEEDS = {"browser": "browser", "postgresql": "postgres", "printed": "long", "shandong": "long"}
# The same examples at each run: who changes a template is not surprised by another's find.
for name, n_examples in {"quick": 5, "explorer": 15, "slow": 300}.items():
    hypothesis.settings.register_profile(name, derandomize=True, deadline=None, database=None, max_examples=n_examples)
hypothesis.settings.load_profile("explorer")


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one more than there are processors: browsers, databases and processes are waited for."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, what needs a PostgreSQL server and what takes seconds."""
    for item in items:
        for fixture in NEEDS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(NEEDS[fixture])


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of facts and sources beside the checkout; skip where it is not at hand."""
    folder = ROOT.parent / "shared"
    if not (folder / "facts" / "reforms.csv").exists():
        pytest.skip("../shared with the recorded facts and the article is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def weifang() -> Places:
    return geodata.load("370700")


@pytest.fixture(scope="session")
def cases() -> Cases:
    return seed.read(CASES_FILE)


@pytest.fixture(scope="session")
def by_id(cases: Cases) -> dict[str, Reform]:
    return {reform.id: reform for reform in cases.reforms}


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """Start a PostgreSQL server."""
    installed = postgres.programs()
    if installed is None:
        pytest.fail(
            "no PostgreSQL server can be run: `apt-get install postgresql`, or `pip install .[dev]`", pytrace=False
        )
    server = postgres.start(installed)
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Return what makes an empty database and gives its address: in files, then on a PostgreSQL server."""
    if request.param == "postgresql":
        made: Callable[[], str] = request.getfixturevalue("postgresql").new_database
        return made
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('store')}/x.sqlite"


@pytest.fixture(scope="session")
def make_store(new_database: Callable[[], str]) -> Iterator[Callable[..., Store]]:
    """Open stores that are closed in the end; each in a new database, if none is named."""
    opened = []

    def make(url: str | None = None, cases: Cases | None = None, places: Places | None = None) -> Store:
        opened.append(open_store(new_database() if url is None else url, cases, places))
        return opened[-1]

    yield make
    for store in opened:
        store.engine.dispose()


@pytest.fixture(scope="session")
def store(make_store: Callable[..., Store], cases: Cases, weifang: Places) -> Store:
    return make_store(cases=cases, places=weifang)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile each template once, not once for each site that is made."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Flask, "jinja_options", {"bytecode_cache": cache})
        yield


@pytest.fixture(scope="session")
def make_app() -> Iterator[Callable[..., Flask]]:
    """Make applications whose stores are closed in the end."""
    made = []

    def make(settings: Settings, say: Callable[[str], object] = lambda _: None) -> Flask:
        made.append(create_app(settings, say))
        return made[-1]

    yield make
    for app in made:
        app.extensions["site"].store.engine.dispose()


@pytest.fixture(scope="session")
def app(make_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('site')}/x.sqlite"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Copy the reforms and the places of Weifang."""
    shutil.copy(CASES_FILE, tmp_path)
    shutil.copytree(geodata.ROOT / "370700", tmp_path / "places" / "370700")
    return Files(tmp_path / "cases.geojson", tmp_path / "places")


@pytest.fixture(scope="session")
def hostile_files(cases: Cases, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Write reforms and places of which each free text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    city = folder / "places" / "370700"
    shutil.copytree(geodata.ROOT / "370700", city)
    document = json.loads((city / "places.geojson").read_text(encoding="utf-8"))
    for feature in document["features"]:
        feature["properties"] |= dict.fromkeys(("name_zh", "name_en", "short_zh", "pinyin"), HOSTILE)
    (city / "places.geojson").write_text(json.dumps(document), encoding="utf-8")
    for file, names in (
        ("zones.csv", ("潍坊高新技术产业开发区", "潍坊高新区", "High-tech Zone")),
        ("towns.csv", ("城关街道",)),
        ("indicators.csv", ("2010 census",)),
    ):
        text = (city / file).read_text(encoding="utf-8")
        for name in names:
            assert name in text
            text = text.replace(name, HOSTILE)
        (city / file).write_text(text, encoding="utf-8")
    (folder / "cases.geojson").write_bytes(geojson.write(_hostile(cases)))
    return Files(folder / "cases.geojson", folder / "places")


@pytest.fixture(scope="session")
def wenzhou(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the places of Wenzhou, a city of which no facts are recorded; return the folder that holds them."""
    from geodata.building.city import build  # noqa: PLC0415  # GeoPandas is slow to import: only who builds pays

    root = tmp_path_factory.mktemp("cities")
    build("330300", root / "330300")
    return root


@pytest.fixture(scope="session")
def shandong(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Build all counties of Shandong, and load them."""
    from geodata.building.city import build_province  # noqa: PLC0415  # GeoPandas is slow to import: only who builds pays

    root = tmp_path_factory.mktemp("provinces")
    build_province("370000", root / "370000")
    return geodata.load("370000", root)


def _hostile(cases: Cases) -> Cases:
    def spoil(record: Any, *fields: str) -> Any:  # any record of the model
        return record.model_copy(update=dict.fromkeys(fields, HOSTILE))

    reforms = []
    for reform in cases.reforms:
        figures = [spoil(each, "label_zh", "label_en") for each in reform.figures]
        unit = {"unit": HOSTILE_UNIT, "unit_en": HOSTILE_UNIT}
        parts = {
            "aliases_zh": (HOSTILE,),
            "figures": tuple(each.model_copy(update=unit) for each in figures),
            "honours": tuple(spoil(each, "title_zh", "title_en") for each in reform.honours),
        }
        reforms.append(spoil(reform, "title_zh", "title_en", "summary_zh", "summary_en").model_copy(update=parts))
    sources = tuple(spoil(each, "title", "publisher") for each in cases.sources)
    return cases.model_copy(update={"sources": sources, "reforms": tuple(reforms)})
