"""Documents on the command line: what is too much to read ends with status 2, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from explorer.cli import main
from explorer.documents import sandbox

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.long


@pytest.mark.parametrize("options", [["tag"], ["draft", "-o", "drafts.geojson"]])
@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "slow.html",
            b"<p %s>x" % b" ".join(b"a%d" % number for number in range(200_000)),
            "takes more than 1 seconds",
        ),
        ("deep.html", b"<div>" * 250_000 + "诸城市".encode(), "is nested too deeply"),
        ("torn.pdf", b"%PDF-1.7 rubbish", "is no PDF, or is damaged"),
    ],
)
def test_a_document_that_cannot_be_read_is_told_in_a_line(
    options: list[str], name: str, data: bytes, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 1)
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(data)
    done = CliRunner().invoke(main, [*options, name])
    assert done.exit_code == 2
    assert f"{name}: {says}" in " ".join(done.stderr.split())
    assert [each.name for each in tmp_path.iterdir()] == [name]
