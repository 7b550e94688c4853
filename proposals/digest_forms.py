"""The official's form: which proposals, in what order, under which title."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from policywiki.places.models import District
from proposals.digests.criteria import WHOLE_CITY, Criteria, unpacked
from proposals.digests.describing import DIGEST_ORDERS
from proposals.models import ProposalTag
from proposals.stages import Stage

TAGS_OFFERED = 40
STARTS = [("all", _("Everything found is in; I take out")), ("none", _("Nothing is in; I pick"))]


class DigestForm(forms.Form):
    """The criteria, all but the ticks. `x` carries those from one look to the next (criteria.packed)."""

    title = forms.CharField(label=_("Title of the paper"), max_length=120)
    on = forms.DateField(label=_("Date on the paper"), widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language of the paper"), choices=settings.LANGUAGES)
    since = forms.DateField(
        label=_("Published from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Published until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    district = forms.ChoiceField(label=_("District"), required=False)
    order = forms.ChoiceField(label=_("Order"), choices=DIGEST_ORDERS)
    start = forms.ChoiceField(label=_("Ticks"), choices=STARTS, widget=forms.RadioSelect)
    stages = forms.MultipleChoiceField(
        label=_("Stages"), choices=Stage.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        help_text=_("Any of them. None chosen: all."),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Note on the first page"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )
    x = forms.CharField(required=False, max_length=3000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = [(district.code, district.name) for district in District.objects.all()]
        self._offer("district", [("", _("All")), (WHOLE_CITY, _("Whole city")), *districts])
        self._offer("tags", [(name, name) for name in self._tags()])

    def _tags(self) -> list[str]:
        """The topics used most, and those that are chosen already."""
        used = ProposalTag.objects.values_list("tag__name", flat=True)
        asked = self.data.getlist("tags") if isinstance(self.data, QueryDict) else []
        chosen = used.filter(tag__name__in=asked).distinct()
        most = used.annotate(used=Count("pk")).order_by("-used", "tag__name")[:TAGS_OFFERED]
        return list(dict.fromkeys([*most, *chosen]))

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def clean_x(self) -> tuple[int, ...]:
        try:
            return unpacked(self.cleaned_data["x"])
        except ValueError as error:
            raise ValidationError(_("Too many were ticked by hand. Narrow the choice first.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("was", cleaned.get("start")) != cleaned.get("start"):
            cleaned["x"] = ()  # what was taken out is not what is picked now
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The end lies before the beginning."))
        return cleaned

    def criteria(self) -> Criteria:
        """What the valid form asks for."""
        said = dict(self.cleaned_data)
        return Criteria(
            exceptions=said.pop("x"), stages=tuple(said.pop("stages")), tags=tuple(said.pop("tags")), **said
        )
