from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from pages import read_page
from samples import CASES_FILE, HOSTILE, HOSTILE_UNIT, Files

import geodata
from explorer.drawing import pdf as paper
from explorer.errors import Fault
from explorer.formats import geojson
from explorer.importing import seed
from explorer.records.models import Cases, Figure, Honour, Reach, Reform, Source
from explorer.web import briefs, response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from pages import Element

PLACES = [place.code for place in geodata.load("370700")]
WIDEST = [
    reform.id
    for reform in sorted(
        seed.read(CASES_FILE).reforms, key=lambda each: len(each.reach) + len(each.figures) + len(each.honours)
    )
][-15:]
PAGES = [f"/places/{code}/brief" for code in PLACES] + [f"/reforms/{reform}/brief" for reform in WIDEST]
SOME = PAGES[::-4]  # to print each takes half a second
OTHERS = [pytest.param(path, marks=pytest.mark.slow) for path in PAGES if path not in SOME]


@pytest.fixture(scope="module")
def printed() -> Iterator[Callable[[bytes], list[str]]]:
    """Return the text of each page of a PDF."""
    opened: list[pypdfium2.PdfDocument] = []

    def read(pdf: bytes) -> list[str]:
        assert pdf.startswith(b"%PDF")
        opened.append(pypdfium2.PdfDocument(pdf))
        return [" ".join(page.get_textpage().get_text_range().split()) for page in opened[-1]]

    yield read
    for document in opened:
        document.close()


@pytest.fixture(scope="module", params=[280, 14, 10, 7], ids="{} sources".format)
def crowded(
    request: pytest.FixtureRequest, make_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    """Open a site whose reforms are as long as the schema allows, and more than a brief has room for."""
    folder = tmp_path_factory.mktemp("crowded")
    (folder / "cases.geojson").write_bytes(geojson.write(_crowd(request.param)))
    files = Files(folder / "cases.geojson", geodata.ROOT)
    return make_app(files.settings(folder / "x.sqlite")).test_client()


def _crowd(n_sources: int) -> Cases:
    line_zh, line_en = "长" * 300, "A very long line " * 17
    sources = tuple(
        Source(
            id=f"source-{n}",
            title=line_zh,
            publisher=line_zh,
            date="2025-11-20",
            url=f"https://example.org/{'x' * 900}",
        )
        for n in range(n_sources)
    )
    reforms = []
    for n in range(40):
        cited = [sources[(n * 7 + m) % n_sources].id for m in range(7)]
        figure = Figure(
            value=123456789012,
            unit="万" * 12,
            unit_en="very long units " * 3,
            label_zh=line_zh,
            label_en=line_en,
            source=cited[5],
        )
        honour = Honour(
            level="provincial", kind="first", title_zh=line_zh, title_en=line_en, year=2020, source=cited[6]
        )
        places = ["370783"] if n > 6 else PLACES if n == 0 else ["370702", "370703", "370704", "370705"]
        reforms.append(
            Reform(
                id=f"reform-{n}",
                title_zh=line_zh,
                title_en=line_en,
                summary_zh="长" * 4000,
                summary_en="A very long text " * 235,
                theme="livelihood",
                since=2000,
                reach=tuple(
                    Reach(
                        place=place, status="origin", since=2000 + m, source=f"{cited[0]}#p123", also=tuple(cited[1:5])
                    )
                    for m, place in enumerate(places)
                ),
                figures=(figure,) * 12,
                honours=(honour,) * 9,
            )
        )
    return Cases(sources=sources, reforms=tuple(reforms))


def opened(client: FlaskClient, address: str, language: str = "en") -> Element:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return read_page(answer.text)


def count(page: Element, heading: str) -> int:
    """Return the number that stands behind a heading."""
    (found,) = [each for each in page.find("h2") if each.text.startswith(heading)]
    return int(found.one(class_="n").text)


@pytest.mark.parametrize("path", [*SOME, *OTHERS])
def test_a_brief_is_one_or_two_pages(path: str, client: FlaskClient, printed: Callable[[bytes], list[str]]) -> None:
    page = opened(client, path)
    answer = client.get(f"{path}.pdf", headers={"Accept-Language": "en"})

    text = printed(answer.data)

    assert answer.mimetype == "application/pdf"
    assert 1 <= len(text) <= 2
    assert page.one("h1").text in text[0]
    assert [f"{n} / {len(text)}" in each for n, each in enumerate(text, start=1)] == [True] * len(text)
    n_sources = len(page.one(class_="sources").find("li"))
    assert n_sources > 0
    assert all(f"[{n}]" in text[-1] for n in range(1, n_sources + 1))


@pytest.mark.parametrize("path", ["/places/370783/brief", "/places/370700/brief", "/reforms/village-clusters/brief"])
def test_a_brief_in_chinese_names_place_or_reform_and_writes_its_sources_out(
    path: str, client: FlaskClient, printed: Callable[[bytes], list[str]]
) -> None:
    page = opened(client, path, "zh")

    text = printed(client.get(f"{path}.pdf", headers={"Accept-Language": "zh"}).data)

    assert 1 <= len(text) <= 2
    assert page.one("h1").text in text[0]
    addresses = [each["href"] for each in page.one(class_="sources").find("a", class_="address")]
    assert addresses
    assert all(address in text[-1].replace(" ", "") for address in addresses)
    assert "2026-03-01" in text[0]


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("path", ["/places/370783/brief", "/places/370700/brief", "/reforms/reform-0/brief"])
def test_a_brief_is_two_pages_at_most_whatever_the_data_hold(
    path: str, language: str, crowded: FlaskClient, printed: Callable[[bytes], list[str]]
) -> None:
    assert len(printed(crowded.get(f"{path}.pdf?lang={language}").data)) == 2


@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize("query", ["", "?from=2020", "?theme=livelihood,governance&status=pilot", "?q=shequ"])
def test_the_numbers_of_a_brief_are_those_of_the_page_of_the_place(code: str, query: str, client: FlaskClient) -> None:
    page = opened(client, f"/places/{code}{query}")
    groups = {each["id"]: int(each["data-count"]) for each in page.find("details", class_="group")}

    brief = opened(client, f"/places/{code}/brief{query}")

    n_here = groups["group-here"] + groups.get("group-zones", 0)
    assert (
        sum(int(row.find(class_="n")[0].text.replace("–", "0")) for row in brief.one(class_="bars").find("tr"))
        == n_here
    )
    if n_here:
        assert count(brief, "Reforms recorded here") == n_here
        n_shown = len(brief.one(class_="reforms").one("tbody").find("tr"))
        assert n_shown == n_here or f"{n_shown} of {n_here} shown; all at http://localhost/places/{code}" in brief.text
        assert f"{groups['group-here']} " in brief.one(class_="lede").text or not groups["group-here"]
    assert ("Filter:" in brief.text) == bool(query)


def test_a_county_without_a_record_is_never_called_zero_or_no(client: FlaskClient) -> None:
    brief = opened(client, "/places/370783/brief?theme=opening&from=2025")

    assert [each.text for each in brief if each.text in {"0", "no", "No"}] == []
    assert "No source in this data set tells of a reform in Shouguang City itself." in brief.one(class_="lede").text


def test_reforms_that_the_years_hide_are_told(client: FlaskClient) -> None:
    brief = opened(client, "/places/370783/brief?from=2020")

    assert "state no year; they are not counted above" in brief.one(class_="filtered").text


def test_what_is_left_out_is_said_with_the_address_of_all(client: FlaskClient) -> None:
    brief = opened(client, "/places/370700/brief?lang=en")

    told = [each.text for each in brief.find(class_="share")]
    assert re.fullmatch(r"1\d of 68 shown; all at http://localhost/places/370700\?lang=en", told[-1])


def test_a_brief_of_a_reform_tells_where_it_reached_and_who_says_so(client: FlaskClient) -> None:
    brief = opened(client, "/reforms/rural-property-exchange/brief")

    rows = {
        row.one("th").text: [cell.text for cell in row.find("td")]
        for row in brief.one(class_="adopters").find("tr")[1:]
    }
    assert rows["Hanting District"] == ["Began here", "2014", "[3]"]
    assert [cells[1] for cells in rows.values()][-1] == "year not stated"
    assert "Began in Hanting District in 2014" in brief.one(class_="lede").text
    assert {"Began here", "Adopted", "not recorded"} <= {
        each.text.strip("★● ") for each in brief.one(class_="legend").find("li")
    }


def test_a_brief_of_a_county_names_what_it_might_learn_and_whom_to_ask(client: FlaskClient) -> None:
    gaps = opened(client, "/places/370783/gaps").find(class_="gap")

    brief = opened(client, "/places/370783/brief").one(class_="gaps")

    assert count(brief, "Recorded elsewhere, no source found here") == len(gaps) > 0
    (learn, *_) = brief.one("tbody").find("tr")
    assert learn.one("th").text == gaps[0].one("h3").text
    assert learn.find("td")[1].find("b")[0].text in gaps[0].text
    assert [each["href"] for each in brief.find("a")] == ["http://localhost/places/370783/gaps"]


def test_a_curve_is_drawn_where_years_differ(client: FlaskClient) -> None:
    assert opened(client, "/reforms/rural-property-exchange/brief").find(class_="curve")
    assert not opened(client, "/reforms/village-clusters/brief").find(class_="curve")


@pytest.mark.parametrize("path", PAGES)
def test_every_number_in_brackets_leads_to_a_source(path: str, client: FlaskClient) -> None:
    page = opened(client, path)

    targets = {each["id"] for each in page.one(class_="sources").find("li")}
    cited = {link["href"].removeprefix("#") for refs in page.find(class_="refs") for link in refs.find("a")}
    assert cited == targets


@pytest.mark.parametrize(
    "path", ["/places/370783/brief?from=2020&lang=zh", "/reforms/rural-property-exchange/brief?lang=en"]
)
def test_a_brief_leads_back_to_its_pdf_and_to_the_other_language(path: str, client: FlaskClient) -> None:
    tools = opened(client, path).one("nav", class_="tools")

    back, pdf, zh, en = (each["href"] for each in tools.find("a"))
    assert back == path.replace("/brief", "")
    assert pdf == path.replace("/brief", "/brief.pdf")
    assert ("lang=zh" in zh, "lang=en" in en) == (True, True)
    assert [client.get(each).status_code for each in (back, pdf, zh, en)] == [200] * 4


@pytest.mark.parametrize(
    ("path", "brief"),
    [
        ("/places/370783?from=2020", "/places/370783/brief?from=2020"),
        ("/reforms/village-clusters", "/reforms/village-clusters/brief"),
    ],
)
def test_a_page_leads_to_its_brief(path: str, brief: str, client: FlaskClient) -> None:
    links = [each["href"] for each in opened(client, path).find("a")]

    assert brief in links
    assert brief.replace("/brief", "/brief.pdf") in links


@pytest.mark.parametrize("path", ["/places/370783/brief", "/places/370700-gaoxin/brief", "/reforms/quality-loan/brief"])
def test_headings_go_down_one_level_at_a_time_and_nothing_is_styled_in_the_page(path: str, client: FlaskClient) -> None:
    page = opened(client, path)

    levels = [int(each.tag[1]) for each in page if re.fullmatch("h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert [each.tag for each in page if "style" in each.attributes or each.tag in {"script", "style"}] == []
    ids = [each["id"] for each in page if "id" in each.attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/places/999999/brief", 404, "999999"),
        ("/places/999999/brief.pdf", 404, "999999"),
        ("/reforms/none-such/brief", 404, "none-such"),
        ("/reforms/none-such/brief.pdf", 404, "none-such"),
        ("/places/370783/brief?colour=red", 400, "colour"),
        ("/places/370783/brief.pdf?from=abc", 400, "from"),
        ("/reforms/quality-loan/brief?from=2020", 400, "from"),
        ("/reforms/quality-loan/brief.pdf?colour=red", 400, "colour"),
    ],
)
def test_what_cannot_be_asked_is_named(path: str, status: int, told: str, client: FlaskClient) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert told in read_page(answer.text).one("main").text


def test_a_pdf_is_made_once_for_the_same_question(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(paper, "pdf", lambda versions, _: made.append(next(iter(versions))) or b"%PDF")
    with app.app_context():
        response.cache.clear()

    for path in ("a", "theme=livelihood&from=2020", "from=2020&theme=livelihood", "from=2020&theme=livelihood"):
        client.get(f"/places/370783/brief.pdf?{path.removeprefix('a')}")

    assert len(made) == 2
    with app.app_context():
        response.cache.clear()


def test_a_pdf_is_a_file_with_a_name_to_keep(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "pdf", lambda _html, _fetch: b"%PDF")

    answer = client.get("/places/370783/brief.pdf?q=name&lang=zh")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="brief-370783-zh.pdf"'


def test_without_pango_a_visitor_is_told_to_print_the_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_html: str, _fetch: object) -> bytes:
        raise paper.NoPressError([Fault("PDF", "cannot be made here", "install Pango")])

    monkeypatch.setattr(paper, "pdf", fails)

    answer = client.get("/places/370703/brief.pdf?q=pango&lang=en")

    assert answer.status_code == 501
    assert read_page(answer.text).one("h1").text == "Not possible here"
    told = read_page(answer.text).one("main").text
    assert "install Pango on it, or print /places/370703/brief?q=pango&lang=en from the browser" in told


def test_only_styles_and_pictures_of_the_site_go_into_a_pdf(app: Flask) -> None:
    with app.test_request_context("/places/370783/brief"):
        assert briefs._own_file("/assets/x/css/brief.css").startswith(b"/* A brief")
        for path in ("/healthz", "/api/reforms", "/assets/x/../../config.py", "/assets/x/css/none.css", "/none"):
            with pytest.raises(Exception, match=r".+"):
                briefs._own_file(path)


@pytest.mark.parametrize("path", ["/places/370783/brief", "/reforms/red-property-management/brief"])
def test_hostile_text_stays_text(
    path: str,
    hostile_files: Files,
    make_app: Callable[..., Flask],
    tmp_path: Path,
    printed: Callable[[bytes], list[str]],
) -> None:
    client = make_app(hostile_files.settings(tmp_path / "x.sqlite")).test_client()

    page = opened(client, path)

    assert HOSTILE in page.one("h1").text
    assert HOSTILE_UNIT in page.text
    assert page.find("img") + page.find("script") == []
    assert HOSTILE.replace(" ", "") in printed(client.get(f"{path}.pdf").data)[0].replace(" ", "")
