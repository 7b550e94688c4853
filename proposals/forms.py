"""Forms of lists, votes and answers. The form for a new proposal is in propose_forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models.answers import STATES_TO_CHOOSE


class ListForm(forms.Form):
    """The filters above a list of proposals; only ever shown, the address is read by lists.Wish."""

    stage = forms.ChoiceField(label=_("Stage"), required=False)
    tag = forms.ChoiceField(label=_("Topic"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    period = forms.ChoiceField(label=_("Published"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, *args: Any, offered: dict[str, list[tuple[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            everything = [] if name == "order" else [("", _("All"))]
            self.fields[name].choices = [*everything, *choices]  # type: ignore[attr-defined]
        for name in ("tag", "district"):
            if not offered[name]:
                del self.fields[name]


class AnswerForm(forms.Form):
    """The city's answer. `text` in the small line markup."""

    state = forms.ChoiceField(
        label=_("What the city has decided"), choices=STATES_TO_CHOOSE, widget=forms.RadioSelect
    )
    department = forms.CharField(label=_("Department"), max_length=200)
    text = forms.CharField(
        label=_("Answer"),
        help_text=_(
            "A blank line begins a new paragraph; “- ” begins an item of a list; **bold**; [words](address)."
        ),
        widget=forms.Textarea(attrs={"class": "tall"}),
        max_length=20_000,
    )


class NoteForm(forms.Form):
    """One optional note that everybody will read in the timeline."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )
