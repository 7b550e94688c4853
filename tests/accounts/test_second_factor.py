"""Staff without a second factor are members like any other, and are led to set it up."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from policywiki.accounts.models import User
from policywiki.accounts.queries import staff_without_second_factor
from policywiki.core.verdicts import no, require
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SET_UP = "/en/me/second-factor/"
STAFF = ["moderator", "official", "administrator"]


@pytest.fixture(autouse=True)
def asked(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    settings.LANGUAGE_CODE = "en"


def with_factor(kind: str = "totp", **traits: Any) -> User:
    person: User = UserFactory(**traits)
    person.authenticator_set.create(type=kind, data={"secret": "x"})  # type: ignore[attr-defined]
    return person


def rights(person: User) -> tuple[bool, bool, bool]:
    person = User.objects.get(pk=person.pk)
    return person.is_moderator, person.is_official, person.is_administrator


ROLES = [
    ({}, (False, False, False)),
    ({"moderator": True}, (True, False, False)),
    ({"official": True}, (False, True, False)),
    ({"administrator": True}, (True, True, True)),
    ({"is_superuser": True}, (True, True, True)),
]


@pytest.mark.parametrize("traits, expected", ROLES)
def test_a_role_gives_its_rights_with_a_second_factor(traits: Any, expected: Any) -> None:
    assert rights(with_factor(**traits)) == expected
    assert rights(with_factor("webauthn", **traits)) == expected


@pytest.mark.parametrize("traits, expected", ROLES)
def test_a_role_gives_nothing_without_one(traits: Any, expected: Any) -> None:
    assert rights(UserFactory(**traits)) == (False, False, False)


@pytest.mark.parametrize("traits, expected", ROLES)
def test_recovery_codes_alone_are_no_second_factor(traits: Any, expected: Any) -> None:
    assert rights(with_factor("recovery_codes", **traits)) == (False, False, False)


@pytest.mark.parametrize("traits, expected", ROLES)
def test_it_is_not_asked_where_the_city_switched_it_off(traits: Any, expected: Any, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False
    assert rights(UserFactory(**traits)) == expected


@pytest.mark.parametrize("role", STAFF)
def test_whoever_has_left_has_no_rights(role: str) -> None:
    assert rights(with_factor(**{role: True}, is_active=False)) == (False, False, False)


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("where", ["/admin/", "/admin/pages/", "/admin/images/add/"])
def test_staff_are_led_to_set_it_up_before_the_admin(client: Client, role: str, where: str) -> None:
    client.force_login(UserFactory(**{role: True}))
    answer = client.get(where, HTTP_ACCEPT_LANGUAGE="en")
    assert (answer.status_code, answer["Location"]) == (302, SET_UP)
    page = client.get(SET_UP).content.decode()
    assert "/en/accounts/2fa/webauthn/add/" in page and "/en/accounts/2fa/totp/activate/" in page


@pytest.mark.parametrize("role", STAFF)
def test_with_it_the_admin_opens(client: Client, role: str) -> None:
    client.force_login(with_factor(**{role: True}))
    assert client.get("/admin/").status_code == 200


def test_members_have_no_admin_with_or_without(client: Client) -> None:
    client.force_login(with_factor())
    assert client.get("/admin/", HTTP_ACCEPT_LANGUAGE="en", follow=True).status_code == 404


def test_the_password_alone_does_not_sign_in_who_has_one(client: Client) -> None:
    person = with_factor(moderator=True)
    answer = client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"].startswith("/en/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_signing_in_without_it_leads_there_first(client: Client) -> None:
    person = UserFactory(official=True)
    answer = client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == SET_UP


def refusing(request: HttpRequest) -> HttpResponse:
    require(no("Only officials."))
    return HttpResponse()


class Addresses:
    def __init__(self) -> None:
        from policywiki import urls

        self.urlpatterns = [path("refusing/", refusing), *urls.urlpatterns]


def test_an_official_act_outside_the_admin_leads_there_and_keeps_the_text(
    client: Client, settings: Any
) -> None:
    settings.ROOT_URLCONF = Addresses()
    client.force_login(UserFactory(official=True))
    assert client.get("/refusing/", HTTP_ACCEPT_LANGUAGE="en")["Location"] == SET_UP
    answer = client.post("/refusing/", {"text": "The answer of the Roads Department"})
    assert answer.status_code == 403
    assert answer.context["kept_text"] == ["The answer of the Roads Department"]
    client.force_login(with_factor(official=True))
    assert client.get("/refusing/").status_code == 403


def test_the_list_for_start_up_names_exactly_those_without() -> None:
    expected = {UserFactory(**{role: True}).pk for role in STAFF} | {UserFactory(is_superuser=True).pk}
    expected.add(with_factor("recovery_codes", moderator=True).pk)
    UserFactory(), UserFactory(moderator=True, is_active=False)
    with_factor(moderator=True), with_factor("webauthn", administrator=True)
    assert set(staff_without_second_factor().values_list("pk", flat=True)) == expected


def test_there_is_one_way_to_sign_in(client: Client) -> None:
    """Wagtail's own form would ask for no second factor."""
    person = with_factor(administrator=True)
    for method in (client.get, client.post):
        answer = method("/admin/login/?next=/admin/pages/", {"username": person.email, "password": PASSWORD})
        assert answer.status_code == 302 and "/accounts/login/?next=" in answer["Location"]
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/password_reset/", follow=True).status_code == 404
