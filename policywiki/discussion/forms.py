"""A comment, the words it speaks about, a flag, an argument."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Stance
from .models.arguments import LONGEST_ARGUMENT
from .models.quotations import LONGEST_QUOTE


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


class WordsForm(forms.Form):
    """The words a comment is about: a sentence picked from the text, or any words copied out of it."""

    pick = forms.CharField(required=False, max_length=LONGEST_QUOTE)
    words = forms.CharField(
        label=_("Or copy the words here"), required=False, max_length=LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
    )  # fmt: skip
    part = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """`quoted`: what was copied, else what was picked, else nothing."""
        data = self.cleaned_data
        copied = str(data.get("words") or "").strip()
        return data | {"quoted": copied or str(data.get("pick") or "").strip()}


class FlagForm(forms.Form):
    why = forms.CharField(
        label=_("What is wrong with this comment?"), max_length=300,
        help_text=_("A moderator reads this and decides. The comment's author does not learn who you are."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ArgumentForm(forms.Form):
    """Words of a comment that stand for themselves, and which side they speak for."""

    side = forms.ChoiceField(
        label=_("It speaks"),
        choices=[(Stance.FOR, Stance.FOR.label), (Stance.AGAINST, Stance.AGAINST.label)],
        widget=forms.RadioSelect,
    )
    pick = forms.CharField(required=False, max_length=LONGEST_ARGUMENT)
    words = forms.CharField(
        label=_("Or copy the words here"), required=False, max_length=LONGEST_ARGUMENT,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        copied = str(data.get("words") or "").strip()
        quoted = copied or str(data.get("pick") or "").strip()
        if not quoted and not self.errors:
            self.add_error("words", _("Pick the sentence that is the argument."))
        return data | {"quoted": quoted}
