"""The screens of the admin that we send people to, in Chinese: no sentence of them is left in English."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
import pytest
from django.test import Client

from tests.factories.people import PASSWORD, UserFactory
from tests.factories.wiki import knowledge_page

pytestmark = pytest.mark.django_db

# Three English words in a row are a sentence that nobody translated; one or two may be a name (PolicyWiki, JSON, Wagtail).
SENTENCE = re.compile(r"[A-Za-z][a-z']+(?: [A-Za-z][a-z']+){2,}")
SILENT = ("script", "style", "template", "noscript", "code", "svg")
SCREENS = [
    "",
    "to-check/",
    "pages/",
    "pages/{home}/",
    "pages/{page}/edit/",
    "pages/{page}/history/",
    "pages/{page}/delete/",
    "pages/{page}/move/",
    "pages/{page}/copy/",
    "pages/{page}/usage/",
    "pages/{index}/add_subpage/",
    "pages/search/?q=x",
    "users/",
    "users/new/",
    "users/{person}/",
    "images/",
    "images/add/",
    "documents/",
    "documents/multiple/add/",
    "collections/",
    "collections/add/",
    "redirects/",
    "redirects/add/",
    "sites/",
    "reports/locked/",
    "reports/site-history/",
    "reports/aging-pages/",
    "account/",
]


@pytest.fixture
def administrator(client: Client) -> Client:
    person = UserFactory(administrator=True, language="zh-hans", display_name="管理员")
    assert client.login(email=person.email, password=PASSWORD) or client.force_login(person) is None
    client.cookies["django_language"] = "zh-hans"
    return client


def english(html: str) -> list[str]:
    """What is shown and is an English sentence."""
    tree = lxml.html.document_fromstring(html)
    for silent in tree.xpath("|".join(f"//{name}" for name in SILENT) + "|//*[@lang='en']"):
        silent.drop_tree()
    shown = [
        *tree.itertext(),
        *tree.xpath("//@placeholder|//@title|//@aria-label|//input[@type='submit']/@value"),
    ]
    return [found[0] for text in shown for found in SENTENCE.finditer(" ".join(text.split()))]


@pytest.mark.parametrize("screen", SCREENS)
def test_no_sentence_is_left_in_english(administrator: Client, site: Any, screen: str) -> None:
    page = knowledge_page(title="共享单车", sections={"停放": "停在框里。"}, language="zh-hans")
    person = UserFactory(display_name="李雷", language="zh-hans")
    ids = {"home": site.home.pk, "index": site.index.pk, "page": page.pk, "person": person.pk}
    answer = administrator.get("/admin/" + screen.format(**ids))
    if answer.status_code in (302, 403, 404):
        pytest.skip(f"not for administrators: {answer.status_code}")
    assert english(answer.content.decode()) == []
