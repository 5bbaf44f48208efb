from __future__ import annotations

import pytest

from explorer.drafting.honours import honours


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("在全国率先推出联合审批。", ("national", "first")),
        ("率先在全省建立标准工作站。", ("provincial", "first")),
        ("在山东首推一件事改革。", ("provincial", "first")),
        ("企业总数位居全省第一。", ("provincial", "first")),
        ("入选全国首批20个改造试点城市。", ("national", "pilot")),
        ("该项改革人选国家第九批标准化试点项目。", ("national", "pilot")),
        ("被评为“山东省改革品牌”。", ("provincial", "award")),
        ("获评全国乡村治理示范市。", ("national", "award")),
        ("以创建全国养老改革试点市为契机，打造新模式。", ("national", "pilot")),
        ("被国家林草局列为林长制改革试点。", ("national", "pilot")),
        ("被民政部列为城乡社区治理创新实验项目。", ("national", "pilot")),
        ("省民政厅把这一做法列为养老服务改革创新试点。", ("provincial", "pilot")),
        ("在省政府优化营商环境考核中获评优秀等次。", ("provincial", "award")),
        ("获国务院督查激励。", ("national", "award")),
        ("落地全省首单碳汇贷款。", ("provincial", "first")),
    ],
)
def test_an_honour_has_its_level_and_its_kind(sentence: str, wanted: tuple[str, str]) -> None:
    (found,) = honours(sentence, ("山东", "山东省"))
    assert (found.level, found.kind) == wanted
    assert 0 <= found.start < found.end <= len(sentence)


def test_a_local_standard_is_an_honour_beside_its_first() -> None:
    found = honours("在全国首推《零工服务规范》地方标准。")
    assert {(each.level, each.kind) for each in found} == {("national", "first"), ("city", "standard")}


@pytest.mark.parametrize(
    "sentence",
    [
        "率先推出联合审批。",
        "率先实现全国领先的目标。",
        "获得群众好评。",
        "创造了全国“四个第一”。",
        "以创建国家级示范园区为契机。",
        "被部门列为先进单位。",
        "全国会议召开，寿光市率先推出联合审批。",
        "受到居民表扬。",
    ],
)
def test_without_a_level_or_a_title_there_is_no_honour(sentence: str) -> None:
    assert honours(sentence) == ()
