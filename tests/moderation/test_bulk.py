"""Many at once: each item says what came of it; for five minutes nothing has happened and all can be undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.moderation.actions import bulk as bulk_actions
from policywiki.moderation.actions.bulk import carry_out, carry_out_due, decide_many, undo
from policywiki.moderation.actions.cases import ask_for_reviewers, decide
from policywiki.moderation.actions.taking import claim
from policywiki.moderation.models import BulkDecision, BulkState, Case, CaseState, Decision, Reason
from tests.factories.cases import waiting
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import suggest, text_of

pytestmark = pytest.mark.django_db
FIVE = timedelta(minutes=5)


@pytest.fixture
def anna() -> Any:
    return UserFactory(moderator=True, language="en")


def seen(*cases: Case) -> dict[int, int]:
    return {case.pk: case.version for case in cases}


def states(bulk: BulkDecision) -> list[str]:
    return list(bulk.items.values_list("state", flat=True))


def test_nothing_is_public_before_the_time_is_over_and_then_everything_is(site: Any, anna: Any) -> None:
    page, now = knowledge_page(), timezone.now()
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    second = suggest(page, UserFactory(), "street office", "district office")
    mail.outbox.clear()
    bulk = decide_many(
        moderator=anna, chosen=seen(first.case, second.case), decision=Decision.PUBLISH, now=now
    )
    assert states(bulk) == [BulkState.WAITING] * 2
    assert "blue bays" not in text_of(page)
    assert mail.outbox == []
    carry_out(bulk=bulk, now=now + FIVE)
    assert states(bulk) == [BulkState.DONE] * 2
    assert "blue bays" in text_of(page)
    assert "district office" in text_of(page)
    carry_out(bulk=bulk, now=now + FIVE)  # delivered twice
    assert Case.objects.filter(state=CaseState.CLOSED).count() == 2


def test_undone_in_time_leaves_no_trace(site: Any, anna: Any) -> None:
    page, now = knowledge_page(), timezone.now()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    mail.outbox.clear()
    bulk = decide_many(moderator=anna, chosen=seen(suggestion.case), decision=Decision.PUBLISH, now=now)
    assert undo(bulk=bulk, moderator=anna, now=now + FIVE - timedelta(seconds=1)) == 1
    carry_out_due()
    case = Case.objects.get(pk=suggestion.case_id)
    assert (case.state, case.version, case.taken_by(now)) == (CaseState.OPEN, suggestion.case.version, None)
    assert "blue bays" not in text_of(page)
    assert mail.outbox == []


def test_one_of_them_can_be_undone_and_the_others_stay(site: Any, anna: Any) -> None:
    page, now = knowledge_page(), timezone.now()
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    second = suggest(page, UserFactory(), "street office", "district office")
    bulk = decide_many(
        moderator=anna, chosen=seen(first.case, second.case), decision=Decision.PUBLISH, now=now
    )
    undo(bulk=bulk, moderator=anna, now=now, item=bulk.items.get(case=first.case))
    carry_out(bulk=bulk, now=now + FIVE)
    assert states(bulk) == [BulkState.UNDONE, BulkState.DONE]
    assert "blue bays" not in text_of(page)


def test_too_late_or_somebody_elses_cannot_be_undone(anna: Any) -> None:
    now = timezone.now()
    bulk = decide_many(moderator=anna, chosen=seen(waiting()), decision=Decision.PUBLISH, now=now)
    with pytest.raises(WrongStage):
        undo(bulk=bulk, moderator=anna, now=now + FIVE)
    with pytest.raises(NotFound):
        undo(bulk=bulk, moderator=UserFactory(moderator=True), now=now)


def test_each_that_cannot_be_says_why_and_does_not_stop_the_others(site: Any, anna: Any) -> None:
    now, page = timezone.now(), knowledge_page()
    good = suggest(page, UserFactory(), "marked bays", "blue bays").case
    own, taken, changed = waiting(author=anna), waiting(), waiting()
    claim(case=taken, moderator=UserFactory(moderator=True), now=now)
    chosen = seen(own, taken, changed, good) | {changed.pk: 99}
    bulk = decide_many(moderator=anna, chosen=chosen, decision=Decision.PUBLISH, now=now)
    assert states(bulk) == [*[BulkState.REFUSED] * 3, BulkState.WAITING]
    assert all(item.why for item in bulk.items.filter(state=BulkState.REFUSED))
    carry_out(bulk=bulk, now=now + FIVE)
    assert "blue bays" in text_of(page)


def test_what_became_impossible_meanwhile_is_said_and_goes_back(site: Any, anna: Any) -> None:
    now, page = timezone.now(), knowledge_page()
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    second = suggest(page, UserFactory(), "marked bays", "green bays")
    bulk = decide_many(
        moderator=anna, chosen=seen(first.case, second.case), decision=Decision.PUBLISH, now=now
    )
    carry_out(bulk=bulk, now=now + FIVE)
    assert states(bulk) == [BulkState.DONE, BulkState.REFUSED]
    assert "overlaps" in bulk.items.last().why
    assert Case.objects.get(pk=second.case_id).taken_by(now) is None


def test_refusing_many_needs_a_reason_that_all_will_read(site: Any, anna: Any) -> None:
    now, case = timezone.now(), waiting()
    bulk = decide_many(moderator=anna, chosen=seen(case), decision=Decision.NOT_PUBLISHED, now=now)
    assert states(bulk) == [BulkState.REFUSED]
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    bulk = decide_many(moderator=anna, chosen=seen(suggestion.case), decision=Decision.NOT_PUBLISHED,
                       reason=Reason.objects.get(code="no-source"), now=now)  # fmt: skip
    carry_out(bulk=bulk, now=now + FIVE)
    suggestion.refresh_from_db()
    assert suggestion.state == "not_published"


def test_where_two_are_asked_many_at_once_is_one_yes(site: Any, anna: Any) -> None:
    now, page = timezone.now(), knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    case = ask_for_reviewers(case=suggestion.case, number=2)
    bulk = decide_many(moderator=anna, chosen=seen(case), decision=Decision.PUBLISH, now=now)
    carry_out(bulk=bulk, now=now + FIVE)
    assert bulk.items.get().why == "Another moderator has to agree too."
    assert "blue bays" not in text_of(page)


def test_through_the_list_with_a_result_for_each(site: Any, anna: Any, client: Client) -> None:
    client.force_login(anna)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    own = waiting("My own", author=anna)
    chosen = [f"{suggestion.case.pk}:{suggestion.case.version}", f"{own.pk}:{own.version}"]
    made = client.post(reverse("moderation:bulk"), {"chosen": chosen, "decision": "publish"})
    html = client.get(made.url).content.decode()
    assert "Takes effect soon" in html
    assert "You cannot check what you wrote yourself." in html
    client.post(made.url + "undo/")
    assert states(BulkDecision.objects.get()) == [BulkState.UNDONE, BulkState.REFUSED]
    nothing = client.post(reverse("moderation:bulk"), {"decision": "publish", "note": "Kept words"})
    assert nothing.status_code == 409
    assert "Kept words" in nothing.content.decode()


def test_one_that_no_longer_validates_stops_none_of_the_others(
    site: Any, anna: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, now = knowledge_page(), timezone.now()
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    second = suggest(page, UserFactory(), "street office", "district office")
    bulk = decide_many(
        moderator=anna, chosen=seen(first.case, second.case), decision=Decision.PUBLISH, now=now
    )

    def refuse(*, case: Case, **rest: Any) -> Case:
        if case.pk == first.case_id:
            raise ValidationError("The picture is gone.")
        return decide(case=case, **rest)

    monkeypatch.setattr(bulk_actions, "decide", refuse)
    carry_out(bulk=bulk, now=now + FIVE)
    assert set(bulk.items.values_list("state", "why")) == {
        (BulkState.REFUSED, "The picture is gone."),
        (BulkState.DONE, ""),
    }
    assert Case.objects.get(pk=first.case_id).claimed_by is None
