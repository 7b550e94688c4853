"""Where a proposal being written is kept: on the server for who is signed in, else in the session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from policywiki.core import limits
from policywiki.core.verdicts import Refused, require
from policywiki.places.models import District
from policywiki.suggestions.actions.write import begin, save_draft, send
from policywiki.suggestions.models import AUTHOR_MAY_WRITE, Suggestion
from policywiki.suggestions.permissions import may_write
from policywiki.suggestions.read_text import ReadText

from .actions.begin import call_of, default_call
from .actions.choose_call import choose_call
from .drafting import State, content_of, empty_state, state_of
from .models import CallPage, ProposalPage
from .target import NEW_PROPOSAL

IN_SESSION = "proposals.draft"
TO_SEND = "proposals.send_after_sign_in"
LAST_SENT = "proposals.last_sent"
ADOPTED = "proposals.adopted"
SESSION_KEY = "new"


class SessionDraft:
    """A guest's draft, kept by the browser's session until they sign in."""

    key = SESSION_KEY
    suggestion: Suggestion | None = None
    is_change = False
    base: Mapping[str, Any] = {}

    def __init__(self, request: HttpRequest) -> None:
        self.session = request.session
        self.state: State = self.session.get(IN_SESSION) or empty_state(get_language() or "")
        self.call = call_named(self.state.get("call"))

    def save(self, state: State, now: datetime) -> None:
        self.session[IN_SESSION] = self.state = state

    def move_to(self, call: CallPage, now: datetime) -> None:
        self.save({**self.state, "call": str(call.pk)}, now)


class KeptDraft:
    """A draft in a Suggestion: a new proposal, or a change to one. Raises Http404 for what is not theirs."""

    def __init__(self, request: HttpRequest, key: str) -> None:
        found = Suggestion.objects.select_related("page", "case").filter(pk=key) if key.isdecimal() else None
        suggestion = found.first() if found is not None else None
        if suggestion is None or not _is_proposal(suggestion):
            raise Http404
        require(may_write(request.user, suggestion))
        latest = suggestion.latest
        self.key, self.author, self.suggestion = key, request.user, suggestion
        self.is_change = suggestion.page_id is not None
        self.base = latest.content if latest is not None and not self.is_change else suggestion.base
        shown = latest.content if latest is not None else suggestion.base
        self.state = suggestion.draft.get("form") or state_of(shown, language=suggestion.language)
        self.call = call_of(suggestion)
        if not self.is_change:
            self.state["call"] = str(self.call.pk)

    def save(self, state: State, now: datetime) -> None:
        self.state = state
        save_draft(
            suggestion=self.suggestion,
            author=self.author,
            draft={"form": state},
            summary=state["what"],
            title=state["title"],
            now=now,
        )

    def put_onto(self, live: ReadText, content: Mapping[str, Any], now: datetime) -> None:
        """Go on from `content`, which stands on the text that is published now."""
        what = self.state["what"]
        self.state = state_of(content, language=self.suggestion.language) | {"what": what}
        save_draft(
            suggestion=self.suggestion,
            author=self.author,
            draft={"form": self.state},
            summary=what,
            onto=live,
            now=now,
        )
        self.suggestion.base, self.suggestion.base_revision_id = live.content, live.revision_id
        self.base = live.content

    def move_to(self, call: CallPage, now: datetime) -> None:
        """Under another call, all that was written kept. Raises WrongStage once it has been sent."""
        choose_call(suggestion=self.suggestion, author=self.author, call=call, now=now)
        self.call = call
        self.save({**self.state, "call": str(call.pk)}, now)


Draft = SessionDraft | KeptDraft


def adopted(request: HttpRequest) -> str | None:
    """The key of what a guest had begun here and now, signed in, goes on with: for a window still open on it."""
    pk = request.session.get(ADOPTED, 0)
    mine = Suggestion.objects.by(request.user).filter(pk=pk, state__in=AUTHOR_MAY_WRITE)
    return str(pk) if mine.exists() else None


def draft_of(request: HttpRequest, key: str) -> Draft:
    return SessionDraft(request) if key == SESSION_KEY else KeptDraft(request, key)


def has_words(state: State | None) -> bool:
    """Whether somebody has written anything into it."""
    if not state:
        return False
    empty = empty_state(state["language"])
    return any(value != empty.get(name, "") for name, value in state.items() if name != "call")


def call_named(key: Any) -> CallPage:
    """The call with this key, as a draft keeps it; the city's first one where it names none."""
    found = CallPage.objects.filter(pk=int(key)).first() if str(key or "").isdecimal() else None
    return found or default_call()


def start(
    *, author: Any, language: str, now: datetime, call: CallPage, state: State | None = None
) -> Suggestion:
    """Begin a new proposal for this person under this call. Raises NotAllowed."""
    return begin(
        author=author,
        kind=NEW_PROPOSAL,
        under=call.page_ptr,
        language=language,
        draft={"form": state} if state else {},
        now=now,
    )


@transaction.atomic
def start_change(*, author: Any, page: ProposalPage, state: State, now: datetime) -> Suggestion:
    """Begin a change of this proposal that its form holds already. Raises NotAllowed, WrongStage."""
    suggestion = begin(author=author, kind="change", page=page, language=page.language, now=now)
    return save_draft(
        suggestion=suggestion,
        author=author,
        draft={"form": state},
        summary=state["what"],
        title=state["title"],
        now=now,
    )


def send_draft(draft: KeptDraft, *, now: datetime) -> None:
    """Send it to be checked. Raises ValidationError for what is missing, Refused."""
    assert draft.suggestion is not None  # noqa: S101 - a kept draft has one
    try:
        content = content_of(draft.state, base=draft.base)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    with override(content["language"] or None):
        summary = draft.state["what"] if draft.is_change else _("New proposal")
    send(
        suggestion=draft.suggestion,
        author=draft.author,
        content=content,
        summary=summary,
        district=district_of(content),
        now=now,
    )


def district_of(content: Mapping[str, Any]) -> Any:
    return District.objects.filter(pk=content["district"]).first()


def adopt(request: HttpRequest, user: Any, *, now: datetime) -> None:
    """A guest with a draft has signed in: it becomes theirs, and is sent if that is what they had asked for.

    Never raises for a refusal: signing in must not fail, and the text is kept in any case.
    """
    state = request.session.pop(IN_SESSION, None)
    to_send = request.session.pop(TO_SEND, False)
    if not state:
        return
    try:
        suggestion = _adopted(state, user, now)
    except Refused as refusal:
        request.session[IN_SESSION] = state
        messages.warning(request, refusal.message, fail_silently=True)
        return
    request.session[ADOPTED] = suggestion.pk
    if to_send:
        _send_adopted(request, user, suggestion, now)


@transaction.atomic
def _adopted(state: State, user: Any, now: datetime) -> Suggestion:
    call = call_named(state.get("call"))
    suggestion = start(author=user, language=state["language"], call=call, state=state, now=now)
    return save_draft(
        suggestion=suggestion, author=user, draft={"form": state}, summary="", title=state["title"], now=now
    )


def _send_adopted(request: HttpRequest, user: Any, suggestion: Suggestion, now: datetime) -> None:
    previous, request.user = getattr(request, "user", None), user
    try:
        limits.spend(request, "suggestion")
        with transaction.atomic():
            send_draft(KeptDraft(request, str(suggestion.pk)), now=now)
    except (Refused, ValidationError):
        messages.warning(
            request,
            _("Your proposal is kept as a draft: something in it is still missing."),
            fail_silently=True,
        )
    else:
        request.session[LAST_SENT] = suggestion.pk
        messages.success(request, _("Sent. We tell you when it has been checked."), fail_silently=True)
    finally:
        request.user = previous or user


def _is_proposal(suggestion: Suggestion) -> bool:
    if suggestion.page is None:
        return suggestion.kind == NEW_PROPOSAL
    return suggestion.page.specific_class is ProposalPage
