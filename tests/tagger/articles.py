"""Two articles of other cities, written for these tests, and what a careful reader finds in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geodata.places import County, Place, Places


@dataclass(frozen=True)
class Wanted:
    """A reform of an article: a part of its name, its places, and figures and honours told of it."""

    name: str
    places: tuple[str, ...]
    figures: tuple[tuple[object, str], ...] = ()
    honours: tuple[tuple[str, str], ...] = ()
    since: int | None = None


def _city(code: str, name: str, counties: dict[str, str]) -> Places:
    middle = (118.0, 29.0)
    city = Place(code, "city", "prefecture-level city", name, code, name[:-1], code, f"{code[:2]}0000", middle)
    units = tuple(
        County(each, "county", "county", called, each, called[:-1], each, code, middle, area_km2=1.0)
        for each, called in counties.items()
    )
    return Places(city=city, counties=units, zones=(), towns=(), indicators=(), folder=Path())


QUZHOU: Final = _city(
    "330800",
    "衢州市",
    {
        "330802": "柯城区",
        "330803": "衢江区",
        "330822": "常山县",
        "330824": "开化县",
        "330825": "龙游县",
        "330881": "江山市",
    },
)
MIANYANG: Final = _city("510700", "绵阳市", {"510703": "涪城区", "510705": "安州区", "510722": "三台县"})
XUCHANG: Final = _city(
    "411000",
    "许昌市",
    {
        "411002": "魏都区",
        "411003": "建安区",
        "411024": "鄢陵县",
        "411025": "襄城县",
        "411081": "禹州市",
        "411082": "长葛市",
    },
)

QUZHOU_ARTICLE: Final = """衢州：小切口里的大民生

本报记者 林晓

2024年11月6日

近年来，衢州市坚持问题导向，把群众的烦心事当作改革的发力点，一项项举措从基层生长出来。

在柯城区，一部手机就能找到身边的邻里帮手。该区去年上线“邻礼通”平台，把物业报修、邻里互助、议事投票放到一处，
目前注册居民18.6万人，累计办结诉求超4万件。这一做法入选浙江省数字社会最佳实践案例。

山区看病远，是开化县多年的难题。2022年，开化县推出“流动医院”巡诊制度，12辆巡诊车定期开进255个村，年均服务群众近9万人次。

江山市在全省率先开展“村级事务阳光票据”改革，村集体每一笔开支都有据可查，群众信访量下降四成。
2023年，江山市获评全国乡村治理示范市。

常山县围绕胡柚做文章，建成胡柚产业大脑，串起种植、加工、销售环节，带动1.2万户农户增收。
龙游县、衢江区联合组建溪水共治联盟，跨界断面水质达标率稳定在98%以上。

市级层面，衢州市出台《关于推进公共场所服务大提升的若干措施》，推出“无证明城市”、政务服务“15分钟办事圈”、
企业开办“一窗通办”等一批改革举措，全市取消各类证明材料386项。
“改革不是做盆景，要让老百姓有实感。”衢州市委改革办负责人说。

下一步，衢州市将进一步完善养老服务机制，力争打造全省共同富裕样板区。
"""
QUZHOU_WANTED: Final = (
    Wanted("邻礼通", ("330802",), ((18.6, "万人"), (4, "万件")), (("provincial", "award"),), 2023),
    Wanted("流动医院", ("330824",), ((12, "辆"), (255, "个"), (9, "万人次")), (), 2022),
    Wanted("村级事务阳光票据", ("330881",), (), (("provincial", "first"), ("national", "award"))),
    Wanted("胡柚产业大脑", ("330822",), ((1.2, "万户"),)),
    Wanted("溪水共治联盟", ("330803", "330825"), ((98, "%"),)),
    Wanted("公共场所服务大提升", ("330800",)),
    Wanted("无证明城市", ("330800",), ((386, "项"),)),
    Wanted("15分钟办事圈", ("330800",)),
    Wanted("一窗通办", ("330800",)),
)

XUCHANG_ARTICLE: Final = """许昌以改革添活力

来源：中原观察　2025-03-18

产业是底气。许昌市实施制造业“头雁”培育计划，建立市领导包联重点企业制度，三年来培育国家级专精特新“小巨人”企业47家。
长葛市依托再生金属产业基础，率先在全省建立“循环经济标准工作站”，主导制定国家标准23项，入选国家级循环经济标准化试点。
禹州市探索钧瓷“作品著作权快速登记”模式，登记时限由30天压缩到3天，今年已登记作品2600余件。

民生是根本。魏都区创新推行“家门口的幸福食堂”，建成社区助餐点61处，日均为2300多名老人送去热饭。
建安区、襄城县相继推开“校园共享运动场”行动，向市民开放中小学运动场地130个。
鄢陵县把花木优势转化为康养优势，打造“花海康养”品牌，被评为全国森林康养基地试点建设县。

治理见实效。许昌市开展“一网统管”城市运行改革，整合热线、城管、交通等平台，事件平均处置时间缩短三分之一。
市中级人民法院设立“诉前调解超市”，全市一审民事收案数下降12.5%。
许昌市还印发《物业服务质量星级评定办法》，对1100个小区实行星级管理。

许昌人常说，日子好不好，脚步最知道。面向未来，这座城市将以“闯”的精神、“干”的劲头续写新篇。
"""
XUCHANG_WANTED: Final = (
    Wanted("头雁", ("411000",)),
    Wanted("市领导包联重点企业制度", ("411000",), ((47, "家"),)),
    Wanted("循环经济标准工作站", ("411082",), ((23, "项"),), (("provincial", "first"), ("national", "pilot"))),
    Wanted("作品著作权快速登记", ("411081",), ((30, "天"), (3, "天"), (2600, "件"))),
    Wanted("家门口的幸福食堂", ("411002",), ((61, "处"), (2300, "名"))),
    Wanted("校园共享运动场", ("411003", "411025"), ((130, "个"),)),
    Wanted("花海康养", ("411024",), (), (("national", "pilot"),)),
    Wanted("一网统管", ("411000",), (("1/3", ""),)),
    Wanted("诉前调解超市", ("411000",), ((12.5, "%"),)),
    Wanted("物业服务质量星级评定办法", ("411000",), ((1100, "个"),)),
)
