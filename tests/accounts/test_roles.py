"""What each role may do in the admin, as a table."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from policywiki.accounts.models import Role, User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

# permission: who has it (m moderator, o official, a administrator)
TABLE = {
    "wagtailadmin.access_admin": "moa",
    "moderation.change_reason": "oa",
    "accounts.add_user": "a",
    "accounts.change_user": "a",
    "accounts.delete_user": "",
    "auth.change_group": "",
    "places.change_district": "a",
    "wagtailcore.change_site": "a",
    "wagtailredirects.add_redirect": "a",
}
LETTERS = {"": {}, "m": {"moderator": True}, "o": {"official": True}, "a": {"administrator": True}}


@pytest.mark.parametrize("permission", TABLE)
@pytest.mark.parametrize("letter", LETTERS)
def test_permissions_of_a_role(permission: str, letter: str) -> None:
    assert UserFactory(**LETTERS[letter]).has_perm(permission) is (
        letter != "" and letter in TABLE[permission]
    )


@pytest.mark.parametrize("letter", LETTERS)
def test_only_administrators_manage_pages(letter: str) -> None:
    may = Page.get_first_root_node().permissions_for_user(UserFactory(**LETTERS[letter]))
    assert may.can_add_subpage() is (letter == "a")


def test_the_groups_are_the_four_roles() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


@pytest.mark.parametrize(
    "letter, where, opens",
    [
        (letter, where, letter != "" and letter in who)
        for where, who in {
            "/admin/": "moa",
            "/admin/users/": "a",
            "/admin/users/new/": "a",
            "/admin/images/add/": "oa",
            "/admin/documents/multiple/add/": "oa",
        }.items()
        for letter in LETTERS
    ],
)
def test_doors_of_the_admin(client: Client, letter: str, where: str, opens: bool) -> None:
    client.force_login(UserFactory(**LETTERS[letter]))
    assert (client.get(where).status_code == 200) is opens


@pytest.mark.parametrize(
    "where", ["/admin/images/add/", "/admin/images/multiple/add/", "/admin/documents/multiple/add/"]
)
def test_nobody_but_staff_uploads(client: Client, where: str) -> None:
    assert client.get(where).status_code == 302
    client.force_login(UserFactory())
    assert client.post(where, {"title": "x"}).status_code in (302, 403)


def test_an_administrator_invites_a_colleague(client: Client) -> None:
    client.force_login(UserFactory(administrator=True))
    group = Group.objects.get(name=Role.OFFICIAL)
    answer = client.post(
        "/admin/users/new/", {"email": "wang@example.org", "display_name": "Wang", "groups": [group.pk]}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    person = User.objects.get(email="wang@example.org")
    assert person.roles == {Role.MEMBER, Role.OFFICIAL}
    assert not person.has_usable_password()


def test_nobody_is_made_superuser_or_given_another_address_in_the_admin(client: Client) -> None:
    client.force_login(UserFactory(administrator=True))
    person = UserFactory(email="old@example.org")
    data = {
        "email": "mine@example.org",
        "display_name": "New",
        "is_superuser": "on",
        "is_active": "on",
        "groups": [],
    }
    answer = client.post(f"/admin/users/edit/{person.pk}/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    person.refresh_from_db()
    assert (person.email, person.display_name, person.is_superuser) == ("old@example.org", "New", False)


def test_even_a_superuser_deletes_nobody(client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True))
    person = UserFactory()
    client.post(f"/admin/users/delete/{person.pk}/")
    client.post(f"/admin/bulk/accounts/user/delete/?id={person.pk}")
    assert User.objects.filter(pk=person.pk).exists()


def test_roles_are_said_in_words(client: Client) -> None:
    client.force_login(UserFactory(administrator=True))
    page = client.get("/admin/users/new/").content.decode()
    said = set(re.findall(r'name="groups"[^>]*>\s*([^<]+?)\s*<', page))
    assert said == {str(label) for label in Role.labels}


def test_the_admin_lists_people(client: Client) -> None:
    client.force_login(UserFactory(administrator=True))
    for _ in range(5):
        UserFactory()
    page = client.get("/admin/users/").content.decode()
    assert "person" in page


def test_a_member_who_opens_the_admin_is_not_sent_round_in_circles(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/admin/", follow=True).status_code == 404
    client.logout()
    assert "/accounts/login/" in client.get("/admin/", follow=True).redirect_chain[-1][0]
