"""Signing up and in: an address, a six-digit code in the same window, and no word about who is here."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.utils import timezone

from policywiki.accounts.models import Role, User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_UP = "/en/accounts/signup/"
SIGN_IN = "/en/accounts/login/"
CONFIRM = "/en/accounts/confirm-email/"
CONFIRM_SIGN_IN = "/en/accounts/login/code/confirm/"


def sign_up(client: Client, email: str = "lin@example.org", name: str = "Lin", where: str = SIGN_UP) -> Any:
    return client.post(where, {"email": email, "display_name": name})


def code_in_mail(number: int = -1) -> str:
    found = re.search(r"(?<!\d)(\d{6})(?!\d)", str(mail.outbox[number].body))
    assert found, mail.outbox[number].body
    return found[1]


def who(client: Client) -> Any:
    request = type("Request", (), {"session": client.session})()
    return get_user(request)


def visible(answer: Any) -> str:
    """The page without what is random in it."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"[\w.]+@example\.org", "ADDRESS", text)


def test_an_address_and_the_code_from_the_mail_make_a_member(client: Client) -> None:
    answer = sign_up(client)
    assert (answer.status_code, answer["Location"]) == (302, CONFIRM)
    assert not who(client).is_authenticated
    assert mail.outbox[0].to == ["lin@example.org"]
    answer = client.post(CONFIRM, {"code": code_in_mail()})
    person = User.objects.get(email="lin@example.org")
    assert who(client) == person
    assert (person.display_name, person.language) == ("Lin", "en")
    assert person.roles == {Role.MEMBER}
    assert not person.has_usable_password()
    assert person.emailaddress_set.get().verified  # type: ignore[attr-defined]
    assert answer["Location"].endswith("/en/me/")


def test_the_code_is_asked_in_the_same_window(client: Client) -> None:
    sign_up(client)
    page = client.get(CONFIRM)
    assert page.status_code == 200
    assert 'name="code"' in page.content.decode()


def test_a_wrong_code_is_refused_and_the_third_ends_it(client: Client) -> None:
    sign_up(client)
    wrong = f"{(int(code_in_mail()) + 1) % 1_000_000:06}"
    for _ in range(2):
        answer = client.post(CONFIRM, {"code": wrong})
        assert answer.status_code == 200 and answer.context["form"].errors["code"]
    assert client.post(CONFIRM, {"code": wrong}).status_code == 302
    client.post(CONFIRM, {"code": code_in_mail()})
    assert not who(client).is_authenticated


def test_an_old_code_is_refused(client: Client, settings: Any) -> None:
    sign_up(client)
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = -1
    answer = client.post(CONFIRM, {"code": code_in_mail()})
    assert answer.status_code == 302
    assert not who(client).is_authenticated


def test_an_address_that_is_taken_looks_like_one_that_is_not(client: Client) -> None:
    UserFactory(email="taken@example.org", language="en")
    other = Client()
    fresh, taken = sign_up(other, "fresh@example.org"), sign_up(client, "taken@example.org")
    assert (fresh.status_code, fresh["Location"]) == (taken.status_code, taken["Location"])
    assert visible(other.get(CONFIRM)) == visible(client.get(CONFIRM))
    assert visible(other.post(CONFIRM, {"code": "x"})) == visible(client.post(CONFIRM, {"code": "x"}))
    assert User.objects.filter(email__endswith="@example.org").count() == 2
    about_taken = next(message for message in mail.outbox if message.to == ["taken@example.org"])
    assert not re.search(r"\d{6}", str(about_taken.body))
    assert SIGN_IN in str(about_taken.body)


def test_signing_in_by_code_does_not_tell_who_is_here(client: Client) -> None:
    UserFactory(email="here@example.org", language="en")
    other = Client()
    known, unknown = (
        client.post(SIGN_IN, {"login": "here@example.org"}),
        other.post(SIGN_IN, {"login": "no@example.org"}),
    )
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert visible(client.get(CONFIRM_SIGN_IN)) == visible(other.get(CONFIRM_SIGN_IN))


def test_one_signs_in_by_code(client: Client) -> None:
    person = UserFactory()
    assert client.post(SIGN_IN, {"login": person.email})["Location"].startswith(CONFIRM_SIGN_IN)
    client.post(CONFIRM_SIGN_IN, {"code": code_in_mail()})
    assert who(client) == person


def test_one_signs_in_by_password(client: Client) -> None:
    person = UserFactory()
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert who(client) == person
    assert mail.outbox == []


def test_a_wrong_password_says_the_same_for_everybody(client: Client) -> None:
    person = UserFactory()
    wrong = client.post(SIGN_IN, {"login": person.email, "password": "not-the-password"})
    nobody = client.post(SIGN_IN, {"login": "nobody@example.org", "password": "not-the-password"})
    said = [list(answer.context["form"].non_field_errors()) for answer in (wrong, nobody)]
    assert said[0] == said[1] != []


def test_an_address_added_by_staff_confirms_itself_at_the_first_code(client: Client) -> None:
    person = User.objects.create_user("new-colleague@example.org", display_name="Wang")
    client.post(SIGN_IN, {"login": person.email})
    client.post(CONFIRM_SIGN_IN, {"code": code_in_mail()})
    if not who(client).is_authenticated:  # allauth asks once more when it has no row for the address
        client.post(CONFIRM, {"code": code_in_mail()})
    assert who(client) == person


def test_one_comes_back_to_where_one_was(client: Client) -> None:
    sign_up(client, where=f"{SIGN_UP}?next=/en/pages/some-page/%23section-2")
    answer = client.post(CONFIRM, {"code": code_in_mail()})
    assert answer["Location"] == "/en/pages/some-page/#section-2"


def test_one_is_never_sent_to_another_site(client: Client) -> None:
    person = UserFactory()
    answer = client.post(
        f"{SIGN_IN}?next=https://evil.example/", {"login": person.email, "password": PASSWORD}
    )
    assert "evil" not in answer["Location"]


@pytest.mark.parametrize("theirs, page", [("zh-hans", "en"), ("en", "zh-hans")])
def test_mails_speak_the_persons_language_whatever_the_pages(client: Client, theirs: str, page: str) -> None:
    UserFactory(email="zhang@example.org", language=theirs)
    sign_up(client, "zhang@example.org", where=f"/{page}/accounts/signup/")
    body = str(mail.outbox[0].body)
    assert f"/{theirs}/accounts/login/" in body and f"/{page}/" not in body


def test_mails_are_plain_short_and_name_the_site_once_in_the_subject(client: Client) -> None:
    sign_up(client)
    (message,) = mail.outbox
    assert message.alternatives == []  # type: ignore[attr-defined]
    assert "\n" not in message.subject and len(message.subject) < 70
    assert len(str(message.body)) < 700


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "lin@example.org",
        "PolicyWiki",
        "The Administrator",
        "工作人员小李",
        "Ｍoderator",
        "a\u202eb",
    ],
)
def test_a_name_that_misleads_is_refused(client: Client, name: str) -> None:
    answer = sign_up(client, name=name)
    assert answer.status_code == 200 and "display_name" in answer.context["form"].errors
    assert not User.objects.filter(email="lin@example.org").exists()


@pytest.mark.parametrize(
    "name, kept", [("李  雷", "李 雷"), ("Ｌｉｎ", "Lin"), ("O'Connor-Smith", "O'Connor-Smith")]
)
def test_a_name_is_kept_in_one_spelling(client: Client, name: str, kept: str) -> None:
    sign_up(client, name=name)
    assert User.objects.get(email="lin@example.org").display_name == kept


def test_whoever_has_left_cannot_sign_in(client: Client) -> None:
    person = UserFactory(is_active=False)
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert not who(client).is_authenticated


def test_too_many_tries_are_told_when_to_come_back(client: Client, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "sign_in": {"account": "2/10m"}}
    for _ in range(2):
        assert client.post(SIGN_IN, {"login": "x@example.org", "password": "wrong"}).status_code == 200
    answer = client.post(SIGN_IN, {"login": "x@example.org", "password": "wrong"})
    assert answer.status_code == 429 and int(answer["Retry-After"]) in range(290, 301)
    assert client.post(SIGN_IN, {"login": "y@example.org", "password": "wrong"}).status_code == 200


def test_sign_ups_from_one_device_are_counted(client: Client, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "sign_up": {"device": "2/1h", "address": "100/1h"}}
    answers = [sign_up(client, f"p{n}@example.org").status_code for n in range(3)]
    assert answers == [302, 302, 429]
    assert sign_up(Client(), "p9@example.org").status_code == 302


def test_reading_the_sign_in_page_is_never_counted(client: Client, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "sign_in": {"address": "1/1h"}}
    assert [client.get(SIGN_IN).status_code for _ in range(3)] == [200] * 3


def test_member_since_is_the_day_of_signing_up(client: Client) -> None:
    sign_up(client)
    joined = User.objects.get(email="lin@example.org").date_joined
    assert timezone.now() - joined < timedelta(minutes=5)
