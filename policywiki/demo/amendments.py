"""Suggested changes to proposals in the demo city: one landed and its supporters are answering, two wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from policywiki.accounts.models import User
from policywiki.core.page_content import content_of
from policywiki.editions.models import Edition
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.models import Suggestion
from proposals.actions.amend import accept_amendment
from proposals.actions.seal import seal_all
from proposals.actions.share import agree, invite
from proposals.actions.support import give_support
from proposals.actions.texts import note_change
from proposals.models import Amendment, ProposalPage, ProposalRecord

ANSWERED = 9
"""So many neighbours have looked at the changed text and keep their support."""


@dataclass(frozen=True)
class DemoAmendment:
    """Replace `old` by `new` in the measures of the proposal with this title; `reason`: the proposer accepted it."""

    title: str
    author: str
    old: str
    new: str
    summary: str
    days_ago: int
    reason: str = ""


AMENDMENTS = [
    DemoAmendment(
        title="公布每个停放区的清运时间",
        author="tom",
        old="每周更新一次开放数据",
        new="每天更新一次开放数据，并写明停放区编号",
        summary="每天更新才有用；有了编号，才能和路边的牌子对上。",
        days_ago=6,
        reason="说得对：一周前的时间没人要看。谢谢 Tom。",
    ),
    DemoAmendment(
        title="公布每个停放区的清运时间",
        author="guiying",
        old="企业把每次清运的时间记到停放区编号下",
        new="企业把每次清运的时间和清走的车数记到停放区编号下",
        summary="光有时间不够，清走几辆也要写。",
        days_ago=2,
    ),
    DemoAmendment(
        title="A night bus to the university town",
        author="yusuf",
        old="on Friday and Saturday for a trial",
        new="on Thursday, Friday and Saturday for a trial",
        summary="The laboratories close late on Thursdays too.",
        days_ago=3,
    ),
]


def build_amendments(
    *,
    people: dict[str, User],
    neighbours: list[User],
    let_through: Callable[[Suggestion, datetime], None],
    now: datetime,
) -> None:
    """`let_through` is the moderator's yes to a suggestion at a moment."""
    for told in AMENDMENTS:
        record = ProposalRecord.objects.get(page__title=told.title)
        at = now - timedelta(days=told.days_ago)
        amendment = _put(told, record, people[told.author], let_through, at)
        if told.reason:
            later = at + timedelta(days=1)
            accept_amendment(amendment=amendment, author=record.proposer, reason=told.reason, now=later)
            _answered(record, neighbours, later + timedelta(hours=5))
    bus = ProposalRecord.objects.get(page__title=AMENDMENTS[-1].title)
    for key, agrees in (("member", True), ("guiying", False)):
        asked = invite(record=bus, proposer=bus.proposer, person=people[key], now=now - timedelta(days=4))
        if agrees:
            agree(coauthor=asked, person=people[key], now=now - timedelta(days=4))


def _put(
    told: DemoAmendment, record: ProposalRecord, author: User, let_through: Any, at: datetime
) -> Amendment:
    page = ProposalPage.objects.get(pk=record.page_id)
    suggestion = begin(author=author, kind="change", page=page, language=page.language, now=at)
    content = content_of(page)
    content["measures"] = [
        block | {"value": block["value"] | {"what": block["value"]["what"].replace(told.old, told.new)}}
        for block in content["measures"]
    ]
    send(suggestion=suggestion, author=author, content=content, summary=told.summary, now=at)
    let_through(suggestion, at + timedelta(hours=4))
    amendment: Amendment = Amendment.objects.get(suggestion=suggestion)
    return amendment


def _answered(record: ProposalRecord, neighbours: list[User], at: datetime) -> None:
    """The worker's question at once, so that the letters are forgotten with the others of the past."""
    edition: Any = Edition.objects.current(record.page)
    note_change(edition=edition)
    for person in neighbours[:ANSWERED]:
        give_support(record=record, person=person, edition=edition, now=at)
    seal_all()
