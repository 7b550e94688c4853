"""Support a suggestion, or object to it with a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OpinionForm(forms.Form):
    """`stance` is the pressed button: "support" or "object"."""

    reason = forms.CharField(
        label=_("What speaks against it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
    )


class HideForm(forms.Form):
    why = forms.CharField(label=_("Why it is not shown"), max_length=300)
