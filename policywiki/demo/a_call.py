"""One call beside the standing one: with a last day, two districts, a budget, conditions and questions of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Page

from policywiki.places.models import District
from proposals.actions.stage import deadline
from proposals.models import CallPage, CallQuestion

DISTRICTS = ("dongmen", "hexi")
OPENED_DAYS_AGO, DAYS_LEFT = 20, 40
TEXTS: dict[str, Any] = {
    "title": "口袋公园 Pocket parks",
    "slug": "pocket-parks",
    "language": "zh-hans",
    "name_zh": "六个口袋公园建在哪儿",
    "name_en": "Where six pocket parks should be",
    "intro_zh": "明年东门区和河西区要建六个口袋公园。建在哪里、种什么、谁来照看，先听街坊的。",
    "intro_en": "Six pocket parks will be built in Dongmen and Hexi next year. Where, with what in them, and who looks"
    " after them: the neighbours say first.",
    "text_zh": "一个口袋公园大约有半个篮球场大。请写清楚：\n\n- 在哪一块地上，现在是什么样子；\n- 谁会去，几点去；\n"
    "- 树荫、座椅、水、灯，最缺哪一样。\n\n**不用画图**，把话说明白就好。",
    "text_en": "A pocket park is about half a basketball court. Please say:\n\n- on which piece of land, and what is there"
    " now;\n- who would go there, and when;\n- what is missing most: shade, seats, water or light.\n\n"
    "**No drawings are needed**; plain words will do.",
    "terms_zh": "地块须在东门区或河西区，且归市里所有。入选的六处由园林局在 2027 年年底前建成；没入选的，逐一说明理由。",
    "terms_en": "The land must lie in Dongmen or Hexi and belong to the city. The parks office builds the six chosen by the"
    " end of 2027; for each of the others it says why not.",
    "support_threshold": 15,
    "support_days": 60,
    "answer_days": 45,
    "budget": 3_000_000,
    "department": "青石市园林局",
}
QUESTIONS = [
    ("这块地现在是什么样子？", "What is there now?", True),
    ("谁愿意一起照看？", "Who would help to look after it?", False),
]


def build_call(*, home: Page, now: datetime) -> CallPage:
    call = CallPage(
        **TEXTS,
        opens_at=now - timedelta(days=OPENED_DAYS_AGO),
        closes_at=deadline(now, DAYS_LEFT),
    )
    # Re-read: treebeard counts children on the parent's row.
    Page.objects.get(pk=home.pk).add_child(instance=call)
    for number, (zh, en, needed) in enumerate(QUESTIONS):
        CallQuestion.objects.create(
            call=call, label_zh=zh, label_en=en, needed=needed, long=True, sort_order=number
        )
    call.districts.set(District.objects.filter(code__in=DISTRICTS))
    call.save()
    return call
