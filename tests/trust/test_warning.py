"""Whoever writes is warned of personal data before others read it, and decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from policywiki.core.verdicts import YES
from policywiki.discussion import registry
from policywiki.discussion.models import Comment
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page

pytestmark = pytest.mark.django_db

ASKS = 'name="personal_ok"'


def test_a_comment_is_asked_about_once(site: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._rules, KnowledgePage, lambda user, page: YES)
    client.force_login(UserFactory())
    address = reverse("discussion:write", args=[knowledge_page().pk])
    data = {"text": "Call Wang, 13800138000", "stance": "for"}
    asked = client.post(address, data)
    assert asked.status_code == 422
    assert ASKS in asked.content.decode()
    assert "Call Wang" in asked.content.decode()
    assert Comment.objects.count() == 0
    assert client.post(address, data | {"personal_ok": "1"}).status_code == 302
    assert Comment.objects.get().text == "Call Wang, 13800138000"


def test_while_one_types(client: Client) -> None:
    answer = client.post(reverse("trust:look"), {"text": "身份证 11010519491231002X", "base": "13800138000"})
    assert "11010519491231002X" in answer.content.decode()
    assert "13800138000" not in answer.content.decode()
    assert client.post(reverse("trust:look"), {"text": "nothing"}).content.decode().strip() == ""
    assert client.get(reverse("trust:look")).status_code == 405


def test_typing_like_a_machine_is_no_longer_looked_at(client: Client, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"look": {"address": "2/10m"}}
    answers = [client.post(reverse("trust:look"), {"text": "13800138000"}).status_code for _ in range(3)]
    assert answers == [200, 200, 204]


def test_numbers_that_stood_there_before_are_not_the_writers(site: Any, client: Client) -> None:
    page = knowledge_page(sections={"Office": "Call 010-65551234."})
    address = f"{reverse('trust:look')}?page={page.pk}"
    assert client.post(address, {"text": "Call 010-65551234!"}).content.decode().strip() == ""
    assert "13800138000" in client.post(address, {"text": "010-65551234, 13800138000"}).content.decode()


def test_it_does_not_tell_what_stands_on_a_page_that_is_not_public(site: Any, client: Client) -> None:
    page = knowledge_page(sections={"A": "Call 13800138000"})
    page.unpublish()
    answer = client.post(f"{reverse('trust:look')}?page={page.pk}", {"text": "13800138000"})
    assert "13800138000" in answer.content.decode()
