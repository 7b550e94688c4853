"""A comment and a flag."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Stance


class CommentForm(forms.Form):
    stance = forms.ChoiceField(
        label=_("Where do you stand?"),
        choices=Stance.choices,
        initial=Stance.NEUTRAL,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something first.")},
    )  # fmt: skip


class FlagForm(forms.Form):
    why = forms.CharField(
        label=_("What is wrong with this comment?"), max_length=300,
        help_text=_("A moderator reads this and decides. The comment's author does not learn who you are."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
