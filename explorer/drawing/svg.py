"""Turn a drawing of a page into a file that stands alone: SVG with its styles inside, or PNG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from explorer.config import STATIC
from explorer.errors import ExplorerError, Fault
from explorer.messages import message
from explorer.text.widths import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.messages import Language

SHEETS = ("picture.css", "minimap.css")
PARTS = frozenset(
    (
        *("svg", "g", "a", "title", "desc", "defs", "pattern", "text", "tspan"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    )
)
MOST_CHARACTERS = 4_000_000
LEAST_WIDTH_PX, WIDTH_PX, MOST_WIDTH_PX = 16, 1_600, 8_000
PIXELS_PER_UNIT = 0.75  # letters are twelve units high
MOST_PIXELS = 32_000_000

_SVG = "http://www.w3.org/2000/svg"
_TAG: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_TRANSLUCENT = re.compile(r"rgb\((\d+) (\d+) (\d+) / ([\d.]+)%\)")
# A reference may point into the drawing itself alone.
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import", re.IGNORECASE)
# Characters that XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
# A word with the spaces after it; a Chinese character is one, and no word is longer than half a line.
_WORD = re.compile(r"[^\s\u2e80-\uffff]{1,38}\s*|\S\s*")
# A map is small on paper, and its letters must not be.
_ON_PAPER = "svg.minimap text { font-size: 18px; stroke-width: 4px; } svg text.over { stroke: none; }"
_LETTERS_PER_LINE = 84  # Latin letters in the width of a drawing; a Chinese character takes two
_LETTER = 0.58  # width of a Latin letter, in font sizes, with room to spare
_LINE = 1.45  # height of a line, in font sizes
_TITLE = 1.5  # size of the title, in sizes of the notes


class PictureError(ExplorerError):
    """A drawing cannot be made a file: it is none, it asks for something outside itself, or it is too large."""


@dataclass(frozen=True)
class _Box:
    """The frame of a drawing, in its own units."""

    left: float
    top: float
    width: float
    height: float

    def __str__(self) -> str:
        return " ".join(f"{each:g}" for each in (self.left, self.top, self.width, self.height))


def standalone(svg: str, language: Language, title: str = "", notes: Sequence[str] = ()) -> str:
    """
    Return a drawing as the text of an SVG file: namespace, size, white ground, and its styles in light colours.

    Parameters
    ----------
    svg
        One ``<svg viewBox=…>`` as our templates write it: well-formed XML, text escaped. Links lose their address.
    title
        Written above the drawing; its name in ``aria-label`` is taken for screen readers if this is empty.
    notes
        Lines beneath it: filter, data version, date, licence, source. Long ones are broken.

    Raises
    ------
    PictureError
        If it is no such drawing, or holds anything but shapes and text.
    """
    drawing = _parse(svg, PARTS)
    inner = _box(drawing)
    size = inner.width / _LETTERS_PER_LINE / _LETTER
    above = _lines(title, _LETTERS_PER_LINE / _TITLE)
    beneath = [line for note in notes for line in _lines(note, _LETTERS_PER_LINE)]
    head, foot = _height(above, size * _TITLE), _height(beneath, size)
    frame = _Box(inner.left, inner.top - head, inner.width, inner.height + head + foot)

    root = _ground(frame, language, title or drawing.get("aria-label", ""), notes)
    root.extend(_texts(above, "picture-title", size * _TITLE, (frame.left + size, frame.top + size / 2)))
    root.append(_group(drawing))
    root.extend(_texts(beneath, "picture-note", size, (frame.left + size, inner.top + inner.height)))
    _mark_chinese(root)
    return ET.tostring(root, encoding="unicode")


def with_styles(html: str, language: Language) -> str:
    """
    Return a page whose every drawing holds its styles and its name, for WeasyPrint, which looks for both in it.

    Raises
    ------
    PictureError
        If a drawing holds anything but shapes and text.
    """
    return re.sub(r"<svg\b.*?</svg>", lambda found: _dressed(found[0], language), html, flags=re.DOTALL)


def _dressed(svg: str, language: Language) -> str:
    drawing = _parse(svg, PARTS)
    for parent in tuple(drawing.iter()) if "minimap" in drawing.get("class", "").split() else ():
        for text in parent.findall("text"):
            # A halo is drawn over its letters, whatever paint-order says: so the letters are drawn once more.
            twin = ET.Element("text", text.attrib | {"class": f"{text.get('class', '')} over".strip()})
            twin.text = "".join(text.itertext())
            parent.insert(list(parent).index(text) + 1, twin)
    style, name = ET.Element("style"), ET.Element("title")
    style.text = f"{stylesheet(language)} {_ON_PAPER}"
    name.text = drawing.get("aria-label", "")
    drawing[:0] = [name, style]
    return ET.tostring(drawing, encoding="unicode")


def png(svg: str, width_px: int | None = None) -> bytes:
    """
    Render what ``standalone`` returned as a PNG; a Chinese text needs a Chinese font on the system.

    Parameters
    ----------
    width_px
        Width of the picture; as wide as its letters need to be read, if it is left out.

    Raises
    ------
    PictureError
        If the picture would be too small or too large, or the file asks for something outside itself.
    """
    import resvg_py  # noqa: PLC0415  # only who asks for a PNG pays

    drawing = _parse(svg, PARTS | {"style"})
    box = _box(drawing)
    width_px = _readable_px(box) if width_px is None else width_px
    height_px = width_px * box.height / box.width
    if not LEAST_WIDTH_PX <= width_px <= MOST_WIDTH_PX or width_px * height_px > MOST_PIXELS:
        what = message("%(width)s by %(height)s pixels cannot be drawn", width=width_px, height=f"{height_px:.0f}")
        remedy = message(
            "ask for %(least)s to %(most)s pixels of width, and for fewer than %(all)s in all",
            least=LEAST_WIDTH_PX,
            most=MOST_WIDTH_PX,
            all=f"{MOST_PIXELS:,}",
        )
        raise PictureError([Fault("width", what, remedy)])
    drawing.set("xmlns", _SVG)
    return resvg_py.svg_to_bytes(svg_string=ET.tostring(drawing, encoding="unicode"), width=width_px)


def _readable_px(box: _Box) -> int:
    """Return the width at which letters can be read, or the widest that may be drawn."""
    wide = max(WIDTH_PX, box.width * PIXELS_PER_UNIT)
    return int(min(wide, MOST_WIDTH_PX, sqrt(MOST_PIXELS * box.width / box.height)))


@cache
def stylesheet(language: Language) -> str:
    """
    Return the styles of drawings with every variable replaced by its light value.

    Raises
    ------
    PictureError
        If a sheet uses a variable that tokens.css does not declare.
    """
    rules = " ".join(" ".join(_light(_read(sheet)).split()) for sheet in SHEETS)
    han = f" svg text.han {{ font-family: {tokens('zh')['--font']}; }}"
    return _TRANSLUCENT.sub(_on_white, _resolve(rules, tokens(language))) + han


@cache
def tokens(language: Language) -> dict[str, str]:
    """Return the variables that tokens.css declares for light colours in a language: ``{"--ink": "#1d2b30"}``."""
    roots = {":root", f":root:lang({language})"}
    values: dict[str, str] = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", _light(_read("tokens.css"))):
        if selector.strip() in roots:
            values |= {name: value.strip() for name, value in re.findall(r"(--[\w-]+)\s*:\s*([^;]+);", body)}
    return values


def _read(sheet: str) -> str:
    return (STATIC / "css" / sheet).read_text(encoding="utf-8")


def _light(css: str) -> str:
    """Leave out comments and what is for a dark screen, a small one or print."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", bare)


def _resolve(css: str, values: dict[str, str]) -> str:
    missing = sorted(set(_VARIABLE.findall(css)) - values.keys())
    if missing:
        remedy = "declare it under :root in tokens.css"
        raise PictureError([Fault(f"variable {name}", "has no value", remedy) for name in missing])
    resolved = _VARIABLE.sub(lambda found: values[found[1]], css)
    return _resolve(resolved, values) if _VARIABLE.search(resolved) else resolved


def _on_white(found: re.Match[str]) -> str:
    """Write a translucent colour as it looks on the white ground: few programs read ``rgb(… / …%)``."""
    share = float(found[4]) / 100
    return "#" + "".join(f"{round(int(each) * share + 255 * (1 - share)):02x}" for each in found.groups()[:3])


def _parse(svg: str, parts: frozenset[str]) -> ET.Element:
    """Read a drawing; refuse what is no drawing, and whatever could load something from outside it."""
    if len(svg) > MOST_CHARACTERS:
        raise PictureError(
            [
                Fault(
                    "picture",
                    message("has more than %(most)s characters", most=f"{MOST_CHARACTERS:,}"),
                    message("draw less: set a filter"),
                )
            ]
        )
    # Text is escaped, so this opens a document type, an entity or a comment: our templates write none.
    if "<!" in svg:
        raise PictureError([Fault("picture", "holds <!", "leave out document types, entities and comments")])
    try:
        root = ET.fromstring(_CONTROL.sub("", svg))  # noqa: S314  # without a document type there is no entity to expand
    except ET.ParseError as error:
        raise PictureError([Fault("picture", f"is not well-formed: {error}", "close each element")]) from error
    for each in root.iter():
        each.tag = each.tag.removeprefix(f"{{{_SVG}}}")
    faults = [Fault("picture", what, "draw with shapes and text alone") for what in _strange(root, parts)]
    if faults:
        raise PictureError(faults)
    return root


def _strange(root: ET.Element, parts: frozenset[str]) -> Iterator[str]:
    if root.tag != "svg":
        yield f"opens with <{root.tag}> instead of <svg>"
    for each in root.iter():
        if each.tag not in parts:
            yield f"holds <{each.tag}>"
        for name, value in each.attrib.items():
            if name.startswith("on") or (name.endswith("href") and each.tag != "a") or _OUTSIDE.search(value):
                yield f'holds <{each.tag} {name}="…">'
        if each.tag == "style" and _OUTSIDE.search(each.text or ""):
            yield "holds a style that loads something"


def _box(drawing: ET.Element) -> _Box:
    numbers = re.fullmatch(r"\s*" + r"[\s,]+".join([r"(-?[\d.]+)"] * 4) + r"\s*", drawing.get("viewBox", ""))
    box = _Box(*map(float, numbers.groups())) if numbers else None
    if box is None or box.width <= 0 or box.height <= 0:
        remedy = 'give it a viewBox with four numbers, such as "0 0 400 300"'
        raise PictureError([Fault("picture", "has no frame", remedy)])
    return box


def _ground(frame: _Box, language: Language, name: str, notes: Sequence[str]) -> ET.Element:
    """Return an empty picture: its size, its name and notes for screen readers, its styles, its white ground."""
    size = {"width": f"{frame.width:g}", "height": f"{frame.height:g}"}
    root = ET.Element("svg", {"xmlns": _SVG, "viewBox": str(frame), "xml:lang": _TAG[language], "role": "img"} | size)
    ET.SubElement(root, "title").text = _CONTROL.sub("", name)
    ET.SubElement(root, "desc").text = _CONTROL.sub("", "\n".join(notes))
    ET.SubElement(root, "style").text = stylesheet(language)
    ET.SubElement(root, "rect", {"x": f"{frame.left:g}", "y": f"{frame.top:g}", "fill": "#ffffff"} | size)
    return root


def _group(drawing: ET.Element) -> ET.Element:
    """Return what is drawn as a group: a width that a page's style gives to its ``<svg>`` has no hold on it."""
    group = ET.Element("g", {"class": drawing.get("class", "")})
    group.extend(drawing)
    for each in group.iter("a"):
        each.tag = "g"
        each.attrib = {name: value for name, value in each.attrib.items() if name == "class"}
    return group


def _mark_chinese(root: ET.Element) -> None:
    """Give Chinese words the Chinese fonts: a renderer takes the next best font that has the character, a serif one."""
    for text in root.iter("text"):
        if width("".join(text.itertext())) > len("".join(text.itertext())):
            text.set("class", f"{text.get('class', '')} han".strip())


def _height(lines: list[str], size: float) -> float:
    return (len(lines) + 0.6) * size * _LINE if lines else 0


def _texts(lines: list[str], kind: str, size: float, start: tuple[float, float]) -> Iterator[ET.Element]:
    left, top = start
    for n, line in enumerate(lines, start=1):
        place = {"x": f"{left:.1f}", "y": f"{top + (n - 0.3) * size * _LINE:.1f}"}
        text = ET.Element("text", {"class": kind, "font-size": f"{size:.1f}"} | place)
        text.text = line
        yield text


def _lines(text: str, letters: float) -> list[str]:
    """Break a text into lines of so many Latin letters, at spaces and between Chinese characters."""
    lines: list[str] = []
    line = ""
    for word in _WORD.findall(_CONTROL.sub("", text)):
        if line and width(line + word.rstrip()) > letters:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines
