from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.formats import MEDIA_TYPES, READERS, WRITERS
from explorer.spreadsheets.tables import TABLE_WRITERS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from explorer.records.models import Cases


def test_every_format_has_a_media_type_and_every_one_read_is_written() -> None:
    assert MEDIA_TYPES.keys() == WRITERS.keys() | TABLE_WRITERS.keys()
    assert WRITERS.keys() >= READERS.keys()


@pytest.mark.parametrize("ending", READERS)
def test_what_is_written_reads_back_the_same(ending: str, cases: Cases) -> None:
    assert READERS[ending](WRITERS[ending](cases)) == cases


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_every_format_can_be_downloaded_and_is_offered(ending: str, client: FlaskClient) -> None:
    answer = client.get(f"/api/reforms{ending}?theme=livelihood")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, MEDIA_TYPES[ending])
    assert f"/api/reforms{ending.removesuffix('.json')}" in client.get("/data").text
