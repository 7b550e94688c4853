"""Proposals for the tests: ProposalFactory(), ProposalFactory(city=True) ... a trait per stage."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import factory
from wagtail.models import Page, Site

from policywiki.core.publication import publishing
from policywiki.core.rawblocks import normalise
from policywiki.editions.models import Edition
from policywiki.home.models import HomePage
from proposals.actions.begin import create_page
from proposals.actions.stage import enter
from proposals.models import Answer, AnswerState, CallPage, ProposalRecord
from proposals.stages import Stage

from .people import UserFactory

NOW = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai

# How a proposal gets to its stage; each step is a move of the table.
WAYS: dict[str, list[str]] = {
    Stage.SUPPORT: [],
    Stage.DELIBERATION: [Stage.DELIBERATION],
    Stage.VOTE: [Stage.VOTE],
    Stage.CITY: [Stage.CITY],
    Stage.ANSWERED: [Stage.CITY, Stage.ANSWERED],
    Stage.CARRIED_OUT: [Stage.CITY, Stage.ANSWERED, Stage.CARRIED_OUT],
    Stage.WITHDRAWN: [Stage.WITHDRAWN],
    Stage.UNSUPPORTED: [Stage.UNSUPPORTED],
    Stage.MERGED: [Stage.MERGED],
    Stage.DIVIDED: [Stage.DIVIDED],
}


def front_page() -> HomePage:
    """The one front page, made the root of the site if there is none yet."""
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(title="青石", slug="qingshi")
        Page.objects.get(depth=1).add_child(instance=home)
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="青石")
    return home


class CallFactory(factory.django.DjangoModelFactory):
    """The call "proposals" under the front page, made once; further arguments change its rules."""

    class Meta:
        model = CallPage

    title = "Proposals"

    @classmethod
    def _create(cls, model_class: type[CallPage], *args: Any, **kwargs: Any) -> CallPage:
        call = CallPage.objects.first()
        if call is None:
            call = CallPage(slug="proposals", **kwargs)
            front_page().add_child(instance=call)
            return call
        for name, value in kwargs.items():
            setattr(call, name, value)
        call.save()
        return call


def further_call(slug: str, **fields: Any) -> CallPage:
    """One more call under the front page, beside the first."""
    call = CallPage(**({"title": slug.title(), "slug": slug, "language": "en"} | fields))
    front_page().add_child(instance=call)
    return call


def proposal_content(**fields: Any) -> dict[str, Any]:
    """A complete proposal as JSON; keyword arguments replace fields."""
    content: dict[str, Any] = {
        "title": "Bicycle racks at the north gate",
        "language": "en",
        "summary": "Two-level racks for 120 bicycles.",
        "problem": normalise(
            [{"type": "section", "value": {"heading": "", "text": "<p>The pavement is blocked.</p>"}}]
        ),
        "measures": normalise(
            [
                {
                    "type": "measure",
                    "value": {"what": "Build racks", "who": "Roads", "when": "2027", "cost": "1,200 万元"},
                }
            ]
        ),
        "expected_effect": "Free pavements.",
        "affected": "People on foot.",
        "details": [],
        "evidence": [],
        "district": None,
        "tags": ["bicycles"],
    }
    return content | fields


class ProposalFactory(factory.django.DjangoModelFactory):
    """A published proposal's record, a trait for each stage but the first (city=True, ...).

    `content={"title": …}` replaces fields of the text; `now` is when it was published and moved.
    """

    class Meta:
        model = ProposalRecord

    class Params:
        deliberation = factory.Trait(stage=Stage.DELIBERATION)
        vote = factory.Trait(stage=Stage.VOTE)
        city = factory.Trait(stage=Stage.CITY)
        answered = factory.Trait(stage=Stage.ANSWERED)
        carried_out = factory.Trait(stage=Stage.CARRIED_OUT)
        withdrawn = factory.Trait(stage=Stage.WITHDRAWN)
        unsupported = factory.Trait(stage=Stage.UNSUPPORTED)
        merged = factory.Trait(stage=Stage.MERGED)
        divided = factory.Trait(stage=Stage.DIVIDED)

    stage = Stage.SUPPORT
    proposer = factory.SubFactory(UserFactory)
    call = factory.SubFactory(CallFactory)
    content = factory.Dict({})
    now = NOW

    @classmethod
    def _create(
        cls,
        model_class: type[ProposalRecord],
        *args: Any,
        stage: str,
        proposer: Any,
        call: CallPage,
        content: dict[str, Any],
        now: datetime,
        **fields: Any,
    ) -> ProposalRecord:
        page = create_page(content=proposal_content(**content), proposer=proposer, call=call, now=now)
        publish_page(page, author=proposer)
        record: ProposalRecord = page.record
        for step in WAYS[stage]:
            if step == Stage.ANSWERED:
                answer(record, now=now)
            enter(record, step, actor=proposer, now=now)
        if fields:
            ProposalRecord.objects.filter(pk=record.pk).update(**fields)
        return ProposalRecord.objects.select_related("page", "call").get(pk=record.pk)


def publish_page(page: Any, *, author: Any, summary: str = "New page") -> None:
    """One more edition of this page as it stands."""
    with publishing(author=author, summary=summary):
        page.save_revision(user=author).publish(user=author, skip_permission_checks=True)


def answer(record: ProposalRecord, *, now: datetime, state: str = AnswerState.ADOPTED) -> Answer:
    return Answer.objects.create(
        proposal=record,
        state=state,
        text="<p>We build them.</p>",
        department="Roads Department",
        answered_at=now,
        due_at=record.due_at,
        by=UserFactory(official=True),
    )


def edition_of(record: ProposalRecord) -> Edition:
    edition = Edition.objects.current(record.page)
    assert edition is not None
    return edition
