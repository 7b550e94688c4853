"""A change of photos and nothing else: added, taken out, described anew; checked like any other; the text stays."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision
from policywiki.suggestions.actions.retest import retest
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.models import Photo, PhotoChange, State, Suggestion
from policywiki.suggestions.photos.actions import add_photo, describe_photo, hide_photo
from policywiki.suggestions.photos.changing import ask_for_change
from policywiki.suggestions.photos.pictures import MOST_BYTES, picture_from
from policywiki.trust import past
from policywiki.trust.holding import dry_run
from proposals.actions.amend import accept_amendment, let_stand
from proposals.actions.texts import note_change
from proposals.models import Amendment, TextChange
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory
from tests.factories.wiki import knowledge_page
from tests.trust.test_hiding import hide
from tests.trust.test_holding import in_force, numbers

from .pictures import as_file, image

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def page(site: Any) -> Any:
    return knowledge_page()


def file(name: str = "1.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, as_file(image(64, 40)) if data is None else data, "image/jpeg")


def change(page: Any, author: Any = None) -> Suggestion:
    return begin(author=author or UserFactory(), kind="change", page=page, language="en", now=timezone.now())


def add(suggestion: Suggestion, *descriptions: str) -> list[Photo]:
    picture = picture_from(BytesIO(as_file(image(64, 40))))
    return [
        add_photo(
            suggestion=suggestion,
            author=suggestion.author,
            picture=picture,
            description=one,
            now=timezone.now(),
        )
        for one in descriptions
    ]


def sent(suggestion: Suggestion) -> Suggestion:
    send(
        suggestion=suggestion,
        author=suggestion.author,
        content=suggestion.base,
        summary="Photos",
        now=timezone.now(),
    )
    return Suggestion.objects.get(pk=suggestion.pk)


def publish(suggestion: Suggestion) -> None:
    case = Case.objects.get(suggestion=suggestion)
    moderator = UserFactory(moderator=True)
    decide(
        case=case, decision=Decision.PUBLISH, moderator=moderator, version=case.version, now=timezone.now()
    )


def shown(page: Any) -> list[str]:
    return [one.description for one in Photo.objects.of_page(page.pk)]


def with_photos(page: Any, *descriptions: str) -> list[Photo]:
    """Published with the page before."""
    suggestion = change(page)
    photos = add(suggestion, *descriptions)
    publish(sent(suggestion))
    return photos


def test_from_the_page_to_the_page_without_a_word_of_text(client: Client, member: Any, page: Any) -> None:
    here, before = f"/en/suggest/{page.pk}/photos/", content_of(page)
    assert here in client.get(page.url).content.decode()
    assert client.get(here).status_code == 200
    assert not Suggestion.objects.exists()  # looking begins nothing
    client.post(here, {"do": "add", "photos": [file()]})
    suggestion = Suggestion.objects.get()
    photo = suggestion.photos.get()
    answer = client.post(here, {f"description-{photo.pk}": "The bays", "do": "send"})
    assert answer["Location"] == suggestion.get_absolute_url()
    assert shown(page) == []
    desk = Client()
    desk.force_login(UserFactory(moderator=True))
    review = desk.get(reverse("moderation:review", args=[Case.objects.get().pk])).content.decode()
    assert gettext("Only photos change; the text stays as it is.") in review
    publish(suggestion)
    assert shown(page) == ["The bays"]
    assert 'alt="The bays"' in Client().get(page.url).content.decode()
    edition = Edition.objects.current(page)
    assert edition is not None
    assert (edition.number, edition.author, edition.summary) == (2, member, "Photos: 1 new")
    page.refresh_from_db()
    assert content_of(page.specific) == before


def test_a_photo_that_is_shown_is_taken_out_and_another_described_anew(
    client: Client, member: Any, page: Any
) -> None:
    gone, stays = with_photos(page, "A gate", "A wall")
    here = f"/en/suggest/{page.pk}/photos/"
    asked = {f"shown-{gone.pk}": "A gate", f"out-{gone.pk}": "1", f"shown-{stays.pk}": "The north wall"}
    client.post(here, asked | {"do": "send"})
    assert shown(page) == ["A gate", "A wall"]  # nothing before it is checked
    suggestion = Suggestion.objects.get(author=member)
    desk = Client()
    desk.force_login(UserFactory(moderator=True))
    review = desk.get(reverse("moderation:review", args=[suggestion.case_id])).content.decode()
    assert "<del>A wall</del> <ins>The north wall</ins>" in review
    publish(suggestion)
    assert shown(page) == ["The north wall"]
    assert Client().get(gone.large_url).status_code == 404
    assert Edition.objects.current(page).summary == "Photos: 1 taken out, 1 described anew"  # type: ignore[union-attr]
    history = Client().get(suggestion.get_absolute_url()).content.decode()
    assert "A gate" in history
    assert gone.small_url not in history


def test_of_a_proposal_its_authors_are_asked_and_supporters_are_not(member: Any) -> None:
    record = ProposalFactory(call=CallFactory())
    suggestion = change(record.page, member)
    add(suggestion, "The gate")
    publish(sent(suggestion))
    assert Suggestion.objects.get().state == State.WITH_AUTHORS
    assert shown(record.page) == []
    accept_amendment(amendment=Amendment.objects.get(), author=record.proposer, now=timezone.now())
    assert shown(record.page) == ["The gate"]
    note_change(edition=Edition.objects.current(record.page))  # type: ignore[arg-type]
    assert [one.asks for one in TextChange.objects.all()] == [False]


def test_photos_that_nobody_answers_for_are_declined_with_the_reason_and_are_no_alternative(
    member: Any,
) -> None:
    record = ProposalFactory(call=CallFactory())
    suggestion = change(record.page, member)
    add(suggestion, "The gate")
    publish(sent(suggestion))
    amendment = Amendment.objects.get()
    assert let_stand(now=amendment.open_until + timedelta(seconds=1)) == 1
    amendment.refresh_from_db()
    assert Suggestion.objects.get().state == State.DECLINED
    assert "photos alone are no other text" in amendment.reason
    assert let_stand(now=amendment.open_until + timedelta(seconds=1)) == 0


def test_what_changes_nothing_or_is_not_described_is_not_sent_and_all_is_kept(
    client: Client, member: Any, page: Any
) -> None:
    (there,) = with_photos(page, "A gate")
    here = f"/en/suggest/{page.pk}/photos/"
    same = client.post(here, {f"shown-{there.pk}": "A gate", "do": "send"})
    assert same.status_code == 422
    assert "Nothing has been changed yet." in same.content.decode()
    client.post(here, {"do": "add", "photos": [file()]})
    refused = client.post(here, {f"shown-{there.pk}": "The gate", "do": "send"})
    assert refused.status_code == 422
    assert "Say of each photo what can be seen." in refused.content.decode()
    assert 'value="The gate"' in refused.content.decode()
    assert Suggestion.objects.get(author=member).state == State.DRAFT


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("eleven.jpg", b"\xff\xd8" + b"0" * (MOST_BYTES + 1024 * 1024), "It is larger than 10 MB."),
        ("notes.jpg", b"Dear diary", "It is not a photo in JPEG, PNG or WebP."),
    ],
)
def test_a_file_that_is_none_is_named_and_what_was_written_is_kept(
    client: Client, member: Any, page: Any, name: str, data: bytes, why: str
) -> None:
    (there,) = with_photos(page, "A gate")
    here = f"/en/suggest/{page.pk}/photos/"
    client.post(here, {"do": "add", "photos": [file()]})
    photo = Suggestion.objects.get(author=member).photos.get()
    written = {f"description-{photo.pk}": "A wall", f"shown-{there.pk}": "The gate"}
    answer = client.post(here, written | {"do": "send", "photos": [file(name, data), file("good.jpg")]})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert name in html
    assert why in html
    assert 'value="A wall"' in html
    assert 'value="The gate"' in html
    assert Suggestion.objects.get(author=member).photos.count() == 2  # the good one is there
    assert Suggestion.objects.get(author=member).state == State.DRAFT  # nothing was sent without the other


def test_a_page_shows_five_at_most_whoever_adds_them(page: Any) -> None:
    there = with_photos(page, "1", "2", "3", "4")
    one, other = change(page), change(page)
    (*_added,) = add(one, "5")
    with pytest.raises(WrongStage):
        add(one, "6")
    ask_for_change(suggestion=one, photo=there[0], author=one.author, description="", now=timezone.now())
    add(one, "6")
    add(other, "7")
    publish(sent(one))
    assert shown(page) == ["2", "3", "4", "5", "6"]
    with pytest.raises(WrongStage):
        publish(sent(other))
    assert shown(page) == ["2", "3", "4", "5", "6"]
    assert Suggestion.objects.get(pk=other.pk).state == State.SENT


def test_only_photos_of_this_page_and_only_by_its_author(page: Any) -> None:
    (there,) = with_photos(page, "A gate")
    elsewhere = change(knowledge_page(title="Another page"))
    mine = change(page)
    for suggestion, author in ((elsewhere, elsewhere.author), (mine, UserFactory())):
        with pytest.raises(NotFound):
            ask_for_change(
                suggestion=suggestion, photo=there, author=author, description="", now=timezone.now()
            )
    assert not PhotoChange.objects.exists()


def test_its_words_put_back_nothing_is_asked_any_more(page: Any) -> None:
    (there,) = with_photos(page, "A gate")
    mine = change(page)
    for words, number in (("The gate", 1), ("The gate", 1), ("A gate", 0)):
        ask_for_change(
            suggestion=mine, photo=there, author=mine.author, description=words, now=timezone.now()
        )
        assert mine.photo_changes.count() == number
    with pytest.raises(ValidationError):
        sent(mine)


def test_a_publication_of_others_does_not_close_it_as_said_already(page: Any) -> None:
    mine = change(page)
    add(mine, "A gate")
    mine = sent(mine)
    with_photos(page, "A wall")
    retest(suggestion=mine, now=timezone.now())
    assert Suggestion.objects.get(pk=mine.pk).state == State.SENT
    publish(mine)
    assert shown(page) == ["A gate", "A wall"]


def test_guests_sign_in_first_and_a_page_kept_to_staff_takes_none(client: Client, page: Any) -> None:
    here = f"/en/suggest/{page.pk}/photos/"
    assert "/sign-in/" in client.get(here)["Location"] or "login" in client.get(here)["Location"]
    assert client.get("/en/suggest/999999/photos/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/en/suggest/999999/photos/").status_code == 404
    page.locked = True
    page.save()
    assert client.get(here).status_code in (403, 409)


def ask(suggestion: Suggestion, photo: Photo, description: str) -> None:
    ask_for_change(
        suggestion=suggestion,
        photo=photo,
        author=suggestion.author,
        description=description,
        now=timezone.now(),
    )


def test_nobody_writes_hidden_words_back_beside_a_photo(page: Any) -> None:
    (there,) = with_photos(page, "Gate of Old Wang")
    hide(page, "Old Wang")
    mine = change(page)
    (new,) = add(mine, "Ask Old Wang")
    ask(mine, there, "The gate where old wang lives")
    assert "Wang" not in new.description
    describe_photo(photo=new, author=mine.author, description="By Old Wang", now=timezone.now())
    assert "Wang" not in Photo.objects.get(pk=new.pk).description
    assert "wang" not in mine.photo_changes.get().description


def test_what_is_asked_of_photos_is_read_by_others_once_it_was_checked(client: Client, page: Any) -> None:
    (there,) = with_photos(page, "A gate")
    mine = change(page)
    ask(mine, there, "Call me: the gate")
    mine = sent(mine)
    for reader, reads in ((UserFactory(), False), (mine.author, True), (UserFactory(moderator=True), True)):
        client.force_login(reader)
        assert ("Call me" in client.get(mine.get_absolute_url()).content.decode()) is reads
    publish(mine)
    assert "Call me" in Client().get(mine.get_absolute_url()).content.decode()


def test_holding_rules_weigh_what_is_said_of_photos(page: Any) -> None:
    (there,) = with_photos(page, "A gate")
    in_force(kind="links", limit=1)
    mine, plain = change(page), change(page)
    ask(mine, there, "Buy at https://example.org/")
    ask(plain, there, "The gate")
    assert hasattr(sent(mine).case, "hold")
    assert not hasattr(sent(plain).case, "hold")
    brings = change(page)
    add(brings, "More at https://example.org/")
    assert hasattr(sent(brings).case, "hold")
    tried = dry_run(numbers("links", 1, scope="suggestion"), past.sendings())
    assert tried["held"] == 2, "tried on the past the rule holds the same"


def test_a_photo_described_anew_by_another_meanwhile_is_not_described_over(page: Any) -> None:
    (there,) = with_photos(page, "A gate")
    first, second = change(page), change(page)
    ask(first, there, "The west gate")
    ask(second, there, "The east gate")
    first, second = sent(first), sent(second)
    publish(second)
    desk, case = Client(), Case.objects.get(suggestion=first)
    desk.force_login(UserFactory(moderator=True))
    told = {"decision": Decision.PUBLISH, "version": case.version}
    refused = desk.post(reverse("moderation:decide", args=[case.pk]), told).content.decode()
    assert re.search("described in other words by now|说明已另有改动", refused)
    assert shown(page) == ["The east gate"]
    assert Suggestion.objects.get(pk=first.pk).state == State.SENT
    ask(first, Photo.objects.get(), "The west gate")  # its author has read the new words, and stays with it
    publish(first)
    assert shown(page) == ["The west gate"]


def test_a_moderator_brings_a_photo_back_that_was_taken_out(client: Client, page: Any) -> None:
    gone, *_stay = with_photos(page, "1", "2", "3", "4", "5")
    mine = change(page)
    ask(mine, gone, "")
    add(mine, "6")
    publish(sent(mine))
    here = f"/en/suggest/{page.pk}/photos/"
    client.force_login(UserFactory())
    assert gone.small_url not in client.get(here).content.decode()
    moderator = UserFactory(moderator=True)
    client.force_login(moderator)
    assert f"/en/photos/{gone.pk}/hide/" in client.get(here).content.decode()
    with pytest.raises(WrongStage):  # five are there
        hide_photo(photo=Photo.objects.get(pk=gone.pk), moderator=moderator, hidden=False, now=timezone.now())
    hide_photo(photo=Photo.objects.get(description="6"), moderator=moderator, hidden=True, now=timezone.now())
    client.post(f"/en/photos/{gone.pk}/hide/", {"do": "show", "next": here})
    assert shown(page) == ["1", "2", "3", "4", "5"]
    assert Photo.objects.get(pk=gone.pk).taken_out_by is None
