"""A citizen cites a rule in a page; when the rule changes, readers of the page see what has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from .test_correct_a_page import publish_first

pytestmark = pytest.mark.browser

RULE, PAGE = "公用梯子管理规定", "怎样借梯子"
MAKE = f"""
import json
from policywiki.accounts.models import User
from tests.factories.wiki import knowledge_page
author = User.objects.get(email="laowu@demo.policywiki.invalid")
text = "第一条　梯子由街道保管。\\n\\n第二条　每次最多借三天。"
rule = knowledge_page(title={RULE!r}, sections={{"借用": text}}, author=author, language="zh-hans")
page = knowledge_page(title={PAGE!r}, sections={{"去哪里借": "到街道办事处。"}}, author=author, language="zh-hans")
print("MADE" + json.dumps([rule.pk, page.pk, page.url.split("/", 2)[2]]))
"""
CHANGE = """
from policywiki.core.publication import publishing
from policywiki.wiki.models import KnowledgePage
rule = KnowledgePage.objects.get(pk={rule})
body = [dict(block) for block in rule.body.raw_data]
body[0]["value"] = body[0]["value"] | {{"text": body[0]["value"]["text"].replace("三天", "五天")}}
rule.body = rule._meta.get_field("body").to_python(body)
with publishing(author=rule.owner, summary="五天"):
    rule.save_revision().publish(skip_permission_checks=True)
"""
GONE = "from wagtail.models import Page; [page.specific.unpublish() for page in Page.objects.filter(pk__in={pks})]"


@pytest.fixture
def pages(running: Any) -> Iterator[tuple[int, str]]:
    """The rule's number and where the page is read; both are taken off the shared site afterwards."""
    rule, page, path = json.loads(running.manage("shell", "-v", "0", "-c", MAKE).split("MADE", 1)[1])
    yield rule, path
    running.manage("shell", "-v", "0", "-c", GONE.format(pks=[rule, page]))


def reads(window: Any, path: str, words: str) -> None:
    """These words come to the page as soon as the worker has looked."""
    for _once in range(40):
        if words in window.go(path).text():
            return
        window.page.wait_for_timeout(250)
    raise AssertionError(f"{words!r} is not on the page: {window.text()[:600]}")


def test_what_a_page_cites_is_watched(visitor: Any, running: Any, pages: tuple[int, str]) -> None:
    rule, path = pages
    citizen = visitor("zh-hans", width=1280).sign_in("laowu")
    citizen.go(path).press("Suggest a change", within="aside")
    editor = citizen.page.locator(".rich [contenteditable=true]").first
    editor.click()
    citizen.page.keyboard.press("Control+End")
    citizen.page.keyboard.type("最多借三天。")
    citizen.page.fill("#find-words", "公用梯子")
    citizen.press("Find", within="#find")
    with citizen.settled():
        citizen.page.locator(f"button[value='cite:{rule}']").click()
    citizen.page.locator("select[name$=-anchor]").select_option("article-2")
    citizen.page.fill("input[name=what]", "写明天数和出处")
    citizen.press("Send for checking")
    publish_first(visitor("zh-hans", width=1280).sign_in("moderator"), PAGE)

    reader = visitor("en", width=360)
    reads(reader, path, "stands so today")
    assert "最多借三天。" in reader.text()
    assert "第二条" in reader.page.locator("blockquote.citation").inner_text()
    running.manage("shell", "-v", "0", "-c", CHANGE.format(rule=rule))
    reads(reader, path, "Changed since it was cited")
    reader.press("See the difference")
    assert "三" in reader.page.locator("del").first.inner_text()
    assert "五" in reader.page.locator("ins").first.inner_text()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360
