"""Support a suggestion, or object to it with a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OpinionForm(forms.Form):
    """`stance` is the pressed button: "support" or "object"."""

    use_required_attribute = False  # only the button "object" asks for it

    reason = forms.CharField(
        label=_("What speaks against it"),
        error_messages={
            "required": _("Please say what speaks against it: the author and the moderators read it.")
        },
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
    )


class HideForm(forms.Form):
    why = forms.CharField(label=_("Why it is not shown"), max_length=300)
