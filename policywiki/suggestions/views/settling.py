"""The settle screen: the page's words and the suggested ones side by side, a choice for each disputed place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from policywiki.core import limits
from policywiki.core.blocks import normalise
from policywiki.core.page_content import content_of
from policywiki.core.verdicts import WrongStage, require
from policywiki.suggestions.actions.retest import overlapping_places
from policywiki.suggestions.actions.settle import settle
from policywiki.suggestions.diff import Diff, diff
from policywiki.suggestions.editor import content_of_state
from policywiki.suggestions.forms import as_messages
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.permissions import may_settle
from policywiki.suggestions.presenting import changed_by, side_of
from policywiki.suggestions.read_text import ReadText
from policywiki.suggestions.registry import target_of
from policywiki.suggestions.settle_forms import SettleForm
from policywiki.suggestions.settling import Place, dispute
from policywiki.suggestions.wording import field_label
from policywiki.trust.warning import Warned, must_ask, warnings

from .finding import suggestion_or_404


@login_required
@require_http_methods(["GET", "POST"])
def settle_view(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = suggestion_or_404(request.user, pk)
    require(may_settle(request.user, suggestion, now=timezone.now()))
    return Table.laid(request, suggestion).answer()


@dataclass(frozen=True)
class Written:
    """The text that is being put onto the page: what was sent last, or what its author is writing."""

    base: dict[str, Any]
    base_revision_id: int | None
    content: dict[str, Any]
    summary: str
    number: int


@dataclass(frozen=True)
class Table:
    """Both texts on it, and the choices made so far."""

    request: HttpRequest
    suggestion: Suggestion
    page: Any
    fields: dict[str, str]
    written: Written
    live: ReadText
    form: SettleForm

    @classmethod
    def laid(cls, request: HttpRequest, suggestion: Suggestion) -> Table:
        fields: dict[str, str] = dict(target_of(suggestion).content_fields)
        written = _written(suggestion, own=suggestion.author_id == request.user.pk)
        page = suggestion.page.specific  # type: ignore[union-attr]  # may_settle asks for a page
        live = ReadText(content_of(page), page.live_revision_id)
        found = dispute(written.base, live.content, written.content, fields)
        form = SettleForm.read(found, request.POST if request.method == "POST" else None)
        return cls(request, suggestion, page, fields, written, live, form)

    @property
    def own(self) -> bool:
        return bool(self.suggestion.author_id == self.request.user.pk)

    def answer(self) -> HttpResponse:
        if not self.form.places:
            messages.info(self.request, _("Nothing overlaps any more."))
            return redirect(self.suggestion if self.written.number else self.edit_url())
        if self.request.method == "GET":
            return self.show()
        content = self.content()
        if content is None:
            return self.show(status=422, problems=[_("Something has not been chosen yet.")])
        if self.request.POST.get("do") == "preview":
            return self.show(preview=content, warned=self.warned(content))
        if must_ask(warned := self.warned(content), self.request.POST):
            return self.show(warned=warned, asks=True, status=422)
        return self.settle(content)

    def warned(self, content: dict[str, Any]) -> list[Warned]:
        """Of what is written anew here only: about what was sent its author has decided already."""
        return warnings(content, [self.live.content, self.written.content])

    def content(self) -> dict[str, Any] | None:
        """What was chosen, through the one door: two texts put together may share a key."""
        chosen = self.form.content()
        if chosen is None:
            return None
        kinds = self.fields
        return {n: normalise(value) if kinds.get(n) == "blocks" else value for n, value in chosen.items()}

    def settle(self, content: dict[str, Any]) -> HttpResponse:
        limits.spend(self.request, "suggestion")
        try:
            if self.request.POST.get("live") != str(self.live.revision_id):
                raise WrongStage(
                    _("The page has changed again meanwhile. Your choices are kept; please look again.")
                )
            settle(
                suggestion=self.suggestion,
                settler=self.request.user,
                content=content,
                onto=self.live,
                after=self.written.number,
                summary=self.written.summary,
                now=timezone.now(),
            )
        except WrongStage as refusal:
            return self.show(status=409, problems=[str(refusal.message)])
        except ValidationError as error:
            return self.show(status=422, problems=as_messages(error))
        messages.success(self.request, _("It fits the page as it is now. A moderator will look at it."))
        if not self.own:
            return redirect("moderation:review", pk=self.suggestion.case_id)
        return redirect(self.suggestion)

    def show(
        self,
        *,
        status: int = 200,
        preview: dict[str, Any] | None = None,
        problems: list[str] | None = None,
        warned: list[Warned] | None = None,
        asks: bool = False,
    ) -> HttpResponse:
        context: dict[str, Any] = {
            "suggestion": self.suggestion,
            "own": self.own,
            "page": self.page,
            "live_revision": self.live.revision_id,
            "places": self.places(),
            "problems": problems or [],
            "personal": warned or [],
            "asks": asks,
            "edit_url": self.edit_url(),
        }
        if preview is not None:
            context["diff"] = diff(self.live.content, preview, self.fields)
            target = target_of(self.suggestion)
            if target.preview is not None:
                template, shown = target.preview(preview)
                context |= {"preview_template": template, **shown}
        return render(self.request, "suggestions/settle.html", context, status=status)

    def places(self) -> list[dict[str, Any]]:
        """Each with both texts and with the published change that it overlaps with."""
        changed = changed_by(
            overlapping_places(
                self.form.found.conflicts,
                self.written.base,
                self.written.base_revision_id,
                self.page,
                self.fields,
            )
        )
        return [
            {
                "form": one,
                "label": one.place.heading or field_label(one.place.field),
                "live": side_of(one.place, "live"),
                "mine": side_of(one.place, "mine"),
                "diff": self.word_by_word(one.place),
                "edition": changed.get(one.place.name),
            }
            for one in self.form.places
        ]

    def word_by_word(self, place: Place) -> Diff | None:
        """What is different between the two; nothing where one of them is not there."""
        if place.live is None or place.mine is None:
            return None
        kind = self.fields[place.field]
        one, other = ([value] if place.is_block else value for value in (place.live, place.mine))
        return diff({place.field: one}, {place.field: other}, {place.field: kind})

    def edit_url(self) -> str:
        return reverse("suggestions:edit", args=[self.suggestion.pk])


def _written(suggestion: Suggestion, *, own: bool) -> Written:
    """Its author goes on from what they wrote since sending; everybody else from what was sent."""
    version = suggestion.latest
    if own and suggestion.draft and suggestion.draft_saved_at:
        drafted = target_of(suggestion).drafted
        content = drafted(suggestion) if drafted else content_of_state(suggestion.draft, base=suggestion.base)
        base, number = suggestion.base, version.number if version else 0
        return Written(base, suggestion.base_revision_id, content, suggestion.draft_summary, number)
    if version is None:
        raise WrongStage(_("This suggestion was never sent."))
    return Written(version.base, version.base_revision_id, version.content, version.summary, version.number)
