from __future__ import annotations

import json
import subprocess
import sys

import pytest
from made_documents import SECOND, drawn

from explorer.exchange import child

MEMORY = 1024**3
MOST_TEXT = 1024**2


def run(reader: str, data: bytes, seconds: int = 30) -> subprocess.CompletedProcess[bytes]:
    limits = map(str, (seconds, MEMORY, MOST_TEXT))
    command = [sys.executable, "-P", "-m", "explorer.exchange.child", reader, *limits]
    return subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)  # noqa: S603


def test_the_text_is_written_as_it_is() -> None:
    done = run("webpage", f"<p>寿光<br>{SECOND}".encode())
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"寿光\n{SECOND}", b"")


def test_what_is_refused_is_written_with_its_remedy() -> None:
    done = run("pdf", b"nothing")
    assert done.returncode == child.REFUSED
    assert json.loads(done.stdout) == [["is no PDF, or is damaged", "save it again as .pdf"]]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not limit a process's time")
def test_it_ends_even_if_nobody_ends_it() -> None:
    data = drawn(b"BT /F1 9 Tf " + b"(a)Tj " * 20_000 + b"ET", n_pages=1_000)
    assert run("pdf", data, seconds=1).returncode < 0


def test_it_starts_with_little() -> None:
    code = "import explorer.exchange.child, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert not {"pydantic", "flask", "click", "numpy", "docx", "lxml", "pypdfium2"} & set(done.stdout.split())
