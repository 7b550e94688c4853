"""Every kind of page with sample words, in development only (/styleguide/): to look at and to test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import get_language

from policywiki.suggestions.diff import diff

Context = dict[str, Any]
PAGES = (
    "home",
    "knowledge",
    "proposal",
    "list",
    "suggest",
    "propose",
    "history",
    "compare",
    "mine",
    "refused",
)


def styleguide(request: HttpRequest, name: str = "") -> HttpResponse:
    """The list of sample pages, or one of them."""
    if name and name not in PAGES:
        raise Http404
    template = {"": "styleguide.html", "home": "home/home.html", "refused": "refused.html"}.get(name)
    return render(request, template or f"styleguide/{name}.html", context())


def context() -> Context:
    """All sample values; each template takes what it needs."""
    now = datetime.now(tz=UTC)
    return {
        "pages": [{"title": page, "url": f"{page}/"} for page in PAGES],
        "now": now - timedelta(hours=2),
        "soon": now + timedelta(days=4),
        "old": now - timedelta(days=500),
        **_words(),
        **_knowledge(now),
        **_proposal(now),
        **_lists(now),
        **_forms(),
    }


def _zh() -> bool:
    return (get_language() or "").startswith("zh")


def _t(zh: str, en: str) -> str:
    return zh if _zh() else en


def _person(zh: str, en: str) -> SimpleNamespace:
    return SimpleNamespace(display_name=_t(zh, en))


def _words() -> Context:
    return {
        "sample": {
            "support": _t("支持", "Support"),
            "take_back": _t("收回支持", "Take back"),
            "refuse": _t("不予发布", "Not published"),
            "note": _t("本节有 2 条修改建议待审。", "2 changes to this section are being checked."),
            "note_link": _t("看看改了什么", "See what would change"),
            "deadline": _t("征求意见到周二为止。", "Comments are open until Tuesday."),
            "good": _t("已收到，审核员会在两天内答复。", "Received. A moderator answers within two days."),
            "empty_title": _t("还没有人写过这个条目", "Nobody has written this page yet"),
            "empty_text": _t(
                "您知道一些？写下来，审核后就会发布。", "Know something? It is published once checked."
            ),
            "empty_label": _t("我来写", "Write it"),
            "tags": [_t("出行", "Getting around"), _t("公共空间", "Public space"), _t("自行车", "Bicycles")],
            "list_lede": _t(
                "市民写下的建言，走到了哪一步。", "What citizens proposed, and how far it has come."
            ),
            "suggest_lede": _t(
                "改您看到的任何一处。审核员看过后发布。",
                "Change anything you see. It is checked, then published.",
            ),
            "account": _t("我的账户", "My account"),
        },
        "states": [
            {"state": "wait", "label": _t("审核中", "Being checked")},
            {"state": "now", "label": _t("征集支持", "Gathering support")},
            {"state": "done", "label": _t("已答复", "Answered")},
            {"state": "closed", "label": _t("已撤回", "Withdrawn")},
        ],
        "account_links": [
            _t("邮箱地址", "E-mail address"),
            _t("通行密钥", "Passkeys"),
            _t("我的数据", "My data"),
            _t("退出", "Leave"),
        ],
        "reason": _t("这条建议已有人先发布了类似的修改。", "A similar change was published before this one."),
        "kept_text": [
            _t("人行道净宽不足两米的路段，建议改设立体停放架。", "Where the pavement is narrow, use racks.")
        ],
    }


def _knowledge(now: datetime) -> Context:
    table = {
        "anchor": "numbers",
        "heading": _t("有多少停放区", "How many places there are"),
        "paragraphs": [_t("数字每周更新。", "The numbers are updated every week.")],
        "caption": _t("各区停放区", "Parking places by district"),
        "head": [_t("区", "District"), _t("停放区", "Places"), _t("车位", "Bicycles")],
        "rows": [[_t("东门区", "Dongmen"), "412", "10,300"], [_t("西岸区", "Xi'an"), "388", "9,100"]],
    }
    where = {
        "anchor": "where",
        "heading": _t("在哪里可以停", "Where one may park"),
        "paragraphs": [
            _t(
                "全市划有 1,284 处停放区，地铁口 50 米内不得停放。人行道净宽不足 2 米的路段一律禁停。",
                "The city has marked 1,284 places. Within 50 metres of a metro exit parking is not allowed.",
            )
        ],
        "quote": _t("停放区的设置不得妨碍盲道。", "No place may narrow a tactile path."),
        "source": _t("青石市停放办法（样例）第十二条", "Parking rules of Qingshi (sample), article 12"),
        "open": _t("本节有 2 条修改建议待审。", "2 changes to this section are being checked."),
    }
    who = {
        "anchor": "who",
        "heading": _t("谁来管", "Who looks after it"),
        "paragraphs": [
            _t(
                "企业负责运维，街道负责巡查，城管部门负责执法。",
                "Companies run the bicycles, the ward walks its streets, the city enforces.",
            )
        ],
    }
    sections = [where, who, table]
    title = _t("共享单车停放", "Parking of shared bicycles")
    authors = [_person("林小满", "Lin Xiaoman"), _person("赵一鸣", "Zhao Yiming"), _person("", "")]
    return {
        "page": {
            "title": title,
            "summary": _t(
                "在哪里停、谁来管、乱停了怎么办：规则、数据和正在进行的改进。",
                "Where to park, who looks after it, what to do about a mess: rules and numbers.",
            ),
            "sections": sections,
            "sources": [_t("青石市开放数据平台", "Open data of the city of Qingshi")],
        },
        "contents": [{"anchor": s["anchor"], "title": s["heading"], "children": []} for s in sections],
        "trail": [
            {"title": _t("条目", "Pages"), "url": "#"},
            {"title": _t("出行", "Getting around"), "url": "#"},
            {"title": title},
        ],
        "tabs": [
            {"title": _t("条目", "Page"), "url": "#", "here": False},
            {"title": _t("历史版本", "History"), "url": "#", "here": True},
            {"title": _t("修改建议", "Suggested changes"), "url": "#", "here": False},
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
        reviewer=_person("审核员周", "Moderator Zhou"),
        summary=_t("停放区数字更新到五月。", "Number of places as of May."),
    )


def _diff_rows() -> Any:
    old = _body(
        _t("全市划有 1,200 处停放区。", "The city has marked 1,200 places."), "https://example.org/2023"
    )
    new = _body(
        _t("全市划有 1,284 处停放区，位置每周更新。", "The city has marked 1,284 places, updated weekly."),
        "https://example.org/2024",
    )
    return diff(
        {"body": old, "tags": ["a"]}, {"body": new, "tags": ["a", "b"]}, {"body": "blocks", "tags": "set"}
    ).rows


def _body(sentence: str, url: str) -> list[Context]:
    data = _t("数据", "Data")
    text = f'<p data-block-key="aaaaa">{sentence}</p><p data-block-key="bbbbb"><a href="{url}">{data}</a></p>'
    value = {"heading": _t("在哪里可以停", "Where one may park"), "level": "2", "text": text}
    return [{"type": "section", "id": "6f1d0d7e-0000-4000-8000-000000000001", "value": value}]


def _proposal(now: datetime) -> Context:
    labels = [
        _t("审核中", "Being checked"),
        _t("征集支持", "Gathering support"),
        _t("办理中", "With the city"),
        _t("已答复", "Answered"),
        _t("已落实", "Carried out"),
    ]
    states = ["done", "now", "next", "next", "next"]
    title = _t(
        "在最繁忙的十二个地铁口设立体停放架", "Two-level bicycle racks at the twelve busiest metro exits"
    )
    return {
        "steps": [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)],
        "sentence": _t("征集支持：312 / 500。", "Gathering support: 312 of 500."),
        "proposal": {
            "title": title,
            "summary": _t(
                "四成乱停的车集中在十二个地铁口。立体架占地减半。",
                "Twelve exits take 40% of all misparked bicycles. A rack needs half the ground.",
            ),
            "turn": _t(
                "等市民支持满 500；之后由道路处答复。",
                "The public, until 500 support it. Then the Roads Department.",
            ),
            "sections": [
                {
                    "anchor": "problem",
                    "heading": _t("问题", "The problem"),
                    "paragraphs": [
                        _t(
                            "早高峰时，东门站 B 口的人行道轮椅无法通过。",
                            "In the rush hour wheelchairs cannot pass.",
                        )
                    ],
                }
            ],
        },
        "proposal_trail": [{"title": _t("建言", "Proposals"), "url": "#"}, {"title": "2026-0137"}],
        "answer": {
            "state_label": _t("部分采纳", "adopted in part"),
            "department": _t("道路处", "Roads Department"),
            "date": now - timedelta(days=1),
            "text_html": format_html(
                "<p>{}</p>", _t("先在三个地铁口试点。", "Three exits will try it first.")
            ),
        },
        "events": [
            {"title": _t("已发布", "Published"), "at": now - timedelta(days=20)},
            {"title": labels[1], "at": now - timedelta(days=2), "state": "now"},
            {"title": _t("答复期限", "Answer due"), "at": now + timedelta(days=30), "state": "next"},
        ],
        "tally": {"for": 120, "against": 30, "abstain": 8, "total": 158},
        "comments": _comments(now),
    }


def _comments(now: datetime) -> list[Context]:
    def comment(number: int, side: str, text: str, **more: Any) -> Context:
        return {
            "id": number,
            "author": _person("陈默", "Chen Mo"),
            "stance": side,
            "created_at": now - timedelta(hours=5 * number),
            "state": "shown",
            "text_html": format_html("<p>{}</p>", text),
            "reply_url": "#write-comment",
            "flag_url": "#flag",
            **more,
        }

    reply = comment(2, "neutral", _t("下层可以留给货运自行车。", "Keep the lower level for cargo bicycles."))
    return [
        comment(
            1, "for", _t("我每天路过，确实走不了。", "I pass there daily; it is blocked."), replies=[reply]
        ),
        comment(3, "against", _t("架子会挡住视线。", "Racks block the view.")),
        comment(4, "neutral", "", state="withdrawn"),
    ]


def _lists(now: datetime) -> Context:
    titles = [
        (
            _t("在地铁口设立体停放架", "Two-level racks at metro exits"),
            "now",
            _t("征集支持", "Gathering support"),
        ),
        (_t("学校周边放学时段禁停", "No parking near schools at three"), "done", _t("已答复", "Answered")),
        (_t("公布每月处置时长", "Publish monthly response times"), "wait", _t("办理中", "With the city")),
    ]
    items = [
        {
            "title": title,
            "url": "../proposal/",
            "text": _t("一句话说明它要什么、为了谁。", "One sentence that says what it wants and for whom."),
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
        "chosen": [{"label": _t("东门区", "Dongmen district"), "remove_url": "#"}],
        "mine": [
            {"title": _t("草稿", "Drafts"), "items": items[:1]},
            {
                "title": _t("我的建言", "My proposals"),
                "items": [],
                "empty": _t("还没有建言", "No proposal yet"),
                "empty_text": _t(
                    "想改变什么？四步写成一条建言。", "Want to change something? Four short steps."
                ),
                "label": _t("我要建言", "Propose something"),
            },
        ],
    }


def _forms() -> Context:
    class Part(forms.Form):
        heading = forms.CharField(label=_t("小标题", "Heading"), initial=_t("谁来管", "Who looks after it"))
        text = forms.CharField(label=_t("内容", "Text"), widget=forms.Textarea, required=False)

    class Suggest(forms.Form):
        summary = forms.CharField(
            label=_t("改了什么", "What you changed"), help_text=_t("一句话即可。", "One sentence is enough.")
        )

    class Filter(forms.Form):
        stage = forms.ChoiceField(label=_t("进展", "Step"), choices=[("", _t("全部", "All"))], required=False)
        order = forms.ChoiceField(
            label=_t("排序", "Order"), choices=[("new", _t("最新", "Newest"))], required=False
        )

    class Propose(forms.Form):
        title = forms.CharField(label=_t("标题", "Title"))
        whole = forms.BooleanField(label=_t("涉及全市", "It concerns the whole city"), required=False)
        who = forms.MultipleChoiceField(
            label=_t("影响谁", "Who is affected"),
            choices=[("a", _t("行人", "Pedestrians")), ("b", _t("骑车人", "Cyclists"))],
            widget=forms.CheckboxSelectMultiple,
        )

    class Comment(forms.Form):
        stance = forms.ChoiceField(
            label=_t("您的看法", "Your view"),
            choices=[
                ("for", _t("赞成", "For")),
                ("against", _t("反对", "Against")),
                ("neutral", _t("中立", "Neutral")),
            ],
            widget=forms.RadioSelect,
        )
        text = forms.CharField(label=_t("评论", "Comment"), widget=forms.Textarea)

    steps = [
        ("done", _t("问题", "Problem")),
        ("now", _t("办法", "Measures")),
        ("next", _t("依据", "Evidence")),
        ("next", _t("核对", "Check")),
    ]
    return {
        "parts": [{"title": _t("第 1 节", "Section 1"), "form": Part(prefix="part1")}],
        "suggest_form": Suggest({}, auto_id="id_s_%s"),
        "filter_form": Filter(auto_id="id_f_%s"),
        "propose_form": Propose(auto_id="id_p_%s"),
        "comment_form": Comment(auto_id="id_c_%s"),
        "form_steps": [{"label": label, "state": state} for state, label in steps],
    }
