"""The queue's filter and the decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Case, Decision, Reason
from .registry import kinds

AGES = [
    ("", _("Any age")),
    ("1", _("Older than a day")),
    ("3", _("Older than 3 days")),
    ("7", _("Older than a week")),
]


class QueueFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    age = forms.ChoiceField(label=_("Age"), choices=AGES, required=False)
    page = forms.IntegerField(
        label=pgettext_lazy("of knowledge", "Page"), required=False, widget=forms.HiddenInput
    )
    q = forms.CharField(label=_("Page or title"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Every kind")), *((k.name, k.label) for k in kinds())]

    def apply(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Narrow the cases to what was chosen; a form with errors narrows nothing."""
        if not self.is_valid():
            return cases
        chosen = self.cleaned_data
        if chosen["kind"]:
            cases = cases.filter(kind=chosen["kind"])
        if chosen["age"]:
            cases = cases.filter(opened_at__lt=timezone.now() - timedelta(days=int(chosen["age"])))
        if chosen["page"]:
            cases = cases.filter(page_id=chosen["page"])
        if chosen["q"]:
            cases = cases.filter(title__icontains=chosen["q"])
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
