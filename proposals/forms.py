"""Forms of lists, votes and answers. The form for a new proposal is in propose_forms."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.models import User
from policywiki.discussion.models import Comment
from policywiki.discussion.models.quotations import LONGEST_QUOTE

from .models.answers import STATES_TO_CHOOSE

MOST_OFFERED = 50
PROFILE = re.compile(r"(?:^|/)people/(?P<number>\d{1,18})(?:/|$)")


class ListForm(forms.Form):
    """The filters above a list of proposals; only ever shown, the address is read by lists.Wish."""

    stage = forms.ChoiceField(label=_("Stage"), required=False)
    tag = forms.ChoiceField(label=_("Topic"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    period = forms.ChoiceField(label=_("Published"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, *args: Any, offered: dict[str, list[tuple[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            everything = [] if name == "order" else [("", _("All"))]
            self.fields[name].choices = [*everything, *choices]  # type: ignore[attr-defined]
        for name in ("tag", "district"):
            if not offered[name]:
                del self.fields[name]


class AnswerForm(forms.Form):
    """The city's answer. `text` in the small line markup."""

    state = forms.ChoiceField(
        label=_("What the city has decided"), choices=STATES_TO_CHOOSE, widget=forms.RadioSelect
    )
    department = forms.CharField(label=_("Department"), max_length=200)
    text = forms.CharField(
        label=_("Answer"),
        help_text=_(
            "A blank line begins a new paragraph; “- ” begins an item of a list; **bold**; [words](address)."
        ),
        widget=forms.Textarea(attrs={"class": "tall"}),
        max_length=20_000,
    )
    changes = forms.MultipleChoiceField(
        label=_("Pages that change with it, if it is adopted"),
        help_text=_("For each, a draft of the change opens for you. Further pages can be named afterwards."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, cited: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cited:
            del self.fields["changes"]
            return
        self.fields["changes"].choices = cited  # type: ignore[attr-defined]


class PageForm(forms.Form):
    """A page of this site, by its address."""

    address = forms.CharField(
        label=_("Address of the page"),
        help_text=_("Copy it from the browser: …/pages/…"),
        max_length=2000,
    )


class MergeForm(forms.Form):
    """Another proposal, which of the two stays, and why."""

    other = forms.CharField(
        label=_("The other proposal"),
        help_text=_("Its number, such as 2026-0012, or its address."),
        max_length=300,
    )
    stays = forms.ChoiceField(
        label=_("Which one stays?"),
        choices=[
            ("other", _("The other one: this becomes a part of it")),
            ("this", _("This one: the other becomes a part of it")),
        ],
        widget=forms.RadioSelect,
        initial="other",
    )
    why = forms.CharField(
        label=_("Why should the two become one?"),
        help_text=_("Both proposers and all supporters read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )


class DivideForm(forms.Form):
    """Into how many parts, and why."""

    parts = forms.TypedChoiceField(
        label=_("Into how many parts?"), choices=[(2, "2"), (3, "3"), (4, "4")], coerce=int, initial=2
    )
    why = forms.CharField(
        label=_("Why is it divided?"),
        help_text=_("Your supporters read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )


class DecisionForm(forms.Form):
    """What an author of a proposal says to a suggested change; a no needs a reason."""

    reason = forms.CharField(
        label=_("Your reason"),
        help_text=_("Everybody can read it. A no needs one; with a yes it is a thank-you."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 4}),
    )


class PickForm(forms.Form):
    """The sentence that should read differently: picked, or copied out of the text."""

    pick = forms.CharField(required=False, max_length=100)
    words = forms.CharField(
        label=_("Or copy the words here"), required=False, max_length=LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
    )  # fmt: skip


class RewordForm(forms.Form):
    """A sentence anew. `part`, `at`, `old`: what it takes the place of; nothing in `new` takes it out."""

    part = forms.CharField(max_length=30, widget=forms.HiddenInput)
    at = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    old = forms.CharField(max_length=2 * LONGEST_QUOTE, strip=False, widget=forms.HiddenInput)
    new = forms.CharField(
        label=_("It should say"), required=False, max_length=2 * LONGEST_QUOTE,
        help_text=_("Left empty: these words should go."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "short"}),
    )  # fmt: skip
    why = forms.CharField(
        label=_("What does your change do?"), help_text=_("One line; it stands in the history."),
        max_length=300, required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("new") == self.cleaned_data.get("old"):
            self.add_error("new", _("These are the same words. Write what should stand there instead."))
        return self.cleaned_data


class InviteForm(forms.Form):
    """Somebody who took part already, or anybody by the address of their public page: never by e-mail, which
    would tell whose address it is. After is_valid(): `person`.
    """

    who = forms.ChoiceField(label=_("Who has taken part"), required=False)
    link = forms.CharField(
        label=_("Or the address of their public page"),
        help_text="/people/12/",
        required=False,
        max_length=200,
    )
    person: Any = None

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "—"), *taking_part(record)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        found = PROFILE.search(cleaned.get("link", ""))
        number = cleaned.get("who") or (found["number"] if found else "")
        self.person = (
            User.objects.filter(pk=number, is_active=True, erased_at__isnull=True).first() if number else None
        )
        if self.person is None and not self.errors:
            raise forms.ValidationError(_("Choose somebody, or give the address of their public page."))
        return cleaned


def taking_part(record: Any) -> list[tuple[str, str]]:
    """Who suggested a change or wrote a comment here and is not an author yet, by their public names."""
    wrote = Comment.objects.shown().about(record.page_id).values("author")
    suggested = record.amendments.values("suggestion__author")
    people = User.objects.filter(
        Q(pk__in=wrote) | Q(pk__in=suggested), is_active=True, erased_at__isnull=True
    )
    shared = record.coauthors.filter(ended_at__isnull=True).values("person")
    found = people.exclude(pk=record.proposer_id).exclude(pk__in=shared).order_by("display_name", "pk")
    return [(str(person.pk), str(person)) for person in found[:MOST_OFFERED]]


class NoteForm(forms.Form):
    """One optional note that everybody will read in the timeline."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )
