from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.tagging.mention import Mention
from explorer.web.tagged_text import anchor, laid_out, scripts

TEXT = "潍坊高新区联合坊子区推行改革"


def mention(start: int, end: int) -> Mention:
    return Mention("370704", "坊子区", start, end, TEXT[start:end], "county", 0.99, "the full name")


def written(text: str, mentions: list[Mention], facts: list[tuple[int, int]]) -> str:
    """Write the marks as brackets, each with its id: what crosses would close in the wrong order."""
    opened: list[str] = []
    out = ""
    for piece in laid_out(text, mentions, facts):
        if piece.opens:
            opened.append(piece.opens.id)
            out += "‹" if piece.opens.mention else "["
        elif piece.closes:
            assert opened.pop() == piece.closes.id
            out += "›" if piece.closes.mention else "]"
        else:
            out += piece.text
    assert opened == []
    return out


def test_names_and_the_words_of_facts_are_marked_where_they_stand() -> None:
    assert written(TEXT, [mention(7, 10)], [(0, 10), (12, 14)]) == "[潍坊高新区联合‹坊子区›]推行[改革]"


def test_the_words_of_a_fact_that_are_a_name_are_one_mark() -> None:
    assert written(TEXT, [mention(7, 10)], [(7, 10)]) == "潍坊高新区联合‹坊子区›推行改革"
    (mark,) = (piece.opens for piece in laid_out(TEXT, [mention(7, 10)], [(7, 10)]) if piece.opens)
    assert mark.id == anchor(7, 10)


def test_marks_that_cross_are_cut_so_that_they_nest_and_only_the_first_part_has_the_id() -> None:
    assert written(TEXT, [], [(0, 8), (7, 10)]) == "[潍坊高新区联合[坊]][子区]推行改革"
    marks = [piece.opens for piece in laid_out(TEXT, [], [(0, 8), (7, 10)]) if piece.opens]
    assert [mark.continues for mark in marks] == [False, False, True]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=12))
def test_no_character_is_lost_or_doubled_and_all_marks_nest(text: str, facts: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in laid_out(text, [], facts)) == text
    written(text, [], facts)


@given(st.lists(st.tuples(st.integers(0, 13), st.integers(1, 14)), max_size=8))
def test_each_fact_has_one_place_to_link_to(facts: list[tuple[int, int]]) -> None:
    wanted = {span for span in facts if span[0] < span[1]}
    named = [piece.opens for piece in laid_out(TEXT, [], facts) if piece.opens and not piece.opens.continues]

    assert sorted(mark.start for mark in named) == sorted(start for start, _ in wanted)
    assert {mark.id for mark in named} == {anchor(*span) for span in wanted}


def test_chinese_within_english_is_told_apart() -> None:
    assert scripts("a town of 临朐县, which") == [("a town of ", False), ("临朐县", True), (", which", False)]
