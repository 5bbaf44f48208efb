from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from by_hand import CHANGYI, CLUSTERS, ESTATES, KNOWN, MARKET, RED, Known
from PIL import Image

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from geodata import Places

SVG = "{http://www.w3.org/2000/svg}"
TOWNS = "provincial-feature-towns"
PICTURES = (
    f"matrix.svg?reform={MARKET},{RED}",
    f"spread-map.svg?reform={MARKET}",
    f"spread-curve.svg?reform={MARKET}",
)
EACH = pytest.mark.parametrize("known", KNOWN, ids=str)


def draw(client: FlaskClient, address: str, language: str = "en") -> ET.Element:
    answer = client.get(f"/pictures/{address}{'&' if '?' in address else '?'}lang={language}")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    return ET.fromstring(answer.data)  # noqa: S314  # our own


def texts(drawing: ET.Element, kind: str = "") -> list[str]:
    found = [each for each in drawing.iter(f"{SVG}text") if kind in each.get("class", "").split() or not kind]
    return ["".join(each.itertext()) for each in found]


def query_of(known: Known) -> str:
    return f"reform={known.reform}&citywide={known.citywide}&zones={known.zones}"


@EACH
def test_the_matrix_is_drawn_as_it_was_read_by_hand(known: Known, client: FlaskClient) -> None:
    drawing = draw(client, f"matrix.svg?{query_of(known)}")

    squares = [each for each in drawing.iter(f"{SVG}rect") if "cell" in each.get("class", "").split()]
    kinds = [each.get("class", "").split()[0] for each in squares]
    assert sorted(kinds) == sorted([*(kind for kind, *_ in known.cells.values()), *["unknown"] * len(known.asks)])
    marks = {"origin": "★", "pilot": "◐", "adopted": "●", "zone": "◆", "citywide": "▦"}
    drawn = sorted(text for text in texts(drawing, "label") if text[:1] in marks.values())
    assert drawn == sorted(f"{marks[kind]} {since or '?'}" for kind, since, *_ in known.cells.values())


@EACH
def test_the_map_of_a_programme_marks_who_has_it(known: Known, client: FlaskClient, weifang: Places) -> None:
    labels = texts(draw(client, f"spread-map.svg?{query_of(known)}"))

    marked = {label[2:] for label in labels if label[:1] in "★◐●◆▦"}
    assert {weifang[code].short("en") for code in known.cells} <= marked
    assert not {weifang[code].short("en") for code in known.asks} & marked


@EACH
def test_the_curve_of_a_programme_says_its_numbers(known: Known, client: FlaskClient) -> None:
    drawing = draw(client, f"spread-curve.svg?{query_of(known)}")

    undated = [f"+{len(known.reached_undated)}"] if known.reached_undated else []
    assert texts(drawing, "strong") == [*(str(step.n_counties) for step in known.steps), *undated]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_tells_title_filter_data_and_licence(address: str, language: str, client: FlaskClient) -> None:
    drawing = draw(client, address, language)

    version = re.findall(r"<code>([0-9a-f]{12})</code>", client.get("/data").text)[0]
    notes = " ".join(texts(drawing, "picture-note"))
    assert MARKET in notes.replace(" ", "")
    assert version in notes
    assert "MIT" in notes
    assert texts(drawing, "picture-title")
    assert drawing.find(f"{SVG}style") is not None
    assert not any("href" in name for each in drawing.iter() for name in each.attrib)


@pytest.mark.parametrize("address", PICTURES[:2])
def test_marks_are_told_in_words(address: str, client: FlaskClient) -> None:
    notes = " ".join(texts(draw(client, address), "picture-note"))

    for said in ("★ Began here", "◐ Pilot", "● Adopted", "◆ In a zone here", "▦ Run citywide", "empty: not recorded"):
        assert said in notes
    assert "? year not stated" in notes


def test_a_picture_says_what_was_left_out(client: FlaskClient) -> None:
    notes = " ".join(texts(draw(client, f"spread-map.svg?reform={RED}&citywide=off"), "picture-note"))

    assert "rows of the city left out" in notes


def test_columns_and_lines_stand_as_on_the_page(client: FlaskClient) -> None:
    by_map, by_name = (
        texts(draw(client, f"matrix.svg?reform={MARKET},{CLUSTERS},{ESTATES}&columns={order}"), "strong")[:12]
        for order in ("map", "name")
    )

    assert (by_map[0], by_map[-1]) == ("Qingzhou", "Gaomi")
    assert by_name == sorted(by_map)


def test_a_part_of_the_matrix_says_that_it_is_one(client: FlaskClient) -> None:
    part, whole = (texts(draw(client, f"matrix.svg?{query}"), "picture-title") for query in ("rows=5", "theme=opening"))

    assert " ".join(part).endswith("5 of 155 programmes")
    assert "of" not in " ".join(whole)


def test_what_is_not_recorded_is_never_drawn_as_no_or_0(client: FlaskClient) -> None:
    drawing = draw(client, "matrix.svg?citywide=off&theme=opening")

    assert not {"0", "no", "No", "None", "● None"} & set(texts(drawing))
    assert "–" in texts(drawing, "strong")  # of a programme that the city alone runs


@pytest.mark.parametrize("address", [each.replace(".svg", ".png") for each in PICTURES])
def test_a_png_is_the_same_picture(address: str, client: FlaskClient) -> None:
    answer = client.get(f"/pictures/{address}&lang=en")

    shown = Image.open(io.BytesIO(answer.data))
    box = [float(each) for each in draw(client, address.replace(".png", ".svg")).attrib["viewBox"].split()]
    assert (answer.mimetype, shown.format) == ("image/png", "PNG")
    assert shown.width / shown.height == pytest.approx(box[2] / box[3], rel=0.01)


@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize("name", ["matrix", "spread-map", "spread-curve"])
def test_a_picture_is_named_and_sent_to_be_kept(name: str, ending: str, client: FlaskClient) -> None:
    answer = client.get(f"/pictures/{name}.{ending}?reform={MARKET}")

    assert re.fullmatch(
        rf'attachment; filename="{name}-[0-9a-f]{{12}}\.{ending}"', answer.headers["Content-Disposition"]
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("matrix.svg?q=nothing-of-the-sort", "No recorded reform meets this filter."),
        ("matrix.png?reform=no-such-reform", "No recorded reform meets this filter."),
        ("matrix.svg?rows=50&page=99", "No recorded reform meets this filter."),
        ("spread-map.svg?", "Name one programme: reform=…"),
        (f"spread-map.svg?reform={MARKET},{RED}", "Name one programme: reform=…"),
        ("spread-curve.svg?reform=no-such-reform", "There is no reform with the address “no-such-reform”."),
        (f"spread-map.svg?reform={MARKET}&theme=industry", "No recorded reform meets this filter."),
        (f"spread-curve.png?reform={MARKET}&from=2030", "No recorded reform meets this filter."),
        (f"spread-curve.svg?reform={TOWNS}", "No source states a year for any county"),
        ("map.svg?", "There is no such picture: matrix, spread-map, spread-curve, as svg or png."),
        ("matrix.gif?", "There is no such picture"),
        ("matrix.html?", "There is no such picture"),
    ],
)
def test_what_cannot_be_drawn_is_said(address: str, said: str, client: FlaskClient) -> None:
    answer = client.get(f"/pictures/{address}&lang=en")

    assert answer.status_code == 404
    assert said in answer.text


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("matrix.svg?x=1", ["x"]),
        ("matrix.png?rows=201&least=3", ["least", "rows"]),
        (f"spread-map.svg?reform={MARKET}&rows=3", ["rows"]),
        (f"spread-curve.svg?reform={MARKET}&citywide=no", ["citywide"]),
    ],
)
def test_what_cannot_be_asked_is_named(address: str, names: list[str], client: FlaskClient) -> None:
    answer = client.get(f"/pictures/{address}")

    assert answer.status_code == 400
    assert re.findall(r"<code>(\w+)</code>", answer.text)[: len(names)] == names


def test_a_picture_of_one_county_alone_is_drawn(client: FlaskClient, weifang: Places) -> None:
    labels = texts(draw(client, f"spread-map.svg?reform={ESTATES}&place={CHANGYI}"))

    assert [label for label in labels if label.startswith("● Changyi")]
    assert len([label for label in labels if label in {county.short("en") for county in weifang.counties}]) == 11
