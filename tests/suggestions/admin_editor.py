"""Wagtail's page editor as a person uses it: open it, type, save. For tests and for processes of their own."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from policywiki.core.blocks import FEATURES
from policywiki.core.page_content import content_of

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def opened(client: Client, page: Page) -> dict[str, Any]:
    """The editor's form as it is sent when nothing is typed: texts as opened, and which version that was."""
    answer = client.get(edit_url(page))
    assert answer.status_code == 200
    page_now = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    content = content_of(page_now)
    texts = {
        "title": content["title"],
        "slug": page_now.slug,
        "language": content["language"],
        "summary": content["summary"],
        "tags": ", ".join(content["tags"]),
        "last_checked": content["last_checked"] or "",
        "translation_of": "",
        "go_live_at": "",
        "expire_at": "",
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "body": streamfield(
            [("section", section["value"] | {"text": as_typed(section)}) for section in content["body"]]
        ),
        "sources": streamfield([]),
    }
    ids = {f"body-{place}-id": block["id"] for place, block in enumerate(content["body"])}
    version = dict(HIDDEN.findall(answer.content.decode()))
    loaded = {
        name: html.unescape(version[name]) for name in ("loaded_revision_id", "loaded_revision_created_at")
    }
    return nested_form_data(texts) | ids | loaded | {"related": [str(pk) for pk in content["related"]]}


def as_typed(section: dict[str, Any]) -> str:
    return rich_text(section["value"]["text"], features=FEATURES)


def typed(form: dict[str, Any], place: int, old: str, new: str) -> dict[str, Any]:
    """The form after somebody replaced these words in the section at this place."""
    name = f"body-{place}-value-text"
    assert old in form[name]
    return form | {name: form[name].replace(old, new)}


def answering(client: Client, question: Any, choice: str) -> Any:
    """Choose one side everywhere on the page that asks, and go on."""
    text = question.content.decode()
    sent: dict[str, Any] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text.partition("<fieldset")[0]
    ):
        sent.setdefault(name, html.unescape(value))
    names = set(re.findall(r'<input type="radio" name="([^"]+)"', text))
    assert names
    address = re.search(r'<form method="post" action="([^"]+)"', text)
    assert address
    return client.post(address[1], sent | dict.fromkeys(names, choice))
