"""Trust and safety in the demo city: rules that were tried, one open page, a number that was hidden, the figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from policywiki.accounts.models import User
from policywiki.discussion.actions.comments import post_comment
from policywiki.suggestions.protection.actions import protect
from policywiki.suggestions.protection.models import Level
from policywiki.trust.actions.count import count_sheets
from policywiki.trust.actions.hide import hide_part
from policywiki.trust.actions.rules import switch_rule, try_rule
from policywiki.trust.hiding import item_of
from policywiki.trust.models import HoldingRule, TrustRule

NUMBER = "13800138000"
IN_FORCE = ("links", "repeated")


def build_safety(*, people: dict[str, User], open_page: Any, proposal: Any, now: datetime) -> None:
    """After the story: its past is what the rules are tried on."""
    official, moderator = people["official"], people["moderator"]
    earlier = now - timedelta(hours=3)
    protect(
        page=open_page,
        level=Level.OPEN,
        reason="Opening hours change often. / 开放时间常变。",
        actor=official,
        now=now,
    )
    said = post_comment(
        page=proposal,
        author=people["laowu"],
        text=f"想一起去量人行道宽度的，可以打我电话 {NUMBER}。",
        stance="for",
        language="zh-hans",
        now=earlier,
    )
    item = item_of("comment", said.pk)
    assert item is not None  # noqa: S101 - it was posted just now
    hide_part(item=item, words=[NUMBER], moderator=moderator, note="私人手机号，请用站内留言。", now=earlier)
    for rule in (*TrustRule.objects.all(), *HoldingRule.objects.all()):
        try_rule(rule=rule, official=official, now=now)
    for rule in HoldingRule.objects.filter(kind__in=IN_FORCE):
        switch_rule(rule=rule, on=True, official=official, now=now)
    count_sheets(now=now)
