"""The demo city: ten pages and eight proposals, one thread through all, and nobody is written to."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from policywiki.core.page_content import content_of
from policywiki.demo.actions import build_demo
from policywiki.discussion.models import Comment
from policywiki.editions.models import Edition
from policywiki.moderation.models import Case
from policywiki.trust.models import LAST_DAYS, FigureSheet, HoldingRule
from policywiki.wiki.models import KnowledgePage
from proposals.models import ProposalRecord

pytestmark = pytest.mark.django_db


def test_the_city_is_built_once_and_tells_one_story() -> None:
    build_demo()
    assert KnowledgePage.objects.live().count() == 10
    assert {page.language for page in KnowledgePage.objects.all()} == {"zh-hans", "en"}
    assert ProposalRecord.objects.count() == 8
    stages = set(ProposalRecord.objects.values_list("stage", flat=True))
    assert {"support", "city", "answered", "carried_out"} <= stages
    racks = ProposalRecord.objects.get(number=1)
    assert (racks.code, racks.stage, racks.support_count) == ("2026-0001", "carried_out", 34)
    rule = KnowledgePage.objects.get(title="青石市非机动车停放管理办法")
    assert Edition.objects.as_of(rule, date(2026, 10, 31)).number == 1
    assert Edition.objects.as_of(rule, date(2026, 11, 1)).number == 2
    assert "双层停放架" in str(content_of(rule))
    assert Case.objects.to_check().count() == 3
    assert "13800138000" not in str(Comment.objects.values_list("text", flat=True))
    assert FigureSheet.objects.get(period=LAST_DAYS).data["all"]["decided"] > 5
    assert HoldingRule.objects.filter(active=True).count() == 2
    with pytest.raises(RuntimeError):
        build_demo()


def test_the_past_of_the_story_sends_no_mail(settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # type: ignore[attr-defined]
    from django_tasks_db.models import DBTaskResult

    build_demo()
    left = [row.args_kwargs["args"][0] for row in DBTaskResult.objects.filter(task_path__endswith="deliver")]
    assert left
    assert not [listener for listener in left if "notifications" in listener]
    assert mail.outbox == []
