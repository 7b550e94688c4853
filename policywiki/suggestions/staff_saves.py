"""Wagtail's page editor, made careful: what was opened before the page moved on is merged, never written over it.

Wagtail lets a manual save overwrite a newer version. Here the save waits for the page's row, as every action of
ours does, and is merged three ways: the version that the editor had opened, the one that is there now, and what
was typed. Where both changed the same words, staff choose, with everything they typed in the form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages as admin_messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from policywiki.core.page_content import apply_content, content_fields, content_of

from .models import DraftOverlap
from .permissions import may_settle_held
from .presenting import FIELD_NAMES, side_of
from .settling import BOTH, LIVE, MINE, Place, dispute

NOTED = gettext_lazy(
    "Since this draft was written, a change to the same words has been published. "
    "You will be shown both when you save."
)

HELD = gettext_lazy(
    "This version was to go live and is held back: a change to the same words was published before it."
)


@dataclass(frozen=True)
class Step:
    """A text that came in between: what both started from, and what stands there now."""

    base: dict[str, Any]
    ours: dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One place where both changed something, as the page that asks shows it."""

    number: int  # of the step
    place: Place

    @property
    def name(self) -> str:
        """What its form field is called: another name as soon as a text is another, for an answer is for what was seen."""
        seen = json.dumps([self.place.live, self.place.mine], sort_keys=True)
        return f"choice-{self.number}-{self.place.name}-{blake2b(seen.encode(), digest_size=6).hexdigest()}"

    @property
    def label(self) -> Any:
        return self.place.heading or FIELD_NAMES.get(self.place.field, self.place.field)

    @property
    def live(self) -> Any:
        return side_of(self.place, LIVE)

    @property
    def mine(self) -> Any:
        return side_of(self.place, MINE)

    def answer(self, data: Any) -> str | None:
        given = data.get(self.name)
        offered = (LIVE, MINE) if self.place.both is None else (LIVE, MINE, BOTH)
        return given if given in offered else None


class CarefulEditView(EditView):
    """Wagtail's view but for saves that are out of date."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            # Until this save is done nobody publishes: not a moderator, not another editor.
            Page.objects.select_for_update(no_key=True).filter(pk=page_id).first()
            return super().dispatch(request, page_id, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.overlap is not None and may_settle_held(request.user, self.real_page_record.specific):
            tell_held(request, self.overlap.page_id)
        elif self.overlap is not None:
            messages.warning(request, NOTED)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by_hand = not self.expects_json_response and not self.page.alias_of_id
        if not by_hand or not hasattr(self.page, "content_fields") or not self.moved_on:
            return super().post(request, *args, **kwargs)
        form = self._form_over(self._opened())
        if self.action_name == "save":
            form.defer_required_fields()
        if not form.is_valid() or self.locked_for_user:
            form.restore_required_fields()
            return self._shown_again(form)
        return self._merged(form)

    @property
    def moved_on(self) -> bool:
        return bool(self.is_out_of_date or self.overlap)

    @cached_property
    def overlap(self) -> DraftOverlap | None:
        """What was noted when a publication overlapped with the draft that is open here."""
        if not self.real_page_record.has_unpublished_changes:
            return None
        return DraftOverlap.objects.filter(page_id=self.real_page_record.pk).first()

    def _opened(self) -> Page:
        """The page as it was when the editor was opened, or the live one where that text is gone."""
        post = self.request.POST
        opened = str(post.get("overwrite_revision_id") or post.get("loaded_revision_id") or "")
        revisions: Any = self.real_page_record.revisions
        found = revisions.filter(pk=opened).first() if opened.isdecimal() else None
        if found is None or self._written_over(found):
            live: Page = Page.objects.get(
                pk=self.real_page_record.pk
            ).specific  # one of its own: the form writes on it
            return live
        return found.as_object()

    def _written_over(self, revision: Revision) -> bool:
        """Wagtail's autosave writes into one row again and again; then what we opened is not there any more."""
        post = self.request.POST
        told = post.get("loaded_revision_created_at", "")
        return (
            not post.get("overwrite_revision_id") and bool(told) and told != revision.created_at.isoformat()
        )

    def _form_over(self, page: Page) -> Any:
        return self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )

    def _shown_again(self, form: Any) -> HttpResponse:
        """The form with its errors; it goes on knowing which version it was opened from."""
        self.form = form
        post = self.request.POST
        self.page.latest_revision_id = (
            int(post.get("loaded_revision_id") or 0) or self.page.latest_revision_id
        )
        self.latest_revision_created_at = post.get("loaded_revision_created_at") or None
        return self.form_invalid(form)

    def _merged(self, form: Any) -> HttpResponse:
        mine = form.save(commit=False)
        mine.clean()
        fields = dict(content_fields(mine))
        content = content_of(mine)
        for number, step in enumerate(self._steps()):
            found = dispute(step.base, step.ours, content, fields)
            asked = [Question(number, place) for place in found.places]
            answers = {one.place.name: one.answer(self.request.POST) for one in asked}
            chosen = {name: answer for name, answer in answers.items() if answer}
            if len(chosen) < len(asked):
                return self._ask(asked)
            content = found.settled(
                {one.place.name: one.place.choice(str(chosen[one.place.name])) for one in asked}
            )
        return self._save(form, mine, content)

    def _steps(self) -> Iterator[Step]:
        if self.is_out_of_date:
            yield Step(base=content_of(self._opened()), ours=content_of(self.page))
        if self.overlap is not None:
            yield Step(base=self.overlap.base, ours=content_of(self.real_page_record.specific))

    def _ask(self, asked: list[Question]) -> HttpResponse:
        """Both texts of every overlap; the whole form comes back with the answer."""
        sent = [(key, value) for key, values in self.request.POST.lists() for value in values]
        context = {
            "page": self.page,
            "asked": asked,
            "sent": [(key, value) for key, value in sent if key != "csrfmiddlewaretoken"],
            "edit_url": self.get_edit_url(),
        }
        return TemplateResponse(self.request, "suggestions/staff_overlaps.html", context, status=409)

    def _save(self, form: Any, mine: Page, content: dict[str, Any]) -> HttpResponse:
        """Go on as Wagtail does, with the merged page in the place of the form's."""
        page = self.page
        apply_content(page, content)
        for name in form.changed_data:
            if name not in content and name in form.cleaned_data and name in page_fields(page):
                setattr(page, name, form.cleaned_data[name])
        keep_new_comments(mine, page)
        form.formsets.pop("comments", None)
        self.request.POST = without(self.request.POST, "overwrite_revision_id")

        def save(commit: bool = True) -> Page:
            if commit:
                page.save()
            return page

        form.save = save
        self.form, self.has_content_changes = form, True
        if self.overlap is not None:
            self.overlap.delete()
        messages.info(
            self.request,
            _(
                "This page had moved on while you were writing. Your changes and the others are both in it now."
            ),
        )
        return self.action_method()


def tell_held(request: HttpRequest, page_id: int) -> None:
    """Why the version that is open here is not on the page, and the way to settle it."""
    choose = admin_messages.button(reverse("held_back", args=[page_id]), _("Choose what stays"))
    admin_messages.warning(request, HELD, buttons=[choose])


def page_fields(page: Page) -> set[str]:
    return {field.name for field in page._meta.get_fields() if getattr(field, "concrete", False)}


def keep_new_comments(mine: Page, page: Page) -> None:
    """Notes in the margin that were written in the form."""
    for comment in getattr(mine, COMMENTS_RELATION_NAME).all():
        if comment.pk is None:
            getattr(page, COMMENTS_RELATION_NAME).add(comment)


def without(data: Any, name: str) -> Any:
    copy = data.copy()
    copy.pop(name, None)
    return copy
