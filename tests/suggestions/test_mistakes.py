"""Spotted a mistake? One box, a moderator who makes a change of it, and a reporter who is credited and told."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from policywiki.accounts.pending import SESSION_KEY
from policywiki.accounts.registry import exporters
from policywiki.core.page_content import content_of
from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, CaseState, Decision, Reason
from policywiki.suggestions.actions import write
from policywiki.suggestions.mistakes.actions import report_mistake, turn_into_suggestion
from policywiki.suggestions.mistakes.models import MistakeReport, MistakeState
from policywiki.suggestions.models import State
from policywiki.suggestions.protection.models import Level
from policywiki.suggestions.read_text import ReadText
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_form import posted
from tests.suggestions.test_life import publish, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def page(site: Any) -> Any:
    return knowledge_page()


@pytest.fixture
def reporter() -> Any:
    return UserFactory()


def box(page: Any) -> str:
    return reverse("suggestions:mistake", args=[page.pk])


def reported(page: Any, reporter: Any) -> MistakeReport:
    return report_mistake(
        page=page,
        reporter=reporter,
        text="The bays are blue.",
        block_id=page.body[0].id,
        heading="Where to park",
        now=timezone.now(),
    )


def turn_url(report: MistakeReport) -> str:
    return reverse("suggestions:turn_mistake", args=[report.pk])


def test_the_box_stands_beside_every_section_and_notes_which(
    page: Any, client: Client, reporter: Any
) -> None:
    shown = client.get(page.url).content.decode()
    for block in page.body:
        assert f"{box(page)}?section={block.id}" in shown
    client.force_login(reporter)
    assert "Where to park" in client.get(f"{box(page)}?section={page.body[0].id}").content.decode()
    client.post(box(page), {"text": "The bays are blue.", "section": page.body[0].id})
    report = MistakeReport.objects.get()
    assert (report.heading, report.block_id, report.reporter) == ("Where to park", page.body[0].id, reporter)
    assert (report.case.kind, report.case.state, report.case.page_id) == ("mistake", CaseState.OPEN, page.pk)


def test_a_guest_writes_first_and_is_asked_to_sign_in_at_sending(page: Any, client: Client) -> None:
    assert client.get(box(page)).status_code == 200
    answer = client.post(box(page), {"text": "The bays are blue.", "section": ""})
    assert answer.status_code == 302 and "login" in answer["Location"]
    assert "The+bays+are+blue" in client.session[SESSION_KEY]["data"]
    assert not MistakeReport.objects.exists()


def test_an_empty_box_and_a_strange_section(page: Any, client: Client, reporter: Any) -> None:
    client.force_login(reporter)
    assert client.post(box(page), {"text": " "}).status_code == 422
    client.post(box(page), {"text": "Wrong!", "section": "not-a-block"})
    assert MistakeReport.objects.get().heading == ""


@pytest.mark.parametrize("why", ["unpublished", "no such page", "index"])
def test_what_is_not_public_has_no_box(page: Any, client: Client, site: Any, why: str) -> None:
    number = {"unpublished": page.pk, "no such page": 99999, "index": site.index.pk}[why]
    if why == "unpublished":
        page.unpublish()
    assert client.get(reverse("suggestions:mistake", args=[number])).status_code == 404


def test_a_moderator_makes_a_change_of_it_in_the_reporters_name(
    page: Any, client: Client, reporter: Any
) -> None:
    report, moderator = reported(page, reporter), UserFactory(moderator=True)
    client.force_login(moderator)
    review = client.get(reverse("moderation:review", args=[report.case_id])).content.decode()
    assert "The bays are blue." in review and turn_url(report) in review and "marked bays" in review
    assert "The bays are blue." in client.get(turn_url(report)).content.decode()
    data = posted(page, **{"body-0-text": "Only inside the blue bays."})
    assert client.post(turn_url(report), data).status_code == 302
    report.refresh_from_db()
    suggestion = report.suggestion
    assert suggestion is not None
    assert (report.state, report.case.state) == (MistakeState.USED, CaseState.CLOSED)
    assert (suggestion.author, suggestion.state) == (reporter, State.SENT)
    assert suggestion.latest.edited_by == moderator
    assert [letter.to for letter in mail.outbox] == [[reporter.email]]
    assert "A change was made of what you spotted" in mail.outbox[0].subject
    publish(suggestion, UserFactory(moderator=True))
    assert "blue bays" in text_of(page)
    assert Edition.objects.current(page).author == reporter


def test_it_is_turned_once_and_not_without_a_change(page: Any, client: Client, reporter: Any) -> None:
    report = reported(page, reporter)
    client.force_login(UserFactory(moderator=True))
    assert client.post(turn_url(report), posted(page)).status_code == 422
    data = posted(page, **{"body-0-text": "Only inside the blue bays."})
    client.post(turn_url(report), data)
    assert client.post(turn_url(report), data).status_code == 409


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("guest", NotFound), ("member", NotFound), ("reporter", NotAllowed), ("moderator", None)],
)
def test_who_may_make_a_change_of_it(page: Any, who: str, refusal: type[Exception] | None) -> None:
    reporter = UserFactory(moderator=True)
    people = {
        "guest": AnonymousUser(),
        "member": UserFactory(),
        "reporter": reporter,
        "moderator": UserFactory(moderator=True),
    }
    report = reported(page, reporter)
    content = {"title": "Bicycles", "body": list(page.body.raw_data)}

    def act() -> None:
        turn_into_suggestion(
            report=report,
            editor=people[who],
            content=content,
            summary="-",
            onto=ReadText({}, None),
            now=timezone.now(),
        )

    if refusal is None:
        act()
    else:
        with pytest.raises(refusal):
            act()


def test_nothing_is_made_of_it_and_its_reporter_hears_why(page: Any, client: Client, reporter: Any) -> None:
    report = reported(page, reporter)
    decide(
        case=report.case, decision=Decision.NOT_PUBLISHED,
        moderator=UserFactory(moderator=True), version=report.case.version,
        reason=Reason.objects.get(code="no-source"), note="The by-law says marked.", now=timezone.now(),
    )  # fmt: skip
    report.refresh_from_db()
    assert report.state == MistakeState.REFUSED
    assert "The by-law says marked." in mail.outbox[0].body
    client.force_login(reporter)
    mine = client.get("/en/me/mistakes/").content.decode()
    assert "The bays are blue." in mine and "The by-law says marked." in mine


def test_it_cannot_be_published_as_it_is(page: Any, reporter: Any) -> None:
    report = reported(page, reporter)
    with pytest.raises(WrongStage):
        decide(
            case=Case.objects.get(pk=report.case_id), decision=Decision.PUBLISH, moderator=UserFactory(moderator=True),
            version=report.case.version, now=timezone.now(),
        )  # fmt: skip


def test_my_data_holds_it(page: Any, reporter: Any) -> None:
    reported(page, reporter)
    rows = next(part for part in exporters() if part.name == "mistakes").rows(reporter)
    assert [row["text"] for row in rows] == ["The bays are blue."]


def turned(page: Any, report: MistakeReport, editor: Any) -> Any:
    content = deepcopy(content_of(page))
    content["body"][0]["value"]["text"] = content["body"][0]["value"]["text"].replace("marked", "blue")
    return turn_into_suggestion(
        report=report, editor=editor, content=content, summary="-",
        onto=ReadText(content_of(page), page.live_revision_id), now=timezone.now(),
    )  # fmt: skip


def test_whoever_wrote_the_change_does_not_check_it(page: Any, reporter: Any) -> None:
    writer = UserFactory(moderator=True)
    suggestion = turned(page, reported(page, reporter), writer)
    with pytest.raises(NotAllowed):
        publish(suggestion, writer)
    assert "blue bays" not in text_of(page)
    publish(suggestion, UserFactory(moderator=True))
    assert "blue bays" in text_of(page)


def test_the_reporters_trust_does_not_publish_what_a_moderator_wrote(
    page: Any, reporter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "level_of_change", lambda *_any: Level.OPEN)
    monkeypatch.setattr(write, "publish_at_once", lambda **_any: pytest.fail("published at once"))
    turned(page, reported(page, reporter), UserFactory(moderator=True))
