"""Evidence that cites pages of this site: at a version, marked when the source changes, listed at the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policywiki.core.rawblocks import normalise
from policywiki.wiki.models import KnowledgePage, Standing
from proposals.models import CitedSource, ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory, publish_page
from tests.factories.wiki import knowledge_page, section

pytestmark = pytest.mark.django_db

RULE = {"停放": "第一条　停车要守规矩。\n\n第二条　门口五十米内不得停放。\n\n第三条　由街道管理。"}
QUOTE = "门口五十米内不得停放"


@pytest.fixture
def rule(site: Any) -> KnowledgePage:
    return knowledge_page(title="停放办法", sections=RULE, language="zh-hans")


def citing(page: KnowledgePage, **value: Any) -> ProposalRecord:
    """A proposal whose one piece of evidence cites article 2 of this page."""
    cites = {"quote": QUOTE, "label": "", "page": page.pk, "anchor": "article-2", "edition": 1} | value
    evidence = normalise([{"type": "citation", "value": cites}])
    record: ProposalRecord = ProposalFactory(now=timezone.now(), content={"evidence": evidence})
    return record


def change(page: KnowledgePage, text: str) -> None:
    """One more version of the page."""
    fresh = KnowledgePage.objects.get(pk=page.pk)
    block = {**dict(fresh.body.raw_data[0])}
    block["value"] = section("停放", text)["value"]
    fresh.body = fresh._meta.get_field("body").to_python(normalise([block]))
    publish_page(fresh, author=UserFactory(), summary="Changed")


def kept(record: ProposalRecord) -> CitedSource:
    found: CitedSource = record.cited_sources.get()
    return found


def page_of(client: Client, record: ProposalRecord) -> str:
    return str(client.get(f"/en/proposals/{record.code}/").content.decode())


def source_page(client: Client, record: ProposalRecord) -> str:
    response = client.get(f"/en/p/{record.number}/sources/{kept(record).block}/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_citation_is_of_an_article_at_a_version(rule: KnowledgePage, client: Client) -> None:
    record = citing(rule)
    source = kept(record)
    assert (source.source, source.edition.number, source.place) == (rule.pk, 1, "第二条")
    assert (source.standing, source.quote_stands) == (Standing.AS_CITED, True)
    html = page_of(client, record)
    assert f"/en/history/{rule.pk}/1/#article-2" in html
    assert "stands so today" in html


def test_a_change_elsewhere_on_the_page_marks_nothing(rule: KnowledgePage, client: Client) -> None:
    record = citing(rule)
    change(rule, RULE["停放"].replace("由街道管理", "由区管理"))
    assert kept(record).standing == Standing.AS_CITED
    assert "Changed since it was cited" not in page_of(client, record)


def test_a_changed_article_is_marked_with_the_difference(rule: KnowledgePage, client: Client) -> None:
    record = citing(rule)
    change(rule, RULE["停放"].replace("五十", "三十"))
    assert (kept(record).standing, kept(record).quote_stands) == (Standing.CHANGED, False)
    assert "Changed since it was cited" in page_of(client, record)
    html = source_page(client, record)
    assert re.search(r"<del.{0,80}?五", html)
    assert re.search(r"<ins.{0,80}?三", html)
    for words in ["The text has changed since it was cited.", "version 1", "version 2"]:
        assert words in html, words


def test_changed_back_it_stands_again(rule: KnowledgePage) -> None:
    record = citing(rule)
    change(rule, RULE["停放"].replace("五十", "三十"))
    change(rule, RULE["停放"])
    assert kept(record).standing == Standing.AS_CITED


def test_an_article_with_another_number_now_is_said_to_stand_there(
    rule: KnowledgePage, client: Client
) -> None:
    record = citing(rule)
    change(
        rule,
        "第一条　停车要守规矩。\n\n第二条　提倡步行。\n\n第三条　门口五十米内不得停放。\n\n第四条　由街道管理。",
    )
    source = kept(record)
    assert (source.standing, source.place, source.place_now) == (Standing.AS_CITED, "第二条", "第三条")
    assert "now 第三条, word for word" in page_of(client, record)


def test_what_was_deleted_is_gone_and_its_words_are_still_shown(rule: KnowledgePage, client: Client) -> None:
    record = citing(rule)
    change(rule, "第一条　停车要守规矩。")
    assert kept(record).standing == Standing.GONE
    assert "No longer there" in page_of(client, record)
    assert "五十米" in source_page(client, record)


def test_a_page_taken_off_the_site_shows_nothing_of_its_text(rule: KnowledgePage, client: Client) -> None:
    record = citing(rule, quote="")
    KnowledgePage.objects.get(pk=rule.pk).unpublish()
    assert kept(record).standing == Standing.GONE
    html = source_page(client, record)
    assert "taken off the site" in html
    assert "五十米" not in html
    assert client.get(f"/en/p/citing/{rule.pk}/").status_code == 404


def test_words_that_never_stood_there_are_said_not_to(rule: KnowledgePage, client: Client) -> None:
    record = citing(rule, quote="门口一百米内不得停放")
    assert kept(record).quote_stands is False
    assert "These words do not stand there" in page_of(client, record)


def test_a_citation_without_a_version_means_the_one_that_was_read(rule: KnowledgePage) -> None:
    change(rule, RULE["停放"].replace("五十", "四十"))
    record = citing(rule, edition=None, quote="")
    assert kept(record).edition.number == 2
    change(rule, RULE["停放"].replace("五十", "三十"))
    assert (kept(record).edition.number, kept(record).standing) == (2, Standing.CHANGED)


def test_a_change_elsewhere_in_the_proposal_does_not_renew_what_it_cites(rule: KnowledgePage) -> None:
    record = citing(rule, edition=None, quote="")
    change(rule, RULE["停放"].replace("五十", "三十"))
    page = ProposalRecord.objects.get(pk=record.pk).page
    page.title = "Another title"
    publish_page(page, author=UserFactory(), summary="Title")
    assert (kept(record).edition.number, kept(record).standing) == (1, Standing.CHANGED)


def test_a_page_lists_the_proposals_that_cite_it(rule: KnowledgePage, client: Client) -> None:
    record = citing(rule)
    for address in (f"/en/pages/{rule.slug}/", f"/en/p/citing/{rule.pk}/"):
        html = client.get(address).content.decode()
        assert record.page.title in html, address
        assert f"/proposals/{record.code}/#source-{kept(record).block}" in html
    record.page.unpublish()
    for address in (f"/en/pages/{rule.slug}/", f"/en/p/citing/{rule.pk}/"):
        assert record.page.title not in client.get(address).content.decode()


def test_a_page_that_nobody_cites_says_how_one_would(rule: KnowledgePage, client: Client) -> None:
    assert "No proposal cites this page yet" in client.get(f"/en/p/citing/{rule.pk}/").content.decode()


def test_more_citations_ask_no_more_queries(rule: KnowledgePage, client: Client) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    citing(rule)
    addresses = [f"/en/pages/{rule.slug}/", f"/en/p/citing/{rule.pk}/"]
    for address in addresses:
        asked(address)
    few = [asked(address) for address in addresses]
    for _number in range(4):
        citing(rule)
    assert [asked(address) for address in addresses] == few


def test_what_is_no_evidence_of_the_proposal_is_not_there(rule: KnowledgePage, client: Client) -> None:
    record = citing(rule)
    assert client.get(f"/en/p/{record.number}/sources/nothing/").status_code == 404
    linked = ProposalFactory(
        content={"evidence": normalise([{"type": "citation", "value": {"url": "https://example.org/a"}}])}
    )
    block = linked.page.evidence.raw_data[0]["id"]
    assert client.get(f"/en/p/{linked.number}/sources/{block}/").status_code == 404
    assert not linked.cited_sources.exists()


def test_looking_twice_changes_nothing(rule: KnowledgePage) -> None:
    from proposals.actions.keep_sources import check_citations, keep_sources

    record = citing(rule)
    before = CitedSource.objects.values("block", "standing", "edition").get()
    assert keep_sources(record=record) == 1
    assert check_citations(page_id=rule.pk) == 1
    assert CitedSource.objects.values("block", "standing", "edition").get() == before
