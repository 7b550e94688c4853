"""Reasons: officials word them, and see before saving what the author will read in either language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from policywiki.moderation.models import Reason
from tests.factories.cases import waiting
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

WRITTEN = {
    "label_zh": "请用正式名称",
    "label_en": "Please use the official name",
    "message_zh": "请写机构全称。",
    "message_en": "Please write the name in full.",
}
PREVIEW = "/admin/to-check/reasons/preview/"


def test_the_letter_is_shown_before_it_is_saved_and_nothing_is_saved(site: Any, client: Client) -> None:
    client.force_login(UserFactory(official=True))
    before = Reason.objects.count()
    page = client.post(PREVIEW, WRITTEN).content.decode()
    assert all(words in page for words in WRITTEN.values())
    one = client.post(f"{PREVIEW}?language=en", WRITTEN).content.decode()
    assert WRITTEN["message_en"] in one
    assert WRITTEN["message_zh"] not in one
    assert one.index("Thank you for the first thing") < one.index(WRITTEN["label_en"])
    assert Reason.objects.count() == before


@pytest.mark.parametrize(("role", "status"), [("moderator", 404), ("official", 200), ("administrator", 200)])
def test_who_words_reasons(site: Any, client: Client, role: str, status: int) -> None:
    client.force_login(UserFactory(**{role: True}))
    assert client.post(PREVIEW, WRITTEN).status_code == status
    assert client.get(PREVIEW).status_code == 405


def test_the_form_shows_the_letter_beside_each_message(site: Any, client: Client) -> None:
    client.force_login(UserFactory(official=True))
    reason = Reason.objects.get(code="no-source")
    html = client.get(reverse("wagtailsnippets_moderation_reason:edit", args=[reason.pk])).content.decode()
    assert html.count("data-reason-letter") == 2
    assert html.count(reason.message_en) == 2  # in the form, and as its author reads it


def test_the_moderator_sees_the_letter_before_sending_it(site: Any, client: Client) -> None:
    client.force_login(UserFactory(moderator=True))
    case = waiting(kind="comment_flag", author=UserFactory(language="en"))
    reason = Reason.objects.get(code="no-source")
    data = {"version": 1, "reason": reason.pk, "note": "See page 9.", "decision": "not_published"}
    html = client.post(reverse("moderation:letter", args=[case.pk]), data).content.decode()
    assert reason.message_en in html
    assert "See page 9." in html
    case.refresh_from_db()
    assert case.state == "open"


def test_fields_of_moderators_are_given_by_administrators(site: Any, client: Client) -> None:
    address = reverse("wagtailsnippets_moderation_reviewerscope:add")
    moderator, official = UserFactory(moderator=True), UserFactory(official=True)
    client.force_login(official)
    assert client.get(address).status_code in (302, 403)
    client.force_login(UserFactory(administrator=True))
    html = client.get(address).content.decode()
    assert moderator.display_name in html
    assert official.display_name not in html
