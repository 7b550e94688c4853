"""Build the demo city through the same verbs that citizens, moderators and officials use."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from policywiki.accounts.models import User
from policywiki.core.blocks import normalise
from policywiki.core.markup import from_plain
from policywiki.core.page_content import content_of
from policywiki.core.publication import publishing
from policywiki.discussion.actions.comments import post_comment
from policywiki.editions.models import Edition
from policywiki.home.actions.setup_site import SitePages, setup_site
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Reason
from policywiki.places.models import District
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.models import Suggestion
from policywiki.wiki.models import KnowledgePage
from policywiki.wiki.targets import free_slug
from proposals.actions.advance import advance_stages
from proposals.actions.answer import publish_answer
from proposals.actions.carry_out import carry_out
from proposals.actions.change_pages import begin_change, name_pages
from proposals.actions.seal import seal_all
from proposals.actions.support import give_support
from proposals.models import ProposalRecord
from proposals.stages import Stage

from .a_call import build_call
from .accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from .amendments import build_amendments
from .content.pages import PAGES
from .content.proposals import PROPOSALS
from .content.shapes import DemoChange, DemoPage, DemoProposal
from .content.story import CHANGES
from .safety import build_safety
from .talk import build_talk

NEIGHBOURS = 40
THRESHOLD = 25
JOINED_DAYS_AGO = 200
LINK = re.compile(r"\{page:([a-z-]+)\}")
DISTRICTS = [("dongmen", "东门区", "Dongmen"), ("hexi", "河西区", "Hexi"), ("qingshan", "青山区", "Qingshan")]


class City:
    """What has been built so far, by key."""

    def __init__(self, pages: SitePages, now: datetime) -> None:
        self.site = pages
        self.now = now
        self.people: dict[str, User] = {}
        self.neighbours: list[User] = []
        self.pages: dict[str, KnowledgePage] = {}
        self.proposals: dict[str, ProposalRecord] = {}

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def linked(self, text: str) -> str:
        """{page:key} becomes a link to the page of that key, or its bare title where it comes later."""

        def link(match: re.Match[str]) -> str:
            page = self.pages.get(match[1])
            return (
                f"[{page.title}](page:{page.pk})"
                if page
                else next(p.title for p in PAGES if p.key == match[1])
            )

        return LINK.sub(link, text)


@transaction.atomic
def build_demo(*, now: datetime | None = None) -> City:
    """An empty database becomes Qingshi. Raises RuntimeError where there are pages already."""
    if KnowledgePage.objects.exists():
        raise RuntimeError("The demo city is built in an empty database only.")
    city = City(setup_site(name="青石市政务维基"), now or timezone.now())
    _people(city)
    city.site.call.support_threshold = THRESHOLD
    city.site.call.intro_zh = "写下哪里不对、该怎么办。够 25 人支持，青石市就公开答复。"
    city.site.call.intro_en = (
        "Say what is wrong and what should be done. With 25 supporters the city answers in public."
    )
    city.site.call.save()
    build_call(home=city.site.home, now=city.now)
    for page in PAGES:
        city.pages[page.key] = _page(city, page)
    events: list[DemoChange | DemoProposal] = [*CHANGES, *PROPOSALS]
    for event in sorted(events, key=lambda one: -one.days_ago):
        _change(city, event) if isinstance(event, DemoChange) else _propose(city, event)
    seal_all()
    build_amendments(
        people=city.people,
        neighbours=city.neighbours,
        let_through=lambda suggestion, at: _decide(
            city, Case.objects.get(suggestion=suggestion), "publish", at
        ),
        now=city.now,
    )
    advance_stages(now=city.now)
    build_talk(people=city.people, neighbours=city.neighbours, page=city.pages["parks-en"], now=city.now)
    busiest = ProposalRecord.objects.filter(stage=Stage.SUPPORT).order_by("-support_count", "number").first()
    if busiest is not None:
        build_safety(
            people=city.people, open_page=city.pages["parks-en"], proposal=busiest.page, now=city.now
        )
    _forget_mails()
    return city


def _forget_mails() -> None:
    """What happened in the story happened long ago: nobody is written to about it now."""
    waiting = DBTaskResult.objects.filter(args_kwargs__args__0__startswith="policywiki.notifications.")
    waiting.filter(status=TaskResultStatus.READY).delete()


def _people(city: City) -> None:
    for number, (code, zh, en) in enumerate(DISTRICTS):
        District.objects.get_or_create(code=code, defaults={"name_zh": zh, "name_en": en, "order": number})
    for account in DEMO_ACCOUNTS:
        person = User.objects.create_user(
            account.email, DEMO_PASSWORD, display_name=account.name, language=account.language
        )
        person.emailaddress_set.create(email=account.email, verified=True, primary=True)  # type: ignore[attr-defined]
        for role in {"member", account.role}:
            person.groups.add(Group.objects.get_or_create(name=role)[0])
        city.people[account.key] = person
    for number in range(1, NEIGHBOURS + 1):
        address = f"neighbour{number}@demo.policywiki.invalid"
        city.neighbours.append(User.objects.create_user(address, display_name=f"邻居 {number}"))
    User.objects.filter(email__endswith="@demo.policywiki.invalid").update(
        date_joined=city.ago(JOINED_DAYS_AGO)
    )


def _page(city: City, demo: DemoPage) -> KnowledgePage:
    author = city.people[demo.author]
    page = KnowledgePage(
        title=demo.title,
        slug=free_slug(demo.title),
        language=demo.language,
        summary=demo.summary,
        last_checked=city.ago(demo.days_ago).date(),
        owner=author,
        live=False,
        translation_of=city.pages.get(demo.translation_of),
    )
    page.body = page._meta.get_field("body").to_python(_body(city, demo))
    sources = [{"type": "source", "value": {"label": label, "url": url}} for label, url in demo.sources]
    page.sources = page._meta.get_field("sources").to_python(normalise(sources))
    # Re-read: treebeard counts children on the parent's row.
    Page.objects.get(pk=city.site.index.pk).add_child(instance=page)
    page.tags.set(demo.tags)
    page.related.set([city.pages[key] for key in demo.related if key in city.pages])
    at = city.ago(demo.days_ago)
    with publishing(author=author, summary="", effective_at=demo.effective_at, published_at=at):
        page.save_revision(user=author, clean=True).publish(user=author, skip_permission_checks=True)
    Page.objects.filter(pk=page.pk).update(first_published_at=at, last_published_at=at)
    return KnowledgePage.objects.get(pk=page.pk)


def _body(city: City, demo: DemoPage) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [_section(city, heading, text) for heading, text in demo.sections]
    if demo.callout:
        tone, text = demo.callout
        blocks.insert(1, {"type": "callout", "value": {"tone": tone, "text": from_plain(text)}})
    if demo.citation:
        blocks.insert(1, _citation(city, demo.citation))
    if demo.table:
        caption, rows = demo.table
        value = {
            "data": rows,
            "table_caption": caption,
            "first_row_is_table_header": True,
            "table_header_choice": "row",
        }
        blocks.append({"type": "table", "value": value})
    return normalise(blocks)


def _section(city: City, heading: str, text: str) -> dict[str, Any]:
    return {
        "type": "section",
        "value": {"heading": heading, "level": "2", "text": from_plain(city.linked(text))},
    }


def _citation(city: City, told: tuple[str, str, str, str]) -> dict[str, Any]:
    quote, label, key, anchor = told
    page = city.pages[key]
    value = {"quote": quote, "label": label, "url": "", "page": page.pk, "anchor": anchor, "edition": 1}
    return {"type": "citation", "value": value}


def _decide(city: City, case: Case, decision: str, at: datetime, reason: str = "", note: str = "") -> None:
    decide(
        case=case,
        decision=decision,
        moderator=city.people["moderator"],
        version=case.version,
        reason=Reason.objects.get(code=reason) if reason else None,
        note=note,
        now=at,
    )


def _change(city: City, told: DemoChange) -> None:
    author, at = city.people[told.author], city.ago(told.days_ago)
    page = KnowledgePage.objects.get(pk=city.pages[told.page].pk)
    suggestion = _begun(city, told, page, at)
    content = content_of(page)
    content["body"] = [_replaced(block, told.old, told.new) for block in content["body"]]
    send(suggestion=suggestion, author=author, content=content, summary=told.summary, now=at)
    if not told.decision:
        return
    later = at + timedelta(hours=5)
    _decide(city, Case.objects.get(suggestion=suggestion), told.decision, later, told.reason, told.note)
    if told.decision == "publish":
        Page.objects.filter(pk=page.pk).update(last_published_at=later)
    if told.effective_at:
        edition: Any = Edition.objects.current(page)
        edition.effective_at = edition.in_force_on = told.effective_at
        edition.save()


def _begun(city: City, told: DemoChange, page: KnowledgePage, at: datetime) -> Suggestion:
    """A change of its own, or the one that carries out an adopted proposal."""
    author = city.people[told.author]
    if not told.carries:
        return begin(author=author, kind="change", page=page, language=page.language, now=at)
    (target,) = name_pages(record=city.proposals[told.carries], official=author, pages=[page], now=at)
    return begin_change(target=target, author=author, now=at)


def _replaced(block: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    if block["type"] != "section":
        return block
    return block | {"value": block["value"] | {"text": block["value"]["text"].replace(old, new)}}


def _propose(city: City, told: DemoProposal) -> None:
    author, at = city.people[told.author], city.ago(told.days_ago)
    suggestion = begin(
        author=author, kind="new_proposal", language=told.language, under=city.site.call.page_ptr, now=at
    )
    send(suggestion=suggestion, author=author, content=_proposal(city, told), summary=told.title, now=at)
    published = at + timedelta(hours=9)
    _decide(city, Case.objects.get(suggestion=suggestion), "publish", published)
    suggestion.refresh_from_db()
    record = ProposalRecord.objects.get(page_id=suggestion.page_id)
    city.proposals[told.key] = record
    Page.objects.filter(pk=record.page_id).update(first_published_at=published, last_published_at=published)
    _talk_and_support(city, record, told, published)
    _answered(city, record, told)


def _proposal(city: City, told: DemoProposal) -> dict[str, Any]:
    district = District.objects.filter(code=told.district).first()
    measures = [
        {"type": "measure", "value": dict(zip(("what", "who", "when", "cost"), one, strict=True))}
        for one in told.measures
    ]
    return {
        "title": told.title,
        "language": told.language,
        "summary": told.summary,
        "problem": normalise([_section(city, "", told.problem)]),
        "evidence": normalise([_citation(city, one) for one in told.evidence]),
        "measures": normalise(measures),
        "expected_effect": told.expected_effect,
        "affected": told.affected,
        "tags": sorted(told.tags),
        "district": district.pk if district else None,
    }


def _talk_and_support(city: City, record: ProposalRecord, told: DemoProposal, published: datetime) -> None:
    edition: Any = Edition.objects.current(record.page)
    span = max(1, told.days_ago - 1) * 20
    for number, person in enumerate(city.neighbours[: told.supporters]):
        moment = published + timedelta(hours=1 + number * span / max(1, told.supporters))
        record.refresh_from_db()
        give_support(record=record, person=person, edition=edition, now=min(moment, city.now))
    page = record.page
    said: dict[str, Any] = {}
    for number, (who, stance, text, answers) in enumerate(told.comments):
        said[who] = post_comment(
            page=page,
            author=city.people[who],
            text=text,
            stance=stance,
            language=city.people[who].language,
            parent=said.get(answers),
            now=published + timedelta(hours=6 + 7 * number),
        )
    seal_all()
    if told.supporters >= THRESHOLD:
        advance_stages(now=published + timedelta(days=max(1, min(20, told.days_ago // 3))))


def _answered(city: City, record: ProposalRecord, told: DemoProposal) -> None:
    official = city.people["official"]
    if told.answer:
        state, department, text, days = told.answer
        publish_answer(
            record=record,
            official=official,
            state=state,
            text=from_plain(text),
            department=department,
            now=city.ago(days),
        )
    if told.carried_out:
        note, days = told.carried_out
        carry_out(record=record, official=official, note=note, now=city.ago(days))
