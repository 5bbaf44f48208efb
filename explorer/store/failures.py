"""Say of a failed database what is the matter and what to do, each failure its own remedy."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from explorer.errors import BusyError, Fault, Said, StoreError, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from explorer.words import Language


class _Failure(NamedTuple):
    what: Said
    remedy: Said  # {file}, {folder}, {user}, {free}: of a database in a file


_BUSY = _Failure(
    Said("another program is writing to it", "另一个程序正在写入"),
    Said("nothing of this was saved; wait until it has ended, then try again", "本次内容没有保存；请等它结束后再试"),
)
_FULL = _Failure(
    Said("the disk is full", "磁盘已满"),
    Said(
        "nothing of this was saved; free space in {folder} ({free}), then try again",
        "本次内容没有保存；请在 {folder} 腾出空间（{free}）后再试",
    ),
)
_READ_ONLY = _Failure(
    Said("it may only be read", "只能读取，不能写入"),
    Said(
        "give {user} the right to write {file} and its folder {folder}; or name another database",
        "请授予 {user} 写入 {file} 及其文件夹 {folder} 的权限；或改用其他数据库",
    ),
)
_NOT_OPENED = _Failure(
    Said("it cannot be opened", "无法打开"),
    Said(
        "make the folder {folder} if it is missing, and give {user} the right to write in it; or name another database",
        "如文件夹 {folder} 不存在请先建立，并授予 {user} 写入权限；或改用其他数据库",
    ),
)
_DISK = _Failure(
    Said("the disk fails to read or write", "磁盘读写出错"),
    Said(
        "check space in {folder} ({free}), its limits and the disk; if the file was harmed, `explorer restore BACKUP`",
        "请检查 {folder} 的空间（{free}）、限额与磁盘；如文件已损坏，请运行 `explorer restore 备份文件`",
    ),
)
_DAMAGED_FILE = _Failure(
    Said("the file is damaged", "文件已损坏"),
    Said(
        "stop the explorer, move {file} and its -wal and -shm aside but keep them, then `explorer restore BACKUP`",
        "请停止程序，把 {file} 及其 -wal、-shm 移到别处保留，再运行 `explorer restore 备份文件`",
    ),
)
_DAMAGED_TABLE = _Failure(
    Said("a table is damaged", "数据表已损坏"),
    Said("make a new database, then `explorer restore BACKUP`", "请新建数据库，再运行 `explorer restore 备份文件`"),
)
_OTHER = _Failure(
    Said("it failed", "出错"),
    Said(
        "check the disk and the address; if the data were harmed, `explorer restore BACKUP`",
        "请检查磁盘与地址；如数据已损坏，请运行 `explorer restore 备份文件`",
    ),
)
# By the start of SQLite's name of the error.
_OF_SQLITE = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CANTOPEN": _NOT_OPENED,
    "SQLITE_IOERR": _DISK,
    "SQLITE_CORRUPT": _DAMAGED_FILE,
    "SQLITE_NOTADB": _DAMAGED_FILE,
}
_ADDRESS = Said(
    "check user, password, host and database in EXPLORER_DATABASE_URL",
    "请检查 EXPLORER_DATABASE_URL 中的用户、密码、主机与数据库名",
)
_NO_SERVER = _Failure(
    Said("no connection to the server", "连接不上服务器"),
    Said(
        f"check that PostgreSQL is running and can be reached; {_ADDRESS}",
        f"请确认 PostgreSQL 正在运行并可连接；{_ADDRESS.zh}",
    ),
)
# By the start of PostgreSQL's SQLSTATE; a connection that fails has none, but tells whether host, user or database are
# at fault.
_OF_POSTGRESQL = {
    "08": _NO_SERVER,
    "25006": _Failure(
        Said("it may only be read", "只能读取，不能写入"),
        Said(
            "name the main server, not a copy of it, and a user who may write", "请连接主服务器，并使用有写入权限的用户"
        ),
    ),
    "42501": _Failure(
        Said("the user lacks a right", "该用户权限不足"),
        Said(
            "give the user of the address the right to make and write tables in this database",
            "请授予该用户在此数据库中建表与写入的权限",
        ),
    ),
    "53100": _Failure(
        Said("the server's disk is full", "服务器磁盘已满"),
        Said(
            "nothing of this was saved; free space there, then try again",
            "本次内容没有保存；请在服务器上腾出空间后再试",
        ),
    ),
    "55P03": _BUSY,
    "57P": _Failure(
        Said("the server stopped or restarts", "服务器已停止或正在重启"),
        Said(
            "nothing of this was saved; start PostgreSQL, then try again", "本次内容没有保存；请启动 PostgreSQL 后再试"
        ),
    ),
    "XX001": _DAMAGED_TABLE,
    "XX002": _DAMAGED_TABLE,
}
_VERBS_ZH = {"read": "读取", "write": "写入"}


def explain(error: Exception, engine: sa.Engine, verb: str) -> StoreError:
    """Return the error that tells why a database could not be read or written, and what to do."""
    cause = getattr(error, "orig", None) or error
    failure = _failure(cause, in_file=engine.dialect.name == "sqlite")
    told = next(iter(str(cause).splitlines()), type(cause).__name__)
    what = Said(
        f"cannot {verb} the database: {failure.what} ({told})",
        f"数据库无法{_VERBS_ZH[verb]}：{failure.what.zh}（{told}）",
    )
    remedy = Said(_filled(failure.remedy, engine, "en"), _filled(failure.remedy, engine, "zh"))
    kind = BusyError if failure is _BUSY else StoreError
    return kind([Fault(engine.url.render_as_string(hide_password=True), what, remedy)])


def _failure(cause: BaseException, *, in_file: bool) -> _Failure:
    if isinstance(cause, ValidationError) or str(cause).startswith("Could not decode to UTF-8"):
        return _DAMAGED_FILE if in_file else _DAMAGED_TABLE
    name, state = getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", "")
    if state is None:  # it failed before the server could tell a state
        return _NO_SERVER
    return _by_start(_OF_SQLITE, name) if name else _by_start(_OF_POSTGRESQL, state)


def _by_start(failures: Mapping[str, _Failure], name: str) -> _Failure:
    return next((failure for start, failure in failures.items() if name.startswith(start)), _OTHER)


def _filled(remedy: Said, engine: sa.Engine, language: Language) -> str:
    """Fill in what a remedy says of a database in a file."""
    file = Path(engine.url.database or "").absolute()
    try:
        free = f"{shutil.disk_usage(file.parent).free / 2**20:,.0f} MB"
    except OSError:
        free = "? MB"
    free = f"剩余 {free}" if language == "zh" else f"{free} are free"
    return said(remedy, language).format(file=file, folder=file.parent, user=_user(), free=free)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number without a name
        return "the explorer's user"
