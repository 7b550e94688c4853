"""Write a comment, speak about a passage, answer, correct one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from policywiki.accounts import pending
from policywiki.core.limits import spend
from policywiki.core.passages import Passage
from policywiki.core.verdicts import WrongStage, require
from policywiki.discussion.actions.comments import Quoting, post_comment
from policywiki.discussion.actions.correct import correct_comment
from policywiki.discussion.forms import CommentForm, WordsForm
from policywiki.discussion.models import CORRECT_FREELY, Comment, CommentState
from policywiki.discussion.permissions import may_comment, may_correct
from policywiki.discussion.quotable import NotInTheText, comment_text, sentences, text_of
from policywiki.trust.warning import Warned, must_ask, warnings

from .finding import comment_for, home, page_of_subject, public_page

MOST_PARTS = 8
"""More parts than these are not all laid out with their sentences: one chooses the part first."""


@dataclass(frozen=True)
class Talk:
    """What one writes to: a page or a subject on it, or a comment there. `noting`: about words of its text."""

    page: Page
    subject: str = ""
    parent: Comment | None = None
    noting: bool = False

    def passages(self) -> Iterable[Passage]:
        """The text one may quote here."""
        if self.parent is not None:
            return comment_text(self.parent.text).passages
        return text_of(self.page, self.subject).passages if self.noting else []

    def quoting(self, words: WordsForm) -> Quoting | None:
        quoted, part = words.cleaned_data["quoted"], words.cleaned_data["part"]
        return Quoting(quoted, part, of_comment=self.parent is not None) if quoted else None


@dataclass(frozen=True)
class Part:
    """A part of the text with the sentences one can pick; of a long text only the chosen part has any."""

    anchor: str
    heading: str
    sentences: list[str]


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, page_id: int) -> HttpResponse:
    """A comment on a page."""
    return _write(request, Talk(public_page(page_id)))


@require_http_methods(["GET", "POST"])
def write_about(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A comment on something that belongs to a page, such as a suggested change (registry.Subject)."""
    return _write(request, Talk(*page_of_subject(kind, number)))


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, page_id: int) -> HttpResponse:
    """A comment on words of a page's text."""
    return _write(request, Talk(public_page(page_id), noting=True))


@require_http_methods(["GET", "POST"])
def note_about(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A comment on words of a suggested change."""
    return _write(request, Talk(*page_of_subject(kind, number), noting=True))


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer to a comment, which may quote it."""
    parent = comment_for(request.user, pk)
    if parent.state != CommentState.SHOWN:
        raise WrongStage(_("The comment you answer is no longer shown."))
    return _write(request, Talk(parent.page.specific, parent.subject, parent))


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own comment, with its words in the form."""
    found = comment_for(request.user, pk)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require(may_correct(request.user, found))
    form = CommentForm(request.POST or None, initial={"text": found.text, "stance": found.stance})
    warned = warnings(form.cleaned_data["text"]) if form.is_valid() else []
    if request.method == "GET" or not form.is_valid() or must_ask(warned, request.POST):
        return _correcting(request, found, form, warned)
    spend(request, "comment")
    try:
        changed = correct_comment(comment=found, author=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error("text", error)
        return _correcting(request, found, form, warned)
    _say(request, changed, _("Your comment is changed."))
    return redirect(changed.get_absolute_url() + f"#comment-{changed.pk}")


def _correcting(
    request: HttpRequest, comment: Comment, form: CommentForm, warned: list[Warned]
) -> HttpResponse:
    context = {
        "page": comment.page.specific,
        "form": form,
        "correcting": comment,
        "freely": timezone.now() <= comment.created_at + CORRECT_FREELY,
        "may": True,
        "personal": warned,
        "asks": bool(warned),
        "action_url": request.get_full_path(),
    }
    return render(request, "discussion/write.html", context, status=422 if form.is_bound else 200)


def _write(request: HttpRequest, talk: Talk) -> HttpResponse:
    may = may_comment(request.user, talk.page, talk.subject)
    if not may and (may.hidden or may.when or request.user.is_authenticated):
        require(may)
    form = CommentForm(request.POST or None)
    part = request.GET.get("part", "")
    words = WordsForm(request.POST or None, initial={"part": part})
    if request.method == "GET" or not (form.is_valid() & words.is_valid()):
        return _form(request, talk, form, words)
    if talk.noting and not words.cleaned_data["quoted"]:
        words.add_error("words", _("Pick a sentence, or copy the words you speak about."))
        return _form(request, talk, form, words)
    if not request.user.is_authenticated:
        return pending.keep(request)
    warned = warnings(form.cleaned_data["text"])
    if must_ask(warned, request.POST):
        return _form(request, talk, form, words, warned)
    spend(request, "comment")
    try:
        posted = _post(request, talk, form, words)
    except NotInTheText as error:
        words.add_error("words", error)
        return _form(request, talk, form, words)
    except ValidationError as error:
        form.add_error("text", error)
        return _form(request, talk, form, words)
    _say(request, posted, _("Your comment is public."))
    return redirect(_afterwards(talk, posted))


def _post(request: HttpRequest, talk: Talk, form: CommentForm, words: WordsForm) -> Comment:
    return post_comment(
        page=talk.page,
        author=request.user,
        text=form.cleaned_data["text"],
        stance=form.cleaned_data["stance"],
        language=get_language() or "",
        parent=talk.parent,
        subject=talk.subject,
        passage=request.POST.get("passage", ""),
        quoting=talk.quoting(words),
        now=timezone.now(),
    )


def _afterwards(talk: Talk, posted: Comment) -> str:
    """A new thread is seen in the discussion; an answer may lie deep in one, so its thread is shown."""
    place = posted.get_absolute_url() if posted.parent_id else home(talk.page, talk.subject)
    return f"{place}#comment-{posted.pk}"


def _say(request: HttpRequest, comment: Comment, message: str) -> None:
    """That it is public, or which rule holds it."""
    if comment.state == CommentState.HELD and comment.case is not None:
        for why in comment.case.hold.messages(get_language() or ""):
            messages.warning(request, why)
    else:
        messages.success(request, message)


def _form(
    request: HttpRequest, talk: Talk, form: CommentForm, words: WordsForm, warned: list[Warned] | None = None
) -> HttpResponse:
    chosen = str((words.data if words.is_bound else words.initial).get("part") or "")
    parts = _parts(talk, chosen)
    context: dict[str, Any] = {
        "page": talk.page,
        "subject": talk.subject,
        "home_url": home(talk.page, talk.subject),
        "form": form,
        "words": words,
        "parts": parts,
        "choose_part": bool(parts) and not any(part.sentences for part in parts),
        "picked": words.data.get("pick", "") if words.is_bound else "",
        "noting": talk.noting,
        "replying_to": talk.parent,
        "may": True,
        "personal": warned,
        "asks": bool(warned),
        "action_url": request.get_full_path(),
    }
    return render(request, "discussion/write.html", context, status=422 if form.is_bound else 200)


def _parts(talk: Talk, chosen: str) -> list[Part]:
    """The parts of the text; all with sentences where they are few, else of the chosen one, else of none."""
    passages = [passage for passage in talk.passages() if passage.text.strip()]
    if chosen and any(passage.anchor == chosen for passage in passages):
        passages = [passage for passage in passages if passage.anchor == chosen]
    few = len(passages) <= MOST_PARTS
    return [
        Part(passage.anchor, passage.heading, sentences(passage.text) if few else []) for passage in passages
    ]
