from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_tables import ABOUT, COUNTIES

from explorer.formats import MEDIA_TYPES, READERS, TABLE_WRITERS, WRITERS
from explorer.spreadsheets.tables import Table

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


@pytest.mark.parametrize("ending", TABLE_WRITERS)
def test_every_format_takes_several_tables_and_an_empty_one(ending: str) -> None:
    assert TABLE_WRITERS[ending]([COUNTIES, Table("none", ("place",), ())], ABOUT)
    assert TABLE_WRITERS[ending]([Table("none", ("place",), ())], ABOUT)
