"""Yes or no, and why if one likes; the days that a report is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import LONGEST

ANSWERS = [("yes", pgettext_lazy("useful or not", "Yes")), ("no", pgettext_lazy("useful or not", "No"))]


class UsefulForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Was this page useful?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    why = forms.CharField(
        label=_("Why, if you like to say"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text=_("Without names or telephone numbers, please."),
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DaysForm(forms.Form):
    first = _day(_("From"))
    last = _day(pgettext_lazy("a day", "To"))
