"""The writing desk: one request of the plain form, for a change or a new page, from reading it to sending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from policywiki.accounts import pending
from policywiki.core import limits
from policywiki.core.page_content import content_of
from policywiki.core.verdicts import Refused
from policywiki.trust.warning import Warned, must_ask, warnings

from .actions.write import begin, save_draft, send
from .diff import diff
from .editing import ADDABLE, FORM_FIELDS, Editing, rearranged, state_for, state_renewed
from .editor import FormState, form_state
from .forms import as_messages
from .listing import being_checked
from .merge import merge
from .models import State, Suggestion
from .protection.rulings import Guards, guards_of
from .read_text import ReadText, text_read
from .registry import Target
from .richwriting import both_ways, writing_page

LOOKS = {"add", "up", "down", "find", "cite", "uncite", "renew"}


@dataclass
class Desk:
    """What lies on it: the kind of text, the draft if there is one, the page, and the text its author read."""

    request: HttpRequest
    target: Target
    suggestion: Suggestion | None
    page: Page | None
    base: dict[str, Any]
    base_revision_id: int | None

    @classmethod
    def open(
        cls, request: HttpRequest, target: Target, *, suggestion: Suggestion | None, page: Page | None
    ) -> Desk:
        base, revision_id = _read_by_author(request, suggestion, page)
        return cls(request, target, suggestion, page, base, revision_id)

    def answer(self) -> HttpResponse:
        """Show the form, or do what its pressed button says."""
        if self.request.method == "GET":
            return self.show(self.first())
        if self.request.POST.get("do") == "convert":
            return JsonResponse(both_ways(self.request.POST, self.base.get("body") or []))
        if self.only_looks():
            limits.spend(self.request, "preview")
        editing = Editing.received(self.request.POST)
        if not self.request.user.is_authenticated and not self.only_looks():
            return pending.keep(self.request)
        if self.request.headers.get("X-Autosave") or self.request.POST.get("do") == "save":
            return self.keep(editing)
        if (shown := rearranged(self.request.POST, editing)) is not None:
            return self.show(shown)
        return self.preview_or_send(editing)

    def first(self) -> Editing:
        """The form as it is opened; ?renew=… with that citation brought up to date, for its author to look at."""
        what = self.suggestion.draft_summary if self.suggestion else ""
        state = state_for(self.suggestion, self.start())
        if block := self.request.GET.get("renew"):
            renewed = state_renewed(state, block, was=self.request.GET.get("was", ""))
            what = what or (self.renewal() if renewed != state else "")
            state = renewed
        return Editing.showing(state, what)

    def renewal(self) -> str:
        """What the author of a renewed citation most likely says, in the language of the page."""
        with override(self.page.language if self.page is not None else get_language()):
            return _("Cites the version of today")

    def only_looks(self) -> bool:
        """Preview and rearranging keep nothing, so guests may; sign-in is asked at sending."""
        do = self.request.POST.get("do", "")
        return do == "preview" or do.partition(":")[0] in LOOKS

    def start(self) -> dict[str, Any]:
        """The content the form begins with: what was sent last, else what the author read, else nothing."""
        if self.suggestion is not None and (version := self.suggestion.latest) is not None:
            return version.content
        asked = {"title": self.request.GET.get("title", "")[:255]}  # a page that others link to already
        return self.base or asked | {"language": get_language() or "", "body": [], "sources": [], "tags": []}

    def preview_or_send(self, editing: Editing) -> HttpResponse:
        content = editing.content(self.base)
        if content is None:
            return self.show(editing, status=422)
        if self.request.POST.get("do") == "preview":
            return self.show(editing, preview=content)
        if not editing.what.is_valid():
            editing.errors = [str(message) for found in editing.what.errors.values() for message in found]
            return self.show(editing, status=422)
        if must_ask(warned := warnings(content, self.base), self.request.POST):
            return self.show(editing, warned=warned, status=422)
        limits.spend(self.request, "suggestion")
        if (answer := self.put_together(editing, content)) is not None:
            return answer
        self.suggestion = self.draft()
        try:
            send(
                suggestion=self.suggestion,
                author=self.request.user,
                content=content,
                summary=editing.summary,
                now=timezone.now(),
            )
        except ValidationError as error:
            editing.errors = as_messages(error)
            return self.show(editing, status=422)
        except Refused as refusal:
            # As for a section that only staff may change: the text stays in the form.
            editing.errors = [str(refusal.message)]
            return self.show(editing, status=409)
        messages.success(self.request, self.thanks())
        return redirect(self.suggestion)

    def thanks(self) -> str:
        """What happens to what was just sent: it waits, it is held by a rule, or it is live already."""
        assert self.suggestion is not None  # noqa: S101 - it was sent
        self.suggestion.refresh_from_db()
        if self.suggestion.state == State.PUBLISHED:
            return _("Thank you. It is public at once; you are trusted here.")
        text = _("Thank you. A moderator will look at it; you will hear what was decided.")
        held = getattr(self.suggestion.case, "hold", None)
        return " ".join([text, *(held.messages(get_language() or "") if held else [])])

    def put_together(self, editing: Editing, content: dict[str, Any]) -> HttpResponse | None:
        """Where the page has moved on: both changes together, to look at once more before it goes.

        What cannot be put together without a choice is kept, and the author chooses (views.settling).
        """
        if self.page is None or self.page.live_revision_id == self.base_revision_id:
            return None
        live = ReadText(content_of(self.page), self.page.live_revision_id)
        result = merge(self.base, live.content, content, dict(self.target.content_fields))
        if result.conflicts:
            self.suggestion = self.kept(editing.state(), editing.summary)
            return redirect("suggestions:settle", pk=self.suggestion.pk)
        state = form_state(result.content, fields=FORM_FIELDS)
        self.suggestion = self.kept(state, editing.summary, onto=live)
        self.base, self.base_revision_id = live.content, live.revision_id
        return self.show(Editing.showing(state, editing.summary), preview=result.content, moved_on=True)

    def keep(self, editing: Editing) -> HttpResponse:
        """Autosave, or "save and go on later"."""
        if editing.refused and not self.request.headers.get("X-Autosave"):
            editing.errors = editing.refused
            return self.show(editing, status=422)
        self.suggestion = self.kept(editing.state(), editing.summary)
        if self.request.headers.get("X-Autosave"):
            return HttpResponse(status=204)
        messages.success(self.request, _("Saved. You can go on writing from My things whenever you like."))
        return redirect("suggestions:edit", pk=self.suggestion.pk)

    def kept(self, state: FormState, summary: str, *, onto: ReadText | None = None) -> Suggestion:
        return save_draft(
            suggestion=self.draft(),
            author=self.request.user,
            draft=state,
            summary=summary,
            title=str(state.get("title") or ""),
            onto=onto,
            now=timezone.now(),
        )

    def draft(self) -> Suggestion:
        """The suggestion being written, begun now if this is its first keeping."""
        if self.suggestion is not None:
            return self.suggestion
        language = self.page.language if self.page is not None else get_language()
        return begin(
            author=self.request.user,
            kind=self.target.kind,
            page=self.page,
            under=self.target.parent() if self.page is None and self.target.parent else None,
            language=language or "",
            base=self.base,
            base_revision_id=self.base_revision_id,
            now=timezone.now(),
        )

    def show(
        self,
        editing: Editing,
        *,
        preview: dict[str, Any] | None = None,
        warned: list[Warned] | None = None,
        moved_on: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        self.tell_of_others(editing)
        context: dict[str, Any] = {
            "editing": editing,
            "suggestion": self.suggestion,
            "page": self.page,
            "base_revision": self.base_revision_id,
            "guards": self.guards(),
            "section": self.request.GET.get("section") or self.request.GET.get("renew", ""),
            "moved_on": moved_on,
            "addable": ADDABLE,
            "action": self.request.get_full_path(),
            "personal": warned or (warnings(preview, self.base) if preview else []),
            "asks": warned is not None,
            "back": self.page.url if self.page is not None else reverse("accounts:mine"),
        }
        if preview is not None and self.target.preview is not None:
            template, shown = self.target.preview(preview)
            fields = dict(self.target.content_fields)
            context |= {"preview_template": template, **shown, "diff": diff(self.base, preview, fields)}
        return writing_page(self.request, "suggestions/edit.html", context, status=status)

    def guards(self) -> Guards:
        return guards_of(self.page, self.request.user, timezone.now()) if self.page is not None else Guards()

    def tell_of_others(self, editing: Editing) -> None:
        """Beside each part, how many open suggestions of other people touch it: `others` of its form."""
        if self.page is None or not self.request.user.is_authenticated:
            return
        counts = being_checked(self.page.pk, without=self.request.user).places
        for form in [*editing.body, *editing.sources]:
            form.others = counts.get(str(form["id"].value() or ""), 0)


def _read_by_author(
    request: HttpRequest, suggestion: Suggestion | None, page: Page | None
) -> tuple[dict[str, Any], int | None]:
    """The content its author read, and its revision: the draft's own, the one named in the form, or live."""
    if suggestion is not None:
        return suggestion.base, suggestion.base_revision_id
    if page is None:
        return {}, None
    read = text_read(page, request.POST.get("base", ""))
    return read.content, read.revision_id
