"""Every known attack in each place where people write, read again from the page that shows it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest
from django.test import Client

from policywiki.core.blocks import normalise
from policywiki.core.html import clean_comment
from policywiki.core.markup import from_plain, to_plain
from policywiki.discussion.models import Comment
from tests.core.attacks import OWN, assert_harmless, payloads
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.wiki import knowledge_page

pytestmark = [pytest.mark.data, pytest.mark.django_db]

RUNS = {"applet", "base", "embed", "frame", "iframe", "math", "object", "style", "template", "video", "audio"}
ADDRESSES = {"action", "background", "cite", "data", "formaction", "href", "poster", "src", "xlink:href"}
HARMLESS = re.compile(r"(https?://|mailto:|/(?!/)|#|\?|[\w.-]*/?$)")
A_FEW = 60


def attacks() -> list[str]:
    """Without the zero byte, which every form refuses and PostgreSQL cannot keep (the door: tests.core.test_html)."""
    return [attack.replace("\x00", "") for attack in [*OWN, *payloads()]]


def together(found: list[str], separator: str = "\n") -> list[str]:
    """A few in each text: what one leaves open meets the next."""
    return [separator.join(found[place : place + A_FEW]) for place in range(0, len(found), A_FEW)]


def shown(client: Client, url: str) -> str:
    """The page, after two looks at it: nothing in it runs, and it leads nowhere that runs."""
    html = str(client.get(url).content.decode())
    for element in lxml.html.document_fromstring(html).iter():
        if isinstance(element.tag, str):
            assert_at_rest(element)
    assert "Traceback" not in html
    return html


def assert_at_rest(element: Any) -> None:
    said = lxml.html.tostring(element)[:200]
    assert element.tag not in RUNS, said
    if element.tag == "script":
        assert element.get("src", "").startswith("/static/"), said
        assert not (element.text or "").strip(), said
    for name, value in element.attrib.items():
        assert not name.lower().startswith("on"), said
        assert name not in ("srcdoc", "style"), said
        if name.lower() in ADDRESSES:
            assert HARMLESS.match(value), said


def test_in_the_sections_of_a_page(site: Any, client: Client) -> None:
    """As the admin and an import bring it (HTML), and as a citizen types it (the small line markup)."""
    for attack in attacks():
        typed = from_plain(attack)
        assert_harmless(typed)
        assert from_plain(to_plain(typed), base=typed) == typed
    ways = [{"heading": text[:250], "level": "2", "text": text} for text in together(attacks())]
    ways += [{"heading": "", "level": "2", "text": from_plain(text)} for text in together(attacks(), "\n\n")]
    body = normalise([{"type": "section", "value": way} for way in ways])
    for block in body:
        assert_harmless(block["value"]["text"])
    page = knowledge_page(title="<script>alert(1)</script>", body=body, summary=attacks()[1])
    html = shown(client, page.get_url())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_in_the_fields_of_a_proposal(site: Any, client: Client) -> None:
    texts = together(attacks())
    measures = [{"what": text, "who": text[:200], "when": text[:200], "cost": text[:200]} for text in texts]
    everything = "\n".join(attacks())
    record = ProposalFactory(
        content={
            "title": attacks()[0],
            "summary": everything,
            "problem": normalise(
                [
                    {"type": "section", "value": {"heading": text[:250], "level": "2", "text": text}}
                    for text in texts
                ]
            ),
            "measures": normalise([{"type": "measure", "value": measure} for measure in measures]),
            "expected_effect": everything,
            "affected": everything,
        }
    )
    html = shown(client, f"/en/proposals/{record.code}/")
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 3
    shown(client, "/en/proposals/")


def test_in_comments(site: Any, client: Client) -> None:
    for attack in attacks():
        assert_harmless(clean_comment(attack))
    record = ProposalFactory()
    Comment.objects.bulk_create(
        Comment(
            page=record.page.page_ptr,
            author=UserFactory(display_name=text[:60]),
            text=text,
            stance="for",
            created_at=datetime(2026, 5, 5, tzinfo=UTC),
        )
        for text in together(attacks())
    )
    pages = [shown(client, f"/en/proposals/{record.code}/?talk={number}") for number in range(1, 5)]
    assert sum(html.count('class="comment') for html in pages) >= len(together(attacks()))
