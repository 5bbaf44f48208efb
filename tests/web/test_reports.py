"""Anyone reports an error, without an account; nobody floods the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pages import read_page
from samples import HOSTILE

from explorer.web import reports
from explorer.web.request import limiter

if TYPE_CHECKING:
    from collections.abc import Callable

    from at_desk import Steward
    from flask import Flask

    from explorer.store.queue import Queue

REFORM = "smart-elderly-care"
PATH = f"/reforms/{REFORM}/report"


@pytest.fixture
def queue(desk_site: Flask) -> Queue:
    found: Queue = desk_site.extensions["site"].queue
    return found


@pytest.fixture
def visitor(sit_down: Callable[..., Steward]) -> Steward:
    return sit_down()


def send(visitor: Steward, text: str = "the year is wrong", **fields: str) -> Any:
    headers = {"Sec-Fetch-Site": fields.pop("site", "same-origin")}
    return visitor.client.post(f"{PATH}?lang=en", data={"about": "other", "text": text} | fields, headers=headers)


def test_a_report_waits_for_the_stewards_and_has_a_number(visitor: Steward, queue: Queue) -> None:
    answer = send(visitor, "年份应为2021年。\r\n见市政府网站。", about="reach[370700]")
    (entry,) = queue.entries(kind="report")

    assert answer.status_code == 200
    assert f"number {entry.number}" in read_page(answer.text).text
    assert entry.document["text"] == "年份应为2021年。\n见市政府网站。"
    assert entry.document["about"] == "reach[370700]"
    assert (entry.reform, entry.account) == (REFORM, None)


def test_no_address_of_the_sender_is_kept(visitor: Steward, desk_site: Flask) -> None:
    visitor.client.environ_base |= {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "odd agent"}
    send(visitor)
    with desk_site.extensions["site"].store.engine.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]

    assert "203.0.113.77" not in dump
    assert "odd agent" not in dump


def test_the_form_offers_each_fact_of_the_reform(visitor: Steward) -> None:
    options = {each["value"] for each in visitor.page(PATH).one(id_="about").find("option")}

    assert {"other", "title", "summary", "reach[370700]"} <= options


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "  \r\n "}, "Write what is wrong."),
        ({"text": "错" * 2001}, "at the most"),
        ({"text": "x", "about": "reach[999999]"}, "Choose what"),
        ({"text": "x", "about": HOSTILE}, "Choose what"),
    ],
)
def test_what_cannot_be_taken_is_told_and_stays_in_the_form(
    fields: dict[str, str], told: str, visitor: Steward, queue: Queue
) -> None:
    answer = send(visitor, **fields)
    page = read_page(answer.text)

    assert answer.status_code == 422
    assert told in page.one(id_="told").text
    assert page.one(id_="text").text == " ".join(fields["text"].split())
    assert HOSTILE not in answer.text
    assert queue.entries() == ()


def test_a_long_report_in_chinese_is_taken_whole(visitor: Steward, queue: Queue) -> None:
    text = "错" * 1000 + "\r\n" + "𠮷" * 999  # as long as a browser lets it be: it counts a break as one
    assert send(visitor, text).status_code == 200

    assert queue.entries()[0].document["text"] == text.replace("\r\n", "\n")


def test_too_much_is_not_even_read(visitor: Steward) -> None:
    assert send(visitor, "x" * 200_000).status_code == 413


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_page_of_another_site_sends_a_report(site: str, visitor: Steward, queue: Queue) -> None:
    assert send(visitor, site=site).status_code == 403
    assert queue.entries() == ()


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(visitor: Steward, queue: Queue) -> None:
    answer = send(visitor, website="https://spam.example")

    assert answer.status_code == 200
    assert queue.entries() == ()
    field = visitor.page(PATH).one(id_="website")
    assert field["tabindex"] == "-1"


def test_the_same_report_twice_is_thanked_for_and_queued_once(visitor: Steward, queue: Queue) -> None:
    assert [send(visitor).status_code for _ in range(2)] == [200, 200]
    assert len(queue.entries()) == 1


def test_one_address_reports_a_few_times_an_hour(
    visitor: Steward, sit_down: Callable[..., Steward], queue: Queue
) -> None:
    codes = [send(visitor, f"report {n}").status_code for n in range(7)]

    assert codes == [200] * 6 + [429]
    assert send(sit_down(), "from elsewhere").status_code == 200
    assert len(queue.entries()) == 7
    assert visitor.client.get(PATH).status_code == 200  # reading is never limited


def test_everybody_together_reports_so_often_only(sit_down: Callable[..., Steward], queue: Queue) -> None:
    n = int(reports.FROM_ALL.split()[0])
    visitors = [sit_down() for _ in range(n // 6 + 1)]
    codes = [send(visitors[k // 6], f"report {k}").status_code for k in range(n + 1)]
    limiter.reset()

    assert codes == [200] * n + [429]
    assert len(queue.entries()) == 50  # a page


def test_reports_that_are_refused_use_up_nobody_elses(sit_down: Callable[..., Steward], queue: Queue) -> None:
    n = int(reports.FROM_ALL.split()[0])
    visitors = [sit_down() for _ in range(n // 6 + 1)]
    codes = {send(visitors[k // 6], "").status_code for k in range(n)}
    assert codes == {422}
    assert send(sit_down(), "honest").status_code == 200
    limiter.reset()
    assert len(queue.entries()) == 1


def test_a_reform_that_is_not_there_cannot_be_reported(visitor: Steward, reviewer: Steward) -> None:
    assert visitor.client.get("/reforms/no-such/report").status_code == 404
    reviewer.post(
        f"/desk/reforms/{REFORM}/withdraw", why="x", base=reviewer.form(f"/desk/reforms/{REFORM}/edit")["base"]
    )
    assert visitor.client.get(PATH).status_code == 404
    assert send(visitor).status_code == 404
