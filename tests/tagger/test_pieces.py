from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.tagger.pieces import pieces


@given(st.text(alphabet="寿。\n a", max_size=200), st.integers(2, 30))
def test_pieces_make_up_the_text_and_none_is_too_long(text: str, most: int) -> None:
    found = list(pieces(text, most))

    assert "".join(piece for _, piece in found) == text
    assert all(text[start : start + len(piece)] == piece and 0 < len(piece) <= most for start, piece in found)


def test_a_piece_ends_where_a_paragraph_does() -> None:
    assert [piece for _, piece in pieces("一二三四。\n\n五六七。八\n九十", 10)] == [
        "一二三四。\n\n",
        "五六七。八\n九十",
    ]
