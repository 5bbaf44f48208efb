from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.views.limits import network

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("unix", "unix"),
    ],
)
def test_one_machine_is_one_network_however_many_addresses_it_has(address: str, expected: str, app: Flask) -> None:
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
        assert network() == expected
