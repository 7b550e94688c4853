"""What people look for on the real texts, and where it must be: the measure of ranking."""

from __future__ import annotations

import pytest

from search.asking import ask
from search.index.view import View
from search.ranking import Found, rank

pytestmark = [pytest.mark.data, pytest.mark.whole]

CITY = ["北京市", "北京"]

# query -> (title, article or "", how far down it may be)
CHINESE = [
    ("接诉即办", "北京市接诉即办工作条例", "", 1),
    ("垃圾分类", "北京市生活垃圾管理条例", "", 1),
    ("养犬", "北京市养犬管理规定", "", 1),
    ("物业管理", "北京市物业管理条例", "", 1),
    ("信访", "北京市信访条例", "", 1),
    ("物業管理", "北京市物业管理条例", "", 1),
    ("北京市养犬管理规定 第十二条", "北京市养犬管理规定", "article-12", 1),
    ("北京市物业管理条例第12条", "北京市物业管理条例", "article-12", 1),
    ("道路交通安全法 第七十六条", "中华人民共和国道路交通安全法", "article-76", 1),
    ("民法典 第一千零四十二条", "中华人民共和国民法典 · 婚姻家庭编", "article-1042", 1),
    ("献血法", "中华人民共和国献血法", "", 1),
    ("物业管理条例", "物业管理条例", "", 1),
    ("住房公积金提取条件", "住房公积金管理条例", "", 1),
    ("电动自行车充电", "北京市物业管理条例", "article-78", 1),
    ("劳动合同试用期", "中华人民共和国劳动合同法", "", 1),
    ("网络安全等级保护", "中华人民共和国网络安全法", "article-21", 1),
    ("控制吸烟", "北京市控制吸烟条例", "", 1),
    ("噪声扰民", "中华人民共和国噪声污染防治法", "article-70", 1),
    ("“见义勇为”", "北京市见义勇为人员奖励和保护条例", "", 1),
    ("老旧小区加装电梯", "中华人民共和国无障碍环境建设法", "article-22", 1),
]

# query -> (number of the petition, how far down it may be)
ENGLISH = [
    ("e-scooters where bikes are allowed", "583107", 3),
    ("hedgehogs dwindling", "550379", 1),
    ("stop badger culling", "617316", 1),
    ("fireworks licensed displays only", "319891", 1),
    ("swift bricks", "626737", 1),
    ("raw sewage", "582336", 2),
    ("plastic wet wipes", "584430", 2),
    ("artificial grass", "300919", 3),
    ("ban peat gardening", "300368", 1),
    ("deposit return scheme glass", "550260", 1),
    ("nitrous oxide canisters", "580631", 1),
    ("helium balloons sky lanterns", "609032", 1),
    ("disposable barbecues", "315762", 3),
    ("solar panels right to light", "585217", 1),
    ("trophy hunting", "561216", 1),
    ("tree preservation orders", "550015", 1),
    ("fox hunts Forestry England", "552017", 1),
    ("loft insulation VAT", "623747", 1),
    ("bumblebees", "315431", 1),
    ("roadside litter", "300286", 1),
]


def answers(view: View, query: str) -> list[Found]:
    return rank(view, ask(query), city_names=CITY)


def anchor(found: Found) -> str:
    """Where the hit leads to on its page."""
    return str(found.shard.segment.data(found.passages[0])["anchor"]) if found.passages else ""


@pytest.mark.parametrize("query, title, article, within", CHINESE)
def test_chinese(real_texts: View, query: str, title: str, article: str, within: int) -> None:
    found = answers(real_texts, query)[:within]
    assert title in [one.card.pk for one in found]
    if article:
        assert anchor(found[0]) == article


@pytest.mark.parametrize("query, petition, within", ENGLISH)
def test_english(real_texts: View, query: str, petition: str, within: int) -> None:
    assert petition in [one.card.pk for one in answers(real_texts, query)[:within]]


@pytest.mark.parametrize("query", ["接诉即办", "垃圾分类", "养犬", "物业管理", "信访"])
def test_the_citys_own_regulation_is_among_the_first_three_without_naming_the_city(
    real_texts: View, query: str
) -> None:
    """Ranking alone, no setting."""
    first = rank(real_texts, ask(query))[:3]
    assert any(one.card.pk.startswith("北京市") for one in first)


@pytest.mark.parametrize("word", ["碳税", "龘龘"])
def test_what_is_nowhere_is_not_found(real_texts: View, word: str) -> None:
    assert not any(not one.partly for one in answers(real_texts, word))
