from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from made_documents import FIRST, SECOND, drawn, pdf, word, word_of

from explorer.errors import ArticleError
from explorer.exchange import apart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MB = 1024 * 1024
MOST_TEXT = 100 * MB
ONE_LETTER = b"(a)Tj "
with_limited_memory = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Return the processes that are started from now on."""
    started: list[subprocess.Popen[bytes]] = []

    class Listed(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Listed)
    return started


@pytest.mark.parametrize(
    ("reader", "data"),
    [("webpage", f"<p>{FIRST}</p><p>{SECOND}".encode()), ("word", word(FIRST, SECOND)), ("pdf", pdf(f"<p>{SECOND}"))],
)
def test_a_document_is_read_in_a_process_that_ends(
    reader: str, data: bytes, children: list[subprocess.Popen[bytes]]
) -> None:
    assert apart.read(reader, data, "a", MOST_TEXT).split("\n\n")[-1] == SECOND
    (child,) = children
    assert child.returncode == 0


def letters() -> bytes:
    return drawn(b"BT /F1 9 Tf " + ONE_LETTER * 3 * MB + b"ET")


def white_space() -> bytes:
    return drawn(b" " * 300 * MB)


def empty_elements() -> bytes:
    return word_of(b"<w:p>" + b"<a/>" * 2 * MB + b"</w:p>")


def paragraphs() -> bytes:
    return b"<p>x</p>" * MB


@with_limited_memory
@pytest.mark.parametrize(
    ("reader", "make"),
    [("pdf", letters), ("pdf", white_space), ("word", empty_elements), ("webpage", paragraphs)],
)
def test_what_takes_too_much_memory_is_refused(
    reader: str, make: Callable[[], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "MOST_MEMORY", 256 * MB)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArticleError) as told:
        apart.read(reader, make(), "news", MOST_TEXT)
    (fault,) = told.value.faults
    assert str(fault.where) == "news"
    assert "takes more than 256 MB of memory to read" in str(fault.what)
    assert ".txt" in str(fault.remedy)
    assert not list(tmp_path.iterdir())  # neither a dump nor a half-written file


def many_pages() -> bytes:
    return drawn(b"BT /F1 9 Tf " + ONE_LETTER * 20_000 + b"ET", n_pages=1_000)


def many_attributes() -> bytes:
    return b"<p %s>x" % b" ".join(b"a%d" % number for number in range(200_000))


@pytest.mark.parametrize(("reader", "make"), [("pdf", many_pages), ("webpage", many_attributes)])
def test_what_takes_too_long_is_refused_and_its_process_ended(
    reader: str,
    make: Callable[[], bytes],
    monkeypatch: pytest.MonkeyPatch,
    children: list[subprocess.Popen[bytes]],
) -> None:
    data = make()
    monkeypatch.setattr(apart, "MOST_SECONDS", 1)
    with pytest.raises(ArticleError, match=r"^news: takes more than 1 seconds to read .*\.txt"):
        apart.read(reader, data, "news", MOST_TEXT)
    (child,) = children
    assert child.returncode  # it was waited for: nothing of it stays


def test_more_text_than_may_be_is_refused() -> None:
    with pytest.raises(ArticleError, match="news: has more than 1 MB of text"):
        apart.read("webpage", b"x" * (MB + 1), "news", MB)


def test_a_refusal_names_the_file() -> None:
    with pytest.raises(ArticleError, match=r"^新闻\.docx: is no Word file, or is damaged \(save it again"):
        apart.read("word", b"", "新闻.docx", MOST_TEXT)


def test_several_documents_are_read_at_once() -> None:
    data = pdf(f"<p>{FIRST}</p>" * 30)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: apart.read("pdf", data, "a", MOST_TEXT), range(16)))) == 1


def test_modules_in_the_current_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "docx", "lxml", "explorer", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert apart.read("word", word(SECOND), "a", MOST_TEXT) == SECOND


def test_a_process_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(ArticleError, match="news: no process can be started to read it"):
        apart.read("webpage", b"x", "news", MOST_TEXT)


def test_an_error_of_ours_is_no_fault_of_the_document() -> None:
    with pytest.raises(RuntimeError, match="ModuleNotFoundError"):
        apart.read("no_such_reader", b"x", "news", MOST_TEXT)


def test_a_word_file_with_a_large_picture_is_read() -> None:
    written = io.BytesIO(word(SECOND))
    with zipfile.ZipFile(written, "a") as file:
        file.writestr("word/media/image1.jpeg", bytes(range(256)) * 4 * 20 * 1024)
    assert apart.read("word", written.getvalue(), "a", MOST_TEXT) == SECOND
