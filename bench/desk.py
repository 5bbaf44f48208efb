"""Time the desk at 100,000 reforms: files in and out, edits, and what readers notice of them."""

from __future__ import annotations

import json
import re
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

from processes import Ended, in_fresh_process, peak_mb, pool, run, served
from synthetic import PROVINCE, cases, make_files, write_short

import geodata
from explorer.config import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from urllib.request import OpenerDirector

    from explorer.records.models import Reform

N_REFORMS = 100_000
N_ROWS = 5_000  # of the workbook
N_OF_ONE_SOURCE = (15_000, 60_000)  # rows of CSV: four times as many should take four times as long
N_CHANGED = 20_000  # reforms of the file that is imported while pages are read
N_EDITS = 15
PAUSE_BETWEEN_EDITS_S = 0.3
PAUSE_BETWEEN_READS_S = 0.05
QUIET_S = 10
NAMES = ("改革名称", "主题", "地点", "状态", "起始年份", "摘要", "来源标题", "发布者", "发布日期", "段落")
NOTE = f"""
  peak    the most memory that the process ever took, in MB, with the pages of the database file that it read.
  edit    sent by the form of the desk, from the click until the public page of the reform shows it.
  read    one page every {PAUSE_BETWEEN_READS_S * 1000:.0f} ms; each edit and import changes the version of the data,
          after which the first reader waits until a page is made anew. Of 2 cores an import takes one, the server
          shares the other with whoever measures."""

Made = TypeVar("Made")
Waits = dict[str, list[float]]  # milliseconds by path
Forms = dict[str, dict[str, str]]  # fields by reform


@dataclass(frozen=True)
class Bench:
    """Where the benchmark works."""

    folder: Path
    settings: Settings

    @property
    def data(self) -> Path:
        """The file of all reforms."""
        return self.folder / "all.geojson"


def main() -> None:
    """Make, import, edit, read, export, back up; print."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        bench = _prepared(Path(name))
        print(in_fresh_process(make_files, replace(bench.settings, data=str(bench.data)), N_REFORMS))
        print(f"file of {bench.data.stat().st_size / 1e6:.0f} MB\n\n{'':56}{'s':>9}{'peak':>9}")
        _files_in(bench)
        _pages(bench)
        _files_out(bench)
    print(NOTE)
    print(f"\nall in {time.perf_counter() - begun:.0f} s")


def _prepared(folder: Path) -> Bench:
    nothing = folder / "nothing.geojson"
    nothing.write_text('{"type": "FeatureCollection", "sources": [], "features": []}', encoding="utf-8")
    url = f"sqlite:///{folder}/store.sqlite"
    return Bench(folder, Settings(city=PROVINCE, data=str(nothing), places=str(folder), database_url=url))


def _files_in(bench: Bench) -> None:
    _print_beside("json.loads alone", in_fresh_process(_parse, bench.data))
    _print_beside(
        "json.loads, one INSERT per reform", in_fresh_process(_insert, bench.data, bench.folder / "naive.sqlite")
    )
    run(bench.settings, "check", bench.settings.data)  # makes the database, compiles what Python compiles once
    _print_command("explorer import, new", run(bench.settings, "import", str(bench.data)))
    _print_command("the same file again", run(bench.settings, "import", str(bench.data)))
    book = bench.folder / "steward.xlsx"
    in_fresh_process(_write_book, bench, book)
    _print_command(f"explorer import, {N_ROWS:,} rows of XLSX", run(bench.settings, "import", "--doubles", str(book)))
    for n in N_OF_ONE_SOURCE:
        _print_told(f"{n:,} rows of CSV that cite one source, read", in_fresh_process(_read_table, n))


def _pages(bench: Bench) -> None:
    changed = bench.folder / "changed.geojson"
    in_fresh_process(_write_changed, bench, changed)
    read_only, forms = in_fresh_process(_forms, bench)
    with served(bench.settings, "--desk") as address:
        read = partial(_reading, bench, address, ("/", "/places/370783/panel?status=origin", f"/reforms/{read_only}"))
        quiet, _ = read(partial(time.sleep, QUIET_S))
        edited, edits = read(partial(_edit_all, address, forms))
        imported, ended = read(partial(run, bench.settings, "import", str(changed)))
    _print_command(f"explorer import, {N_CHANGED:,} changed, while pages are read", ended)
    print(f"\n  {f'one edit, median and longest of {len(edits)}':54}{statistics.median(edits):9.3f}{max(edits):9.3f}")
    _print_waits({"quiet": quiet, "while edits run": edited, "while an import runs": imported})


def _files_out(bench: Bench) -> None:
    print(f"\n{'':56}{'s':>9}{'peak':>9}{'MB':>9}")
    backup = bench.folder / "backup.zip"
    for name, options in (("all.geojson", ()), ("livelihood.csv", ("--theme", "livelihood"))):
        output = bench.folder / f"exported-{name}"
        ended = run(bench.settings, "export", "-o", str(output), *options)
        _print_command(f"explorer export {' '.join(('-o', name, *options))}", ended, output)
    _print_command("explorer backup", run(bench.settings, "backup", str(backup)), backup)
    elsewhere = replace(bench.settings, database_url=f"sqlite:///{bench.folder}/restored.sqlite")
    _print_command("explorer restore", run(elsewhere, "restore", str(backup)))


def _parse(file: Path) -> tuple[float, float]:
    begun = time.perf_counter()
    json.loads(file.read_bytes())
    return time.perf_counter() - begun, peak_mb()


def _insert(file: Path, database: Path) -> tuple[float, float]:
    begun = time.perf_counter()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE reform (id TEXT PRIMARY KEY, document TEXT)")
        for feature in json.loads(file.read_bytes())["features"]:
            document = json.dumps(feature, ensure_ascii=False)
            connection.execute("INSERT INTO reform VALUES (?, ?)", (feature["id"], document))
    return time.perf_counter() - begun, peak_mb()


def _write_book(bench: Bench, file: Path) -> None:
    """Write a steward's table: a row for each reform and place, all of them new."""
    import datetime as dt  # noqa: PLC0415

    from explorer.spreadsheets import xlsx_writer  # noqa: PLC0415  # what this process loads, a command seems to take

    places = geodata.load(PROVINCE, bench.folder)
    made = cases(N_ROWS, places, seed=1)
    rows = [row for reform in made.reforms for row in _rows(reform)][:N_ROWS]
    book = xlsx_writer.new_book("made up", dt.date(2026, 1, 1))
    xlsx_writer.add_sheet(book, "台账", NAMES, rows)
    file.write_bytes(xlsx_writer.saved(book, dt.date(2026, 1, 1)))


def _read_table(n: int) -> tuple[float, float]:
    """Read a steward's table whose rows cite one source."""
    from explorer.formats.detect import offers  # noqa: PLC0415  # what this process loads, a command seems to take

    rows = (f"改革{n},business,寿光市,adopted,2023,摘要。,某文" for n in range(n))
    data = "\n".join(("改革名称,主题,地点,状态,起始年份,摘要,来源标题", *rows)).encode()
    begun = time.perf_counter()
    if sum(1 for _ in offers(data, "table.csv")) != n + 1:
        msg = "a row was lost"
        raise ValueError(msg)
    return time.perf_counter() - begun, peak_mb()


def _rows(reform: Reform) -> Iterator[tuple[str | int | None, ...]]:
    source = ("改革工作简报（测试）", "（虚构来源，仅供测速）", "2025", 3)
    for row in reform.reach:
        yield (
            f"{reform.title_zh}{reform.id}",
            reform.theme,
            row.place,
            row.status,
            row.since,
            reform.summary_zh,
            *source,
        )


def _write_changed(bench: Bench, file: Path) -> None:
    """Write a file in which the first reforms have other summaries."""
    made = cases(N_REFORMS, geodata.load(PROVINCE, bench.folder))
    changed = [each.model_copy(update={"summary_zh": f"{each.summary_zh}（改）"}) for each in made.reforms[:N_CHANGED]]
    write_short(file, made.model_copy(update={"reforms": tuple(changed)}))


def _forms(bench: Bench) -> tuple[str, Forms]:
    """Return the id of a reform, and the fields of the forms of others; the changed file has none of them."""
    from explorer.web.desk.forms import form_of  # noqa: PLC0415  # what this process loads, a command seems to take

    made = cases(N_CHANGED + 1 + N_EDITS, geodata.load(PROVINCE, bench.folder))
    read_only, *edited = made.reforms[N_CHANGED:]
    return read_only.id, {each.id: form_of(each.model_dump(mode="json"), ()) for each in edited}


def _reading(bench: Bench, address: str, paths: tuple[str, ...], act: Callable[[], Made]) -> tuple[Waits, Made]:
    """Read pages in a process of its own while something is done."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as name, pool() as readers:
        goes_on = Path(name) / "goes on"
        goes_on.touch()
        waits = readers.submit(_read, address, paths, goes_on)
        made = act()
        goes_on.unlink()
        return waits.result(), made


def _read(address: str, paths: tuple[str, ...], goes_on: Path) -> Waits:
    waits: Waits = {path: [] for path in paths}
    for path in cycle(paths):
        if not goes_on.exists():
            return waits
        begun = time.perf_counter()
        with urlopen(Request(address + path, headers={"Accept-Encoding": "gzip"})) as answer:  # noqa: S310  # our own
            answer.read()
        waits[path].append((time.perf_counter() - begun) * 1000)
        time.sleep(PAUSE_BETWEEN_READS_S)
    return waits


def _edit_all(address: str, forms: Forms) -> list[float]:
    """Edit reforms one after the other; return seconds until each public page showed it."""
    browser = build_opener(HTTPCookieProcessor())
    found = []
    for reform, fields in forms.items():
        found.append(_edit(browser, address, reform, fields))
        time.sleep(PAUSE_BETWEEN_EDITS_S)
    return found


def _edit(browser: OpenerDirector, address: str, reform: str, fields: dict[str, str]) -> float:
    form = browser.open(f"{address}/desk/reforms/{reform}/edit").read().decode()
    title = f"{fields['title_en']}, edited"
    hidden = {name: _found(rf'name="{name}" value="([^"]+)"', form) for name in ("csrf_token", "base")}
    sent = fields | hidden | {"title_en": title, "why": "timing", "save": "1"}
    begun = time.perf_counter()
    browser.open(f"{address}/desk/reforms/{reform}/edit", urlencode(sent).encode()).read()
    with urlopen(f"{address}/reforms/{reform}?lang=en") as answer:  # noqa: S310  # our own server
        _found(re.escape(title), answer.read().decode())
    return time.perf_counter() - begun


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        msg = f"a page does not show {pattern}"
        raise ValueError(msg)
    return found[found.re.groups]


def _print_beside(words: str, told: tuple[float, float]) -> None:
    _print_told(f"beside: {words}", told)


def _print_told(words: str, told: tuple[float, float]) -> None:
    print(f"  {words:54}{told[0]:9.1f}{told[1]:9.0f}")


def _print_command(words: str, ended: Ended, output: Path | None = None) -> None:
    size = f"{output.stat().st_size / 1e6:9.0f}" if output else ""
    told = next((line for line in ended.told.splitlines() if "changes:" in line), "")
    print(f"  {words:54}{ended.seconds:9.1f}{ended.peak_mb:9.0f}{size}  {told}")
    if ended.status:
        print(f"  ended with status {ended.status}: {ended.told[-600:]}")


def _print_waits(found: dict[str, Waits]) -> None:
    print(f"\n  {'one page, ms: median and 95th of 100':50}" + "".join(f"{words:>24}" for words in found))
    for path in next(iter(found.values())):
        print(f"    {path:48}" + "".join(f"{_told(waits[path]):>24}" for waits in found.values()))


def _told(waits: list[float]) -> str:
    return f"{statistics.median(waits):.0f} / {statistics.quantiles(waits, n=20)[-1]:.0f} ({len(waits)})"


if __name__ == "__main__":
    main()
