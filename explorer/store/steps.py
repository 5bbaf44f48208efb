"""Go the steps of Alembic from one version of the tables that are kept to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    import sqlalchemy as sa

FOLDER: Final = Path(__file__).parent / "migrations" / "versions"


def upgrade(connection: sa.Connection, to: str) -> None:
    """Go the steps from the version of the tables, or from none, to a later one: within a transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def known() -> frozenset[str]:
    """Return this program's version of the tables, and the earlier ones."""
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", "explorer.store:migrations")
    config.set_main_option("version_locations", str(FOLDER).replace("%", "%%"))
    return config
