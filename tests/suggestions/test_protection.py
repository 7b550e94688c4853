"""Protection of a page and of a section: four levels, a public reason, a last day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.moderation.models import Case
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.permissions import may_suggest
from policywiki.suggestions.protection.actions import follow_ended, lift, protect
from policywiki.suggestions.protection.models import Level, Protection
from policywiki.suggestions.protection.places import places, places_touched
from policywiki.suggestions.protection.rulings import level_for, level_of_change
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page, section
from tests.suggestions.test_life import publish, suggest, text_of


def block(name: str, kind: str = "section", level: str = "2", text: str = "") -> dict[str, Any]:
    value = {"heading": name, "level": level, "text": text} if kind == "section" else {"text": text}
    return {"id": name, "type": kind, "value": value}


FIELDS = {"title": "text", "body": "blocks"}
BODY = [block("a"), block("t", "callout"), block("a1", level="3"), block("b"), block("b1", level="3")]


def body(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"title": "T", "body": list(blocks)}


def test_a_section_holds_what_follows_it_down_to_the_next_heading_of_its_rank() -> None:
    assert places(BODY) == {"a": ("a",), "t": ("a", "t"), "a1": ("a", "a1"), "b": ("b",), "b1": ("b", "b1")}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BODY, set()),
        ([*BODY[:4], block("b1", level="3", text="new")], {("b", "b1")}),
        ([*BODY, block("c")], {("c",)}),
        ([*BODY, block("n", "callout")], {("b", "b1", "n")}),
        ([BODY[0], BODY[1], *BODY[3:]], {("a", "a1")}),
        ([BODY[0], BODY[2], BODY[3], BODY[4], BODY[1]], {("a", "t"), ("b", "b1", "t")}),
    ],
    ids=["nothing", "reworded", "new chapter", "added inside", "deleted", "moved"],
)
def test_a_change_touches_the_sections_around_what_differs(after: list[Any], expected: set[Any]) -> None:
    assert places_touched(body(*BODY), body(*after), FIELDS) == expected


def test_a_title_belongs_to_the_page_itself() -> None:
    assert places_touched(body(*BODY), body(*BODY) | {"title": "U"}, FIELDS) == {()}


def ids(page: KnowledgePage) -> list[str]:
    return [one["id"] for one in page.body.raw_data]


def guard(page: KnowledgePage, level: Level, **how: Any) -> Protection:
    return protect(
        page=page,
        level=level,
        reason=how.pop("reason", "Edit war"),
        actor=how.pop("actor", None) or UserFactory(official=True),
        now=how.pop("now", None) or timezone.now(),
        **how,
    )


@pytest.mark.django_db
def test_a_page_that_nobody_protected_is_checked(site: Any) -> None:
    page = knowledge_page()
    assert level_for(page, ids(page), timezone.now()) is Level.CHECKED
    assert level_of_change(None, {}, content_of(page), timezone.now()) is Level.CHECKED


@pytest.mark.django_db
def test_the_strictest_of_what_covers_a_section_counts(site: Any) -> None:
    page, now = knowledge_page(), timezone.now()
    first, second = ids(page)
    for of_page, of_section in product([None, *Level], repeat=2):
        Protection.objects.all().delete()
        for level, part in ((of_page, ""), (of_section, first)):
            if level:
                guard(page, level, block=part)
        found = [one for one in (of_page, of_section) if one]
        expected = max(found, key=lambda one: one.strictness) if found else Level.CHECKED
        assert level_for(page, [first], now) is expected
        assert level_for(page, [second], now) is (of_page or Level.CHECKED)


@pytest.mark.django_db
def test_a_change_of_two_sections_meets_the_stricter(site: Any) -> None:
    page = knowledge_page()
    first, second = ids(page)
    guard(page, Level.OPEN, block=first)
    assert level_for(page, [first], timezone.now()) is Level.OPEN
    assert level_for(page, [first, second], timezone.now()) is Level.CHECKED


@pytest.mark.django_db
def test_protection_ends_with_its_last_day_and_when_it_is_lifted(site: Any) -> None:
    page, now = knowledge_page(), timezone.now()
    today = timezone.localdate(now)
    row = guard(page, Level.STAFF, ends_on=today, now=now)
    assert level_for(page, [], now) is Level.STAFF
    assert level_for(page, [], now + timedelta(days=1)) is Level.CHECKED
    lift(protection=row, actor=UserFactory(official=True), now=now)
    assert level_for(page, [], now) is Level.CHECKED
    with pytest.raises(WrongStage):
        lift(protection=row, actor=UserFactory(official=True), now=now)


@pytest.mark.django_db
def test_setting_a_part_anew_ends_what_was_set_and_keeps_it_as_history(site: Any) -> None:
    page = knowledge_page()
    old, new = guard(page, Level.STAFF), guard(page, Level.TWO)
    old.refresh_from_db()
    assert old.lifted_at is not None
    assert list(Protection.objects.of(page).in_force(timezone.now())) == [new]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "may"), [("member", False), ("moderator", False), ("official", True), ("administrator", True)]
)
def test_officials_and_administrators_protect(site: Any, role: str, may: bool) -> None:
    page, actor = knowledge_page(), UserFactory(role=role)
    if may:
        assert guard(page, Level.TWO, actor=actor).set_by == actor
        return
    with pytest.raises(NotFound):
        guard(page, Level.TWO, actor=actor)
    assert not Protection.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"reason": " "}, {"ends_on": date(2020, 1, 1)}])
def test_a_protection_without_reason_or_future_is_refused(site: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        guard(knowledge_page(), Level.TWO, **wrong)


@pytest.mark.django_db
def test_staff_only_says_no_to_others_with_its_reason(site: Any) -> None:
    page = knowledge_page()
    people = {role: UserFactory(role=role) for role in ("member", "moderator", "official", "administrator")}
    for level, (role, person) in product(Level, people.items()):
        guard(page, level, reason="The court has ordered it", actor=people["official"])
        verdict = may_suggest(person, page)
        assert bool(verdict) is not (level is Level.STAFF and role == "member")
        assert verdict or "The court has ordered it" in str(verdict.reason)


@pytest.mark.django_db
def test_a_guest_reads_why_before_writing_a_word(site: Any, client: Client) -> None:
    page = knowledge_page()
    guard(page, Level.STAFF, reason="The court has ordered it")
    answer = client.get(reverse("suggestions:change", args=[page.pk]))
    assert answer.status_code == 409
    assert "The court has ordered it" in answer.content.decode()


@pytest.mark.django_db
def test_a_section_for_staff_only_refuses_a_change_of_it_and_takes_the_rest(site: Any) -> None:
    page = knowledge_page()
    guard(page, Level.STAFF, block=ids(page)[0], reason="The court has ordered it")
    with pytest.raises(WrongStage, match="The court has ordered it"):
        suggest(page, UserFactory(), "marked bays", "blue bays")
    publish(suggest(page, UserFactory(), "street office", "district office"), UserFactory(moderator=True))
    assert "district office" in text_of(page)


@pytest.mark.django_db
def test_what_was_sent_before_is_not_published_while_the_section_is_for_staff_only(site: Any) -> None:
    page = knowledge_page()
    waiting = suggest(page, UserFactory(), "marked bays", "blue bays")
    row = guard(page, Level.STAFF, block=ids(page)[0])
    with pytest.raises(WrongStage):
        publish(waiting, UserFactory(moderator=True))
    assert "blue bays" not in text_of(page)
    lift(protection=row, actor=UserFactory(official=True), now=timezone.now())
    publish(waiting, UserFactory(moderator=True))
    assert "blue bays" in text_of(page)


@pytest.mark.django_db
def test_checked_by_two_asks_two_reviewers_of_new_and_of_waiting_suggestions(site: Any) -> None:
    page = knowledge_page()
    before = suggest(page, UserFactory(), "marked bays", "blue bays")
    row = guard(page, Level.TWO, block=ids(page)[0])
    after = suggest(page, UserFactory(), "marked bays", "green bays")
    elsewhere = suggest(page, UserFactory(), "street office", "district office")

    def needed(one: Any) -> int:
        return Case.objects.get(pk=one.case_id).approvals_needed

    assert (needed(before), needed(after), needed(elsewhere)) == (2, 2, 1)
    publish(before, UserFactory(moderator=True))
    assert "blue bays" not in text_of(page)
    publish(before, UserFactory(moderator=True))
    assert "blue bays" in text_of(page)
    lift(protection=row, actor=UserFactory(official=True), now=timezone.now())
    assert needed(after) == 1


@pytest.mark.django_db
def test_when_the_last_day_is_over_one_yes_is_enough_again(site: Any) -> None:
    page = knowledge_page()
    guard(page, Level.TWO, ends_on=timezone.localdate())
    one = suggest(page, UserFactory(), "marked bays", "blue bays")
    follow_ended(now=timezone.now())
    assert Case.objects.get(pk=one.case_id).approvals_needed == 2
    for _again in range(2):
        follow_ended(now=timezone.now() + timedelta(days=1))
        assert Case.objects.get(pk=one.case_id).approvals_needed == 1


@pytest.mark.django_db
def test_sent_again_into_a_section_for_two_it_needs_two(site: Any) -> None:
    page, author = knowledge_page(), UserFactory()
    guard(page, Level.TWO, block=ids(page)[0])
    one = suggest(page, author, "street office", "district office")
    content = content_of(page)
    content["body"][0]["value"]["text"] = content["body"][0]["value"]["text"].replace("marked", "blue")
    send(suggestion=one, author=author, content=content, summary="More", now=timezone.now())
    assert Case.objects.get(pk=one.case_id).approvals_needed == 2


@pytest.mark.django_db
def test_the_page_shows_what_is_protected_why_and_until_when(site: Any, client: Client) -> None:
    page = knowledge_page(
        body=[section("Rule", "One."), section("Detail", "Two.", "3"), section("Rest", "3.")]
    )
    row = guard(page, Level.STAFF, block=ids(page)[0], reason="The court has ordered it")
    guard(page, Level.TWO, reason="Election week", ends_on=timezone.localdate() + timedelta(days=3))
    address = page.url.replace("/zh-hans/", "/en/")
    html = client.get(address).content.decode()
    for expected in ("Staff only", "The court has ordered it", "Checked by two", "Election week"):
        assert expected in html
    with override("en"):
        change = reverse("suggestions:change", args=[page.pk])
    closed = [one in html for one in (f"{change}?section={block}#" for block in ids(page))]
    assert closed == [False, False, True]
    client.force_login(UserFactory(official=True))
    assert f"{change}?section={row.block}#" in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_refused_text_stays_in_the_form(site: Any, client: Client) -> None:
    page, author = knowledge_page(), UserFactory()
    address = reverse("suggestions:change", args=[page.pk])
    client.force_login(author)
    begin(author=author, kind="change", page=page, language="en", now=timezone.now())
    form = client.get(address).context["editing"]
    data = {"what": "Put right", "do": "send", "title": page.title, "language": "en"}
    for formset in (form.body, form.sources):
        data |= {
            f"{formset.prefix}-{name}": str(value) for name, value in formset.management_form.initial.items()
        }
        for one in formset:
            data |= {one.add_prefix(name): str(one[name].value() or "") for name in one.fields}
    key = next(name for name, value in data.items() if "marked bays" in value)
    data[key] = data[key].replace("marked", "blue")
    guard(page, Level.STAFF, block=ids(page)[0], reason="The court has ordered it")
    answer = client.post(address, {name: value for name, value in data.items() if value != "False"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The court has ordered it" in html
    assert "blue bays" in html
    assert not Suggestion.objects.exclude(state="draft").exists()


@pytest.mark.django_db
def test_an_official_protects_and_lifts_in_the_admin(site: Any, client: Client) -> None:
    page, official = knowledge_page(), UserFactory(official=True)
    client.force_login(official)
    address = reverse("protection:page", args=[page.pk])
    empty = client.post(address, {"block": "", "level": "two", "reason": ""})
    assert empty.status_code == 422
    client.post(address, {"block": ids(page)[1], "level": "two", "reason": "Election week"})
    row = Protection.objects.get()
    assert (row.block, row.heading, row.set_by) == (ids(page)[1], "Who decides", official)
    assert "Election week" in client.get(reverse("protection:list")).content.decode()
    found = client.get(reverse("protection:list"), {"q": "shared"}).content.decode()
    assert address in found
    client.post(reverse("protection:lift", args=[row.pk]))
    assert not Protection.objects.in_force(timezone.now()).exists()
    assert "Election week" in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["member", "moderator"])
def test_others_do_not_find_the_desk(site: Any, client: Client, role: str) -> None:
    row = guard(knowledge_page(), Level.TWO)
    client.force_login(UserFactory(role=role))
    for answer in (
        client.get(reverse("protection:list")),
        client.get(reverse("protection:page", args=[row.page_id])),
        client.post(reverse("protection:lift", args=[row.pk])),
    ):
        assert answer.status_code in (302, 404)
    assert Protection.objects.in_force(timezone.now()).exists()
