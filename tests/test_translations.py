from __future__ import annotations

import re
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from samples import ROOT

from explorer.cli import main
from explorer.messages import TRANSLATIONS
from explorer.tagging.cues import cues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

KEYWORDS = ("-k", "message", "-k", "counted:2,3", "-k", "PlacesError")
CATALOGUE = TRANSLATIONS / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as lines:
        return read_po(lines, locale="zh_Hans_CN")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Extract the words of code and templates as ``pybabel extract`` does."""
    found: Path = tmp_path_factory.mktemp("words") / "messages.pot"
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(ROOT)
        CommandLineInterface().run(
            ["pybabel", "--quiet", "extract", "-F", "babel.cfg", *KEYWORDS, "-o", str(found), "."]
        )
    with found.open("rb") as lines:
        made = read_po(lines)
    for rule in (*cues().rules, *(each for signs in cues().homographs.values() for each in signs.rules)):
        made.add(rule.why)
    for text in helps(main):
        made.add(text)
    return made


def helps(command: click.Command) -> Iterator[str]:
    """Yield what a command, its options and the commands below it tell of themselves."""
    told = (command.help, *(each.help for each in command.params if isinstance(each, click.Option)))
    yield from (cleandoc(each) for each in told if each)
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from helps(each)


@pytest.fixture(scope="module")
def of_click(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Extract what click itself says."""
    found: Path = tmp_path_factory.mktemp("click") / "messages.pot"
    CommandLineInterface().run(["pybabel", "--quiet", "extract", "-o", str(found), str(Path(click.__file__).parent)])
    with found.open("rb") as lines:
        return read_po(lines)


def ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def texts(of_message: object) -> tuple[str, ...]:
    return (of_message,) if isinstance(of_message, str) else tuple(of_message)  # type: ignore[arg-type]


def placeholders(message: Message) -> list[set[str]]:
    return [set(re.findall(r"%\(\w+\)s|\{\w+\}", text)) for text in (*texts(message.id), *texts(message.string))]


def test_every_word_of_the_pages_is_in_the_catalogue_and_none_besides(
    extracted: Catalog, of_click: Catalog, catalogue: Catalog
) -> None:
    assert ids(extracted) - ids(catalogue) == set()
    assert ids(catalogue) - ids(extracted) - ids(of_click) == set()
    assert len(ids(catalogue)) > 80


def test_every_word_is_translated(catalogue: Catalog) -> None:
    untranslated = [message.id for message in catalogue if message.id and not all(texts(message.string))]

    assert untranslated == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert catalogue.obsolete == {}


def test_every_translation_keeps_the_placeholders(catalogue: Catalog) -> None:
    odd = [message.id for message in catalogue if message.id and len(set(map(frozenset, placeholders(message)))) > 1]

    assert odd == []


def test_every_translation_is_chinese(catalogue: Catalog) -> None:
    english = [
        message.id
        for message in catalogue
        if message.id
        and re.search(r"[A-Za-z]", re.sub(r"%\(\w+\)s", "", "".join(texts(message.id))))  # more than places for words
        and not re.search(r"[\u4e00-\u9fff]", "".join(texts(message.string)))
    ]

    assert english == []


def test_the_compiled_catalogue_is_that_of_the_words() -> None:
    compiled = CATALOGUE.with_suffix(".mo")

    assert compiled.stat().st_mtime >= CATALOGUE.stat().st_mtime, "run `make install`"
