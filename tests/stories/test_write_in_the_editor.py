"""With mouse and keyboard one writes in the editor; what it sends is the page's own text, keys, links and all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

CASES = [
    ("zh-hans", "laowu", "共享单车停放", "生活垃圾", "生活垃圾怎么分"),
    ("en", "yusuf", "Parking shared bicycles", "night", "Night buses"),
]
SENT = """
import json
from policywiki.suggestions.models import Suggestion
from policywiki.wiki.models import KnowledgePage
sent = Suggestion.objects.get(pk={pk}).latest
linked = KnowledgePage.objects.get(title={linked!r})
print("SENT" + json.dumps([sent.base["body"], sent.content["body"], linked.pk]))
"""
WORDS = {"zh-hans": ["加粗", "强调", "链接"], "en": ["Bold", "Italic", "Link"]}
FORM = "document.querySelector('form[data-rich-form]')"


def writing(window: Any, title: str) -> Any:
    """The form of this page with its editors open; the text of the first one."""
    window.go("pages/?order=title")
    window.page.get_by_role("link", name=title, exact=True).click()
    window.press("Suggest a change", within="aside")
    window.page.wait_for_selector(".rich [contenteditable=true]")
    return window.page.locator(".rich [contenteditable=true]").first


def sends(window: Any) -> list[str]:
    """The names of the texts that the form would send now."""
    return window.page.evaluate(
        f"[...new FormData({FORM})].map(entry => entry[0]).filter(name => /^body-0-(text|state)$/.test(name))"
    )


@pytest.mark.parametrize(("language", "key", "title", "sought", "linked"), CASES)
def test_a_paragraph_with_a_link_is_written_with_an_input_method(
    visitor: Any, running: Any, language: str, key: str, title: str, sought: str, linked: str
) -> None:
    window = visitor(language, width=1280).sign_in(key)
    text, keys = writing(window, title), window.page.keyboard
    kept: list[str] = []
    window.page.on(
        "request", lambda asked: kept.append(asked.url) if asked.headers.get("x-autosave") else None
    )
    assert sends(window) == ["body-0-text"]  # nothing touched: the plain text goes, as it was
    named = window.page.locator(".rich button").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert all(any(name.startswith(word) for name in named) for word in WORDS[language])

    text.click()
    keys.press("Control+End")
    keys.press("Enter")
    before = text.inner_text()
    method = window.context.new_cdp_session(window.page)
    method.send("Input.imeSetComposition", {"text": "zhong wen", "selectionStart": 9, "selectionEnd": 9})
    window.page.wait_for_timeout(2200)  # autosave would have come by now
    assert kept == [], "nothing may be saved while an input method is choosing"
    method.send("Input.insertText", {"text": "新的一段🙂"})
    window.page.wait_for_timeout(100)
    assert text.inner_text().strip() == f"{before.strip()}\n新的一段🙂".strip()
    keys.type("。")
    keys.press("Control+b")
    keys.type("!")
    keys.press("Control+b")
    keys.press("Control+k")
    window.page.fill("#link-query", sought)
    window.page.get_by_role("button", name=linked).click()
    window.page.wait_for_selector("#link-box", state="hidden")
    window.page.wait_for_timeout(300)
    window.page.fill("input[name=what]", "更正 / put right")
    window.press("Send for checking")
    assert window.sees(window.says("Thank you. A moderator will look at it; you will hear what was decided."))

    pk = int(window.page.url.rstrip("/").rsplit("/", 1)[1])
    said = running.manage("shell", "-v", "0", "-c", SENT.format(pk=pk, linked=linked))
    base, content, linked_pk = json.loads(said.split("SENT", 1)[1])
    old, new = base[0]["value"]["text"], content[0]["value"]["text"]
    assert new.startswith(old), "what stood there keeps every tag and key"
    link = f'<a linktype="page" id="{linked_pk}">{linked}</a>'
    assert f"新的一段🙂。<b>!</b>{link}" in new.replace(f"<b>!{link}</b>", f"<b>!</b>{link}")
    assert content[1:] == base[1:]


def test_one_may_change_the_way_of_writing_and_it_is_remembered(visitor: Any) -> None:
    window = visitor("en", width=1280)
    text = writing(window, "Night buses")
    text.click()
    window.page.keyboard.press("Control+Home")
    window.page.keyboard.press("Control+b")
    window.page.keyboard.type("Bold words. ")
    window.press("plain text")
    box = window.page.locator("textarea[data-rich]").first
    box.wait_for()
    assert box.input_value().startswith("**Bold words.")
    box.fill(box.input_value().replace("Bold words", "Other words"))
    window.press("the editor")
    window.page.wait_for_selector(".rich b, .rich [style*=bold]")
    assert "Other words" in text.inner_text()
    window.press("plain text")
    box.wait_for()
    window.page.on("dialog", lambda dialog: dialog.accept())
    window.page.reload()
    box.wait_for()
    assert window.page.locator(".rich").count() == 0


def test_by_keyboard_alone(visitor: Any) -> None:
    window = visitor("en", width=1280)
    text, keys = writing(window, "Night buses"), window.page.keyboard
    text.focus()
    keys.press("Control+a")
    window.page.locator(".rich button").first.focus()
    keys.press("ArrowRight")
    assert "Italic" in window.page.evaluate("document.activeElement.getAttribute('aria-label')")
    keys.press("Enter")
    window.page.wait_for_timeout(400)
    assert "ITALIC" in window.page.evaluate(f"new FormData({FORM}).get('body-0-state')")
    text.focus()
    keys.press("Escape")
    assert not window.page.evaluate("document.activeElement.isContentEditable")
    assert not window.page.evaluate("document.activeElement.closest('.rich')")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_editor_and_its_link_window_are_accessible(visitor: Any, language: str) -> None:
    window = visitor(language, width=1280)
    text = writing(window, "共享单车停放" if language == "zh-hans" else "Parking shared bicycles")
    found = Axe().run(window.page).response["violations"]
    text.click()
    window.page.keyboard.press("Control+k")
    window.page.fill("#link-query", "e")
    window.page.wait_for_selector(".link-choice")
    found += Axe().run(window.page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_a_phone_gets_the_plain_form_and_fetches_no_editor(visitor: Any) -> None:
    window = visitor("en", width=360)
    window.go("pages/?order=title")
    window.page.get_by_role("link", name="Night buses", exact=True).click()
    window.press("Suggest a change", within="aside")
    window.page.wait_for_selector("[data-ways]")
    assert window.page.locator("textarea[data-rich]").first.is_visible()
    fetched = window.page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert not [name for name in fetched if "wagtailadmin" in name]
