"""A sample page, its versions and a comparison."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from policywiki.suggestions.diff import diff

from .wording import Context, person, say


def knowledge(now: datetime) -> Context:
    table = {
        "anchor": "numbers",
        "heading": say("有多少停放区", "How many places there are"),
        "paragraphs": [say("数字每周更新。", "The numbers are updated every week.")],
        "caption": say("各区停放区", "Parking places by district"),
        "head": [say("区", "District"), say("停放区", "Places"), say("车位", "Bicycles")],
        "rows": [[say("东门区", "Dongmen"), "412", "10,300"], [say("西岸区", "Xi'an"), "388", "9,100"]],
    }
    where = {
        "anchor": "where",
        "heading": say("在哪里可以停", "Where one may park"),
        "paragraphs": [
            say(
                "全市划有 1,284 处停放区，地铁口 50 米内不得停放。人行道净宽不足 2 米的路段一律禁停。",
                "The city has marked 1,284 places. Within 50 metres of a metro exit parking is not allowed.",
            )
        ],
        "quote": say("停放区的设置不得妨碍盲道。", "No place may narrow a tactile path."),
        "source": say("青石市停放办法（样例）第十二条", "Parking rules of Qingshi (sample), article 12"),
        "open": say("本节有 2 条修改建议待审。", "2 changes to this section are being checked."),
    }
    who = {
        "anchor": "who",
        "heading": say("谁来管", "Who looks after it"),
        "paragraphs": [
            say(
                "企业负责运维，街道负责巡查，城管部门负责执法。",
                "Companies run the bicycles, the ward walks its streets, the city enforces.",
            )
        ],
    }
    sections = [where, who, table]
    title = say("共享单车停放", "Parking of shared bicycles")
    authors = [person("林小满", "Lin Xiaoman"), person("赵一鸣", "Zhao Yiming"), person("", "")]
    return {
        "page": {
            "title": title,
            "summary": say(
                "在哪里停、谁来管、乱停了怎么办：规则、数据和正在进行的改进。",
                "Where to park, who looks after it, what to do about a mess: rules and numbers.",
            ),
            "sections": sections,
            "sources": [say("青石市开放数据平台", "Open data of the city of Qingshi")],
        },
        "contents": [{"anchor": s["anchor"], "title": s["heading"], "children": []} for s in sections],
        "trail": [
            {"title": say("条目", "Pages"), "url": "#"},
            {"title": say("出行", "Getting around"), "url": "#"},
            {"title": title},
        ],
        "tabs": [
            {"title": say("条目", "Page"), "url": "#", "here": False},
            {"title": say("历史版本", "History"), "url": "#", "here": True},
            {"title": say("修改建议", "Suggested changes"), "url": "#", "here": False},
        ],
        "edition": _edition(12, now - timedelta(days=3), authors[0]),
        "editions": [
            _edition(12 - index, now - timedelta(days=3 + 40 * index), author)
            for index, author in enumerate(authors)
        ],
        "rows": _diff_rows(),
    }


def _edition(number: int, at: datetime, author: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(
        number=number,
        published_at=at,
        author=author,
        reviewer=person("审核员周", "Moderator Zhou"),
        summary=say("停放区数字更新到五月。", "Number of places as of May."),
    )


def _diff_rows() -> Any:
    old = _body(
        say("全市划有 1,200 处停放区。", "The city has marked 1,200 places."), "https://example.org/2023"
    )
    new = _body(
        say("全市划有 1,284 处停放区，位置每周更新。", "The city has marked 1,284 places, updated weekly."),
        "https://example.org/2024",
    )
    return diff(
        {"body": old, "tags": ["a"]}, {"body": new, "tags": ["a", "b"]}, {"body": "blocks", "tags": "set"}
    ).rows


def _body(sentence: str, url: str) -> list[Context]:
    data = say("数据", "Data")
    text = f'<p data-block-key="aaaaa">{sentence}</p><p data-block-key="bbbbb"><a href="{url}">{data}</a></p>'
    value = {"heading": say("在哪里可以停", "Where one may park"), "level": "2", "text": text}
    return [{"type": "section", "id": "6f1d0d7e-0000-4000-8000-000000000001", "value": value}]
