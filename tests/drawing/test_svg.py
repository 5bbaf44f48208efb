from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from samples import HOSTILE

from explorer.config import STATIC
from explorer.drawing import svg as pictures
from explorer.drawing.svg import PictureError
from explorer.text.widths import width as letters

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from explorer.messages import Language

SVG = "{http://www.w3.org/2000/svg}"
CHART = (
    '<svg class="picture" viewBox="0 0 400 200" aria-label="寿光市">'
    '<rect class="bar" x="40" y="20" width="80" height="160"/>'
    '<a href="/?place=370783"><text class="label" x="200" y="100">寿光市 Shouguang</text></a></svg>'
)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # our own


def colours(png: bytes) -> Counter[tuple[int, ...]]:
    shown = Image.open(io.BytesIO(png)).convert("RGB")
    return Counter({colour: n for n, colour in shown.getcolors(shown.width * shown.height)})


@pytest.fixture(scope="module")
def minimap(app: object) -> str:
    client: FlaskClient = app.test_client()  # type: ignore[attr-defined]
    page = client.get("/reforms/rural-property-exchange?lang=zh").text
    return re.search(r'<svg class="minimap.*?</svg>', page, re.DOTALL)[0]  # type: ignore[index]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_variable_of_a_drawing_has_a_light_value(language: Language) -> None:
    css = pictures.stylesheet(language)

    assert "var(" not in css
    assert "@media" not in css
    used = {name for sheet in pictures.SHEETS for name in re.findall(r"--[\w-]+", (STATIC / "css" / sheet).read_text())}
    assert used <= pictures.tokens(language).keys()


def test_colours_are_those_of_the_light_page() -> None:
    values = pictures.tokens("en")

    assert values["--ink"] == "#1d2b30"  # in the dark: #e8edee
    assert ".picture .bar { fill: #0868ac; }" in pictures.stylesheet("en")
    assert "rgb(255" not in pictures.stylesheet("en")


def test_the_colours_of_maps_are_written_in_one_table() -> None:
    shades = {pictures.tokens("en")[f"--shade-{name}"] for name in ("none", *range(6))}
    files = [each for kind in ("py", "css", "js") for each in STATIC.parent.rglob(f"*.{kind}")]
    own = [each for each in files if "vendor" not in each.parts and each.name != "tokens.css"]

    assert len(shades) == 7
    assert [
        each.name for each in own if any(shade in each.read_text(encoding="utf-8").lower() for shade in shades)
    ] == []


def test_a_variable_that_is_not_declared_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SHEETS", ("picture.css", "map.css"))
    monkeypatch.setattr(pictures, "tokens", lambda _: {"--ink": "#000", "--font": "serif"})

    with pytest.raises(PictureError, match=r"--accent.*tokens\.css"):
        pictures.stylesheet.__wrapped__("en")


def test_every_class_that_the_sheet_explains_has_a_rule_and_each_rule_is_explained() -> None:
    css = (STATIC / "css" / "picture.css").read_text()
    told, rules = css.split("*/", 1)
    explained = set(re.findall(r"(?<!\w)\.([a-z-]+[a-z1-5])", told))
    ruled = set(re.findall(r"\.picture \.([\w-]+)", rules))

    assert {name for name in ruled if not name.startswith("level-")} == explained - {"level-1", "level-5"}


def test_a_file_stands_alone(minimap: str) -> None:
    root = parsed(pictures.standalone(minimap, "zh"))

    assert root.tag == f"{SVG}svg"
    assert float(root.attrib["width"]) > 400
    assert root.find(f"{SVG}style").text == pictures.stylesheet("zh")  # type: ignore[union-attr]
    assert root.find(f"{SVG}rect").attrib["fill"] == "#ffffff"  # type: ignore[union-attr]
    assert root.findtext(f"{SVG}title") == re.search('aria-label="(.+?)"', minimap)[1]  # type: ignore[index]
    assert len(root.findall(f".//{SVG}path[@class]")) >= 12


def test_a_page_for_paper_has_its_styles_in_each_drawing_and_its_labels_over_their_halo() -> None:
    page = f"<!doctype html><p>1 &lt; 2</p>{CHART}<p>&nbsp;</p>{CHART.replace('picture', 'minimap')}"

    dressed = pictures.with_styles(page, "zh")

    assert dressed.startswith("<!doctype html><p>1 &lt; 2</p><svg")
    assert dressed.count("<style>") == dressed.count("<title>寿光市</title>") == 2
    assert dressed.count(">寿光市 Shouguang</text>") == 3
    assert dressed.count('class="label over"') == 1


def test_no_shorthand_of_fonts_is_used_that_the_press_misreads() -> None:
    assert re.findall(r"[\s;{]font:", pictures.stylesheet("zh")) == []


def test_a_file_has_no_link_into_the_site() -> None:
    assert "href" not in pictures.standalone(CHART, "zh")
    assert "寿光市 Shouguang" in pictures.standalone(CHART, "zh")


def test_chinese_words_have_a_chinese_font_in_an_english_file() -> None:
    root = parsed(pictures.standalone(CHART, "en", "Shouguang", ["寿光市"]))

    marked = {each.text: "han" in each.attrib["class"].split() for each in root.iter(f"{SVG}text")}
    assert marked == {"Shouguang": False, "寿光市 Shouguang": True, "寿光市": True}
    assert "svg text.han" in (root.findtext(f"{SVG}style") or "")


def test_a_file_tells_its_title_filter_data_and_licence_beside_the_drawing() -> None:
    notes = ["筛选：主题：文化民生", "Data 1a2b3c4d5e6f, 2025-11-20, MIT licence, https://example.org/" + "reach/" * 30]

    root = parsed(pictures.standalone(CHART, "zh", "农村产权交易", notes))

    left, top, width, height = map(float, root.attrib["viewBox"].split())
    texts = [each for each in root.iter(f"{SVG}text") if each.attrib["class"].startswith("picture-")]
    assert [each.text for each in texts][:2] == ["农村产权交易", notes[0]]
    assert "".join(each.text or "" for each in texts[2:]).replace(" ", "") == notes[1].replace(" ", "")
    assert left == 0
    assert all(top < float(each.attrib["y"]) < top + height for each in texts)
    assert all(letters(each.text or "") * 0.58 * float(each.attrib["font-size"]) <= width for each in texts)


def test_hostile_text_stays_text() -> None:
    root = parsed(pictures.standalone(CHART, "en", HOSTILE + "\x00\x1b", [HOSTILE]))

    assert root.findtext(f"{SVG}title") == HOSTILE
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= pictures.PARTS | {"style"}


@pytest.mark.parametrize(
    ("svg", "told"),
    [
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg viewBox="0 0 1 1"><text>&x;</text></svg>', "<!"),
        ('<svg viewBox="0 0 1 1"><image href="/etc/passwd"/></svg>', "<image>"),
        ('<svg viewBox="0 0 1 1"><use href="https://example.org/x.svg#a"/></svg>', "<use>"),
        ('<svg viewBox="0 0 1 1"><foreignObject/></svg>', "<foreignObject>"),
        ('<svg viewBox="0 0 1 1"><script>1</script></svg>', "<script>"),
        ('<svg viewBox="0 0 1 1"><path onclick="x()"/></svg>', "onclick"),
        ('<svg viewBox="0 0 1 1"><path fill="url(https://example.org/x)"/></svg>', "fill"),
        ('<svg viewBox="0 0 1 1"><path style="fill:url( &quot;file:///x&quot;)"/></svg>', "style"),
        ('<svg viewBox="0 0 1 1"><style>@import "x.css";</style></svg>', "style"),
        ('<svg viewBox="0 0 1 1"><path></svg>', "not well-formed"),
        ('<svg viewBox="0 0 1 1"><text>&nbsp;</text></svg>', "not well-formed"),
        ('<svg viewBox="0 0 0 10"></svg>', "no frame"),
        ("<svg></svg>", "no frame"),
        ("<p>text</p>", "<p>"),
    ],
)
def test_what_could_load_something_is_refused(svg: str, told: str) -> None:
    for make in (lambda: pictures.standalone(svg, "en"), lambda: pictures.png(svg)):
        with pytest.raises(PictureError, match=re.escape(told)):
            make()


def test_a_drawing_with_too_much_in_it_is_refused() -> None:
    with pytest.raises(PictureError, match="set a filter"):
        pictures.standalone(f'<svg viewBox="0 0 1 1">{" " * pictures.MOST_CHARACTERS}</svg>', "en")


def test_a_png_shows_the_colours_of_the_map(minimap: str) -> None:
    png = pictures.png(pictures.standalone(minimap, "zh"), 800)

    assert png.startswith(b"\x89PNG")
    assert Image.open(io.BytesIO(png)).width == 800
    shown = colours(png)
    assert shown.most_common(1)[0][0] == (255, 255, 255)
    for status in ("--shade-5", "--shade-4", "--shade-none"):  # began here, adopted, not recorded
        value = pictures.tokens("zh")[status]
        assert tuple(int(value[n : n + 2], 16) for n in (1, 3, 5)) in shown


def test_chinese_is_drawn_and_each_character_is_its_own() -> None:
    def drawn(word: str) -> bytes:
        return pictures.png(pictures.standalone(CHART.replace("寿光市 Shouguang", word), "zh"), 400)

    if drawn("\U0010fffd") == drawn("寿"):
        pytest.skip("no Chinese font on this system")
    assert len({drawn(word) for word in ("寿", "光", "市")}) == 3


def test_the_same_drawing_gives_the_same_file() -> None:
    assert pictures.png(pictures.standalone(CHART, "zh")) == pictures.png(pictures.standalone(CHART, "zh"))


@pytest.mark.parametrize("width", [0, -5, 15, 8001, 10**9])
def test_the_size_of_a_picture_is_bounded(width: int) -> None:
    with pytest.raises(PictureError, match="pixels"):
        pictures.png(CHART, width)


def test_a_picture_that_is_very_tall_is_refused() -> None:
    with pytest.raises(PictureError, match="in all"):
        pictures.png('<svg viewBox="0 0 10 10000"></svg>', 1600)
