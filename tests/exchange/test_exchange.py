from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from explorer.exchange import MEDIA_TYPES, READERS, WRITERS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from explorer.model import Cases


def test_every_format_has_a_media_type_and_every_one_read_is_written() -> None:
    assert MEDIA_TYPES.keys() == WRITERS.keys() >= READERS.keys()


@pytest.mark.parametrize("ending", READERS)
def test_what_is_written_reads_back_the_same(ending: str, cases: Cases) -> None:
    assert READERS[ending](WRITERS[ending](cases)) == cases


@pytest.mark.parametrize("ending", WRITERS)
def test_every_format_can_be_downloaded_and_is_named(ending: str, client: FlaskClient) -> None:
    answer = client.get(f"/api/reforms{ending}?theme=livelihood")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, MEDIA_TYPES[ending])
    assert f'filename="reforms{ending}"' in answer.headers["Content-Disposition"]
    assert f"/api/reforms{ending}" in client.get("/data").text


def test_an_unknown_format_names_those_there_are(client: FlaskClient) -> None:
    answer = client.get("/api/reforms.docx")

    assert answer.status_code == 404
    assert all(ending in answer.json["error"] for ending in WRITERS)
