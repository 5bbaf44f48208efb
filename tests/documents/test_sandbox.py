from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from made_documents import FIRST, SECOND, drawn, pdf, word, word_of

from explorer.documents import sandbox
from explorer.errors import ArticleError, unpacked_fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


pytestmark = pytest.mark.long

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
    [("html", f"<p>{FIRST}</p><p>{SECOND}".encode()), ("docx", word(FIRST, SECOND)), ("pdf", pdf(f"<p>{SECOND}"))],
)
def test_a_document_is_read_in_a_process_that_ends(
    reader: str, data: bytes, children: list[subprocess.Popen[bytes]]
) -> None:
    assert sandbox.read(reader, data, "a", MOST_TEXT).split("\n\n")[-1] == SECOND
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
    [("pdf", letters), ("pdf", white_space), ("docx", empty_elements), ("html", paragraphs)],
)
def test_what_takes_too_much_memory_is_refused(
    reader: str, make: Callable[[], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MOST_MEMORY", 256 * MB)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArticleError) as told:
        sandbox.read(reader, make(), "news", MOST_TEXT)
    (fault,) = told.value.faults
    assert str(fault.where) == "news"
    assert "takes more than 256 MB of memory to read" in str(fault.what)
    assert ".txt" in str(fault.remedy)
    assert not list(tmp_path.iterdir())  # neither a dump nor a half-written file


def many_pages() -> bytes:
    return drawn(b"BT /F1 9 Tf " + ONE_LETTER * 20_000 + b"ET", n_pages=1_000)


def many_attributes() -> bytes:
    return b"<p %s>x" % b" ".join(b"a%d" % number for number in range(200_000))


@pytest.mark.parametrize(("reader", "make"), [("pdf", many_pages), ("html", many_attributes)])
def test_what_takes_too_long_is_refused_and_its_process_ended(
    reader: str,
    make: Callable[[], bytes],
    monkeypatch: pytest.MonkeyPatch,
    children: list[subprocess.Popen[bytes]],
) -> None:
    data = make()
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 1)
    with pytest.raises(ArticleError, match=r"^news: takes more than 1 seconds to read .*\.txt"):
        sandbox.read(reader, data, "news", MOST_TEXT)
    (child,) = children
    assert child.returncode  # it was waited for: nothing of it stays


def test_more_text_than_may_be_is_refused() -> None:
    with pytest.raises(ArticleError, match="news: has more than 1 MB of text"):
        sandbox.read("html", b"x" * (MB + 1), "news", MB)


def test_a_refusal_names_the_file() -> None:
    with pytest.raises(ArticleError, match=r"^新闻\.docx: is no Word file, or is damaged \(save it again"):
        sandbox.read("docx", b"", "新闻.docx", MOST_TEXT)


def test_several_documents_are_read_at_once() -> None:
    data = pdf(f"<p>{FIRST}</p>" * 30)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: sandbox.read("pdf", data, "a", MOST_TEXT), range(16)))) == 1


def test_modules_in_the_current_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "docx", "lxml", "explorer", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert sandbox.read("docx", word(SECOND), "a", MOST_TEXT) == SECOND


def test_a_process_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(ArticleError, match="news: no process can be started to read it"):
        sandbox.read("html", b"x", "news", MOST_TEXT)


def test_an_error_of_ours_is_no_fault_of_the_document() -> None:
    with pytest.raises(RuntimeError, match="ModuleNotFoundError"):
        sandbox.read("no_such_reader", b"x", "news", MOST_TEXT)


def test_a_word_file_with_a_large_picture_is_read() -> None:
    written = io.BytesIO(word(SECOND))
    with zipfile.ZipFile(written, "a") as file:
        file.writestr("word/media/image1.jpeg", bytes(range(256)) * 4 * 20 * 1024)
    assert sandbox.read("docx", written.getvalue(), "a", MOST_TEXT) == SECOND


MEMORY = 1024**3
MOST_TEXT = 1024**2


def run(reader: str, data: bytes, seconds: int = 30) -> subprocess.CompletedProcess[bytes]:
    limits = map(str, (seconds, MEMORY, MOST_TEXT))
    command = [sys.executable, "-P", "-m", "explorer.documents.sandbox", reader, *limits]
    return subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)  # noqa: S603


def test_the_text_is_written_as_it_is() -> None:
    done = run("html", f"<p>寿光<br>{SECOND}".encode())
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"寿光\n{SECOND}", b"")


def test_what_is_refused_is_written_with_its_remedy() -> None:
    done = run("pdf", b"nothing")
    assert done.returncode == sandbox.REFUSED
    (fault,) = map(unpacked_fault, json.loads(done.stdout))
    assert (str(fault.what), str(fault.remedy)) == ("is no PDF, or is damaged", "save it again as .pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not limit a process's time")
def test_it_ends_even_if_nobody_ends_it() -> None:
    data = drawn(b"BT /F1 9 Tf " + b"(a)Tj " * 20_000 + b"ET", n_pages=1_000)
    assert run("pdf", data, seconds=1).returncode < 0


def test_it_starts_with_little() -> None:
    code = "import explorer.documents.sandbox, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert not {"pydantic", "flask", "click", "numpy", "docx", "lxml", "pypdfium2"} & set(done.stdout.split())
