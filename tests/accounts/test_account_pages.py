"""Every page of one's account opens in both languages, in our frame; staff changes are told by mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from policywiki.accounts.actions.open_account import open_account
from policywiki.accounts.models import Role, User
from policywiki.core.verdicts import NotFound
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

GUEST_PAGES = ["login/", "signup/", "password/reset/"]
PAGES = [
    "email/",
    "password/change/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "sessions/",
    "logout/",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", GUEST_PAGES)
def test_pages_of_a_guest(client: Client, language: str, page: str) -> None:
    answer = client.get(f"/{language}/accounts/{page}")
    assert answer.status_code == 200
    assert 'class="site-head"' in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_person_who_signs_in_by_code(client: Client, language: str, page: str) -> None:
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    answer = client.get(f"/{language}/accounts/{page}", follow=True)
    assert answer.status_code == 200
    assert 'class="site-head"' in answer.content.decode()


def test_the_way_back_travels_through_the_form(client: Client) -> None:
    for page in ("login", "signup"):
        text = client.get(f"/en/accounts/{page}/?next=/en/pages/x/").content.decode()
        assert 'name="next" value="/en/pages/x/"' in text


def test_a_password_is_chosen_later(client: Client) -> None:
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    answer = client.post(
        "/en/accounts/password/set/", {"password1": "bicycle-racks", "password2": "bicycle-racks"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert User.objects.get(pk=person.pk).check_password("bicycle-racks")
    assert len(mail.outbox) == 1 and "/en/me/settings/" in str(mail.outbox[0].body)


def test_a_short_or_common_password_is_refused(client: Client) -> None:
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    for password in ("short", "password123", "1234567890123"):
        answer = client.post("/en/accounts/password/set/", {"password1": password, "password2": password})
        assert answer.status_code == 200


def test_whoever_chose_no_language_gets_that_of_signing_in(client: Client) -> None:
    person = UserFactory(language="")
    client.post("/zh-hans/accounts/login/", {"login": person.email, "password": "test-password"})
    person.refresh_from_db()
    assert person.language == "zh-hans"
    client.post("/zh-hans/accounts/logout/")
    client.post("/en/accounts/login/", {"login": person.email, "password": "test-password"})
    person.refresh_from_db()
    assert person.language == "zh-hans"


def test_the_site_opens_accounts_that_can_sign_in_at_once(client: Client) -> None:
    made: dict[str, Any] = {"email": "wang@example.org", "display_name": "Wang", "password": "bicycle-racks"}
    for _ in range(2):
        person = open_account(actor=User.objects.system(), roles=[Role.OFFICIAL], **made)
    assert person.roles == {Role.MEMBER, Role.OFFICIAL}
    assert (
        client.post(
            "/en/accounts/login/", {"login": "wang@example.org", "password": "bicycle-racks"}
        ).status_code
        == 302
    )
    assert client.get("/en/me/").status_code == 200


def test_nobody_else_opens_accounts() -> None:
    for actor in (None, UserFactory(), UserFactory(official=True)):
        with pytest.raises(NotFound):
            open_account(actor=actor, email="x@example.org")  # type: ignore[arg-type]
