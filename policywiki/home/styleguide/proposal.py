"""A sample proposal with its comments, and lists of proposals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.utils.html import format_html

from .wording import Context, person, say


def proposal(now: datetime) -> Context:
    labels = [
        say("审核中", "Being checked"),
        say("征集支持", "Gathering support"),
        say("办理中", "With the city"),
        say("已答复", "Answered"),
        say("已落实", "Carried out"),
    ]
    states = ["done", "now", "next", "next", "next"]
    title = say(
        "在最繁忙的十二个地铁口设立体停放架", "Two-level bicycle racks at the twelve busiest metro exits"
    )
    return {
        "steps": [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)],
        "sentence": say("征集支持：312 / 500。", "Gathering support: 312 of 500."),
        "proposal": {
            "title": title,
            "summary": say(
                "四成乱停的车集中在十二个地铁口。立体架占地减半。",
                "Twelve exits take 40% of all misparked bicycles. A rack needs half the ground.",
            ),
            "turn": say(
                "等市民支持满 500；之后由道路处答复。",
                "The public, until 500 support it. Then the Roads Department.",
            ),
            "sections": [
                {
                    "anchor": "problem",
                    "heading": say("问题", "The problem"),
                    "paragraphs": [
                        say(
                            "早高峰时，东门站 B 口的人行道轮椅无法通过。",
                            "In the rush hour wheelchairs cannot pass.",
                        )
                    ],
                }
            ],
        },
        "proposal_trail": [{"title": say("建言", "Proposals"), "url": "#"}, {"title": "2026-0137"}],
        "answer": {
            "state_label": say("部分采纳", "adopted in part"),
            "department": say("道路处", "Roads Department"),
            "date": now - timedelta(days=1),
            "text_html": format_html(
                "<p>{}</p>", say("先在三个地铁口试点。", "Three exits will try it first.")
            ),
        },
        "events": [
            {"title": say("已发布", "Published"), "at": now - timedelta(days=20)},
            {"title": labels[1], "at": now - timedelta(days=2), "state": "now"},
            {"title": say("答复期限", "Answer due"), "at": now + timedelta(days=30), "state": "next"},
        ],
        "tally": {"for": 120, "against": 30, "abstain": 8, "total": 158},
        "comments": _comments(now),
    }


def _comments(now: datetime) -> list[Context]:
    def comment(number: int, side: str, text: str, **more: Any) -> Context:
        return {
            "id": number,
            "author": person("陈默", "Chen Mo"),
            "stance": side,
            "created_at": now - timedelta(hours=5 * number),
            "state": "shown",
            "text_html": format_html("<p>{}</p>", text),
            "reply_url": "#write-comment",
            "flag_url": "#flag",
            **more,
        }

    reply = comment(2, "neutral", say("下层可以留给货运自行车。", "Keep the lower level for cargo bicycles."))
    return [
        comment(
            1, "for", say("我每天路过，确实走不了。", "I pass there daily; it is blocked."), replies=[reply]
        ),
        comment(3, "against", say("架子会挡住视线。", "Racks block the view.")),
        comment(4, "neutral", "", state="withdrawn"),
    ]


def lists(now: datetime) -> Context:
    titles = [
        (
            say("在地铁口设立体停放架", "Two-level racks at metro exits"),
            "now",
            say("征集支持", "Gathering support"),
        ),
        (say("学校周边放学时段禁停", "No parking near schools at three"), "done", say("已答复", "Answered")),
        (say("公布每月处置时长", "Publish monthly response times"), "wait", say("办理中", "With the city")),
    ]
    items = [
        {
            "title": title,
            "url": "../proposal/",
            "text": say("一句话说明它要什么、为了谁。", "One sentence that says what it wants and for whom."),
            "state": state,
            "state_label": label,
            "facts": ["312 / 500"],
            "at": now - timedelta(days=index),
        }
        for index, (title, state, label) in enumerate(titles)
    ]
    return {
        "proposals": items,
        "newest": items,
        "due": items[:2],
        "corrected": items[:2],
        "page_obj": Paginator(range(60), 20).page(2),
        "chosen": [{"label": say("东门区", "Dongmen district"), "remove_url": "#"}],
        "mine": [
            {"title": say("草稿", "Drafts"), "items": items[:1]},
            {
                "title": say("我的建言", "My proposals"),
                "items": [],
                "empty": say("还没有建言", "No proposal yet"),
                "empty_text": say(
                    "想改变什么？四步写成一条建言。", "Want to change something? Four short steps."
                ),
                "label": say("我要建言", "Propose something"),
            },
        ],
    }
