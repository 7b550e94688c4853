"""Every kind of page of the running demo city: axe, one title, one h1, a way back, no sideways scrolling, keyboard.

Nothing here is sent to the city: other stories use the same one.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

IDS = """
import json
from policywiki.suggestions.models import Suggestion
from policywiki.discussion.models import Comment
from policywiki.moderation.models import Case
from policywiki.wiki.models import KnowledgePage
from proposals.models import Amendment, ProposalRecord
pages = {p.title: p for p in KnowledgePage.objects.live()}
page, law = pages["共享单车停放"], pages["青石市非机动车停放管理办法"]
ids = {"page": page.pk, "author": page.owner_id or 1}
ids["page_path"], ids["law_path"] = ("pages/" + p.slug + "/" for p in (page, law))
for state in ("published", "not_published", "sent", "needs_more"):
    first = Suggestion.objects.filter(kind="change", state=state).order_by("pk").first()
    ids[state] = first.pk
for record in ProposalRecord.objects.select_related("page").order_by("number"):
    ids["stage_" + record.stage] = "proposals/" + record.page.slug + "/"
    ids["number_" + record.stage], ids["page_" + record.stage] = record.number, record.page_id
said = Comment.objects.filter(page=ids["page_support"], state="shown").exclude(author__email__startswith="member@")
ids["comment"] = (said.first() or Comment.objects.filter(state="shown").first()).pk
ids["amended"] = Amendment.objects.waiting().first().proposal.number
ids["case"] = Case.objects.filter(state="open").order_by("pk").first().pk
print("IDS" + json.dumps(ids))
"""

EVERYBODY = {
    "home": "",
    "pages": "pages/",
    "pages, none": "pages/?tag=nothing-has-this",
    "page": "{page_path}",
    "law": "{law_path}",
    "page as it was": "{page_path}?at=2026-10-01",
    "history": "history/{page}/",
    "version": "history/{page}/1/",
    "compare": "history/{page}/compare/?a=1&b=3",
    "suggest a change": "suggest/{page}/",
    "new page": "suggest/new/",
    "search": "search/?q=停放",
    "search, none": "search/?q=xyzzyx",
    "search, too long": "search/?q=" + "a" * 400,
    "proposals": "proposals/",
    "gathering support": "{stage_support}",
    "with the city": "{stage_city}",
    "answered": "{stage_answered}",
    "carried out": "{stage_carried_out}",
    "suggested changes to a proposal": "p/{amended}/changes/",
    "thread": "comments/{comment}/",
    "propose": "propose/",
    "calls": "calls/",
    "a call": "pocket-parks/",
    "person": "people/{author}/",
    "who wrote it": "history/{page}/1/authors/",
    "what links here": "links/{page}/",
    "open suggestions": "suggestions/to-page/{page}/",
    "spotted a mistake": "mistake/{page}/",
    "recent changes": "changes/",
    "missing pages": "missing/",
    "figures": "figures/",
    "sign in": "accounts/login/",
    "sign up": "accounts/signup/",
    "about": "about/",
    "accessibility": "accessibility/",
    "display": "display/",
}
MEMBER = {
    "my things": "me/",
    "my support": "me/supported/",
    "my standing": "me/standing/",
    "my residence": "me/residence/",
    "texts I share": "me/shared/",
    "no question to me": "p/{amended}/changed/",
    "my data": "me/data/",
    "leaving": "me/leave/",
    "settings": "me/settings/",
    "published suggestion": "suggestions/{published}/",
    "photos of a page": "suggest/{page}/photos/",
    "flag": "comments/{comment}/flag/",
    "reply": "comments/{comment}/reply/",
    "a no": "discussion/{page_carried_out}/",
}
OFFICIAL = {"digest": "digest/", "answer": "p/{number_city}/answer/"}
MODERATOR = {
    "being checked": "suggestions/{sent}/",
    "not published": "suggestions/{not_published}/",
    "needs more": "suggestions/{needs_more}/",
    "to check": "/admin/to-check/",
    "review": "/admin/to-check/{case}/",
    "my twenty": "/admin/to-check/mine/",
    "late items": "/admin/to-check/?part=late&kind=change",
    "side by side": "suggestions/{sent}/?view=sides",
    "threats to life": "/admin/trust/alarms/",
    "hidden words": "/admin/trust/hidden/",
    "pauses": "/admin/trust/pauses/",
    "edit and publish": "suggestions/{sent}/edit-and-publish/",
}
TOLD = """() => {
  const root = document.documentElement;
  const doors = [...document.querySelectorAll('.site-head :is(a, form), .site-foot :is(a, form)')];
  const here = doors.some(door => new URL(door.href || door.action).pathname === location.pathname);
  return {
    wider: root.scrollWidth - root.clientWidth,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    back: here || !!document.querySelector('.page .search-form, nav.crumbs a, .tabs a, main a, .check-crumb a, .sidebar'),
  };
}"""
# Wagtail's own shell (its menu and header bar) is not ours to mend; what we put into it is checked.
OURS = {"include": [["main"]]}


@pytest.fixture(scope="module")
def ids(running: Any) -> dict[str, Any]:
    """Where the demo city's pages are."""
    return told_by(running, IDS)


def told_by(running: Any, code: str) -> dict[str, Any]:
    """What this code says, run in the running site's own shell."""
    return json.loads(running.manage("shell", "-v", "0", "-c", code).split("IDS", 1)[1])


def address(window: Any, path: str) -> str:
    root = window.site.address
    return f"{root}{path}" if path.startswith("/") else f"{root}/{window.language}/{path}"


def faults_of(window: Any, name: str, *, admin: bool = False) -> list[str]:
    """What axe finds, and what a page must have."""
    told = window.page.evaluate(TOLD)
    where = f"{name} ({window.language})"
    faults = []
    for violation in Axe().run(window.page, context=OURS if admin else None).response["violations"]:
        faults.append(f"{where}: {violation['id']} {[node['html'][:100] for node in violation['nodes'][:3]]}")
    faults += [f"{where}: {told['wider']} px too wide"] if told["wider"] > 0 else []
    faults += [f"{where}: {told['headings']} h1"] if told["headings"] != 1 else []
    faults += [f"{where}: no title"] if not told["title"].strip() else []
    faults += [f"{where}: no way back"] if not told["back"] else []
    return faults


def walk(windows: list[Any], paths: dict[str, str], ids: dict[str, Any]) -> list[str]:
    """Each page in one of the windows, in turn: both languages."""
    faults: list[str] = []
    for number, (name, path) in enumerate(paths.items()):
        window = windows[number % len(windows)]
        answer = window.page.goto(address(window, path.format(**ids)))
        if answer is None or "DEBUG = True" in window.text():
            faults.append(f"{name}: {answer and answer.status}")
            continue
        faults += faults_of(window, name, admin=path.startswith("/admin/"))
    return faults


def test_what_everybody_reads(visitor: Any, ids: dict[str, Any]) -> None:
    assert walk([visitor("zh-hans", width=1280), visitor("en", width=1280)], EVERYBODY, ids) == []


def test_in_the_dark_on_a_narrow_phone(visitor: Any, ids: dict[str, Any]) -> None:
    """The other language of each page."""
    windows = [visitor("en", width=360), visitor("zh-hans", width=360)]
    for window in windows:
        window.page.emulate_media(color_scheme="dark")
    assert walk(windows, EVERYBODY, ids) == []


@pytest.mark.parametrize(
    ("who", "paths", "language"),
    [("member", MEMBER, "zh-hans"), ("official", OFFICIAL, "en"), ("moderator", MODERATOR, "en")],
)
def test_what_one_sees_signed_in(
    visitor: Any, ids: dict[str, Any], who: str, paths: dict[str, str], language: str
) -> None:
    phone = visitor(language, width=360).sign_in(who)
    assert walk([phone], paths, ids) == []


@pytest.mark.parametrize(("language", "scheme", "width"), [("zh-hans", "light", 1280), ("en", "dark", 360)])
def test_a_sentence_written_anew(
    visitor: Any, ids: dict[str, Any], language: str, scheme: str, width: int
) -> None:
    """Pick a sentence; forget to; write it anew."""
    window = visitor(language, width=width)
    window.page.emulate_media(color_scheme=scheme)
    window.go("p/{amended}/reword/".format(**ids))
    faults = faults_of(window, "pick a sentence")
    window.press("Continue")
    faults += faults_of(window, "no sentence picked")
    window.page.locator("input[name=pick]").first.check()
    window.press("Continue")
    assert window.page.locator("textarea[name=new]").count() == 1
    faults += faults_of(window, "new words")
    assert faults == []


WRONG = """
import json
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
bodies = {}
for language in ("zh-hans", "en"):
    for status in (403, 404, 429, 500):
        request = RequestFactory().get("/" + language + "/wrong/")
        request.user, request.LANGUAGE_CODE = AnonymousUser(), language
        with override(language):
            context = {"kept_text": ["一句话 a sentence"]}
            bodies[language + str(status)] = render_to_string(str(status) + ".html", context, request=request)
print("IDS" + json.dumps(bodies))
"""


def answer_with(body: str, route: Any) -> None:
    route.fulfill(content_type="text/html; charset=utf-8", body=body)


def test_when_something_goes_wrong(visitor: Any, running: Any) -> None:
    """Development shows Django's own 404, so the designed pages come from their templates."""
    bodies = told_by(running, WRONG)
    faults = []
    for language, scheme in (("zh-hans", "light"), ("en", "dark")):
        window = visitor(language, width=360)
        window.page.emulate_media(color_scheme=scheme)
        for status in (403, 404, 429, 500):
            body = bodies[f"{language}{status}"]
            window.page.route(f"**/wrong/{status}/", partial(answer_with, body))
            window.go(f"wrong/{status}/")
            faults += faults_of(window, str(status))
    assert faults == []


# --- by keyboard alone

# What the thing with the focus is called: by its own words, its label, or what it says it is labelled by.
NAMES = """() => {
  const here = document.activeElement;
  const by = (here.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id));
  return [here, here.labels?.[0], ...by].map(one => (one?.innerText || '').trim());
}"""
# In a list Tab moves the item; the editor says that Escape leads on.
IN_A_LIST = "() => document.activeElement.isContentEditable && !!getSelection().anchorNode?.parentElement.closest('li')"


def tab_to(window: Any, msgid: str, *, presses: int = 160) -> None:
    """Press Tab, or Escape in a list of the editor, until the thing with these words has the focus."""
    wanted = window.says(msgid)
    for _ in range(presses):
        window.page.keyboard.press("Escape" if window.page.evaluate(IN_A_LIST) else "Tab")
        if any(name.startswith(wanted) for name in window.page.evaluate(NAMES)):
            return
    pytest.fail(f"{presses} times Tab and never at {wanted!r}")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_change_by_keyboard(visitor: Any, ids: dict[str, Any], language: str) -> None:
    """From the page to the preview and on to sending, where a guest is asked to sign in."""
    window = visitor(language, width=1280).go(ids["page_path"])
    tab_to(window, "Suggest a change")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/suggest/**")
    window.page.wait_for_selector(".rich [contenteditable=true]")
    tab_to(window, "Text")
    window.page.keyboard.type("Xyz ")
    tab_to(window, "What did you change, and why?")
    window.page.keyboard.type("Abc")
    tab_to(window, "Preview")
    window.page.keyboard.press("Enter")
    window.page.locator(".preview-card ins", has_text="Xyz").first.wait_for(state="attached")
    assert faults_of(window, "preview") == []
    # Every part stands open beneath the preview, so it is a long way down.
    tab_to(window, "Send for checking", presses=400)
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/accounts/login/**")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_proposal_by_keyboard(visitor: Any, ids: dict[str, Any], language: str) -> None:
    """Support asks a guest to sign in; four steps are written by keys alone, the sending is left out."""
    guest = visitor(language, width=360).go(ids["stage_support"])
    tab_to(guest, "Support")
    guest.page.keyboard.press("Enter")
    guest.page.wait_for_url("**/accounts/login/**")
    window = visitor(language, width=360).sign_in("yusuf").go("propose/")
    faults = []
    for step, fields in enumerate(PROPOSAL, start=1):
        begin_or_continue(window, step)
        faults += faults_of(window, f"step {step}")
        for name in fields:
            tab_to_field(window, name)
            window.page.keyboard.type("Tap 水")
    assert faults == []


PROPOSAL = (
    ("title", "problem"),
    ("summary", "measures-0-what"),
    ("affected",),
    (),
)


def begin_or_continue(window: Any, step: int) -> None:
    if step > 1:
        tab_to(window, "Continue")
        window.page.keyboard.press("Enter")
    elif not window.page.locator("input[name=title]").count():
        begin = (
            "Begin a new proposal"
            if window.page.get_by_role("button", name=window.says("Begin a new proposal")).count()
            else "Begin"
        )
        tab_to(window, begin)
        window.page.keyboard.press("Enter")
    window.page.wait_for_url(f"**/{step}/")


def tab_to_field(window: Any, name: str) -> None:
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if window.page.evaluate("document.activeElement.name || ''") == name:
            return
    pytest.fail(f"no Tab leads to {name}")
