"""The one box."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import LONGEST


class MistakeForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong here?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "short"}),
        help_text=_("If you know what is right, say it too, and where it says so."),
        error_messages={"required": _("Say in a few words what is wrong.")},
    )
    section = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
