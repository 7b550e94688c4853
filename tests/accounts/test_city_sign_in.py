"""The city's own sign-in by OpenID Connect: off without configuration; with it one becomes a member of one's district."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from policywiki.accounts.models import Residence, Role, User
from policywiki.places.models import District
from tests.accounts.city import City, running_city
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/en/accounts/oidc/city/login/"


@pytest.fixture
def city(settings: Any) -> Iterator[City]:
    District.objects.create(code="east", name_zh="东城", name_en="Eastgate")
    District.objects.create(code="west", name_zh="西城", name_en="Westgate")
    with running_city() as running:
        app = {
            "provider_id": "city", "name": "City ID", "client_id": "policywiki", "secret": "secret",
            "settings": {"server_url": running.address, "oauth_pkce_enabled": True},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        settings.OIDC_NAME = "City ID"
        settings.OIDC_DISTRICT_CLAIM, settings.OIDC_DISTRICTS = "district", {"110101": "east"}
        yield running


def sign_in(client: Client, city: City, *, query: str = "", **claims: Any) -> Any:
    """Through the city and back, as a browser goes."""
    city.person = {
        "sub": "s-1",
        "email": "fang@example.org",
        "email_verified": True,
        "name": "Wang Fang",
        **claims,
    }
    leaves = client.post(LOGIN + query)
    assert leaves.status_code == 302 and leaves["Location"].startswith(f"{city.address}/authorize")
    state = parse_qs(urlsplit(leaves["Location"]).query)["state"][0]
    return client.get(f"{LOGIN}callback/", {"code": "once", "state": state})


def test_a_new_person_becomes_a_member_with_their_district_and_without_their_registered_name(
    client: Client, city: City
) -> None:
    assert sign_in(client, city, district="110101").status_code == 302
    person = User.objects.get(email="fang@example.org")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.roles == {Role.MEMBER}
    assert "Wang" not in str(person)
    assert Residence.objects.get(person=person).district.code == "east"
    assert "code_verifier" in city.asked[0]


def test_whoever_moved_lives_where_the_city_says_the_next_time(client: Client, city: City) -> None:
    sign_in(client, city, district="110101")
    client.post("/en/accounts/logout/")
    sign_in(client, city, district="west")
    assert User.objects.filter(email="fang@example.org").count() == 1
    assert Residence.objects.get().district.code == "west"


def test_an_unknown_district_is_no_district(client: Client, city: City) -> None:
    sign_in(client, city, district="somewhere")
    assert User.objects.filter(email="fang@example.org").exists()
    assert not Residence.objects.exists()


def test_the_address_of_somebody_else_does_not_open_their_account(client: Client, city: City) -> None:
    theirs = UserFactory(email="fang@example.org")
    sign_in(client, city)
    assert client.session.get("_auth_user_id") != str(theirs.pk)


def test_one_who_is_signed_in_connects_it_to_their_account(client: Client, city: City, settings: Any) -> None:
    person = UserFactory()
    client.force_login(person)
    # Whoever signed in long ago is asked again first; that is allauth's matter, not this test's.
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    sign_in(
        client,
        city,
        query="?process=connect&next=/en/me/residence/",
        district="110101",
        email="other@example.org",
    )
    assert Residence.objects.get(person=person).district.code == "east"
    assert "Confirm with City ID" in client.get("/en/me/residence/").content.decode()


def test_the_button_is_there_only_where_the_city_has_one(client: Client, city: City, settings: Any) -> None:
    assert "Sign in with City ID" in client.get("/en/accounts/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "City ID" not in client.get("/en/accounts/login/").content.decode()
    assert client.post(LOGIN).status_code == 404
