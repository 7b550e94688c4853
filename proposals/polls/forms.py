"""The form with which an official puts proposals to a common vote."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models import CallPage, ProposalRecord
from proposals.outcome import VoteMode

CLOSING_HOUR = time(18)


class OpenPollForm(forms.Form):
    """Which proposals, until when, with how many voters; `costs` after is_valid()."""

    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("It closes at 18:00."),
        widget=forms.DateInput(attrs={"type": "date", "class": "narrow-input"}),
    )
    quorum = forms.IntegerField(
        label=_("Votes needed for a result"),
        min_value=0,
        initial=0,
        help_text=_("0: any number will do."),
        widget=forms.NumberInput(attrs={"class": "narrow-input"}),
    )

    def __init__(self, *args: Any, call: CallPage, records: list[ProposalRecord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records, self.with_costs = records, call.vote_mode == VoteMode.BUDGET
        for record in records:
            self.fields[f"take-{record.number}"] = forms.BooleanField(
                label=f"{record.code} {record.page.title}", required=False, initial=True
            )
            if self.with_costs:
                self.fields[f"cost-{record.number}"] = forms.IntegerField(
                    label=_("Cost in yuan: %(code)s") % {"code": record.code},
                    min_value=1,
                    required=False,
                    widget=forms.NumberInput(attrs={"class": "narrow-input"}),
                )

    @property
    def closes_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["last_day"], CLOSING_HOUR))

    @property
    def costs(self) -> dict[ProposalRecord, int]:
        """The proposals ticked, each with its cost; 0 where there is no budget."""
        return {
            record: self.cleaned_data.get(f"cost-{record.number}") or 0
            for record in self.records
            if self.cleaned_data[f"take-{record.number}"]
        }
