"""Proposals in the admin: staff look, nobody edits past rules; the admin's own verbs ask first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from proposals.models import CallPage, ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory, front_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Any:
    person = UserFactory(administrator=True, is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def test_staff_see_every_proposal_with_its_stage_and_cannot_add_one(
    client: Client, administrator: Any
) -> None:
    record = ProposalFactory(city=True)
    page = client.get("/admin/proposals/").content.decode()
    assert record.code in page
    assert f'href="/p/{record.number}"' in page
    for nowhere in ["new/", f"edit/{record.pk}/", f"delete/{record.pk}/"]:
        assert client.get(f"/admin/proposals/{nowhere}").status_code in (302, 403, 404)


@pytest.mark.parametrize("verb", ["delete", "move", "copy"])
def test_the_admins_own_verbs_leave_a_proposal_where_it_is(
    client: Client, administrator: Any, verb: str
) -> None:
    record = ProposalFactory()
    elsewhere = CallPage(title="Another call", slug="another")
    front_page().add_child(instance=elsewhere)
    further = [elsewhere.pk] if verb == "move" else []
    name = "wagtailadmin_pages:move_confirm" if verb == "move" else f"wagtailadmin_pages:{verb}"
    for page_id in (record.page_id, record.call_id):
        response = client.post(reverse(name, args=[page_id, *further]))
        assert response.status_code in (302, 403)
    fresh = ProposalRecord.objects.get(pk=record.pk, page__live=True)
    assert fresh.page.get_parent().pk == record.call_id
    assert fresh.call.get_parent().pk == front_page().pk


def test_the_call_stays_on_the_site_and_a_proposal_can_be_taken_off(
    client: Client, administrator: Any
) -> None:
    record = ProposalFactory()
    client.post(reverse("wagtailadmin_pages:unpublish", args=[record.call_id]))
    record.call.refresh_from_db()
    assert record.call.live
    client.post(reverse("wagtailadmin_pages:unpublish", args=[record.page_id]))
    assert not ProposalRecord.objects.get(pk=record.pk).page.live


LOCKED = "This proposal has been supported as it stands; its text can no longer be edited here."


def test_the_editor_of_a_supported_text_is_locked(client: Client, administrator: Any) -> None:
    first, later = ProposalFactory(), ProposalFactory(city=True)
    for record, locked in [(first, False), (later, True)]:
        page = client.get(reverse("wagtailadmin_pages:edit", args=[record.page_id])).content.decode()
        assert (
            gettext("This proposal has been supported as it stands; its text can no longer be edited here.")
            in page
        ) is locked
