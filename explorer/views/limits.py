"""Bound how often one network, or everybody, may ask for what costs or could be misused."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from flask import request
from flask_limiter import Limiter

_OWN_BITS: Final = 64  # of an IPv6 address: one machine has as many addresses as it likes


def network() -> str:
    """Return the network that a request came from: an IPv4 address, or what an IPv6 address shares with its machine."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, _OWN_BITS), strict=False))


# Counted per process: a site on several of them allows as many times as much.
limiter: Final = Limiter(network, storage_uri="memory://")
