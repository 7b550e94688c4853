"""Hiding words, ending an alarm, asking for a second look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policywiki.moderation.models import Reason

from .showing import Seen


class HideForm(forms.Form):
    """`found` are boxes to tick, `other` one piece a line."""

    found = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    other = forms.CharField(
        label=_("Other words to hide"),
        required=False,
        max_length=1000,
        help_text=_("One piece a line, exactly as it stands in the text."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=_("Why (the author reads this)"), required=False, max_length=300, widget=forms.TextInput
    )

    def __init__(self, *args: Any, offered: list[Seen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["found"]
        found.choices = [(seen.words, seen.words) for seen in offered]

    @property
    def words(self) -> list[str]:
        """What was ticked and what was written."""
        return [*self.cleaned_data["found"], *self.cleaned_data["other"].splitlines()]


class DoneForm(forms.Form):
    done = forms.CharField(
        label=_("What was done, and whom you told"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SecondLookForm(forms.Form):
    note = forms.CharField(
        label=_("Why do you think so?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words why it may stay: the moderator reads this.")},
    )


class BlockForm(forms.Form):
    """Why, for how long, and whether what waits goes with it."""

    reason = forms.ModelChoiceField(
        Reason.objects.filter(active=True, for_votes=False),
        label=_("Reason"),
        empty_label=_("Choose a reason"),
    )
    days = forms.ChoiceField(
        label=_("For how long"),
        required=False,
        initial="7",
        choices=[
            ("1", _("A day")),
            ("7", _("A week")),
            ("30", _("A month")),
            ("365", _("A year")),
            ("", _("Until it is lifted")),
        ],
    )
    note = forms.CharField(
        label=_("Message to the person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    settle = forms.BooleanField(
        label=_("Refuse what waits of this person, with the same reason"), required=False
    )
