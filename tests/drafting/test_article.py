from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explorer.drafting.article import Paragraph, is_heading, paragraphs, parts, read
from explorer.records import validation
from explorer.records.models import paragraph_of, source_of

if TYPE_CHECKING:
    from pathlib import Path

    from explorer.records.models import Cases


SOURCE = "weifang-2025"
TEXTS = st.text(alphabet=st.sampled_from('寿光市潍，。“”"(图)供 \n\r\t　12aé\u2028\x1f𠀀'), max_size=60)


@pytest.fixture(scope="module")
def article(shared: Path) -> str:
    return (shared / "source" / "weifang-micro-reforms.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found(article: str) -> tuple[Paragraph, ...]:
    return paragraphs(article)


def test_every_figure_of_the_article_stands_in_the_paragraph_that_it_cites(
    cases: Cases, found: tuple[Paragraph, ...]
) -> None:
    figures = [each for reform in cases.reforms for each in reform.figures if source_of(each.source) == SOURCE]
    assert len(figures) > 30
    missing = [each for each in figures if not validation.stands_in(each, found[paragraph_of(each.source) - 1].text)]
    assert missing == []


def test_the_article_is_numbered_as_its_citations(article: str, found: tuple[Paragraph, ...]) -> None:
    assert [each.number for each in found] == list(range(1, 55))
    assert len(found) == len(validation.paragraphs(article))


def test_wrapped_lines_of_the_article_are_rejoined(found: tuple[Paragraph, ...]) -> None:
    assert "着力提升政策支持的力度" in found[10].text
    assert "2024年12月25日" in found[10].text
    assert "潍坊国家农业开放发展综合试验区紧紧围绕" in found[19].text


def test_headings_captions_and_broken_sentences_of_the_article_are_told(found: tuple[Paragraph, ...]) -> None:
    by_form = {form: [each.number for each in found if each.form == form] for form in ("heading", "caption")}
    assert by_form == {"heading": [1, 2, 8, 15, 21, 27, 43], "caption": [6, 7, 53, 54]}
    continued = {each.number for each in found if each.continues}
    assert {14, 31, 40, 47} <= continued
    assert not continued & {3, 9, 16, 24, 36, 52}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n \n\t", []),
        ("寿\n光市", ["寿光市"]),
        ("诸 城、高 密。", ["诸城、高密。"]),
        ("2024年12\n月25日。", ["2024年12月25日。"]),
        ("Shouguang\nCity leads.", ["Shouguang City leads."]),
        ("通过AEO\n高级认证。", ["通过AEO 高级认证。"]),
        ("代号20\n30已定。", ["代号2030已定。"]),
        ("一。\n\n二。", ["一。", "二。"]),
        ("一。\r\n \r\n二。", ["一。", "二。"]),
        ("开辟新赛道 培育生产力", ["开辟新赛道 培育生产力"]),
        ("标题\n　　青州市首创。\n　　安丘市跟进。", ["标题", "青州市首创。", "安丘市跟进。"]),
        ("青州市首创。\n安丘市跟进\n出口业务。", ["青州市首创。", "安丘市跟进出口业务。"]),
    ],
)
def test_lines_become_paragraphs(text: str, expected: list[str]) -> None:
    assert [each.text for each in paragraphs(text)] == expected


@pytest.mark.parametrize("credit", ["(寿光市委宣传部供图)", "（本报记者 张三 摄）", "(资料图片)"])
def test_a_picture_between_two_halves_of_a_sentence_does_not_end_it(credit: str) -> None:
    first, picture, below, second = paragraphs(
        f"蔬菜是寿光的招牌。全市建设蔬菜大\n\n大棚外景\n\n{credit}\n\n棚三千座。"
    )
    assert (first.form, picture.form, below.form, second.form) == ("text", "caption", "caption", "text")
    assert second.continues
    assert not first.continues


def test_a_name_is_led_back_to_the_input() -> None:
    text = "题。\n\n  潍坊\n诸 城市先行。"
    second = paragraphs(text)[1]
    start = second.text.index("诸城市")
    assert text[second.offsets(start) : second.offsets(start + 2) + 1] == "诸 城市"


@pytest.mark.parametrize("i", [-1, 2])
def test_there_is_no_character_outside_the_text(i: int) -> None:
    with pytest.raises(IndexError):
        paragraphs("寿光")[0].offsets(i)


@given(st.one_of(TEXTS, st.text()))
def test_every_character_stands_where_its_offset_says(text: str) -> None:
    last = 0
    for each in paragraphs(text):
        offsets = [each.offsets(i) for i in range(len(each.text))]
        assert offsets == sorted(set(offsets))
        assert last <= each.start == offsets[0]
        assert offsets[-1] + 1 == each.end
        last = each.end
        for letter, at in zip(each.text, offsets, strict=True):
            assert letter == text[at] or (letter == " " and text[at].isspace())


@given(st.one_of(TEXTS, st.text()))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    joined = "".join(each.text for each in paragraphs(text))
    assert "".join(joined.split()) == "".join(text.split())


@given(TEXTS, TEXTS)
def test_blank_lines_part_paragraphs_as_the_check_of_citations_does(first: str, second: str) -> None:
    text = f"青州。{first}\n\n{second}寿光。"
    assert len({each.number for each in paragraphs(text)}) == len(validation.paragraphs(text))


LONG = "昌邑市联合农商银行推出“苗木贷”，将活体苗木纳入抵押范围，单户最高授信200万元。"


def told(block: str) -> list[tuple[str, bool]]:
    """Return the parts of a block, and whether each is a row."""
    return [(block[each.start : each.end], each.is_row) for each in parts(block)]


def test_a_heading_right_above_its_text_is_a_part_of_its_own() -> None:
    assert told(f"◆昌邑市“苗木贷”贷活绿色银行\n{LONG}") == [("◆昌邑市“苗木贷”贷活绿色银行", False), (LONG, False)]


def test_items_and_headings_begin_where_the_last_line_has_ended() -> None:
    block = f"{LONG}\n1.宿城区先行；\n2.宿豫区跟进。\n二、存在问题\n{LONG}"
    assert [text for text, _ in told(block)] == [LONG, "1.宿城区先行；", "2.宿豫区跟进。", "二、存在问题", LONG]


@pytest.mark.parametrize("block", ["潍坊\n诸 城市先行。", f"{LONG[:24]}\n{LONG[24:]}", f"近年来，\n{LONG}"])
def test_a_line_that_was_wrapped_is_no_heading(block: str) -> None:
    assert told(block) == [(block, False)]


def test_three_lines_of_as_many_cells_are_rows() -> None:
    rows = ["改革名称\t地区", "一码通\t寿光市", "一证办\t诸城市"]
    assert told("\n".join([LONG, *rows])) == [(LONG, False), *((row, True) for row in rows)]
    assert told("\n".join(rows[:2])) == [("\n".join(rows[:2]), False)]


def test_a_heading_is_short_and_no_sentence() -> None:
    assert is_heading("二、让农民增收更有底")
    assert not is_heading("寿光市先行。")
    assert not is_heading("寿光市先行，")
    assert not is_heading("打造“一码通")


ARTICLE = '标题\n\n潍城区在保护传统"万\n\n印楼"的同时,建\n设了新馆。年接待2,000人。\n\n(市里供图)\n'


def test_a_broken_sentence_is_whole_and_its_paragraphs_are_known() -> None:
    reading = read(ARTICLE)
    text = [each for each in reading.sentences if each.form == "text"]
    assert [each.text for each in text] == ["潍城区在保护传统“万印楼”的同时，建设了新馆。", "年接待2,000人。"]
    assert [reading.paragraph(each.start) for each in text] == [2, 3]
    assert [each.first for each in text] == [True, False]
    assert {each.heading for each in text} == {"标题"}


@example(",\n\n,")  # a sentence that a blank line broke
@given(st.text(alphabet='潍坊市“”",，。\n\n  (图)a1', max_size=120))
def test_each_character_leads_back_to_the_input(text: str) -> None:
    reading = read(text)
    for sentence in reading.sentences:
        start, end = reading.span(sentence.start, sentence.end)
        assert 0 <= start < end <= len(text)
        assert reading.quote(sentence.start, sentence.end) == text[start:end]
        assert reading.located(start, end) == (sentence.start, sentence.end)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("服务群众12\n000人次。", "服务群众12000人次。"),
        ("建成3\n20处。", "建成320处。"),
        ("覆盖 12\u2009000 户。", "覆盖12000户。"),
        ("建 成 3 2 0 处，惠 及 4 . 5 万 人。", "建成320处，惠及4.5万人。"),
        ("满意率９８．６％。", "满意率98.6%。"),
        ("惠及3000⼾。", "惠及3000户。"),
    ],
)
def test_a_number_is_read_whole_and_leads_back_to_the_input(text: str, plain: str) -> None:
    reading = read(text)

    assert reading.text.strip() == plain
    assert reading.quote(0, len(plain)) == text
