"""Citing a page in the third step: find it, or paste its address; choose the article; the version stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from policywiki.suggestions.models import Suggestion
from policywiki.wiki import sources
from policywiki.wiki.models import KnowledgePage
from policywiki.wiki.sources import recognised
from proposals.target import check
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, proposal_content
from tests.factories.wiki import knowledge_page
from tests.proposals.test_propose import STEPS, begin, fill
from tests.proposals.test_sources import RULE, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(site: Any) -> KnowledgePage:
    CallFactory()
    return knowledge_page(title="停放办法", sections=RULE, language="zh-hans")


@pytest.fixture(autouse=True)
def _no_index(monkeypatch: Any) -> None:
    """Titles are found in the database; what the index finds is the matter of tests.search."""
    monkeypatch.setattr(sources, "by_text", lambda words: [])


def row(**fields: str) -> dict[str, str]:
    given = {"id": "", "quote": "", "label": "", "url": "", "page": "", "anchor": "", "edition": ""} | fields
    count = {"evidence-TOTAL_FORMS": "1", "evidence-INITIAL_FORMS": "0"}
    return STEPS[3] | count | {f"evidence-0-{name}": value for name, value in given.items()}


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_page_is_found_by_its_title_and_cited_as_it_is_now(
    rule: KnowledgePage, client: Client, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(UserFactory())
    change(rule, RULE["停放"].replace("五十", "四十"))
    base = begin(client)
    found = client.post(f"{base}3/", row() | {"do": "find", "find": "停放"}).content.decode()
    assert f'value="cite:{rule.pk}"' in found
    client.post(f"{base}3/", row() | {"do": f"cite:{rule.pk}"})
    html = client.get(f"{base}3/").content.decode()
    assert "version 2" in html
    assert '<option value="article-2">第二条 门口四十米内不得停放。</option>' in html
    client.post(f"{base}3/", row(page=str(rule.pk), edition="2", anchor="article-2", quote="四十米"))
    html = client.get(f"{base}4/").content.decode()
    assert f"/history/{rule.pk}/2/#article-2" in html


def test_enter_in_the_box_finds_and_continue_goes_on(rule: KnowledgePage, client: Client) -> None:
    base = begin(client)
    assert client.post(f"{base}3/", row() | {"find": "停放", "found": ""}).status_code == 200
    assert client.post(f"{base}3/", row() | {"find": "停放", "found": "停放"})["Location"] == f"{base}4/"
    nothing = client.post(f"{base}3/", row() | {"do": "find", "find": "月亮"}).content.decode()
    assert "No page has these words." in nothing


def test_a_pasted_address_of_ours_becomes_a_citation_and_is_sent(rule: KnowledgePage, client: Client) -> None:
    client.force_login(UserFactory())
    base = begin(client)
    fill(
        client,
        base,
        step3=row(url=f"http://localhost:8000/zh-hans/pages/{rule.slug}/#article-3", quote="街道"),
    )
    client.post(f"{base}4/", {"do": "send"})
    value = Suggestion.objects.get().latest.content["evidence"][0]["value"]
    assert (value["page"], value["edition"], value["anchor"], value["url"]) == (rule.pk, 1, "article-3", "")


def test_cited_no_longer_the_words_stay(rule: KnowledgePage, client: Client) -> None:
    base = begin(client)
    client.post(f"{base}3/", row(page=str(rule.pk), edition="1", quote="五十米") | {"do": "uncite:0"})
    html = client.get(f"{base}3/").content.decode()
    assert "五十米" in html
    assert "version 1" not in html


def test_addresses_of_this_site_are_known_in_every_form(rule: KnowledgePage, settings: Any) -> None:
    change(rule, RULE["停放"].replace("五十", "四十"))
    home = settings.SITE_BASE_URL
    now = {"page": str(rule.pk), "edition": "2", "anchor": ""}
    assert recognised(f"{home}/en/pages/{rule.slug}/") == now
    assert recognised(f"/pages/{rule.slug}") == now
    assert recognised(f"/en/pages/{rule.slug}/#article-2") == now | {"anchor": "article-2"}
    assert recognised(f"/en/pages/{rule.slug}/#nowhere") == now
    assert recognised(f"/en/history/{rule.pk}/1/") == now | {"edition": "1"}
    for other in [
        "https://example.org/en/pages/a/",
        "/en/pages/none/",
        f"/en/history/{rule.pk}/9/",
        "",
        "//x/pages/a",
    ]:
        assert recognised(other) is None, other


def test_what_is_not_public_cannot_be_cited(rule: KnowledgePage, client: Client) -> None:
    KnowledgePage.objects.get(pk=rule.pk).unpublish()
    assert recognised(f"/en/pages/{rule.slug}/") is None
    assert sources.find("停放") == []
    for value in [{"page": rule.pk, "edition": 1}, {"page": 999_999}]:
        block = {"id": "a", "type": "citation", "value": value}
        with pytest.raises(ValidationError) as refused:
            check(proposal_content(evidence=[block]))
        assert "evidence" in refused.value.message_dict


def test_a_version_that_never_was_is_refused_and_a_hostile_number_too(
    rule: KnowledgePage, client: Client
) -> None:
    block = {"id": "a", "type": "citation", "value": {"page": rule.pk, "edition": 7}}
    with pytest.raises(ValidationError):
        check(proposal_content(evidence=[block]))
    client.force_login(UserFactory())
    base = begin(client)
    client.post(f"{base}3/", row(page="1e9", edition="x", quote="a"))
    assert client.get(f"{base}4/").status_code == 200
    assert client.post(f"{base}4/", {"do": "send"}).status_code == 422
