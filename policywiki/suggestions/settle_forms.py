"""The choices of the settle screen: one for each disputed place, and words written anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .editor import PLAIN, RICH, content_of_state, row_of
from .forms import BlockForm, as_messages
from .settling import ANEW, BOTH, LIVE, MINE, Dispute, Place


class LineForm(forms.Form):
    """A plain field of the page, written anew."""

    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )


@dataclass
class PlaceForm:
    """One disputed place, what is offered there, and what was chosen."""

    place: Place
    number: int
    chosen: str = ""
    anew: Any = None
    errors: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, place: Place, number: int, data: QueryDict | None) -> PlaceForm:
        chosen = data.get(f"choice-{number}", "") if data is not None else ""
        return cls(place, number, chosen, _anew(place, number, data if chosen == ANEW else None))

    @property
    def name(self) -> str:
        return f"choice-{self.number}"

    @property
    def offered(self) -> list[str]:
        """What may be chosen here, in the order in which it stands on the screen."""
        both = [BOTH] if self.place.both is not None else []
        return [LIVE, MINE, *both, *([ANEW] if self.anew is not None else [])]

    def value(self) -> Any:
        """What shall stand there. With nothing chosen, or nothing written, `errors` says so."""
        if self.chosen not in self.offered:
            self.errors = [_("Choose one of them.")]
            return None
        if self.chosen != ANEW:
            return self.place.choice(self.chosen)
        if not self.anew.is_valid():
            self.errors = [str(error) for found in self.anew.errors.values() for error in found]
            return None
        if not self.place.is_block:
            return str(self.anew.cleaned_data["text"]).strip()
        return self._block()

    def _block(self) -> Any:
        before = self.place.live or self.place.mine
        row = self.anew.row() | {"id": before["id"], "type": before["type"], "remove": False}
        try:
            return content_of_state({"body": [row]}, base={"body": [before]})["body"][0]
        except (ValidationError, ValueError) as error:
            self.errors = as_messages(error) if isinstance(error, ValidationError) else [str(error)]
            return None


def _anew(place: Place, number: int, data: QueryDict | None) -> Any:
    """The boxes to write in, filled with the page's words; none for a part that has no plain form."""
    prefix = f"anew-{number}"
    if not place.is_block:
        if not isinstance(place.live, str) and not isinstance(place.mine, str):
            return None
        return LineForm(data, prefix=prefix, initial={"text": place.live or place.mine})
    if place.block_type not in (*RICH, *PLAIN):
        return None
    row = row_of(place.live or place.mine)
    if data is None:
        return BlockForm(prefix=prefix, initial=row)
    sent = data.copy()
    sent[f"{prefix}-type"] = row["type"]
    return BlockForm(sent, prefix=prefix)


@dataclass
class SettleForm:
    """All places; `content()` is None where a choice is missing."""

    found: Dispute
    places: list[PlaceForm]

    @classmethod
    def read(cls, found: Dispute, data: QueryDict | None) -> SettleForm:
        return cls(found, [PlaceForm.read(place, n, data) for n, place in enumerate(found.places)])

    @property
    def errors(self) -> bool:
        return any(place.errors for place in self.places)

    def content(self) -> dict[str, Any] | None:
        values: Mapping[str, Any] = {form.place.name: form.value() for form in self.places}
        return None if self.errors else self.found.settled(values)
