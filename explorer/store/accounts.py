"""Keep accounts: roles, who may do what, and passwords that nobody can read."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore
from typing import Final, Literal, get_args

import argon2
import sqlalchemy as sa

from explorer.errors import AccountError, Fault, LockedError
from explorer.messages import message
from explorer.store.database import Transaction, now, seconds_until
from explorer.store.schema import account as accounts
from explorer.store.schema import attempt

Role = Literal["editor", "reviewer", "admin"]  # proposes; publishes too; keeps the accounts too

ROLES: Final[tuple[Role, ...]] = get_args(Role)


SHORTEST, LONGEST = 12, 200  # characters of a password
N_FREE: Final = 5  # wrong passwords from one network before a name is locked for it
N_FREE_ANYWHERE: Final = 100  # from all of them, before it is locked for all: one stranger locks nobody out
ANYWHERE, SIGNED_IN = "*", "signed in"  # origins of attempts that are no networks
FIRST_LOCK: Final = timedelta(seconds=30)  # doubled with each further wrong password
LONGEST_LOCK: Final = timedelta(hours=1)
FORGOTTEN_AFTER: Final = timedelta(days=1)  # wrong passwords
MOST_ATTEMPTS: Final = 10_000  # names of which wrong passwords are remembered
_NAME: Final = re.compile(r"[\w.-]{1,40}")
_TAKEN: Final = message("is taken")
_ANOTHER_NAME: Final = message("choose another name; a closed account keeps its name")
_UNKNOWN: Final = message("no such account")
_SEE_LIST: Final = message("see `explorer user list`")
_LAST_ADMIN: Final = message("is the last admin")
_ANOTHER_ADMIN: Final = message("make another account an admin first")
_WHAT_A_NAME_IS: Final = message("give 1 to 40 letters, digits, dots, hyphens or underscores")
_WHAT_A_PASSWORD_IS: Final = message("choose one without the name, of more different characters")
_HASHER: Final = argon2.PasswordHasher()
_HASHING: Final = BoundedSemaphore(2)  # each takes 64 MB: many sign-ins at once take turns


@dataclass(frozen=True)
class Account:
    """Somebody who may change something."""

    name: str
    role: Role
    stamp: str  # a session that names another one has ended
    closed: bool

    def may(self, role: Role) -> bool:
        """Tell whether the account may do what this role may."""
        return not self.closed and ROLES.index(self.role) >= ROLES.index(role)


class Accounts:
    """The accounts; each method is one short transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, name: str, role: Role, password: str) -> Account:
        """
        Add an account.

        Raises
        ------
        AccountError
            If the name is taken or no name, or the password is weak: all of it at once.
        """
        name = _folded(name)
        faults = [*_faults_of_name(name), *_faults_of_password(name, password)]
        if self.find(name):
            faults.append(Fault(name, _TAKEN, _ANOTHER_NAME))
        if faults:
            raise AccountError(faults)
        added = Account(name, role, secrets.token_urlsafe(16), closed=False)
        values = vars(added) | {"password_hash": _hashed(password), "created": now()}
        with Transaction(self._engine, "write") as connection:
            if connection.scalar(sa.select(accounts.c.name).where(accounts.c.name == name)):
                raise AccountError([Fault(name, _TAKEN, _ANOTHER_NAME)])  # somebody was faster
            connection.execute(accounts.insert().values(values))
        return added

    def verify(self, name: str, password: str, origin: str = "") -> Account | None:
        """
        Return the account if the password is right; None alike for a wrong one, an unknown name and a closed account.

        Parameters
        ----------
        origin
            Network that the password came from, or ``SIGNED_IN``: wrong ones lock the name for it.

        Raises
        ------
        LockedError
            If the name was given with too many wrong passwords, whether there is such an account or not.
        """
        name = _folded(name)
        self._count_attempt(_key(name, origin), N_FREE)
        if origin != SIGNED_IN:
            self._count_attempt(_key(name, ANYWHERE), N_FREE_ANYWHERE)
        query = sa.select(accounts.c.password_hash).where(accounts.c.name == name, ~accounts.c.closed)
        with Transaction(self._engine, "read") as connection:
            password_hash = connection.scalar(query)
        nobodys = _nobodys_hash()  # an unknown name takes as long as a known one
        right = _matches(password_hash or nobodys, password)
        if not right or password_hash is None:
            return None
        self._forget_attempts(_key(name, origin), _key(name, ANYWHERE))
        if _HASHER.check_needs_rehash(password_hash):
            self._update(name, password_hash=_hashed(password))
        return self.find(name)

    def find(self, name: str) -> Account | None:
        """Return an account, also a closed one; or None."""
        return next(iter(self._found(accounts.c.name == _folded(name))), None)

    def all(self) -> tuple[Account, ...]:
        """Return all accounts by name, also closed ones."""
        return self._found()

    def change_password(self, name: str, password: str) -> Account:
        """
        Change a password; all sessions of the account end, a lock is lifted.

        Raises
        ------
        AccountError
            If there is no such account, or the password is weak.
        """
        name = _folded(name)
        faults = _faults_of_password(name, password)
        if faults:
            raise AccountError(faults)
        changed = self._update(name, password_hash=_hashed(password), stamp=secrets.token_urlsafe(16))
        self._forget_attempts(_hidden(name))
        return changed

    def give_role(self, name: str, role: Role) -> Account:
        """
        Give an account another role.

        Raises
        ------
        AccountError
            If there is no such account, or it is the last admin.
        """
        return self._update(name, role=role)

    def close(self, name: str) -> Account:
        """
        Close an account: nobody signs in with it, all its sessions end; what it did stays.

        Raises
        ------
        AccountError
            If there is no such account, or it is the last admin.
        """
        return self._update(name, closed=True, stamp=secrets.token_urlsafe(16))

    def end_sessions(self, name: str) -> Account:
        """
        End all sessions of an account.

        Raises
        ------
        AccountError
            If there is no such account.
        """
        return self._update(name, stamp=secrets.token_urlsafe(16))

    def reopen(self, name: str, password: str) -> Account:
        """
        Open a closed account again, with a new password.

        Raises
        ------
        AccountError
            If there is no such account, or the password is weak.
        """
        self.change_password(name, password)
        return self._update(name, closed=False)

    def _found(self, *conditions: sa.ColumnElement[bool]) -> tuple[Account, ...]:
        query = sa.select(*(accounts.c[name] for name in Account.__match_args__)).where(*conditions)
        with Transaction(self._engine, "read") as connection:
            found = [Account(**row) for row in connection.execute(query).mappings()]
        return tuple(sorted(found, key=lambda each: each.name))

    def _update(self, name: str, **values: object) -> Account:
        """Change an account that is there, unless no open admin would be left."""
        name = _folded(name)
        with Transaction(self._engine, "write") as connection:
            before = _n_admins(connection)
            if connection.execute(accounts.update().where(accounts.c.name == name).values(values)).rowcount == 0:
                raise AccountError([Fault(name, _UNKNOWN, _SEE_LIST)])
            if before and not _n_admins(connection):
                raise AccountError([Fault(name, _LAST_ADMIN, _ANOTHER_ADMIN)])
        return self._found(accounts.c.name == name)[0]

    def _count_attempt(self, named: str, n_free: int) -> None:
        """Count an attempt as failed before it is judged, so that many at once are counted too."""
        key = attempt.c.name == named
        with Transaction(self._engine, "write") as connection:
            connection.execute(attempt.delete().where(attempt.c.at < now(-FORGOTTEN_AFTER)))
            found = connection.execute(sa.select(attempt).where(key)).one_or_none()
            if found and found.locked_until and found.locked_until > now():
                raise LockedError(seconds_until(found.locked_until))
            n_failures = found.n_failures + 1 if found else 1
            values = {"n_failures": n_failures, "at": now(), "locked_until": _locked_until(n_failures, n_free)}
            if found:
                connection.execute(attempt.update().where(key).values(values))
            else:
                _forget_most_harmless(connection)
                connection.execute(attempt.insert().values(values | {"name": named}))

    def _forget_attempts(self, *keys: str) -> None:
        """Forget the attempts whose keys begin so."""
        with Transaction(self._engine, "write") as connection:
            connection.execute(attempt.delete().where(sa.or_(*(attempt.c.name.startswith(each) for each in keys))))


def _locked_until(n_failures: int, n_free: int) -> str | None:
    if n_failures < n_free:
        return None
    doublings = min(n_failures - n_free, 16)
    return now(min(FIRST_LOCK * 2**doublings, LONGEST_LOCK))


def _forget_most_harmless(connection: sa.Connection) -> None:
    """Keep the attempts bounded: who tries many names does not make those of a locked one forgotten."""
    if (connection.scalar(sa.select(sa.func.count()).select_from(attempt)) or 0) >= MOST_ATTEMPTS:
        harmless = sa.select(attempt.c.name).order_by(attempt.c.n_failures, attempt.c.at).limit(MOST_ATTEMPTS // 10)
        connection.execute(attempt.delete().where(attempt.c.name.in_(harmless)))


def _n_admins(connection: sa.Connection) -> int:
    query = sa.select(sa.func.count()).select_from(accounts).where(accounts.c.role == "admin", ~accounts.c.closed)
    return connection.scalar(query) or 0


def _key(name: str, origin: str) -> str:
    return _hidden(name) + _hidden(origin)


def _hidden(text: str) -> str:
    # Somebody may type a password where the name belongs: it is not kept.
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).replace("\0", "").strip().casefold()


def _faults_of_name(name: str) -> list[Fault]:
    if _NAME.fullmatch(name):
        return []
    what = message("%(name)s is no name", name=f"{name!r}")
    return [Fault(message("name"), what, _WHAT_A_NAME_IS)]


def _faults_of_password(name: str, password: str) -> list[Fault]:
    where = message("password")
    if not SHORTEST <= len(password) <= LONGEST:
        what = message("has %(n)s characters", n=len(password))
        remedy = message("choose one of %(shortest)s to %(longest)s", shortest=SHORTEST, longest=LONGEST)
        return [Fault(where, what, remedy)]
    without_name = password.casefold().replace(name, "") if name else password
    if len(set(password)) < SHORTEST // 2 or len(without_name) < SHORTEST:
        return [Fault(where, message("is easily guessed"), _WHAT_A_PASSWORD_IS)]
    return []


def _hashed(password: str) -> str:
    with _HASHING:
        return _HASHER.hash(password)


def _matches(password_hash: str, password: str) -> bool:
    with _HASHING:
        try:
            return _HASHER.verify(password_hash, password[: LONGEST + 1])
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe())
