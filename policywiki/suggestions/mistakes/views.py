"""One box for a reader who has spotted a mistake; a form for the moderator who makes a change of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from policywiki.accounts import pending
from policywiki.core import limits
from policywiki.core.page_content import content_of
from policywiki.core.verdicts import NotFound, require
from policywiki.moderation.permissions import may_see_queue
from policywiki.suggestions.diff import diff
from policywiki.suggestions.editing import ADDABLE, FORM_FIELDS, Editing, rearranged
from policywiki.suggestions.editor import form_state
from policywiki.suggestions.forms import as_messages
from policywiki.suggestions.protection.rulings import Guards
from policywiki.suggestions.read_text import ReadText, text_read
from policywiki.suggestions.registry import change_of, changeable
from policywiki.suggestions.richwriting import both_ways, writing_page

from .actions import report_mistake, turn_into_suggestion
from .forms import MistakeForm
from .models import MistakeReport
from .permissions import may_report, may_turn

ALLOWED = ["GET", "POST"]


@require_http_methods(ALLOWED)
def report(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what is wrong. A guest writes first and is asked to sign in at sending."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    if not isinstance(page, changeable()):
        raise NotFound
    form = MistakeForm(request.POST or None, initial={"section": request.GET.get("section", "")})
    heading = _heading(page, str(form["section"].value() or ""))
    if request.method == "GET" or not form.is_valid():
        context = {"page": page, "form": form, "heading": heading}
        return render(
            request, "suggestions/mistake.html", context, status=200 if request.method == "GET" else 422
        )
    if not request.user.is_authenticated:
        return pending.keep(request)
    require(may_report(request.user, page, now=timezone.now()))
    limits.spend(request, "mistake")
    report_mistake(
        page=page,
        reporter=request.user,
        text=form.cleaned_data["text"],
        block_id=form.cleaned_data["section"] if heading else "",
        heading=heading,
        now=timezone.now(),
    )
    messages.success(request, _("Thank you. A moderator looks at it; you will hear what became of it."))
    return redirect(page.url)


def _heading(page: Page, block_id: str) -> str:
    """The heading of the section that is meant; empty where the page has no such section."""
    blocks = content_of(page).get("body") or []
    found = next((block for block in blocks if block["id"] == block_id), None)
    return str(found["value"].get("heading") or "") if found else ""


@login_required
@require_http_methods(ALLOWED)
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a change of it, in its reporter's name."""
    require(may_see_queue(request.user))
    report = get_object_or_404(MistakeReport.objects.select_related("case", "reporter", "page"), pk=pk)
    require(may_turn(request.user, report, now=timezone.now()))
    page = report.page.specific
    return TurnDesk(request, report, page, text_read(page, request.POST.get("base", ""))).answer()


@dataclass(frozen=True)
class TurnDesk:
    """What lies on it: the report, and the page as it reads."""

    request: HttpRequest
    report: MistakeReport
    page: Any
    onto: ReadText

    def answer(self) -> HttpResponse:
        if self.request.method == "GET":
            now = form_state(self.onto.content, fields=FORM_FIELDS)
            return self.show(Editing.showing(now, _("Spotted: %(text)s") % {"text": self.report.text[:200]}))
        if self.request.POST.get("do") == "convert":
            return JsonResponse(both_ways(self.request.POST, self.onto.content.get("body") or []))
        editing = Editing.received(self.request.POST)
        if (shown := rearranged(self.request.POST, editing)) is not None:
            return self.show(shown)
        content = editing.content(self.onto.content)
        if content is None:
            return self.show(editing, status=422)
        if self.request.POST.get("do") == "preview":
            return self.show(editing, preview=content)
        return self.send(editing, content)

    def send(self, editing: Editing, content: dict[str, Any]) -> HttpResponse:
        try:
            suggestion = turn_into_suggestion(
                report=self.report,
                editor=self.request.user,
                content=content,
                summary=editing.summary,
                onto=self.onto,
                now=timezone.now(),
            )
        except ValidationError as error:
            editing.errors = as_messages(error)
            return self.show(editing, status=422)
        messages.success(
            self.request, _("The change is among the items to check, in the name of who spotted it.")
        )
        return redirect(suggestion)

    def show(
        self, editing: Editing, *, preview: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        target = change_of(type(self.page))
        context: dict[str, Any] = {
            "editing": editing,
            "edits_for": self.report.reporter,
            "report": self.report,
            "base_revision": self.onto.revision_id,
            "page": self.page,
            "section": self.report.block_id,
            "guards": Guards(),
            "addable": ADDABLE,
            "action": self.request.path,
            "back": reverse("moderation:review", args=[self.report.case_id]),
        }
        if preview is not None and target.preview is not None:
            template, shown = target.preview(preview)
            changes = diff(self.onto.content, preview, dict(target.content_fields))
            context |= {"preview_template": template, **shown, "diff": changes}
        return writing_page(self.request, "suggestions/turn_mistake.html", context, status=status)
