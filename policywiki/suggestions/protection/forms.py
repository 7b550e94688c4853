"""What an official fills in to protect a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .actions import sections
from .models import DEFAULT, MEANING, Level, last_day


class ProtectionForm(forms.Form):
    """Which part, how closely, why and until when."""

    block = forms.ChoiceField(label=_("Which part"), required=False)
    level = forms.ChoiceField(
        label=_("How closely"),
        choices=[(level.value, f"{level.label}") for level in Level],
        initial=DEFAULT,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Everybody can read it on the page.")
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until somebody lifts it."),
    )

    def __init__(self, *args: Any, page: Page, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["block"].choices = [("", _("The whole page")), *sections(page)]  # type: ignore[attr-defined]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.value, _("%(level)s – %(meaning)s") % {"level": level.label, "meaning": MEANING[level]})
            for level in Level
        ]

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if not last_day(day, self.now):
            raise forms.ValidationError(_("The last day is over already."))
        return day


class FindPage(forms.Form):
    q = forms.CharField(label=_("Find a page by its title"), required=False, max_length=200)
