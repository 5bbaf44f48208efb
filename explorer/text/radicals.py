"""Know which character a radical stands for, where a PDF or a table has ⻘州 for 青州."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Unicode's EquivalentUnifiedIdeograph of the CJK Radicals Supplement; NFKC knows of two only.
_SUPPLEMENT: Final = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲"
)
_CHARACTERS: Final = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"
)
# Unicode leads these two of Kangxi to forms that simplified Chinese does not write: 戶, 靑.
_SIMPLIFIED: Final = {"⼾": "户", "⾭": "青"}
_KANGXI: Final = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_TABLE: Final = str.maketrans(_KANGXI | dict(zip(_SUPPLEMENT, _CHARACTERS, strict=True)) | _SIMPLIFIED)
_RADICAL: Final = re.compile("[\u2e80-\u2fdf]")


def unified(text: str) -> str:
    """Return a text with characters for radicals, one for one."""
    return text.translate(_TABLE) if _RADICAL.search(text) else text
