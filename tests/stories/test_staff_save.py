"""Staff have a page open in the admin while a citizen's change goes live: their save asks, and both texts are there."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

MAKE = """
from policywiki.accounts.models import User
from tests.factories.wiki import knowledge_page
page = knowledge_page(title={title!r}, author=User.objects.get(email__startswith="administrator@"))
print("ID%dID" % page.pk)
"""
CHANGE = """
from django.utils import timezone
from policywiki.accounts.models import User
from policywiki.core.page_content import content_of
from policywiki.suggestions.actions.accept import accept
from policywiki.suggestions.actions.write import begin, send
from policywiki.wiki.models import KnowledgePage
page = KnowledgePage.objects.get(title={title!r})
author, now = User.objects.get(email__startswith="tom@"), timezone.now()
suggestion = begin(author=author, kind="change", page=page, language="en", now=now)
content = content_of(page)
content["title"] = {title!r} + " A"
send(suggestion=suggestion, author=author, content=content, summary="Title", now=now)
suggestion.refresh_from_db()
if suggestion.state == "sent":
    accept(suggestion=suggestion, reviewer=User.objects.get(email__startswith="moderator@"), now=now)
print("ID%dID" % page.pk)
"""


@pytest.mark.parametrize(("language", "title"), [("en", "Benches"), ("zh-hans", "长椅")])
def test_a_save_over_a_page_that_moved_on_asks(visitor: Any, running: Any, language: str, title: str) -> None:
    staff = visitor(language, width=1280).sign_in("administrator")
    pk = running.manage("shell", "-v", "0", "-c", MAKE.format(title=title)).split("ID")[1]
    staff.page.goto(f"{staff.site.address}/admin/pages/{pk}/edit/")
    staff.page.wait_for_selector("#id_title")
    running.manage("shell", "-v", "0", "-c", CHANGE.format(title=title))
    staff.page.fill("#id_title", f"{title} B")
    staff.page.evaluate("document.querySelector('#page-edit-form, form[data-edit-form]').requestSubmit()")
    staff.page.wait_for_selector(".both")
    assert f"{title} A" in staff.text() and f"{title} B" in staff.text()
    staff.page.locator("input[type=radio][value=mine]").check()
    staff.press("Go on with this")
    staff.page.wait_for_selector("#id_title")
    assert staff.page.input_value("#id_title") == f"{title} B"
    assert (
        staff.says(
            "This page had moved on while you were writing. Your changes and the others are both in it now."
        )
        in staff.text()
    )


HOLD = """
from django.utils import timezone
from policywiki.accounts.models import User
from policywiki.suggestions.actions.due import keep_schedules
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_due import OTHERS, scheduled, time_comes
from tests.suggestions.test_staff_saves import citizens_change
owner = User.objects.get(email__startswith="administrator@")
page = knowledge_page(title="Kerbs", author=owner)
scheduled(page, owner)
citizens_change(page, *OTHERS)
time_comes(page)
keep_schedules(now=timezone.now())
print("ID%dID" % page.pk)
"""


def test_without_scripts_a_version_that_was_held_back_goes_live_from_a_phone(
    visitor: Any, running: Any
) -> None:
    """Wagtail's menu never comes then; the empty bar kept for it must not lie over the buttons."""
    pk = running.manage("shell", "-v", "0", "-c", HOLD).split("ID")[1]
    phone = visitor("zh-hans", scripts=False).sign_in("administrator")
    phone.page.goto(f"{phone.site.address}/admin/pages/{pk}/held-back/")
    phone.page.get_by_label(phone.says("Use the version that waits")).check(timeout=10_000)
    phone.press("Publish with these words")
    assert phone.says("It is on the page now, with the words you chose.") in phone.text()
