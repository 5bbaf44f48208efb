from __future__ import annotations

import io
import os
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
import stewards
from click.testing import CliRunner
from samples import CASES_FILE

from explorer.cli import main
from explorer.config import Settings
from explorer.errors import ConflictError
from explorer.formats import geojson
from explorer.query.filters import Filter
from explorer.store import open_store
from explorer.store.staging import Staged, Staging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from explorer.records.models import Cases
    from explorer.store import Store

GOOD = sum(name.startswith("good") for name, _ in stewards.ROWS)
FAULTY = [name for name, _ in stewards.ROWS if not name.startswith("good")]


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLORER_DATABASE_URL", f"sqlite:///{tmp_path}/own.sqlite")


@pytest.fixture
def opened() -> Callable[[], Store]:
    """Open the database that the commands wrote."""
    return lambda: open_store(Settings.read().store_url())


@pytest.fixture(params=["ledger.xlsx", "ledger.csv"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Write the steward's table with seeded faults, as a workbook and as GB18030."""
    file = tmp_path / str(request.param)
    file.write_bytes(stewards.workbook() if file.suffix == ".xlsx" else stewards.plain())
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [os.fspath(each) for each in arguments], catch_exceptions=False)


def numbers(done: Result) -> str:
    (found,) = re.findall(r"\d+ changes?: [^:]*? faulty", re.sub(r"\s+", " ", done.stderr))
    return str(found)


def test_every_seeded_fault_is_told_with_its_row_and_a_remedy(ledger: Path) -> None:
    done = run("check", ledger)

    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    for name in FAULTY:
        told = [line for line in lines if re.search(rf"\brow {stewards.number_of(name)}\b", line.split(":")[0])]
        assert told, f"{name} is not told"
        assert all(re.fullmatch(r".+: .+ \(.+\)", line) for line in told)
    good = {stewards.number_of(name) for name, _ in stewards.ROWS} - {stewards.number_of(name) for name in FAULTY}
    assert not [line for line in lines if int(re.findall(r"row (\d+)", line)[0]) in good]
    assert f"{len(lines)} faults" in re.sub(r"\s+", " ", done.stderr)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("misspelt place", "did you mean 寿光市 (370783)"),
        ("twin name", "昌邑区 (220202) in 吉林市"),
        ("lost digits", "寿光市 (370783)"),
        ("retired code", "write its successor: 寿光市 (370783)"),
        ("no source", "source"),
        ("double id again", "test-same-id"),
        ("likely double", "likely a double of “公共场所限时免费停车"),
    ],
)
def test_a_fault_says_what_to_do(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "ledger.xlsx").write_bytes(stewards.workbook())

    lines = run("check", tmp_path / "ledger.xlsx").stdout.splitlines()

    assert any(said in line for line in lines if re.search(rf"row {stewards.number_of(name)}\b", line))


def test_faults_are_told_in_chinese_to_who_speaks_it(ledger: Path) -> None:
    done = run("--lang", "zh", "check", ledger)

    lines = done.stdout.splitlines()
    assert f"第{stewards.number_of('misspelt place')}行，“县市区”列：潍坊市没有“寿广市”这个区县或功能区" in lines[0]
    assert all(line.startswith(("第", "台账，第")) and line.endswith("）") for line in lines)
    assert f"发现{len(lines)}处问题" in done.stderr
    assert "提示：" in done.stderr


def test_what_an_import_does_is_told_in_chinese(ledger: Path) -> None:
    dry = run("--lang", "zh", "import", ledger, "--dry-run")

    assert "新增" in dry.stderr
    assert "新增: reform " in dry.stdout
    missing = run("--lang", "zh", "check", "no-such-file.csv")
    assert missing.exit_code == 2
    assert "无法打开" in missing.stderr


def test_checking_writes_nothing(ledger: Path, tmp_path: Path) -> None:
    run("check", ledger)

    assert not (tmp_path / "own.sqlite").exists()


def test_the_good_rows_come_in_once_and_the_others_come_back(
    ledger: Path, tmp_path: Path, opened: Callable[[], Store], cases: Cases
) -> None:
    returned = tmp_path / f"returned{ledger.suffix}"

    first = run("import", ledger, "--returned", returned, "--why", "台账")
    store = opened()
    digest, known = store.digest(), {each.id for each in cases.reforms}
    again = run("import", ledger)

    new = [each for each in store.reforms(Filter()) if each.id not in known]
    assert first.exit_code == 1
    assert len(new) == len({row["改革名称"] for name, row in stewards.ROWS if name not in FAULTY} - {None})
    assert store.present("reform", new[0].id).signature.why == "台账"  # type: ignore[union-attr]
    assert numbers(again).startswith("0 changes: 0 added, 0 changed")
    assert store.digest() == digest
    assert [each.name for each in store.staging.recent()] == [ledger.name, "cases.geojson"]
    assert run("check", returned).stdout.count("\n") >= len(FAULTY) - 1
    assert {each.id: each for each in store.reforms(Filter()) if each.id in known} == {
        each.id: each for each in cases.reforms
    }


def test_a_dry_run_tells_each_difference_and_changes_nothing(tmp_path: Path, opened: Callable[[], Store]) -> None:
    text = CASES_FILE.read_text(encoding="utf-8")
    (tmp_path / "other.geojson").write_text(text.replace('"since": 2018', '"since": 2017'), encoding="utf-8")

    done = run("import", tmp_path / "other.geojson", "--dry-run")

    assert done.exit_code == 0
    assert re.search(r"^changed: reform [a-z0-9-]+$", done.stdout, re.MULTILINE)
    assert "  Since: 2018 → 2017" in done.stdout
    assert geojson.write(opened().cases(Filter())) == CASES_FILE.read_bytes()
    assert opened().engine is not None


def test_more_differences_than_one_reads_are_counted(tmp_path: Path) -> None:
    text = CASES_FILE.read_text(encoding="utf-8")
    (tmp_path / "other.geojson").write_text(re.sub(r'("title_en": ")', r"\1New: ", text), encoding="utf-8")

    done = run("import", tmp_path / "other.geojson", "--dry-run")

    assert done.stdout.count("changed: reform ") == 50
    assert done.stdout.splitlines()[-1] == "… and 105 more changed"


def test_likely_doubles_come_in_if_one_says_so(ledger: Path, opened: Callable[[], Store]) -> None:
    title = dict(stewards.ROWS)["likely double"]["改革名称"]

    without = run("import", ledger)
    among = [each for each in opened().reforms(Filter()) if each.title_zh == title]
    run("import", ledger, "--doubles")

    assert "likely a double" in without.stdout
    assert len([each for each in opened().reforms(Filter()) if each.title_zh == title]) == len(among) + 1


def test_what_is_exported_is_the_file_that_was_imported(tmp_path: Path) -> None:
    done = run("export", "-o", tmp_path / "out.geojson")

    assert done.exit_code == 0
    assert (tmp_path / "out.geojson").read_bytes() == CASES_FILE.read_bytes()
    assert [path.name for path in tmp_path.glob(".*.part")] == []


@pytest.mark.parametrize("ending", [".geojson", ".csv", ".xlsx"])
def test_what_is_exported_changes_nothing_when_it_comes_back(ending: str, tmp_path: Path) -> None:
    run("export", "-o", tmp_path / f"out{ending}", "--theme", "livelihood")

    done = run("import", tmp_path / f"out{ending}")

    assert (done.exit_code, done.stdout) == (0, "")
    assert numbers(done).startswith("0 changes: 0 added, 0 changed")


def test_one_cell_edited_in_a_spreadsheet_changes_just_that(
    tmp_path: Path, opened: Callable[[], Store], cases: Cases
) -> None:
    file = tmp_path / "out.xlsx"
    run("export", "-o", file)
    book = openpyxl.load_workbook(file)
    column = next(cell.column for cell in book["reform"][1] if cell.value == "title_en")
    row = next(row for row in book["reform"].iter_rows(min_row=2) if row[0].value == cases.reforms[7].id)
    book["reform"].cell(row[0].row, column, "An edited title")
    book.save(file)

    dry = run("import", file, "--dry-run")
    done = run("import", file)

    assert dry.stdout.splitlines() == [
        f"changed: reform {cases.reforms[7].id}",
        f"  Title in English: {cases.reforms[7].title_en} → An edited title",
    ]
    assert numbers(done).startswith("1 change: 0 added, 1 changed")
    after = cases.reforms[7].model_copy(update={"title_en": "An edited title"})
    assert opened().reforms(Filter()) == (*cases.reforms[:7], after, *cases.reforms[8:])


def test_an_export_of_an_unknown_format_is_told(tmp_path: Path) -> None:
    done = run("export", "-o", tmp_path / "out.docx")

    assert done.exit_code == 2
    assert ".geojson, .csv, .xlsx" in re.sub(r"\s+", " ", done.stderr)


def test_an_export_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    done = run("export", "-o", tmp_path / "gone" / "out.geojson")

    assert done.exit_code == 2
    assert "No such file or directory" in re.sub(r"\s+", " ", done.stderr)
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("name", ["gone.xlsx", "broken.geojson", "empty.csv", "old.xls"])
def test_a_file_that_cannot_be_read_leaves_all_as_it_was(
    name: str, tmp_path: Path, opened: Callable[[], Store]
) -> None:
    run("export", "-o", tmp_path / "before.geojson")
    (tmp_path / "broken.geojson").write_bytes(CASES_FILE.read_bytes()[:200_000])
    (tmp_path / "empty.csv").touch()
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")

    done = run("import", tmp_path / name)

    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert geojson.write(opened().cases(Filter())) == CASES_FILE.read_bytes()
    staging = opened().staging
    assert [each.name for each in staging.recent()] == ["cases.geojson"]
    assert staging.batch(2) is None


def test_half_of_a_file_is_never_imported(
    ledger: Path, opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", CASES_FILE)
    before = opened().digest()
    killed = opened().staging.begin(ledger.name, "abc", None)
    opened().staging.add(killed, [Staged(0, "reform", None, "faulty")])
    with monkeypatch.context() as patched:
        patched.setattr(Staging, "finish", lambda *_: None)  # the end of the file was never seen
        done = run("import", ledger)
    assert done.exit_code == 2
    assert "was not read to its end (preview the file again)" in re.sub(r"\s+", " ", done.stderr)
    assert opened().digest() == before

    assert "Imported" in run("import", ledger).stderr
    assert opened().digest() != before
    assert [each.name for each in opened().staging.recent()][:1] == [ledger.name]
    with pytest.raises(ConflictError):
        opened().staging.applied(killed)


def test_returned_rows_keep_their_format(tmp_path: Path) -> None:
    (tmp_path / "ledger.xlsx").write_bytes(stewards.workbook())

    done = run("check", tmp_path / "ledger.xlsx", "--returned", tmp_path / "returned.csv")

    assert done.exit_code == 2
    assert "end it in .xlsx" in re.sub(r"\s+", " ", done.stderr)


def test_returned_rows_say_why(tmp_path: Path) -> None:
    (tmp_path / "ledger.xlsx").write_bytes(stewards.workbook())

    run("check", tmp_path / "ledger.xlsx", "--returned", tmp_path / "returned.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "returned.xlsx").read_bytes())).worksheets[0]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "寿光市 (370783)" in text
    assert all(row["改革名称"] in text for name, row in stewards.ROWS if name in FAULTY)
    assert "蔬菜管家上门服务" not in text
