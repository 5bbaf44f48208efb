"""Bound how often one address, or everybody, may ask for what costs or could be misused."""

from __future__ import annotations

from typing import Final

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

# Counted per process: a site on several of them allows as many times as much.
limiter: Final = Limiter(get_remote_address, storage_uri="memory://")
