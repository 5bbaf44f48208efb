"""Finding a reform to be edited, by its words or by a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from at_desk import fields_of
from pages import Element, read_page

from explorer.query.filters import Filter
from explorer.records.models import Change, Signature, Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from at_desk import Steward

    from explorer.store import Store


REFORM = "smart-elderly-care"


def listed(steward: Steward, query: str) -> list[str]:
    page = steward.page(f"/desk/reforms{query}")
    links = [each["href"] for lists in page.find("ul", class_="recent") for each in lists.find("a")]
    return [href.split("/")[3] for href in links if href.endswith("/edit")]


@pytest.mark.parametrize("words", ["养老", "elderly", "yanglao"])
def test_a_reform_is_found_by_its_words(words: str, editor: Steward) -> None:
    assert REFORM in listed(editor, f"?q={words}")


def test_all_reforms_are_listed_page_by_page(editor: Steward, kept: Store) -> None:
    pages = [listed(editor, f"?page={n}") for n in (1, 2, 3, 4)]

    assert [len(each) for each in pages] == [50, 50, 50, 5]
    assert len({name for each in pages for name in each}) == kept.count(Filter())


def test_what_was_changed_last_comes_first(reviewer: Steward) -> None:
    reviewer.edit(REFORM, title_en="changed")

    assert listed(reviewer, "")[0] == REFORM


def test_the_reforms_that_cite_a_source_are_listed(editor: Steward, kept: Store) -> None:
    found = [name for n in (1, 2) for name in listed(editor, f"?source=weifang-2025&page={n}")]

    assert found == [each.id for each in kept.reforms(Filter()) if "weifang-2025" in each.cited]


@pytest.mark.parametrize("query", ["?q=没有这样的改革", "?q=%00%ff", "?page=99", "?source=none", "?q=" + "x" * 500])
def test_an_empty_list_says_so(query: str, editor: Steward) -> None:
    page = editor.page(f"/desk/reforms{query}")

    assert page.find(class_="empty")


NAME = "weifang-2025"
PATH = f"/desk/sources/{NAME}"


@pytest.fixture
def second(sit_down: Callable[..., Steward]) -> Steward:
    """Return somebody else who publishes."""
    return sit_down("admin")


@pytest.fixture
def spare(kept: Store) -> Source:
    """Record a source that no reform cites."""
    source = Source.model_validate({"id": "spare", "title": "无人引用的来源"})
    kept.apply([Change("source", "spare", source, 0)], Signature(None, "for a test"))
    return source


def correct(steward: Steward, status: int = 303, path: str = PATH, **changed: str) -> Element:
    """Open a source, correct some of its fields, send it."""
    named = {f"sources-0-{name}": text for name, text in changed.items()}
    return read_page(steward.send(path, steward.form(path), status, **named).text)


def publishers(store: Store) -> list[str | None]:
    """Return what each state of the source gave as publisher, the newest first."""
    return [each.record.publisher for each in store.history("source", NAME) if isinstance(each.record, Source)]


def faults_at(page: Element) -> set[str]:
    """Return the names of the fields at which something is wrong."""
    return {each["id"].removeprefix("fault-") for each in page.find(class_="fault-field")}


def test_each_source_is_listed_and_found_by_what_it_says(editor: Steward, kept: Store, spare: Source) -> None:
    assert str(len(kept.sources())) in editor.page("/desk/sources").one(class_="note").text
    for words in ("无人引用", "ＳＰＡＲＥ"):
        found = editor.page(f"/desk/sources?q={words}").one(class_="recent")
        assert [each.text for each in found.find("a")] == [spare.title]
    assert "qqxyz" in editor.page("/desk/sources?q=qqxyz").one(class_="empty").text


def test_many_sources_come_in_pages_and_none_is_left_out(editor: Steward, kept: Store) -> None:
    many = [Source.model_validate({"id": f"many-{n}", "title": f"Many {n}"}) for n in range(120)]
    kept.apply([Change("source", each.id, each, 0) for each in many], Signature(None, "for a test"))
    seen: list[str] = []
    for page in (1, 2, 3):
        listed = editor.page(f"/desk/sources?q=many&page={page}&lang=en")
        seen += [each.text for each in listed.one(class_="recent").find("a")]
        assert bool(listed.find("a", rel="next")) == (page < 3)

    assert sorted(seen) == sorted(each.title for each in many)


def test_a_source_says_what_cites_it(editor: Steward, kept: Store, spare: Source) -> None:
    cited = editor.page(f"{PATH}?lang=en")
    links = {each["href"] for each in cited.find("a")}
    citing = kept.citing(NAME, 3)

    assert citing
    assert all(NAME in each.cited for each in citing)
    assert {f"/desk/reforms/{each.id}/edit?lang=en" for each in citing} <= links
    assert "No reform cites it." in editor.page(f"/desk/sources/{spare.id}?lang=en").text


def test_what_never_was_is_not_found(editor: Steward, reviewer: Steward) -> None:
    assert editor.client.get("/desk/sources/no-such").status_code == 404
    reviewer.post(f"{PATH}/restore/999999", 404, base="1")


def test_a_correction_is_seen_wherever_the_source_is_cited(reviewer: Steward, kept: Store) -> None:
    correct(reviewer, publisher="潍坊日报（测试）", url="https://example.org/corrected")

    assert publishers(kept)[0] == "潍坊日报（测试）"
    assert len(publishers(kept)) == 2
    assert "https://example.org/corrected" in {
        each["href"] for each in reviewer.page(f"/reforms/{REFORM}").find("a") if "href" in each.attributes
    }


def test_nothing_is_written_if_nothing_was_corrected(reviewer: Steward, kept: Store) -> None:
    correct(reviewer)

    assert len(publishers(kept)) == 1


@pytest.mark.parametrize(
    ("field", "text"), [("title", " "), ("date", "2025-13-40"), ("url", "ftp://x"), ("url", "javascript:alert(1)")]
)
def test_what_does_not_fit_a_source_is_told_at_its_field(field: str, text: str, reviewer: Steward, kept: Store) -> None:
    page = correct(reviewer, 422, **{field: text})

    assert faults_at(page) == {f"sources-0-{field}"}
    assert fields_of(page.one("form", class_="reform-form"))[f"sources-0-{field}"] == text
    assert len(publishers(kept)) == 1


def test_a_correction_says_why(reviewer: Steward, kept: Store) -> None:
    answer = reviewer.send(PATH, reviewer.form(PATH), 422, **{"sources-0-publisher": "x", "why": " "})

    assert faults_at(read_page(answer.text)) == {"why"}
    assert len(publishers(kept)) == 1


def test_the_form_of_one_source_writes_no_other(reviewer: Steward, kept: Store, spare: Source) -> None:
    correct(reviewer, id=spare.id, publisher="x")

    assert kept.sources()[spare.id] == spare
    assert publishers(kept)[0] == "x"


def test_the_second_of_two_sees_what_the_first_wrote(reviewer: Steward, second: Steward, kept: Store) -> None:
    fields = reviewer.form(PATH)
    correct(second, publisher="Of the second")
    page = read_page(reviewer.send(PATH, fields, 409, **{"sources-0-publisher": "Of the first"}).text)

    assert publishers(kept)[0] == "Of the second"
    assert "Of the second" in page.one(id_="fault-sources-0-publisher").text
    reviewer.send(PATH, fields_of(page.one("form", class_="reform-form")))  # it was seen: now it is meant
    assert publishers(kept)[:2] == ["Of the first", "Of the second"]


def test_an_editor_proposes_a_correction_and_a_reviewer_publishes_it(
    editor: Steward, reviewer: Steward, kept: Store
) -> None:
    location = editor.send(PATH, editor.form(PATH), **{"sources-0-publisher": "Proposed"}).headers["Location"]
    assert len(publishers(kept)) == 1
    assert "Proposed" in reviewer.page(location).text
    answer = reviewer.post(f"{location}/accept")

    assert answer.headers["Location"] == PATH
    assert publishers(kept)[0] == "Proposed"
    assert [each.signature.account for each in kept.history("source", NAME)] == ["eva", None]


def test_a_source_that_is_cited_is_never_withdrawn(reviewer: Steward, kept: Store) -> None:
    base = kept.history("source", NAME)[0].number
    assert "withdraw" not in {each["class"] for each in reviewer.page(PATH).find("details")}
    answer = reviewer.post(f"{PATH}/withdraw", 409, base=str(base), why="x")

    assert NAME in answer.text
    assert NAME in kept.sources()


def test_a_withdrawn_source_is_found_and_brought_back(reviewer: Steward, kept: Store, spare: Source) -> None:
    path = f"/desk/sources/{spare.id}"
    form = reviewer.page(path).one("details", class_="withdraw").one("form")
    reviewer.post(form["action"], 422, **fields_of(form) | {"why": ""})
    reviewer.post(form["action"], **fields_of(form) | {"why": "nobody needs it"})
    assert spare.id not in kept.sources()

    listed = reviewer.page("/desk/withdrawn").one(class_="recent")
    assert spare.title in listed.text
    assert "nobody needs it" in listed.text
    page = reviewer.page(listed.one("a")["href"])
    restoring = [each for each in page.find("form") if "/restore/" in each.attributes.get("action", "")]
    assert len(restoring) == 1
    reviewer.post(restoring[0]["action"], **fields_of(restoring[0]))
    assert kept.sources()[spare.id] == spare
    assert not reviewer.page("/desk/withdrawn").find(class_="recent")


def test_any_state_of_a_source_can_be_brought_back(reviewer: Steward, kept: Store) -> None:
    first = kept.sources()[NAME]
    correct(reviewer, publisher="second")
    correct(reviewer, publisher="third")
    history = kept.history("source", NAME)
    for earlier in history[1:]:
        base = kept.history("source", NAME)[0].number
        reviewer.post(f"{PATH}/restore/{earlier.number}", base=str(base))
        assert kept.sources()[NAME] == earlier.record
    assert kept.sources()[NAME] == first
    assert kept.history("source", NAME)[0].signature.restores == history[-1].number


def test_no_source_is_restored_over_what_somebody_else_did_meanwhile(
    reviewer: Steward, second: Steward, kept: Store
) -> None:
    first = kept.history("source", NAME)[0].number
    correct(second, publisher="second")
    reviewer.post(f"{PATH}/restore/{first}", 409, base=str(first))

    assert publishers(kept)[0] == "second"


def test_what_was_withdrawn_while_somebody_typed_comes_back_only_knowingly(
    reviewer: Steward, second: Steward, kept: Store, spare: Source
) -> None:
    path = f"/desk/sources/{spare.id}"
    fields = reviewer.form(path)
    base = str(kept.history("source", spare.id)[0].number)
    second.post(f"{path}/withdraw", base=base, why="nobody needs it")
    page = read_page(reviewer.send(path, fields, 409, **{"sources-0-publisher": "typed"}).text)
    assert spare.id not in kept.sources()
    assert "nobody needs it" in page.one(class_="faults-box").text
    reviewer.send(path, fields_of(page.one("form", class_="reform-form")))

    assert kept.sources()[spare.id].publisher == "typed"


def test_the_history_of_a_reform_tells_what_was_corrected_of_its_sources(reviewer: Steward, kept: Store) -> None:
    reviewer.edit(REFORM, title_en="x")
    correct(reviewer, publisher="Corrected", url="https://example.org/corrected")
    title = kept.sources()[NAME].title
    public = reviewer.page(f"/reforms/{REFORM}/history?lang=en")
    heads = [each.one("strong").text for each in public.find(class_="step-head")]

    assert heads == [f"Source {title}: 2 changes", "1 change", "recorded"]
    assert "Corrected" in public.find(class_="step")[0].text
    assert "rolf" not in public.text
    at_desk = reviewer.page(f"/desk/reforms/{REFORM}/history")
    assert PATH in {each["href"] for each in at_desk.find(class_="step")[0].find("a")}


def test_the_history_of_a_reform_keeps_to_its_own_time_and_sources(reviewer: Steward, spare: Source) -> None:
    correct(reviewer, publisher="before the new reform")
    correct(reviewer, path=f"/desk/sources/{spare.id}", publisher="cited by none")
    fields = reviewer.form(f"/desk/reforms/{REFORM}/edit") | {"title_zh": "另一项改革"}
    made = reviewer.send("/desk/reforms/new", fields | {"base": "0"}).headers["Location"].split("/")[3]

    assert len(reviewer.page(f"/reforms/{made}/history").find(class_="step")) == 1
    assert len(reviewer.page(f"/reforms/{REFORM}/history").find(class_="step")) == 2


def test_a_withdrawn_reform_tells_nothing_of_its_sources(reviewer: Steward) -> None:
    correct(reviewer, publisher="a word of the source")
    base = reviewer.form(f"/desk/reforms/{REFORM}/edit")["base"]
    reviewer.post(f"/desk/reforms/{REFORM}/withdraw", why="x", base=base)
    history = reviewer.page(f"/reforms/{REFORM}/history")

    assert "a word of the source" not in history.text
    assert len(history.find(class_="step")) == 2
