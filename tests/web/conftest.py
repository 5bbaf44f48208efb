"""What tests of the desk share: a site as it was at first, with an editor, a reviewer and an admin at their desks."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING, Any

import argon2
import pytest
from at_desk import NAMES, PASSWORD, Steward

from explorer.config import Settings
from explorer.store import accounts
from explorer.web.app import create_app
from explorer.web.request import limiter
from explorer.web.response import cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from explorer.store import Store


@pytest.fixture(scope="session")
def kept_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with the reforms of Weifang and three accounts, to be copied."""
    path = tmp_path_factory.mktemp("desk") / "x.sqlite"
    site = create_app(Settings(database_url=f"sqlite:///{path}")).extensions["site"]
    with pytest.MonkeyPatch.context() as patched:
        hash_quickly(patched)
        for role, name in NAMES.items():
            site.accounts.add(name, role, PASSWORD)
    site.store.engine.dispose()
    return path


@pytest.fixture
def open_site(
    kept_desk: Path, make_app: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Flask]:
    """Open a site with other settings, whose desk has three accounts."""
    hash_quickly(monkeypatch)
    limiter.reset()

    def make(**settings: Any) -> Flask:
        path = shutil.copy(kept_desk, tmp_path / "own.sqlite")
        return make_app(Settings(database_url=f"sqlite:///{path}", **settings))

    return make


def hash_quickly(patched: pytest.MonkeyPatch) -> None:
    """Hash passwords in a millisecond: what argon2 costs is tested with the accounts."""
    patched.setattr(accounts, "_HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture(scope="session")
def standing_site(make_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Path]:
    """Make a site, to which each test brings its database."""
    path = tmp_path_factory.mktemp("standing") / "x.sqlite"
    return make_app(Settings(database_url=f"sqlite:///{path}")), path


@pytest.fixture
def desk_site(standing_site: tuple[Flask, Path], kept_desk: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The site with the reforms of Weifang and three accounts, as if nothing had been done before."""
    hash_quickly(monkeypatch)
    limiter.reset()
    app, path = standing_site
    app.extensions["site"].store.engine.dispose()
    for journal in path.parent.glob(f"{path.name}-*"):
        journal.unlink()
    shutil.copy(kept_desk, path)
    with app.app_context():
        cache.clear()
    return app


@pytest.fixture
def kept(desk_site: Flask) -> Store:
    """The records behind the desk."""
    store: Store = desk_site.extensions["site"].store
    return store


@pytest.fixture
def sit_down(desk_site: Flask) -> Callable[..., Steward]:
    """Sit down at the desk, each at another computer; with a role, signed in."""
    numbers = count(1)

    def sit(role: str = "", app: Flask = desk_site) -> Steward:
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"127.0.0.{next(numbers)}"
        steward = Steward(client)
        if role:
            assert steward.sign_in(NAMES[role]).status_code == 303
        return steward

    return sit


@pytest.fixture
def editor(sit_down: Callable[..., Steward]) -> Steward:
    return sit_down("editor")


@pytest.fixture
def reviewer(sit_down: Callable[..., Steward]) -> Steward:
    return sit_down("reviewer")


@pytest.fixture
def admin(sit_down: Callable[..., Steward]) -> Steward:
    return sit_down("admin")
