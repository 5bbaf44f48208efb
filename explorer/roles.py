"""Name the roles at the desk."""

from __future__ import annotations

from typing import Final, Literal, get_args

Role = Literal["editor", "reviewer", "admin"]  # proposes; publishes too; keeps the accounts too

ROLES: Final[tuple[Role, ...]] = get_args(Role)
