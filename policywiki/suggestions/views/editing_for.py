"""Edit and publish: the plain form over somebody else's suggestion, for a moderator who checks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from policywiki.core.verdicts import NotAllowed, NotFound, Refused, require
from policywiki.moderation.models import Case, CaseState
from policywiki.moderation.permissions import may_claim, may_see_queue
from policywiki.suggestions.actions.edit import edit_and_publish
from policywiki.suggestions.diff import diff
from policywiki.suggestions.editing import ADDABLE, FORM_FIELDS, Editing, rearranged
from policywiki.suggestions.editor import form_state
from policywiki.suggestions.forms import as_messages
from policywiki.suggestions.merge import MergeResult, merge
from policywiki.suggestions.models import Suggestion, SuggestionVersion
from policywiki.suggestions.protection.rulings import Guards
from policywiki.suggestions.read_text import ReadText, text_read
from policywiki.suggestions.registry import target_of
from policywiki.suggestions.richwriting import both_ways, writing_page

from .finding import suggestion_or_404


@login_required
@require_http_methods(["GET", "POST"])
def edit_for_author(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_see_queue(request.user))
    suggestion = suggestion_or_404(request.user, pk)
    version = suggestion.latest
    if suggestion.case is None or version is None:
        raise NotFound
    require(may_claim(request.user, suggestion.case, now=timezone.now()))
    if target_of(suggestion).edit_url is not None:
        raise NotAllowed(_("This text has a form of its own and cannot be edited here. Ask its author."))
    onto = _onto(request, suggestion)
    result = _put_onto(onto, suggestion, version)
    if result.conflicts and request.method == "GET":
        messages.info(request, _("It overlaps with a published change. That has to be settled first."))
        return redirect("moderation:review", pk=suggestion.case_id)
    return EditorsDesk(request, suggestion, suggestion.case, version, onto, result.content).answer()


def _put_onto(onto: ReadText, suggestion: Suggestion, version: SuggestionVersion) -> MergeResult:
    if suggestion.page is None:
        return MergeResult(content=dict(version.content), conflicts=[])
    return merge(version.base, onto.content, version.content, dict(target_of(suggestion).content_fields))


def _onto(request: HttpRequest, suggestion: Suggestion) -> ReadText:
    """The published text that the editor writes on: named in the form, else live; of a new page nothing."""
    if suggestion.page is None:
        return ReadText({}, None)
    return text_read(suggestion.page.specific, request.POST.get("base", ""))


@dataclass(frozen=True)
class EditorsDesk:
    """What lies on it: the text beneath, and the suggestion put onto it."""

    request: HttpRequest
    suggestion: Suggestion
    case: Case
    version: SuggestionVersion
    onto: ReadText
    merged: dict[str, Any]

    def answer(self) -> HttpResponse:
        if self.request.method == "GET":
            state = form_state(self.merged, fields=FORM_FIELDS)
            return self.show(Editing.showing(state, self.version.summary), self.case.version)
        if self.request.POST.get("do") == "convert":
            return JsonResponse(both_ways(self.request.POST, self.merged.get("body") or []))
        editing = Editing.received(self.request.POST)
        if (shown := rearranged(self.request.POST, editing)) is not None:
            return self.show(shown, self.seen)
        content = editing.content(self.merged)
        if content is None:
            return self.show(editing, self.seen, status=422)
        if self.request.POST.get("do") == "preview":
            return self.show(editing, self.seen, preview=content)
        return self.publish(editing, content)

    @property
    def seen(self) -> int:
        """The version of the case that the form was shown with."""
        value = self.request.POST.get("version", "")
        return int(value) if value.isdecimal() else 0

    def publish(self, editing: Editing, content: dict[str, Any]) -> HttpResponse:
        try:
            case = edit_and_publish(
                suggestion=self.suggestion,
                editor=self.request.user,
                content=content,
                summary=editing.summary or self.version.summary,
                onto=self.onto if self.suggestion.page is not None else None,
                version=self.seen,
                now=timezone.now(),
            )
        except Refused as refusal:
            editing.errors = [str(refusal.message)]
            # Still what the editor looked at: a version that arrived since is not published by pressing again.
            return self.show(editing, self.seen, status=409)
        except ValidationError as error:
            editing.errors = as_messages(error)
            return self.show(editing, self.seen, status=422)
        if case.state == CaseState.OPEN:
            said = _("Your yes is noted. Another moderator has to agree before it is published.")
        else:
            said = _("Published with your edits. Its author stays its author; you are named as its editor.")
        messages.success(self.request, said)
        return redirect("moderation:queue")

    def show(
        self, editing: Editing, version: int, *, preview: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        target = target_of(self.suggestion)
        context: dict[str, Any] = {
            "editing": editing,
            "edits_for": self.suggestion.author,
            "case_version": version,
            "base_revision": self.onto.revision_id,
            "page": self.suggestion.page.specific if self.suggestion.page is not None else None,
            "guards": Guards(),
            "addable": ADDABLE,
            "action": self.request.path,
            "back": reverse("moderation:review", args=[self.case.pk]),
        }
        if preview is not None and target.preview is not None:
            template, shown = target.preview(preview)
            changes = diff(self.merged, preview, dict(target.content_fields))
            context |= {"preview_template": template, **shown, "diff": changes}
        return writing_page(self.request, "suggestions/edit_and_publish.html", context, status=status)
