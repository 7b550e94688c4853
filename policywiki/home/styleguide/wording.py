"""Sample words in the reader's language."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.translation import get_language

Context = dict[str, Any]


def say(zh: str, en: str) -> str:
    return zh if (get_language() or "").startswith("zh") else en


def person(zh: str, en: str) -> SimpleNamespace:
    return SimpleNamespace(display_name=say(zh, en))


def words() -> Context:
    return {
        "sample": {
            "support": say("支持", "Support"),
            "take_back": say("收回支持", "Take back"),
            "refuse": say("不予发布", "Not published"),
            "note": say("本节有 2 条修改建议待审。", "2 changes to this section are being checked."),
            "note_link": say("看看改了什么", "See what would change"),
            "deadline": say("征求意见到周二为止。", "Comments are open until Tuesday."),
            "good": say("已收到，审核员会在两天内答复。", "Received. A moderator answers within two days."),
            "empty_title": say("还没有人写过这个条目", "Nobody has written this page yet"),
            "empty_text": say(
                "您知道一些？写下来，审核后就会发布。", "Know something? It is published once checked."
            ),
            "empty_label": say("我来写", "Write it"),
            "tags": [
                say("出行", "Getting around"),
                say("公共空间", "Public space"),
                say("自行车", "Bicycles"),
            ],
            "list_lede": say(
                "市民写下的建言，走到了哪一步。", "What citizens proposed, and how far it has come."
            ),
            "suggest_lede": say(
                "改您看到的任何一处。审核员看过后发布。",
                "Change anything you see. It is checked, then published.",
            ),
            "account": say("我的账户", "My account"),
        },
        "states": [
            {"state": "wait", "label": say("审核中", "Being checked")},
            {"state": "now", "label": say("征集支持", "Gathering support")},
            {"state": "done", "label": say("已答复", "Answered")},
            {"state": "closed", "label": say("已撤回", "Withdrawn")},
        ],
        "account_links": [
            say("邮箱地址", "E-mail address"),
            say("通行密钥", "Passkeys"),
            say("我的数据", "My data"),
            say("退出", "Leave"),
        ],
        "reason": say("这条建议已有人先发布了类似的修改。", "A similar change was published before."),
        "kept_text": [
            say("人行道净宽不足两米的路段，建议改设立体停放架。", "Where the pavement is narrow, use racks.")
        ],
    }
