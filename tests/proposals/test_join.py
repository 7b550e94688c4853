"""Joining a proposal that is there already: what one wrote comes along, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed, WrongStage
from policywiki.discussion.models import Comment, Stance
from policywiki.suggestions.models import State, Suggestion
from proposals import alike
from proposals.actions.join import join_with_change, join_with_comment
from proposals.alike import Alike
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, CallFactory, ProposalFactory
from tests.proposals.signing_in import sign_in
from tests.proposals.test_propose import STEPS, begin

pytestmark = pytest.mark.django_db

WROTE = "Racks at the gate\n\nThe pavement is **blocked**.\n\nEvery day."


@pytest.fixture
def there(db: Any) -> Any:
    CallFactory()
    return ProposalFactory()


@pytest.fixture
def member(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


def draft(client: Client) -> Suggestion:
    base = begin(client)
    client.post(f"{base}1/", STEPS[1])
    return Suggestion.objects.get(kind="new_proposal")


def address(key: Any, record: Any) -> str:
    return f"/en/propose/{key}/join/{record.number}/"


def test_the_form_shows_what_one_wrote(client: Client, member: Any, there: Any) -> None:
    page = client.get(address(draft(client).pk, there))
    assert page.context["form"]["text"].value() == WROTE
    assert there.page.title in page.content.decode()


def test_as_a_comment_it_is_public_and_the_draft_is_put_away(client: Client, member: Any, there: Any) -> None:
    mine = draft(client)
    answer = client.post(address(mine.pk, there), {"way": "comment", "text": WROTE, "put_away": "on"})
    assert answer["Location"] == there.page.get_url()
    comment = Comment.objects.get()
    assert (comment.text, comment.author, comment.stance, comment.page_id) == (
        WROTE,
        member,
        Stance.FOR,
        there.page_id,
    )
    mine.refresh_from_db()
    assert mine.state == State.WITHDRAWN
    assert mine.draft["form"]["problem"] == STEPS[1]["problem"]


def test_as_a_suggested_change_it_stands_at_the_end_of_the_problem(
    client: Client, member: Any, there: Any
) -> None:
    mine = draft(client)
    answer = client.post(address(mine.pk, there), {"way": "change", "text": "Wheelchairs too."})
    change = Suggestion.objects.get(kind="change")
    assert answer["Location"] == f"/en/propose/{change.pk}/1/"
    assert change.page_id == there.page_id
    shown = client.get(answer["Location"]).context["forms"].form["problem"].value()
    assert shown == "The pavement is blocked.\n\nWheelchairs too."
    mine.refresh_from_db()
    assert mine.state == State.DRAFT


def test_a_guest_signs_in_and_it_is_sent_by_itself(client: Client, there: Any) -> None:
    base = begin(client)
    client.post(f"{base}1/", STEPS[1])
    assert client.get(address("new", there)).context["form"]["text"].value() == WROTE
    client.post(address("new", there), {"way": "comment", "text": WROTE})
    assert not Comment.objects.exists()
    person = UserFactory()
    sign_in(client, person)
    kept = client.get("/en/me/resume/").content.decode()
    assert "blocked" in kept
    client.post(address("new", there), {"way": "comment", "text": WROTE})
    assert Comment.objects.get().author == person


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"way": "comment", "text": "  "}, "required"),
        ({"way": "fly", "text": WROTE}, "valid choice"),
        ({"way": "comment", "text": "x" * 5001}, "at most"),
        ({"way": "comment", "text": "请打13800138000找我"}, "personal data"),
    ],
)
def test_a_refusal_keeps_what_was_written(
    client: Client, member: Any, there: Any, given: dict[str, str], words: str
) -> None:
    answer = client.post(address(draft(client).pk, there), given)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert given["text"].strip()[:80] in html
    assert not Comment.objects.exists()


def test_nobody_elses_draft_and_no_change_is_brought_along(client: Client, member: Any, there: Any) -> None:
    mine = draft(client)
    client.force_login(UserFactory())
    assert client.get(address(mine.pk, there)).status_code == 404
    assert client.get(address("x", there)).status_code == 404
    assert client.get(address(mine.pk, there).replace(f"/{there.number}/", "/999/")).status_code == 404


@pytest.mark.parametrize("stage", ["answered", "carried_out", "withdrawn", "unsupported"])
def test_what_is_over_cannot_be_joined(client: Client, member: Any, there: Any, stage: str) -> None:
    over = ProposalFactory(stage=stage)
    assert client.get(address(draft(client).pk, over)).status_code == 409
    with pytest.raises(WrongStage):
        join_with_comment(record=over, person=member, text="x", language="en", now=NOW)
    assert not Comment.objects.exists()


def test_once_the_text_is_fixed_one_joins_by_a_comment_only(client: Client, member: Any, there: Any) -> None:
    fixed = ProposalFactory(vote=True)
    mine = draft(client)
    page = client.get(address(mine.pk, fixed))
    assert [way for way, _label in page.context["form"].fields["way"].choices] == ["comment"]
    assert client.post(address(mine.pk, fixed), {"way": "change", "text": "x"}).status_code == 422
    with pytest.raises(WrongStage):
        join_with_change(record=fixed, person=member, text="x", now=NOW)


def test_a_guest_may_not_join_by_any_way(there: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(NotAllowed):
        join_with_comment(record=there, person=AnonymousUser(), text="x", language="en", now=NOW)


def test_if_the_comment_is_refused_the_draft_stays(client: Client, member: Any, there: Any) -> None:
    mine = draft(client)
    with pytest.raises(Exception, match="Write something"):
        join_with_comment(
            record=there, person=member, text=" ", language="en", instead_of=mine, now=timezone.now()
        )
    mine.refresh_from_db()
    assert mine.state == State.DRAFT


@pytest.fixture
def finder(there: Any, monkeypatch: Any) -> list[dict[str, Any]]:
    """Whatever is asked, `there` is alike; what was asked is noted."""
    asked: list[dict[str, Any]] = []

    def find(**what: Any) -> list[Alike]:
        asked.append(what)
        return [Alike(record=there, sentence="Gathering support")]

    monkeypatch.setattr(alike, "_finders", [find])
    return asked


def test_without_javascript_the_last_step_shows_them(
    client: Client, member: Any, there: Any, finder: list[dict[str, Any]]
) -> None:
    mine = draft(client)
    client.post(f"/en/propose/{mine.pk}/2/", STEPS[2])
    html = client.get(f"/en/propose/{mine.pk}/4/").content.decode()
    assert address(mine.pk, there) in html
    assert there.page.title in html
    assert finder[0]["title"] == "Racks at the gate"
    assert "Build two racks" in finder[0]["text"]


def test_the_first_step_asks_while_one_types(client: Client, member: Any, there: Any) -> None:
    mine = draft(client)
    assert f"/en/search/similar/?draft={mine.pk}" in client.get(f"/en/propose/{mine.pk}/1/").content.decode()


def test_a_change_to_a_proposal_shows_none(
    client: Client, member: Any, there: Any, finder: list[dict[str, Any]]
) -> None:
    client.post(f"/en/p/{there.number}/change/")
    change = Suggestion.objects.get(kind="change")
    for step in (1, 4):
        html = client.get(f"/en/propose/{change.pk}/{step}/").content.decode()
        assert "search/similar" not in html
        assert "/join/" not in html
    assert finder == []
