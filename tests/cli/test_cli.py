from __future__ import annotations

import csv
import io
import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
import waitress
from click.testing import CliRunner
from made_documents import word
from samples import CASES_FILE
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.parser import HTTPRequestParser

import geodata
from explorer.cli import main
from explorer.documents.article import MB
from explorer.web.tagging import MOST_SENT, MOST_TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask.testing import FlaskClient
    from samples import Files


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [os.fspath(each) for each in arguments], catch_exceptions=False)


def test_a_good_file_passes(shared: Path) -> None:
    done = run("check", CASES_FILE, "--source", shared / "source" / "weifang-micro-reforms.txt")

    assert done.exit_code == 0
    assert re.sub(r"\s+", " ", done.stderr).endswith("155 reforms, 85 sources, no fault ")
    assert done.stdout == ""


def test_every_fault_is_printed_with_its_place_and_a_remedy(files: Files) -> None:
    text = files.data.read_text(encoding="utf-8")
    files.data.write_text(text.replace('"place": "370783"', '"place": "220202"'), encoding="utf-8")

    done = run("check", files.data)

    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    told = "220202 is no place of 潍坊市: it is 昌邑区 in 吉林市 (did you mean 昌邑市 (370786)?)"
    assert sum(told in line for line in lines) > 10
    assert all(re.fullmatch(r"features\[\d+\] \(.+\)\S* ?.*: .+ \(.+\)", line) for line in lines)
    assert f"{len(lines)} faults" in done.stderr


def test_faults_of_form_are_printed_too(files: Files) -> None:
    text = files.data.read_text(encoding="utf-8")
    files.data.write_text(text.replace('"theme": "opening"', '"theme": "farming"'), encoding="utf-8")

    done = run("check", files.data)

    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == text.count('"theme": "opening"')


@pytest.mark.parametrize("name", ["gone.geojson", "cases.docx"])
def test_a_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "cases.docx").write_bytes(b"PK")

    done = run("check", tmp_path / name)

    assert (done.exit_code, done.stdout) == (2, "")
    assert name in re.sub(r"\s+", "", done.stderr)


def test_a_wrong_figure_is_found_in_the_article(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("一段。\n\n" * 200, encoding="utf-8")

    done = run("check", CASES_FILE, "--source", article)

    assert done.exit_code == 1
    assert "does not stand in" in done.stdout


@pytest.mark.parametrize("name", ["article.txt", "article.docx"])
def test_a_figure_is_proved_against_an_article_of_any_form(name: str, tmp_path: Path) -> None:
    article = tmp_path / name
    parts = [f"第{n}段。" for n in range(1, 200)]
    article.write_bytes(word(*parts) if name.endswith("docx") else "\n\n".join(parts).encode("gb18030"))

    done = run("check", CASES_FILE, "--source", article)

    assert done.exit_code == 1
    assert "does not stand in" in done.stdout
    assert "cites" not in done.stdout  # all paragraphs are there


def test_an_unknown_city_ends_with_a_sentence() -> None:
    done = run("check", CASES_FILE, "--region", "110100")

    assert done.exit_code == 2
    assert "explorer places build --city 110100" in re.sub(r"\s+", " ", done.output)
    assert "Traceback" not in done.output


def test_a_city_is_built_where_one_says(tmp_path: Path) -> None:
    done = run("places", "build", "--city", "370700", "-o", tmp_path)

    assert done.exit_code == 0
    assert (tmp_path / "370700" / "places.geojson").exists()


def test_all_counties_of_a_province_are_built_where_one_says(tmp_path: Path) -> None:
    done = run("places", "build", "--province", "110000", "-o", tmp_path)

    assert done.exit_code == 0
    assert len(geodata.load("110000", tmp_path).counties) == 16


@pytest.mark.parametrize(
    "which", [[], ["--city", "370700", "--province", "370000"], ["--province", "370000", "--city", ""]]
)
def test_one_of_city_and_province_must_be_given(which: list[str], tmp_path: Path) -> None:
    done = run("places", "build", *which, "-o", tmp_path / "places")

    assert done.exit_code == 2
    assert "just one of them is needed" in done.output
    assert not (tmp_path / "places").exists()


@pytest.mark.parametrize("province", ["990000", "37", "370700", "..", "%", ""])
def test_a_province_that_is_none_is_told_and_not_written(province: str, tmp_path: Path) -> None:
    done = run("places", "build", "--province", province, "-o", tmp_path / "places")

    assert done.exit_code == 2
    assert not (tmp_path / "places").exists()


@pytest.mark.parametrize("city", ["990000", "37070", "370783", "..", "%"])
def test_a_city_that_is_none_is_told_and_not_written(city: str, tmp_path: Path) -> None:
    done = run("places", "build", "--city", city, "-o", tmp_path / "places")

    assert done.exit_code == 2
    assert not (tmp_path / "places").exists()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["serve", "--help"], ["check", "--help"], ["places", "build", "--help"]]
)
def test_each_command_tells_what_it_does(arguments: list[str]) -> None:
    done = run(*arguments)

    assert done.exit_code == 0
    assert "Usage: " in done.output


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused_before_anything_is_served(port: str) -> None:
    assert run("serve", "--port", port).exit_code == 2


def test_serving_with_a_misspelt_setting_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLORER_CITTY", "330300")

    done = run("serve")

    assert done.exit_code == 2
    assert "EXPLORER_CITTY: no such setting" in re.sub(r"\s+", " ", done.output)


@pytest.fixture
def bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Adjustments:
    """Return what the server is started with."""
    monkeypatch.setenv("EXPLORER_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    given: dict[str, Any] = {}
    monkeypatch.setattr(waitress, "serve", lambda _, **bounds: given.update(bounds))
    assert run("serve").exit_code == 0
    return Adjustments(**{name: value for name, value in given.items() if name != "_quiet"})


def test_what_is_sent_to_the_server_is_bounded_and_stays_in_memory(bounds: Adjustments) -> None:
    def received(n_bytes: int) -> HTTPRequestParser:
        request = HTTPRequestParser(bounds)
        request.received(b"POST /tag HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % n_bytes)
        return request

    largest, larger = received(MOST_SENT), received(1024 * MB)
    largest.received(bytes(MOST_SENT))

    assert largest.completed
    assert isinstance(largest.get_body_stream(), io.BytesIO)  # where others would be files on the disk
    assert larger.error.code == 413
    assert bounds.connection_limit * bounds.max_request_body_size <= 750 * MB


def test_the_answer_to_the_longest_text_stays_in_memory(bounds: Adjustments, client: FlaskClient) -> None:
    names = "寿光市和青州市。" * 1500
    text = names + '"' * (MOST_TEXT - len(names.encode()))
    answer = client.post("/tag", data={"text": text})
    sent = OverflowableBuffer(bounds.outbuf_overflow)
    sent.append(answer.data)

    assert answer.status_code == 200
    assert answer.text.count('class="name ') == 3000
    assert not sent.overflowed  # to the disk


def rows_without_filter(table: bytes) -> list[dict[str, str]]:
    """Read a table; a page says its filter in words, the command line as a query."""
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    return [{name: text for name, text in row.items() if name != "filter"} for row in rows]


def test_reach_prints_the_rows_that_the_api_gives(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPLORER_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    asked = {"theme": "livelihood", "from": "2020", "citywide": "off"}

    done = run("reach", *(part for name, text in asked.items() for part in (f"--{name}", text)))

    assert done.exit_code == 0
    given = client.get("/api/reach.csv", query_string=asked | {"lang": "en"}).data
    assert rows_without_filter(done.stdout_bytes) == rows_without_filter(given)
    assert len(rows_without_filter(given)) > 2


def test_reach_names_every_parameter_that_it_cannot_take() -> None:
    done = run("reach", "--theme", "farming", "--sort", "size")

    assert done.exit_code == 2
    assert "theme: “farming”" in done.stderr
    assert "sort: “size”" in done.stderr


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("寿\n光市与吉林市昌邑区。\n\n鼓楼区的“诸城模式”。", encoding="utf-8")
    return path


def test_an_article_is_tagged_with_offsets_into_it(article: Path) -> None:
    done = run("tag", article)

    tagged = json.loads(done.stdout)
    text = article.read_text(encoding="utf-8")
    assert done.exit_code == 0
    assert [(each["code"], each["kind"]) for each in tagged["places"]] == [("370783", "county"), ("370782", "model")]
    assert all(text[each["start"] : each["end"]] == each["text"] for each in tagged["places"])
    assert set(tagged["places"][0]) == {"code", "name", "start", "end", "text", "kind", "score", "why"}
    assert list(tagged) == ["places"]


def test_what_was_refused_is_listed_if_asked_for(article: Path) -> None:
    tagged = json.loads(run("tag", article, "--all").stdout)

    assert [each["code"] for each in tagged["refused"]] == ["220202"]
    assert tagged["ambiguous"] == []


def test_twins_of_china_are_listed_with_their_candidates(article: Path) -> None:
    tagged = json.loads(run("tag", article, "--region", "none").stdout)

    assert [each["code"] for each in tagged["places"]] == ["370783", "220200", "220202", "370782"]
    assert [len(each["candidates"]) for each in tagged["ambiguous"]] == [4]


def test_mentions_are_printed_as_a_table(article: Path) -> None:
    lines = run("tag", article, "--format", "table").stdout.splitlines()

    assert [line.split()[:5] for line in lines] == [
        ["start", "end", "verdict", "kind", "code"],
        ["0", "4", "taken", "county", "370783"],
        ["19", "23", "taken", "model", "370782"],
    ]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff" * 400])
def test_what_is_no_article_is_told_and_nothing_is_printed(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(data)

    done = run("tag", path)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "article.txt" in re.sub(r"\s+", "", done.stderr)


def test_an_article_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert run("tag", tmp_path / "gone.txt").exit_code == 2


def test_the_list_of_all_units_is_built_where_one_says(tmp_path: Path) -> None:
    assert run("places", "build", "--all", "-o", tmp_path).exit_code == 0
    assert (tmp_path / "units" / "units.csv").exists()


@pytest.mark.parametrize("command", [(), ("check",), ("import",), ("user", "add"), ("places", "build")])
def test_a_command_tells_of_itself_in_one_language(command: tuple[str, ...]) -> None:
    chinese, english = (
        CliRunner().invoke(main, ["--lang", language, *command, "--help"]).output for language in ("zh", "en")
    )

    assert "用法：" in chinese
    assert not re.search("[a-z]{2,} [a-z]{2,} [a-z]{2,}", chinese.partition("\n")[2])  # the command itself stands above
    assert not re.search("[\u4e00-\u9fff]", english)


def test_what_cannot_be_understood_is_told_in_one_language() -> None:
    told = CliRunner().invoke(main, ["--lang", "zh", "check", "--nope"])

    assert told.exit_code == 2
    assert "错误：没有选项" in told.output
