"""Two people want the same: one asks, the other agrees, a supporter is asked, the old address leads on."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

TWO_FOR_THE_SAME = """
from django.utils import timezone
from policywiki.accounts.models import User
from policywiki.core.publication import publishing
from proposals.actions.begin import begin, create_page, default_call
from proposals.models import CallPage
CallPage.objects.update(eligibility="signed_in", support_threshold=500)
numbers = []
for who in ("guiying", "laowu"):
    person, now = User.objects.get(email=f"{who}@demo.policywiki.invalid"), timezone.now()
    content = {"title": f"{title} / {who}", "summary": "A pump. 打气筒。", "language": "zh-hans"}
    page = create_page(content=content, proposer=person, call=default_call(), now=now)
    with publishing(author=person):
        page.save_revision(user=person).publish(user=person, skip_permission_checks=True)
    begin(record=page.record)
    numbers.append(page.record.number)
print("STORY", *numbers)
"""


@pytest.mark.parametrize(
    ("language", "scripts", "title"),
    [("zh-hans", False, "在图书馆装打气筒"), ("en", True, "A pump at the library")],
)
def test_from_two_proposals_to_one(
    visitor: Any, running: Any, language: str, scripts: bool, title: str
) -> None:
    said = running.manage("shell", "-v0", "-c", f"title = {title!r}\n{TWO_FOR_THE_SAME}")
    small, large = said.split("STORY ", 1)[1].split()
    supporter = visitor(language, scripts=scripts).sign_in("tom")
    supporter.page.goto(f"{running.address}/p/{small}")
    supporter.press("Support", within="#support")
    assert supporter.sees(supporter.says("Take back"))

    asker = visitor(language, scripts=scripts).sign_in("guiying")
    asker.page.goto(f"{running.address}/p/{small}")
    asker.press("Join with another proposal")
    asker.page.fill("input[name=other]", large)
    asker.page.fill("textarea[name=why]", "两条说的是同一件事。The same pump.")
    asker.press("Ask to join them")
    assert asker.says("Waiting for agreement") in asker.text()

    other = visitor(language, scripts=scripts).sign_in("laowu")
    other.page.goto(f"{running.address}/p/{large}")
    other.press("Read and answer")
    assert "The same pump." in other.text()
    other.press("Agree")
    assert other.says("Merged") in other.text()

    supporter.page.goto(f"{running.address}/p/{small}")
    assert f"{title} / laowu" in supporter.page.locator("h1").inner_text()
    assert supporter.page.locator("#support .big").inner_text() == "0"
    supporter.press("Yes, I support it")
    assert supporter.page.locator("#support .big").inner_text() == "1"
    assert supporter.says("Do you support this one too?") not in supporter.text()

    guest = visitor(language, scripts=scripts)
    guest.page.goto(f"{running.address}/p/{small}")
    guest.press("Read it as it was, with its history")
    assert f"{title} / guiying" in guest.page.locator("h1").inner_text()
    assert "The same pump." in guest.text()
    assert guest.page.locator("#support form").count() == 0
