"""Read a page as a person does: its text, its links, its parts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "title"}


@dataclass
class Element:
    """A part of a page with what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """Return an attribute; KeyError if the element has none of this name."""
        return self.attributes[name]

    def __iter__(self) -> Iterator[Element]:
        """Yield the element and all elements in it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    @property
    def text(self) -> str:
        """The text that a person reads, with single spaces."""
        return " ".join("".join(self._pieces()).split())

    def find(self, tag: str = "", **attributes: str) -> list[Element]:
        """Return the elements with this tag, and with these words among their attributes (class_, data_code)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self
            if (not tag or each.tag == tag)
            and all(value in each.attributes.get(name, "").split() for name, value in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        """Return the only such element."""
        (found,) = self.find(tag, **attributes)
        return found

    def _pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNREAD:
                yield from child._pieces()
        if self.tag not in {"a", "b", "em", "small", "span"}:
            yield " "


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Element("page")
        self._open = [self.page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {each.tag for each in self._open}:
            msg = f"</{tag}> closes nothing"
            raise ValueError(msg)
        while self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read_page(html: str) -> Element:
    """Read the HTML of a page, or of a part of one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def page_data(page: Element) -> dict[str, Any]:
    """Return the data that the page hands to its scripts."""
    (text,) = page.one("script", type="application/json").children
    document: dict[str, Any] = json.loads(str(text))
    return document
