"""An adopted proposal opens suggested changes on the pages it changes; each leads back to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Decision
from policywiki.suggestions.actions.write import send
from policywiki.suggestions.models import State, Suggestion
from policywiki.wiki.models import KnowledgePage
from proposals.actions.change_pages import begin_change, name_pages
from proposals.models import ChangeBegun, PageToChange, ProposalRecord
from proposals.permissions import can_begin_change, can_name_pages
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.wiki import knowledge_page
from tests.proposals.test_sources import RULE, citing

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def rule(site: Any) -> KnowledgePage:
    return knowledge_page(title="停放办法", sections=RULE, language="zh-hans")


@pytest.fixture
def official() -> Any:
    return UserFactory(official=True)


def adopted() -> ProposalRecord:
    record: ProposalRecord = ProposalFactory(answered=True, now=timezone.now())
    return record


def name(record: ProposalRecord, official: Any, *pages: KnowledgePage) -> list[PageToChange]:
    return name_pages(record=record, official=official, pages=pages, now=timezone.now())


def published(suggestion: Suggestion) -> Edition:
    """Written, sent, and published by a moderator."""
    page = suggestion.page.specific
    content = content_of(page)
    block = content["body"][0]
    text = block["value"]["text"].replace("五十", "一百")
    content["body"] = [block | {"value": block["value"] | {"text": text}}]
    now = timezone.now()
    send(suggestion=suggestion, author=suggestion.author, content=content, summary="一百米", now=now)
    case = Suggestion.objects.get(pk=suggestion.pk).case
    decide(
        case=case,
        decision=Decision.PUBLISH,
        moderator=UserFactory(moderator=True),
        version=case.version,
        now=now,
    )
    edition = Edition.objects.current(page)
    assert edition is not None
    return edition


def test_naming_a_page_opens_a_draft_that_says_where_it_comes_from(
    rule: KnowledgePage, official: Any
) -> None:
    record = adopted()
    [target] = name(record, official, rule)
    suggestion = Suggestion.objects.get()
    assert (suggestion.author, suggestion.page_id, suggestion.state) == (official, rule.pk, State.DRAFT)
    assert suggestion.draft_summary == f"采纳建言 {record.code}：{record.page.title}"
    assert target.begun.get().suggestion == suggestion
    name(record, official, rule)
    assert (PageToChange.objects.count(), Suggestion.objects.count()) == (1, 1)


def test_the_answer_names_the_cited_pages_that_were_ticked(
    rule: KnowledgePage, official: Any, client: Client
) -> None:
    record = citing(rule)
    other = knowledge_page(title="Other page")
    ProposalRecord.objects.filter(pk=record.pk).update(stage=Stage.CITY)
    client.force_login(official)
    address = f"/en/p/{record.number}/answer/"
    assert rule.title in client.get(address).content.decode()
    client.post(address, {"state": "adopted", "department": "Roads", "text": "Yes.", "changes": [rule.pk]})
    assert PageToChange.objects.get().page_id == rule.pk
    assert Suggestion.objects.get().author == official
    assert other.pk not in PageToChange.objects.values_list("page", flat=True)


def test_a_no_changes_no_page_whatever_was_ticked(rule: KnowledgePage, official: Any, client: Client) -> None:
    record = citing(rule)
    ProposalRecord.objects.filter(pk=record.pk).update(stage=Stage.CITY)
    client.force_login(official)
    client.post(
        f"/en/p/{record.number}/answer/",
        {"state": "not_adopted", "department": "Roads", "text": "No.", "changes": [rule.pk]},
    )
    assert ProposalRecord.objects.get(pk=record.pk).stage == Stage.ANSWERED
    assert not PageToChange.objects.exists()


def test_published_it_is_told_on_the_page_the_proposal_and_the_suggestion(
    rule: KnowledgePage, official: Any, client: Client
) -> None:
    record = adopted()
    name(record, official, rule)
    suggestion = Suggestion.objects.get()
    edition = published(suggestion)
    origin = f"Carries out proposal {record.code}"
    for address in [f"/en/history/{rule.pk}/", f"/en/suggestions/{suggestion.pk}/"]:
        html = client.get(address).content.decode()
        assert origin in html, address
        assert f"/p/{record.number}" in html
    html = client.get(f"/en/proposals/{record.code}/").content.decode()
    assert f"“{rule.title}” was changed accordingly" in html
    assert f"/en/history/{rule.pk}/compare/?b={edition.number}" in html
    assert "Nobody has written the change yet" not in html


def test_anybody_may_write_the_change_and_takes_up_their_own(
    rule: KnowledgePage, official: Any, client: Client
) -> None:
    record = adopted()
    [target] = name(record, official, rule)
    member = UserFactory()
    client.force_login(member)
    address = f"/en/p/{record.number}/pages/{target.pk}/"
    first = client.post(address)["Location"]
    assert client.post(address)["Location"] == first
    assert Suggestion.objects.filter(author=member).count() == 1
    assert client.get(first).status_code == 200
    assert "Go on writing" in client.get(f"/en/proposals/{record.code}/").content.decode()


def test_guests_sign_in_first(rule: KnowledgePage, official: Any, client: Client) -> None:
    record = adopted()
    [target] = name(record, official, rule)
    assert "/accounts/login/" in client.post(f"/en/p/{record.number}/pages/{target.pk}/")["Location"]
    assert ChangeBegun.objects.count() == 1


def test_an_official_names_a_further_page_by_its_address(
    rule: KnowledgePage, official: Any, client: Client
) -> None:
    record = adopted()
    client.force_login(official)
    address = f"/en/p/{record.number}/pages/"
    wrong = client.post(address, {"address": "https://example.org/pages/a/"})
    assert wrong.status_code == 422
    assert "https://example.org/pages/a/" in wrong.content.decode()
    assert client.post(address, {"address": f"/zh-hans/pages/{rule.slug}/"}).status_code == 302
    assert rule.title in client.get(address).content.decode()
    client.logout()
    assert client.get(address).status_code == 200
    assert client.post(address, {"address": f"/en/pages/{rule.slug}/"}).status_code == 404


@pytest.mark.parametrize("stage", Stage.values)
def test_role_by_stage(rule: KnowledgePage, stage: str) -> None:
    record = ProposalFactory(stage=stage)
    people = {
        "guest": AnonymousUser(), "member": UserFactory(), "proposer": record.proposer,
        "moderator": UserFactory(moderator=True), "official": UserFactory(official=True),
    }  # fmt: skip
    decided = stage in {"answered", "carried_out"}
    may_name = {role for role, user in people.items() if can_name_pages(user, record)}
    assert may_name == ({"official"} if decided else set())
    target = PageToChange(proposal=record, page_id=rule.pk, named_by=people["official"], named_at=NOW)
    may_begin = {role for role, user in people.items() if can_begin_change(user, target)}
    assert may_begin == (set(people) - {"guest"} if decided else set())


def test_refused_with_the_right_word(rule: KnowledgePage, official: Any) -> None:
    with pytest.raises(NotFound):
        name(adopted(), UserFactory(), rule)
    with pytest.raises(WrongStage):
        name(ProposalFactory(city=True), official, rule)
    [target] = name(adopted(), official, rule)
    with pytest.raises(NotAllowed):
        begin_change(target=target, author=AnonymousUser(), now=timezone.now())
