"""The list's filter, the decision, and the small forms around one item."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.models import Tag

from policywiki.accounts.models import Role, User
from policywiki.places.models import District

from .models import Case, CaseState, Decision, Reason, Standing
from .permissions import decidable_by
from .registry import kinds

AGES = [
    ("", _("Any age")),
    ("1", _("Older than a day")),
    ("3", _("Older than 3 days")),
    ("7", _("Older than a week")),
]
SMALL, LARGE = 200, 2_000
SIZES = [
    ("", _("Any size")),
    ("small", _("A few words")),
    ("middle", _("A paragraph or more")),
    ("large", _("Much text")),
]
FITS = [
    ("", _("Overlapping or not")),
    ("clean", _("Fits the page")),
    ("overlap", _("Overlaps with another change")),
]
PARTS = [
    ("", _("For you")),
    ("mine", _("Taken by you")),
    ("asked", _("Your opinion is asked")),
    ("late", _("Late")),
    ("later", _("Put off")),
    ("all", _("Everything")),
]


def used_topics() -> QuerySet[Tag]:
    """Topics of what waits now."""
    open_cases = Case.topics.through.objects.filter(tag_id=OuterRef("pk"), case__state=CaseState.OPEN)
    return Tag.objects.filter(Exists(open_cases)).order_by("name")


def colleagues(of: Any) -> QuerySet[User]:
    """Other moderators and administrators who can act."""
    roles = Q(groups__name__in=[Role.MODERATOR, Role.ADMINISTRATOR])
    return (
        User.objects.filter(roles, is_active=True).exclude(pk=of.pk).distinct().order_by("display_name", "pk")
    )


class QueueFilter(forms.Form):
    """`part` is which part of the list; the other fields narrow it."""

    part = forms.ChoiceField(choices=PARTS, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    topic = forms.ModelChoiceField(
        Tag.objects.none(), label=_("Topic"), required=False, empty_label=_("Every topic")
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("District"), required=False, empty_label=_("Every district")
    )
    age = forms.ChoiceField(label=_("Age"), choices=AGES, required=False)
    size = forms.ChoiceField(label=_("Size of the change"), choices=SIZES, required=False)
    fit = forms.ChoiceField(label=_("Overlap"), choices=FITS, required=False)
    standing = forms.ChoiceField(
        label=_("Author's record"), choices=[("", _("Every author")), *Standing.choices], required=False
    )
    q = forms.CharField(label=_("Page or title"), required=False, max_length=100)
    page = forms.IntegerField(
        label=pgettext_lazy("of knowledge", "Page"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, moderator: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moderator = moderator
        fields: Any = self.fields
        fields["kind"].choices = [("", _("Every kind")), *((k.name, k.label) for k in kinds())]
        fields["topic"].queryset = used_topics()

    @property
    def narrows(self) -> bool:
        """Whether anything but the part is chosen."""
        chosen = getattr(self, "cleaned_data", {})
        return any(value for name, value in chosen.items() if name != "part")

    def cases(self) -> QuerySet[Case]:
        """The chosen items in the order of the line; a form with errors chooses what it understood."""
        self.is_valid()
        chosen, now = self.cleaned_data, timezone.now()
        cases = self._part(chosen.get("part", ""), now)
        for name in ("kind", "district", "standing"):
            if chosen.get(name):
                cases = cases.filter(**{name: chosen[name]})
        if chosen.get("page"):
            cases = cases.filter(page_id=chosen["page"])
        if chosen.get("q"):
            cases = cases.filter(title__icontains=chosen["q"])
        if chosen.get("topic"):
            cases = cases.about([chosen["topic"].pk])
        if chosen.get("age"):
            cases = cases.filter(opened_at__lt=now - timedelta(days=int(chosen["age"])))
        return self._shape(cases, chosen)

    def _part(self, part: str, now: Any) -> Any:
        mine = decidable_by(self.moderator).to_check()
        match part:
            case "mine":
                return mine.taken(now, by=self.moderator)
            case "asked":
                return Case.objects.to_check().filter(
                    opinions__asked_of=self.moderator, opinions__answered_at=None
                )
            case "late":
                return mine.overdue(now)
            case "later":
                return mine.put_off(now)
            case "all":
                return Case.objects.to_check()
        return mine.awake(now)

    @staticmethod
    def _shape(cases: Any, chosen: dict[str, Any]) -> Any:
        sizes = {
            "small": Q(size__lt=SMALL),
            "middle": Q(size__gte=SMALL, size__lt=LARGE),
            "large": Q(size__gte=LARGE),
        }
        if chosen.get("size"):
            cases = cases.filter(sizes[chosen["size"]])
        if chosen.get("fit"):
            cases = cases.filter(overlaps=chosen["fit"] == "overlap")
        return cases


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=Decision.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ModelChoiceField(
        Reason.objects.filter(active=True),
        label=_("Reason"),
        required=False,
        empty_label=_("Choose a reason"),
    )
    note = forms.CharField(
        label=_("Message to the author"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def offer_reasons(self, *, about_votes: bool) -> None:
        """Those that fit the item, or all where none does; one that was sent all the same is not refused."""
        field: Any = self.fields["reason"]
        fitting = field.queryset.filter(for_votes=about_votes)
        if fitting.exists():
            field.queryset = fitting


class BulkForm(DecisionForm):
    """One decision for all that is ticked: `chosen` is "id:version", as the list showed them."""

    version = None  # type: ignore[assignment]
    chosen = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chosen"]
        chosen.valid_value = lambda value: (
            all(part.isdecimal() for part in value.split(":", 1)) and ":" in value
        )

    def seen(self) -> dict[int, int]:
        """Case id -> version seen."""
        pairs = (value.split(":") for value in self.cleaned_data["chosen"])
        return {int(pk): int(version) for pk, version in pairs}


class ColleagueForm(forms.Form):
    """Hand over, or ask for a second opinion."""

    colleague = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))
    note = forms.CharField(
        label=_("Note for colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only moderators read this."),
    )

    def __init__(self, *args: Any, moderator: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["colleague"]
        field.queryset = colleagues(moderator)


class PostponeForm(forms.Form):
    until = forms.DateField(
        label=_("Back in the list on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("Note for colleagues"), required=False, max_length=1000)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note for colleagues"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DealForm(forms.Form):
    topic = forms.ModelChoiceField(
        Tag.objects.none(), label=_("Topic"), required=False, empty_label=_("Every topic")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["topic"]
        field.queryset = used_topics()


class SecondLookForm(forms.Form):
    why = forms.CharField(
        label=_("What has the moderator overlooked?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
