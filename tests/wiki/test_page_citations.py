"""A page that cites another is bound to the version that stood then, marked when that changes, and renewed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from policywiki.core.blocks import normalise
from policywiki.core.publication import publishing
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.protection.models import Level, Protection
from policywiki.wiki import cited
from policywiki.wiki.actions.keep_citations import check_citations, keep_citations
from policywiki.wiki.citing import places
from policywiki.wiki.models import KnowledgePage, PageCitation, Standing
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page, section
from tests.suggestions.test_form import address, posted
from tests.suggestions.test_life import publish
from tests.wiki.real_texts import company_law, needs_laws

pytestmark = pytest.mark.django_db

TEXT = "第一条　停车要守规矩。\n\n第二条　门口五十米内不得停放。\n\n第三条　由街道管理。"
NEW = TEXT.replace("五十", "三十")
RENUMBERED = "第一条　停车要守规矩。\n\n第二条　提倡步行。\n\n第三条　门口五十米内不得停放。"
QUOTE = "门口五十米内不得停放"


@pytest.fixture(autouse=True)
def _english() -> None:
    translation.activate("en")


@pytest.fixture
def rule(site: Any) -> KnowledgePage:
    return knowledge_page(title="停放办法", sections={"停放": TEXT}, language="zh-hans")


def citation(rule: KnowledgePage, **value: Any) -> dict[str, Any]:
    cites = {"quote": QUOTE, "label": "", "url": "", "page": rule.pk, "anchor": "article-2", "edition": 1}
    return {"type": "citation", "value": cites | value}


def citing(rule: KnowledgePage, *, times: int = 1, **value: Any) -> KnowledgePage:
    """A page whose second part cites article 2 of the rule."""
    return knowledge_page(
        title="Parking", body=[section("Where", "In the bays."), *[citation(rule, **value)] * times]
    )


def change(page: KnowledgePage, text: str, *, at: int = 0) -> None:
    """One more version of the page, with another text in one of its sections."""
    fresh = KnowledgePage.objects.get(pk=page.pk)
    body = [dict(block) for block in fresh.body.raw_data]
    body[at] = {**body[at], "value": section(body[at]["value"]["heading"], text)["value"]}
    fresh.body = fresh._meta.get_field("body").to_python(normalise(body))
    with publishing(author=UserFactory(), summary="Changed"):
        fresh.save_revision().publish(skip_permission_checks=True)


def kept(page: KnowledgePage) -> PageCitation:
    found: PageCitation = page.citations_kept.get()
    return found


def read(client: Client, page: KnowledgePage, **query: Any) -> str:
    return str(client.get(page.url, query).content.decode())


def then_and_now(client: Client, page: KnowledgePage) -> str:
    answer = client.get(reverse("wiki:source", args=[page.pk, kept(page).block]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_stands_as_it_was_cited(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule)
    row = kept(page)
    assert (row.source, row.edition.number, row.place) == (rule.pk, 1, "第二条")
    assert (row.standing, row.quote_stands) == (Standing.AS_CITED, True)
    html = read(client, page)
    assert f"/history/{rule.pk}/1/#article-2" in html
    assert "stands so today" in html
    assert "stands today as it was cited, word for word" in then_and_now(client, page)


def test_a_change_elsewhere_on_the_cited_page_marks_nothing(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule)
    change(rule, TEXT.replace("由街道管理", "由区管理"))
    assert "Changed since it was cited" not in read(client, page)


def test_what_changed_is_marked_for_readers_with_the_difference(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule)
    change(rule, NEW)
    assert (kept(page).standing, kept(page).quote_stands) == (Standing.CHANGED, False)
    html = read(client, page)
    assert "Changed since it was cited" in html
    assert reverse("wiki:source", args=[page.pk, kept(page).block]) in html
    html = then_and_now(client, page)
    assert re.search(r"<del.{0,80}?五", html)
    assert re.search(r"<ins.{0,80}?三", html)
    for words in ["The text has changed since it was cited.", "version 1", "version 2", "cite version 2"]:
        assert words in html, words


def test_changed_back_it_stands_again(rule: KnowledgePage) -> None:
    page = citing(rule)
    change(rule, NEW)
    change(rule, TEXT)
    assert kept(page).standing == Standing.AS_CITED


def test_renewed_by_a_suggested_change_the_mark_goes(rule: KnowledgePage, client: Client) -> None:
    """By a form and a press: what opens it changes nothing, what is sent waits for a moderator."""
    page = citing(rule, quote="")
    change(rule, NEW)
    client.force_login(UserFactory())
    found = re.search(r'href="([^"]*\?renew=[^"]*)"', then_and_now(client, page))
    assert found is not None
    html = client.get(found[1].replace("&amp;", "&")).content.decode()
    assert 'name="body-1-edition" value="2"' in html
    assert "第二条 门口三十米内不得停放。" in html
    assert 'value="Cites the version of today"' in html
    assert not Suggestion.objects.exists()
    client.post(address(page), posted(page, **{"body-1-edition": "2"}))
    assert kept(page).standing == Standing.CHANGED
    publish(Suggestion.objects.get(), UserFactory(moderator=True))
    assert (kept(page).edition.number, kept(page).standing) == (2, Standing.AS_CITED)
    assert "Changed since it was cited" not in read(client, page)


def test_in_the_form_one_press_cites_the_article_where_it_stands_now(
    rule: KnowledgePage, client: Client
) -> None:
    page = citing(rule)
    assert "Cite version" not in client.get(address(page)).content.decode()
    change(rule, RENUMBERED)
    assert "Cite version 2, as it is now" in client.get(address(page)).content.decode()
    html = client.post(address(page), posted(page, do="renew:1")).content.decode()
    assert '<option value="article-3" selected>' in html
    assert 'name="body-1-edition" value="2"' in html
    assert "Cite version" not in html


def test_what_is_there_no_more_cannot_be_renewed_and_it_is_said(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule)
    change(rule, "第一条　停车要守规矩。")
    assert "No longer there" in read(client, page)
    html = then_and_now(client, page)
    assert "五十" in html
    assert "?renew=" not in html
    html = client.post(address(page), posted(page, do="renew:1")).content.decode()
    assert "What was cited is no longer on that page." in html
    assert 'name="body-1-edition" value="1"' in html


def test_a_citation_without_a_version_is_bound_to_the_one_that_was_read(
    rule: KnowledgePage, client: Client
) -> None:
    page = citing(rule, edition=None, quote="")
    change(rule, RENUMBERED)
    change(rule, RENUMBERED.replace("五十", "三十"))
    change(page, "In the white bays.")  # not of what it cites: that was read by nobody
    assert kept(page).edition.number == 1
    assert "Changed since it was cited" in read(client, page)
    assert f"/history/{rule.pk}/1/#article-2" in read(client, page)


def test_a_page_taken_off_the_site_shows_nothing_of_its_text(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule, quote="", label="The rule")
    KnowledgePage.objects.get(pk=rule.pk).unpublish()
    assert kept(page).standing == Standing.GONE
    assert "The page is no longer there" in read(client, page)
    html = then_and_now(client, page)
    assert "taken off the site" in html
    assert "五十米" not in html
    assert "停放办法" not in html


def test_earlier_versions_are_shown_as_they_were(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule)
    change(rule, NEW)
    today = kept(page).edition.published_at.date().isoformat()
    for html in [read(client, page, at=today), client.get(f"/en/history/{page.pk}/1/").content.decode()]:
        assert f"/history/{rule.pk}/1/#article-2" in html
        assert "Changed since it was cited" not in html


def test_the_cited_page_lists_who_cites_it_and_how_that_stands(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule)
    assert page.title in read(client, rule)
    change(rule, NEW)
    where = reverse("wiki:links_here", args=[rule.pk])
    html = client.get(where).content.decode()
    for words in [page.title, "第二条", "version 1", "Changed since it was cited"]:
        assert words in html, words
    page.unpublish()
    assert page.title not in client.get(where).content.decode()


def test_who_may_not_change_the_page_is_not_asked_to(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule)
    change(rule, NEW)
    who, now = UserFactory(official=True), timezone.now()
    Protection.objects.create(page=page, level=Level.STAFF, reason="Rewritten", set_by=who, starts_at=now)
    assert "?renew=" not in then_and_now(client, page)


def test_more_citations_ask_no_more_queries(rule: KnowledgePage, client: Client) -> None:
    def asked(where: str) -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(where).status_code == 200
        return len(captured)

    one, many = citing(rule), citing(rule, times=6)
    assert asked(one.url) == asked(many.url)
    where = reverse("wiki:links_here", args=[rule.pk])
    before = asked(where)
    citing(rule, times=3)
    assert asked(where) == before


def test_a_rule_that_is_cited_often_is_read_once(
    rule: KnowledgePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = citing(rule, times=6)
    read, once = [], cited.read
    monkeypatch.setattr(cited, "read", lambda body: read.append(body) or once(body))
    with CaptureQueriesContext(connection) as captured:
        assert keep_citations(page=page) == 6
    assert len(read) == 2  # as it was cited, and as it is now
    assert len(captured) < 30


@pytest.mark.parametrize("block", ["nothing", "section", "address"])
def test_what_cites_no_page_is_not_there(rule: KnowledgePage, client: Client, block: str) -> None:
    page = citing(rule, page=None, url="https://example.org/a")
    blocks = {"section": page.body.raw_data[0]["id"], "address": page.body.raw_data[1]["id"]}
    where = reverse("wiki:source", args=[page.pk, blocks.get(block, block)])
    assert client.get(where).status_code == 404
    assert not PageCitation.objects.exists()


def test_of_a_page_that_is_not_public_nothing_is_told(rule: KnowledgePage, client: Client) -> None:
    page = citing(rule)
    where = reverse("wiki:source", args=[page.pk, kept(page).block])
    page.unpublish()
    assert client.get(where).status_code == 404


def test_looking_twice_changes_nothing_and_after_an_upgrade_all_are_looked_at(rule: KnowledgePage) -> None:
    page = citing(rule)
    before = PageCitation.objects.values("block", "standing", "edition").get()
    assert keep_citations(page=page) == 1
    assert check_citations(page_id=rule.pk) == 1
    assert PageCitation.objects.values("block", "standing", "edition").get() == before
    PageCitation.objects.all().delete()
    call_command("attribute_pages", verbosity=0)
    assert PageCitation.objects.values("block", "standing", "edition").get() == before


@needs_laws
@pytest.mark.data
@pytest.mark.whole
def test_a_page_that_cites_every_article_of_a_real_law_knows_which_of_them_changed(site: Any) -> None:
    old, new = company_law()
    law = knowledge_page(title="Company law", body=old, language="zh-hans")
    then = {place.anchor: place for place in places(old) if place.anchor.startswith("article-")}
    page = knowledge_page(
        title="Of companies", body=[citation(law, anchor=anchor, quote="") for anchor in then]
    )
    assert page.citations_kept.filter(standing=Standing.AS_CITED).count() == len(then) == 218
    fresh = KnowledgePage.objects.get(pk=law.pk)
    fresh.body = fresh._meta.get_field("body").to_python(normalise(new))
    with publishing(author=None, summary="2023"):
        fresh.save_revision().publish(skip_permission_checks=True)
    words = {place.words for place in places(new) if place.anchor.startswith("article-")}
    for row in page.citations_kept.all():
        stands = then[row.anchor].words in words
        assert row.standing == (Standing.AS_CITED if stands else Standing.CHANGED), row.anchor
