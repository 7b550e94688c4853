"""Photos beside suggestions and proposals: added by their author, looked at, then shown; harmless throughout."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision
from policywiki.suggestions.actions.write import begin as begin_suggestion
from policywiki.suggestions.actions.write import send
from policywiki.suggestions.mine import let_go, photo_rows
from policywiki.suggestions.models import Photo, State, Suggestion
from policywiki.suggestions.photos import views
from policywiki.suggestions.photos.actions import add_photo, describe_photo, hide_photo, remove_photo
from policywiki.suggestions.photos.pictures import picture_from
from proposals.models import ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory
from tests.proposals.test_propose import begin, fill

from .pictures import as_file, image, phone_jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def call() -> Any:
    return CallFactory()


@pytest.fixture
def member(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def base(client: Client, member: Any) -> str:
    """A whole proposal, not sent yet."""
    address = begin(client)
    fill(client, address)
    return address


def upload(name: str = "IMG_1.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, phone_jpeg() if data is None else data, content_type="image/jpeg")


def page_of(suggestion: Suggestion) -> str:
    return f"/en/suggestions/{suggestion.pk}/photos/"


def a_photo(suggestion: Suggestion, description: str = "Bicycles on the pavement") -> Photo:
    picture = picture_from(BytesIO(as_file(image(64, 40))))
    return add_photo(
        suggestion=suggestion,
        author=suggestion.author,
        picture=picture,
        description=description,
        now=timezone.now(),
    )


def publish(suggestion: Suggestion, moderator: Any = None) -> None:
    case = Case.objects.get(suggestion=suggestion)
    decide(
        case=case,
        decision=Decision.PUBLISH,
        moderator=moderator or UserFactory(moderator=True),
        version=case.version,
        now=timezone.now(),
    )


def test_from_the_telephone_to_the_public_page(client: Client, base: str) -> None:
    suggestion = Suggestion.objects.get()
    here = page_of(suggestion)
    assert here in client.get(f"{base}4/").content.decode()
    assert client.post(here, {"do": "add", "photos": [upload(), upload("2.jpg")]})["Location"] == here
    first, second = suggestion.photos.all()
    # Not described yet: it is not sent.
    refused = client.post(f"{base}4/", {"do": "send"})
    assert refused.status_code == 422
    assert f'href="{here}"' in refused.content.decode()
    described = {f"description-{first.pk}": "The north gate", f"description-{second.pk}": "The pavement"}
    assert client.post(here, described | {"do": "done"})["Location"] == f"{base}4/"
    client.post(f"{base}4/", {"do": "send"})
    # Only its author and the moderators see it before it is checked.
    stranger, moderator = Client(), Client()
    moderator.force_login(UserFactory(moderator=True))
    seen = [one.get(first.large_url).status_code for one in (client, moderator, stranger)]
    assert seen == [200, 200, 404]
    review = moderator.get(f"/admin/moderation/{Case.objects.get().pk}/")
    if review.status_code == 200:
        assert "The north gate" in review.content.decode()
    publish(suggestion)
    page = stranger.get(f"/en/proposals/{ProposalRecord.objects.get().code}/").content.decode()
    assert f'src="{first.small_url}"' in page
    assert 'alt="The pavement"' in page
    shown = stranger.get(first.large_url)
    body = b"".join(shown.streaming_content)  # type: ignore[arg-type]
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Security-Policy"] == "sandbox"
    assert b"Pocket Telephone" not in body


def test_five_are_kept_a_sixth_and_what_is_no_photo_are_named_with_the_reason(
    client: Client, base: str
) -> None:
    suggestion = Suggestion.objects.get()
    files = [upload("holiday.gif", as_file(image(64, 64), "GIF")), *(upload(f"{n}.jpg") for n in range(6))]
    answer = client.post(page_of(suggestion), {"do": "add", "photos": files})
    assert answer.status_code == 422
    assert suggestion.photos.count() == 5
    page = answer.content.decode()
    assert "holiday.gif" in page
    assert "It is not a photo in JPEG, PNG or WebP." in page
    assert "5.jpg" in page
    assert 'name="photos"' not in page  # no room, no field


def test_where_there_is_no_room_no_photo_is_decoded(
    client: Client, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggestion = Suggestion.objects.get()
    for _n in range(5):
        a_photo(suggestion)
    monkeypatch.setattr(views, "picture_from", None)
    answer = client.post(page_of(suggestion), {"do": "add", "photos": [upload()]})
    assert answer.status_code == 422
    assert "There are five photos" in answer.content.decode()


def test_a_photo_changes_what_a_moderator_looked_at(client: Client, base: str) -> None:
    client.post(f"{base}4/", {"do": "send"})
    suggestion = Suggestion.objects.get()
    seen = Case.objects.get().version
    photo = a_photo(suggestion)
    with pytest.raises(WrongStage):
        decide(
            case=Case.objects.get(),
            decision=Decision.PUBLISH,
            moderator=UserFactory(moderator=True),
            version=seen,
            now=timezone.now(),
        )
    before = Case.objects.get().version
    describe_photo(photo=photo, author=suggestion.author, description="Something else", now=timezone.now())
    assert Case.objects.get().version == before + 1
    describe_photo(photo=photo, author=suggestion.author, description="Something else", now=timezone.now())
    assert Case.objects.get().version == before + 1  # said again, nothing changed


def test_only_its_author_adds_and_removes_and_nobody_after_the_decision(client: Client, base: str) -> None:
    client.post(f"{base}4/", {"do": "send"})
    suggestion = Suggestion.objects.get()
    photo = a_photo(suggestion)
    stranger, now = UserFactory(), timezone.now()
    picture = picture_from(BytesIO(as_file(image(64, 40))))
    with pytest.raises((NotAllowed, NotFound)):
        add_photo(suggestion=suggestion, author=stranger, picture=picture, now=now)
    with pytest.raises((NotAllowed, NotFound)):
        remove_photo(photo=photo, author=stranger, now=now)
    publish(suggestion)
    for act in (
        lambda: add_photo(suggestion=suggestion, author=suggestion.author, picture=picture, now=now),
        lambda: remove_photo(photo=photo, author=suggestion.author, now=now),
        lambda: describe_photo(photo=photo, author=suggestion.author, description="Other", now=now),
    ):
        with pytest.raises(WrongStage):
            act()
    other = Client()
    other.force_login(stranger)
    assert other.get(page_of(suggestion)).status_code in (403, 404)


def test_a_moderator_takes_one_photo_out_and_the_rest_is_published(client: Client, base: str) -> None:
    client.post(f"{base}4/", {"do": "send"})
    suggestion = Suggestion.objects.get()
    kept, gone = a_photo(suggestion, "The gate"), a_photo(suggestion, "A face")
    moderator, desk = UserFactory(moderator=True), Client()
    desk.force_login(moderator)
    desk.post(f"/en/photos/{gone.pk}/hide/", {"do": "hide"})
    publish(suggestion, moderator)
    assert list(Photo.objects.of_page(ProposalRecord.objects.get().page_id)) == [kept]
    assert Client().get(gone.small_url).status_code == 404
    assert client.get(gone.small_url).status_code == 200  # its author still has it
    desk.post(f"/en/photos/{gone.pk}/hide/", {"do": "show"})
    assert Photo.objects.shown().count() == 2
    for nobody in (suggestion.author, UserFactory()):
        with pytest.raises((NotAllowed, NotFound)):
            hide_photo(photo=kept, moderator=nobody, hidden=True, now=timezone.now())


def test_of_a_change_others_read_the_text_while_it_is_checked_but_see_no_photo(
    client: Client, member: Any
) -> None:
    record, now = ProposalFactory(), timezone.now()
    suggestion = begin_suggestion(author=member, kind="change", page=record.page, language="en", now=now)
    send(
        suggestion=suggestion,
        author=member,
        content=suggestion.base | {"affected": "Everybody."},
        summary="Everybody",
        now=now,
    )
    photo = a_photo(Suggestion.objects.get(pk=suggestion.pk))
    other = Client()
    other.force_login(UserFactory())
    assert other.get(suggestion.get_absolute_url()).status_code == 200
    assert other.get(photo.small_url).status_code == 404
    assert photo.small_url not in other.get(suggestion.get_absolute_url()).content.decode()
    # Once a moderator has checked it and its authors look, its photos stay as they are.
    Suggestion.objects.filter(pk=suggestion.pk).update(state=State.WITH_AUTHORS)
    with pytest.raises(WrongStage):
        a_photo(Suggestion.objects.get(pk=suggestion.pk))


def test_its_authors_see_the_photos_of_a_change_before_they_accept_it(client: Client, member: Any) -> None:
    record, now = ProposalFactory(), timezone.now()
    suggestion = begin_suggestion(author=member, kind="change", page=record.page, language="en", now=now)
    send(
        suggestion=suggestion,
        author=member,
        content=suggestion.base | {"affected": "Everybody."},
        summary="Everybody",
        now=now,
    )
    suggestion.refresh_from_db()
    shown, hidden = a_photo(suggestion, "The gate"), a_photo(suggestion, "A face")
    moderator = UserFactory(moderator=True)
    hide_photo(photo=hidden, moderator=moderator, hidden=True, now=now)
    proposer = Client()
    proposer.force_login(record.proposer)
    assert proposer.get(shown.small_url).status_code == 404  # nobody has looked at it
    publish(suggestion, moderator)
    assert Suggestion.objects.get(pk=suggestion.pk).state == State.WITH_AUTHORS
    page = proposer.get(f"/en/p/{record.number}/changes/{suggestion.pk}/").content.decode()
    assert f'src="{shown.small_url}"' in page
    assert hidden.small_url not in page
    assert [proposer.get(one.large_url).status_code for one in (shown, hidden)] == [200, 404]


def test_what_was_not_published_is_not_shown(client: Client, base: str) -> None:
    client.post(f"{base}4/", {"do": "send"})
    suggestion = Suggestion.objects.get()
    photo = a_photo(suggestion)
    Suggestion.objects.filter(pk=suggestion.pk).update(state=State.NOT_PUBLISHED)
    assert Client().get(photo.large_url).status_code == 404


def test_removed_the_file_is_gone_too(
    client: Client, base: str, django_capture_on_commit_callbacks: Any
) -> None:
    suggestion = Suggestion.objects.get()
    photo = a_photo(suggestion)
    storage, names = photo.large.storage, [photo.large.name, photo.small.name]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(suggestion), {"do": f"remove:{photo.pk}"})
    assert not Photo.objects.exists()
    assert not any(storage.exists(name) for name in names)


def test_who_leaves_takes_unsent_photos_along_and_my_data_lists_them(
    member: Any, base: str, django_capture_on_commit_callbacks: Any
) -> None:
    photo = a_photo(Suggestion.objects.get())
    assert [row["description"] for row in photo_rows(member)] == ["Bicycles on the pavement"]
    storage, name = photo.large.storage, photo.large.name
    with django_capture_on_commit_callbacks(execute=True):
        let_go(person=member, now=timezone.now())
    assert not Photo.objects.exists()
    assert not storage.exists(name)


def test_too_much_in_one_request_is_refused_before_it_is_read(
    client: Client, base: str, settings: Any
) -> None:
    settings.UPLOAD_CEILING = 2000
    suggestion = Suggestion.objects.get()
    assert client.post(page_of(suggestion), {"photos": [upload()]}).status_code == 400
    assert not suggestion.photos.exists()
