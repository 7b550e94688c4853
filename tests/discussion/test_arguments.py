"""Arguments: words of comments, raised by anybody signed in, supported on their own."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.discussion.actions.arguments import lower_argument, raise_argument
from policywiki.discussion.actions.comments import post_comment, withdraw_comment
from policywiki.discussion.actions.correct import correct_comment
from policywiki.discussion.actions.support import support_argument, take_back_argument_support
from policywiki.discussion.arguments import QUOTED, Sides, sides_of
from policywiki.discussion.models import Argument, Comment, CommentState
from policywiki.discussion.permissions import may_raise
from policywiki.discussion.quotable import NotInTheText
from proposals.digests.collect import main_arguments
from proposals.digests.labels import definitions
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db

TEXT = "I ride there daily. Racks for 120 bicycles keep the pavement free. My cousin agrees."
WORDS = "Racks for 120 bicycles keep the pavement free."


@pytest.fixture
def record(site: Any) -> Any:
    return ProposalFactory()


def say(record: Any, text: str = TEXT, stance: str = "for", author: Any = None) -> Comment:
    author = author or UserFactory()
    return post_comment(page=record.page, author=author, text=text, stance=stance, now=timezone.now())


def lift(comment: Comment, words: str = WORDS, side: str = "", person: Any = None) -> Argument:
    return raise_argument(
        comment=comment, person=person or UserFactory(), words=words, side=side, now=timezone.now()
    )


def shown(record: Any, viewer: Any = None, **of: Any) -> Sides:
    return sides_of(record.page_id, viewer=viewer or AnonymousUser(), may_support=True, **of)


def test_it_is_the_words_of_the_comment_with_its_authors_name(record: Any) -> None:
    comment = say(record)
    argument = lift(comment)
    assert (argument.text, argument.side) == (WORDS, "for")
    (one,) = shown(record).in_favour
    assert (one.text, one.author) == (WORDS, comment.author)
    with pytest.raises(NotInTheText):
        lift(comment, "Racks are ugly.")


def test_a_comment_for_one_side_is_no_argument_of_the_other_and_a_neutral_one_needs_a_side(
    record: Any,
) -> None:
    assert lift(say(record), side="against").side == "for"
    neutral = say(record, stance="neutral")
    with pytest.raises(ValidationError):
        lift(neutral)
    assert lift(neutral, side="against").side == "against"


def test_raised_again_it_is_the_same_one(record: Any) -> None:
    comment = say(record)
    assert lift(comment).pk == lift(comment).pk
    assert Argument.objects.count() == 1


def test_most_support_first_then_the_older_and_three_a_side(record: Any) -> None:
    raised = [lift(say(record, f"Reason number {at}."), f"Reason number {at}.") for at in range(5)]
    for person in (UserFactory(), UserFactory()):
        support_argument(argument=raised[4], person=person, now=timezone.now())
    once = UserFactory()
    support_argument(argument=raised[2], person=once, now=timezone.now())
    sides = shown(record)
    assert [one.id for one in sides.in_favour] == [raised[4].pk, raised[2].pk, raised[0].pk]
    assert sides.more and not sides.against
    take_back_argument_support(argument=raised[2], person=once, now=timezone.now())
    assert [one.id for one in shown(record, most=9).in_favour] == [one.pk for one in (raised[4], *raised[:4])]


@pytest.mark.parametrize("stage", Stage.values)
def test_who_may_raise_when(site: Any, stage: str) -> None:
    """From shown comments of discussions that go on, whoever is signed in."""
    record, author = ProposalFactory(stage=stage), UserFactory()
    people = {"guest": AnonymousUser(), "member": UserFactory(), "moderator": UserFactory(moderator=True)}
    comment = Comment.objects.create(page=record.page, author=author, text=TEXT, created_at=timezone.now())
    ended = stage in (
        Stage.CARRIED_OUT, Stage.WITHDRAWN, Stage.UNSUPPORTED, Stage.MERGED, Stage.DIVIDED,
    )  # fmt: skip
    for comment.state in CommentState.values:
        for who, person in {**people, "author": author}.items():
            expected = not ended and comment.state == CommentState.SHOWN and who != "guest"
            assert bool(may_raise(person, comment)) == expected, (comment.state, who)


def test_what_others_support_only_whose_words_it_is_takes_back(record: Any, client: Client) -> None:
    comment, raiser, other = say(record), UserFactory(), UserFactory()
    argument = lift(comment, person=raiser)
    support_argument(argument=argument, person=raiser, now=timezone.now())
    support_argument(argument=argument, person=other, now=timezone.now())
    assert not shown(record, raiser).in_favour[0].lower_url
    with pytest.raises(WrongStage):
        lower_argument(argument=argument, person=raiser, now=timezone.now())
    client.force_login(raiser)
    assert client.get(reverse("discussion:lower_argument", args=[argument.pk])).status_code == 409
    assert shown(record, comment.author).in_favour[0].lower_url
    take_back_argument_support(argument=argument, person=other, now=timezone.now())
    assert shown(record, raiser).in_favour[0].lower_url
    lower_argument(argument=argument, person=raiser, now=timezone.now())
    assert not shown(record)


def test_what_who_raised_it_takes_back_can_be_raised_again(record: Any) -> None:
    """Nobody silences words of somebody else by raising them and taking them back."""
    comment, raiser, other = say(record, stance="neutral"), UserFactory(), UserFactory()
    argument = lift(comment, side="for", person=raiser)
    support_argument(argument=argument, person=raiser, now=timezone.now())
    lower_argument(argument=argument, person=raiser, now=timezone.now())
    again = lift(comment, side="against", person=other)
    assert (again.pk, again.side, again.raised_by) == (argument.pk, "against", other)
    (one,) = shown(record).against
    assert one.support == 0  # what was for it then is not for it now
    lower_argument(argument=again, person=comment.author, now=timezone.now())
    with pytest.raises(WrongStage):
        lift(comment, side="for")


def test_whose_words_it_is_takes_it_back_and_it_stays_back(record: Any) -> None:
    comment, raiser = say(record), UserFactory()
    argument = lift(comment, person=raiser)
    for stranger in (AnonymousUser(), UserFactory(), UserFactory(moderator=True)):
        with pytest.raises(NotFound):
            lower_argument(argument=argument, person=stranger, now=timezone.now())
    lower_argument(argument=argument, person=comment.author, now=timezone.now())
    assert not shown(record)
    with pytest.raises(WrongStage):
        lift(comment)
    with pytest.raises(WrongStage):
        lower_argument(argument=argument, person=raiser, now=timezone.now())
    with pytest.raises(WrongStage):
        support_argument(argument=Argument.objects.get(pk=argument.pk), person=raiser, now=timezone.now())


def test_it_goes_with_its_comment_and_keeps_the_words_that_were_supported(record: Any) -> None:
    comment = say(record)
    lift(comment)
    correct_comment(
        comment=comment, author=comment.author, text="Racks are fine.", stance="for", now=timezone.now()
    )
    assert [one.text for one in shown(record).in_favour] == [WORDS]
    withdraw_comment(comment=comment, author=comment.author, now=timezone.now())
    assert not shown(record)


def test_a_guest_supports_after_signing_in_only(record: Any) -> None:
    with pytest.raises(NotAllowed):
        support_argument(argument=lift(say(record)), person=AnonymousUser(), now=timezone.now())


def test_on_the_page_from_the_comment_to_the_argument_and_back(record: Any, client: Client) -> None:
    comment = say(record)
    client.force_login(UserFactory())
    page = client.get(record.page.url).content.decode()
    address = reverse("discussion:raise_argument", args=[comment.pk])
    assert address in page
    assert f'value="{WORDS}"' in client.get(address).content.decode()
    refused = client.post(address, {"side": "for", "words": "Not said"})
    assert refused.status_code == 422
    assert client.post(address, {"side": "for"}).status_code == 422
    sent = client.post(address, {"side": "for", "pick": WORDS})
    argument = Argument.objects.get()
    assert sent.url == reverse("discussion:arguments", args=[record.page_id]) + f"#argument-{argument.pk}"
    tapped = client.post(
        reverse("discussion:support_argument", args=[argument.pk]), {"next": record.page.url}
    )
    assert tapped.url.endswith(f"{record.page.url}#argument-{argument.pk}")
    argument.refresh_from_db()
    assert argument.support_count == 1
    assert 'id="arguments"' in client.get(record.page.url).content.decode()
    lower = reverse("discussion:lower_argument", args=[argument.pk])
    assert client.get(lower).status_code == 200
    client.post(lower)
    assert 'id="arguments"' not in client.get(record.page.url).content.decode()
    client.force_login(UserFactory())
    assert client.get(lower).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_the_citys_papers_quote_is_told_in_the_same_words_on_the_pages_and_in_the_paper(
    record: Any, client: Client, language: str
) -> None:
    def told(address: str) -> bool:
        return rule in unescape(client.get(f"/{language}{address}").content.decode())

    with override(language):
        rule = str(QUOTED)
        assert rule in [one.meaning for one in definitions()]
    page = f"/proposals/{record.code}/"
    assert told(page)
    raised = [lift(say(record, f"Reason number {at}."), f"Reason number {at}.") for at in range(4)]
    assert told(page)
    assert told(f"/discussion/{record.page_id}/arguments/")
    quoted = [one.id for one in shown(record, most=9).in_favour if one.quoted]
    assert quoted == [one.pk for one in raised[:3]]
    (papers,) = [said for (_page, side), said in main_arguments([record.page_id]).items() if side == "for"]
    assert [one.text for one in papers] == [one.text for one in raised[:3]]
