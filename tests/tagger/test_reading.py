from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.tagger.reading import read

ARTICLE = '标题\n\n潍城区在保护传统"万\n\n印楼"的同时,建\n设了新馆。年接待2,000人。\n\n(市里供图)\n'


def test_a_broken_sentence_is_whole_and_its_paragraphs_are_known() -> None:
    reading = read(ARTICLE)
    text = [each for each in reading.sentences if each.form == "text"]
    assert [each.text for each in text] == ["潍城区在保护传统“万印楼”的同时，建设了新馆。", "年接待2,000人。"]
    assert [reading.paragraph(each.start) for each in text] == [2, 3]
    assert [each.first for each in text] == [True, False]
    assert {each.heading for each in text} == {"标题"}


@given(st.text(alphabet='潍坊市“”",，。\n\n  (图)a1', max_size=120))
def test_each_character_leads_back_to_the_input(text: str) -> None:
    reading = read(text)
    for sentence in reading.sentences:
        start, end = reading.span(sentence.start, sentence.end)
        assert 0 <= start < end <= len(text)
        assert reading.quote(sentence.start, sentence.end) == text[start:end]
        assert reading.located(start, end) == (sentence.start, sentence.end)
