from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from explorer import reach
from explorer.config import Settings
from explorer.formats import geojson
from explorer.query.filters import Filter
from explorer.records.models import Cases
from explorer.records.vocabulary import MARKS, STATUSES
from explorer.web import map_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from explorer.records.models import Reform
    from geodata import Places

PROPERTY = "red-property-management"


def test_every_status_has_a_sign_of_its_own() -> None:
    assert STATUSES.keys() < MARKS.keys()
    assert len(set(MARKS.values())) == len(MARKS)


@pytest.mark.parametrize("reform", ["rural-property-exchange", PROPERTY, "quality-loan"])
def test_a_script_can_put_the_frames_together(
    reform: str, client: FlaskClient, by_id: dict[str, Reform], weifang: Places
) -> None:
    data = client.get(f"/api/counts.json?reform={reform}").json["programme"]
    told = reach.progress(by_id[reform], weifang)

    marks: dict[str, list[object]] = {}
    for sent, frame in zip(data["frames"], told.frames, strict=True):
        marks |= sent["marks"]
        assert marks == {code: [mark.state, mark.since] for code, mark in frame.marks.items()}
        assert (sent["year"], sent["n_counties"], sent["n_undated"]) == (
            *(frame.year, frame.n_counties, frame.n_undated),
        )
    assert data["n_places"] == 12


def test_the_year_changes_nothing_of_what_is_sent(client: FlaskClient) -> None:
    asked = [client.get(f"/api/counts.json?reform={PROPERTY}{year}").json for year in ("", "&to=2019", "&to=1990")]

    assert asked[0]["programme"] == asked[1]["programme"] == asked[2]["programme"]
    assert [each["total"] for each in asked] == [1, 1, 0]


@pytest.mark.parametrize(
    ("year", "kind", "text"), [(None, "citywide", "▦ ?"), (2019, "undated", "▦ ?"), (1990, "undated", "▦ ?")]
)
def test_the_drawn_map_sets_an_unknown_year_apart_once_a_year_is_asked(
    year: int | None, kind: str, text: str, app: Flask
) -> None:
    with app.test_request_context("/"):
        shown = map_data.programme(Filter(reform=(PROPERTY,), to_year=year))
        assert shown is not None
        looks = map_data.looks(reach.overview(reach.tallies([], shown_places(app), Filter()), shown_places(app)), shown)

    assert (looks.kinds["370783"], looks.texts["370783"]) == (kind, text)


def shown_places(app: Flask) -> Places:
    places: Places = app.extensions["site"].places
    return places


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        ("安丘设立“安馨家园”。2026年报告说。", "安丘设立“安馨家园”。"),
        ("No. 1 in 2.5 years: a desk. It works. Well.", "No. 1 in 2.5 years: a desk."),
        ("One line without an end", "One line without an end"),
    ],
)
def test_a_programme_is_told_in_a_sentence(summary: str, sentence: str, app: Flask, by_id: dict[str, Reform]) -> None:
    with app.test_request_context("/"):
        shown = map_data.programme(Filter(reform=(PROPERTY,)))
    assert shown is not None
    both = {"summary_zh": summary, "summary_en": summary}

    told = replace(shown, reform=by_id[PROPERTY].model_copy(update=both))

    assert told.in_a_sentence("en") == told.in_a_sentence("zh") == sentence


def test_where_people_are_not_known_they_cannot_be_chosen(
    make_app: Callable[..., Flask], wenzhou: Path, tmp_path: Path
) -> None:
    data = tmp_path / "cases.geojson"
    data.write_bytes(geojson.write(Cases(sources=(), reforms=())))
    settings = Settings(
        city="330300", places=str(wenzhou), data=str(data), database_url=f"sqlite:///{tmp_path}/x.sqlite"
    )
    client = make_app(settings).test_client()

    assert "per 100,000 people: not known for all counties" in client.get("/?lang=en").text
    answer = client.get("/api/counts.json?per=people")
    assert (answer.status_code, [fault["where"] for fault in answer.json["faults"]]) == (400, ["per"])
    assert client.get("/api/counts.json?per=area").status_code == 200
