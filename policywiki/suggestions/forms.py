"""The plain form: one form per block, for phones, for readers without JavaScript, for everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from .editor import CITES, RICH
from .sources import MOST_CITED, LookedUp, Source

MAX_BLOCKS = 2000
LEVELS = [("2", _("Chapter")), ("3", _("Section")), ("4", _("Part of a section"))]
TONES = [("note", _("Note")), ("warning", _("Warning")), ("deadline", _("Deadline"))]
MARKUP_HELP = _("An empty line begins a paragraph. **bold**, *italic*, - list, [words](address).")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _rich(rows: int) -> forms.CharField:
    """A text in the small line markup, for which js/editor.js may bring the editor."""
    widget = forms.Textarea(attrs={"rows": rows, "data-rich": True})
    return forms.CharField(label=_("Text"), required=False, widget=widget, help_text=MARKUP_HELP)


def _url(required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=_("Web address"),
        required=required,
        max_length=1000,
        validators=[URLValidator(["http", "https"])],
    )


def _fields_of(kind: str) -> dict[str, forms.Field]:
    """The fields that a block of this type offers in the plain form."""
    makers: dict[str, Any] = {
        "section": lambda: {
            "heading": forms.CharField(label=_("Heading"), required=False, max_length=255),
            "level": forms.ChoiceField(label=_("Kind of heading"), choices=LEVELS, required=False),
            "text": _rich(10),
        },
        "callout": lambda: {
            "tone": forms.ChoiceField(label=_("Kind of box"), choices=TONES, required=False),
            "text": _rich(4),
        },
        "citation": lambda: {
            "quote": forms.CharField(label=_("Quoted words"), required=False, widget=_lines(3)),
            "label": forms.CharField(label=_("Where it says so"), required=False, max_length=255),
            "url": _url(),
            "page": forms.CharField(required=False, widget=forms.HiddenInput),
            "edition": forms.CharField(required=False, widget=forms.HiddenInput),
            "anchor": forms.CharField(required=False, widget=forms.HiddenInput),
        },
        "table": lambda: {
            "table_caption": forms.CharField(label=_("Caption"), required=False, max_length=255),
            "cells": forms.CharField(
                label=_("Cells"),
                required=False,
                widget=_lines(6),
                help_text=_("One line per row, | between cells."),
            ),
        },
        "figure": lambda: {
            "alt": forms.CharField(label=_("Description for screen readers"), required=False, max_length=255),
            "caption": forms.CharField(label=_("Caption"), required=False, max_length=255),
        },
        "source": lambda: {
            "label": forms.CharField(label=_("Source"), required=False, max_length=255),
            "url": _url(),
        },
    }
    return makers[kind]() if kind in makers else {}


class BlockForm(forms.Form):
    """One part of the page. Which fields it has depends on its type."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    type = forms.CharField(widget=forms.HiddenInput)
    order = forms.IntegerField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label=_("Remove this part"), required=False)

    use_required_attribute = False
    source: Source | None = None  # the page that is cited

    def __init__(self, *args: Any, looked_up: LookedUp | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looked_up = looked_up or LookedUp()
        self.kind = str(self["type"].value() or "section")
        self.fields.update(_fields_of(self.kind))
        if self.kind == "citation":
            self._name_place()
        if self.kind in RICH:
            self.fields["html"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _name_place(self) -> None:
        """Of a page that is cited one chooses the article; an address is for what lies elsewhere."""
        self.source = self.looked_up.source_of(*self.cites)
        if self.source is None:
            return
        offered, chosen = self.looked_up.choices(*self.cites), str(self._given("anchor") or "")
        if chosen not in dict(offered):
            offered.append((chosen, chosen))
        self.fields["anchor"] = forms.ChoiceField(
            label=_("Article or section"), choices=offered, required=False
        )
        self.fields["url"].widget = forms.HiddenInput()

    @property
    def cites(self) -> tuple[str, str]:
        """Page and version that a citation names; empty where it names none."""
        return str(self._given("page") or ""), str(self._given("edition") or "")

    @property
    def outdated(self) -> bool:
        """The page that is cited has a newer version."""
        return self.source is not None and self.source.edition != self.source.latest

    def _given(self, name: str) -> Any:
        """What was sent or is shown; asking the field itself would keep it from being replaced."""
        return self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)

    def row(self) -> dict[str, Any]:
        """What the form holds now, valid or not."""
        names = [name for name in self.fields if name != "order" and self._arrived(name)]
        return {name: self[name].value() or "" for name in names} | {"remove": bool(self["remove"].value())}

    def _arrived(self, name: str) -> bool:
        """Not what a form left out that knows nothing of cited pages: left out is not taken out."""
        return name not in CITES or not self.is_bound or self.add_prefix(name) in self.data

    @property
    def own_fields(self) -> list[forms.BoundField]:
        own = [name for name in self.fields if name not in ("id", "type", "order", "remove", "html")]
        return [self[name] for name in own if not self[name].is_hidden]

    @property
    def name(self) -> str:
        """What to call this part on the screen."""
        for key in ("heading", "label", "table_caption", "caption"):
            if key in self.fields and self[key].value():
                return str(self[key].value())
        return self.source.page.title if self.source is not None else ""


class OrderedFormSet(BaseFormSet):
    def clean(self) -> None:
        cited = {form.cites for form in self.forms if form.kind == "citation" and form.cites[0]}
        if len(cited) > MOST_CITED:
            raise ValidationError(
                _("A text can cite at most %(most)d pages of this site. Take some out.")
                % {"most": MOST_CITED}
            )

    def rows(self) -> list[dict[str, Any]]:
        """All rows in the order that the form says."""
        placed = [(self._place(form, index), index, form) for index, form in enumerate(self.forms)]
        return [form.row() for _place, _index, form in sorted(placed, key=lambda item: item[:2])]

    @staticmethod
    def _place(form: BlockForm, index: int) -> int:
        value = str(form["order"].value() or "")
        return int(value) if value.lstrip("-").isdecimal() else index


BlockFormSet = formset_factory(
    BlockForm, formset=OrderedFormSet, extra=0, max_num=MAX_BLOCKS, absolute_max=MAX_BLOCKS, validate_max=True
)


class PageForm(forms.Form):
    """The fields of the page itself."""

    title = forms.CharField(label=_("Title"), max_length=255)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES, required=False)
    summary = forms.CharField(
        label=_("In a sentence or two"), required=False, max_length=600, widget=_lines(3)
    )
    tags = forms.CharField(
        label=_("Topics"), required=False, max_length=300, help_text=_("Separate with commas.")
    )
    last_checked = forms.DateField(
        label=_("Last checked against the sources"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def state(self) -> dict[str, Any]:
        return {name: self[name].value() or "" for name in self.fields}


class SummaryForm(forms.Form):
    what = forms.CharField(
        label=_("What did you change, and why?"),
        max_length=300,
        error_messages={
            "required": _("Say in a few words what you changed: the moderator reads this first.")
        },
    )


def problems(*parts: Any) -> list[str]:
    """Every message of these forms and formsets, each once, for the top of the page."""
    found: dict[str, None] = {}
    for part in parts:
        lists: list[Any] = part.errors if isinstance(part, BaseFormSet) else [part.errors]
        for errors in lists:
            for messages in errors.values():
                found.update(dict.fromkeys(map(str, messages)))
        if isinstance(part, BaseFormSet):
            found.update(dict.fromkeys(map(str, part.non_form_errors())))
    return list(found)


def as_messages(error: ValidationError) -> list[str]:
    return [str(message) for message in error.messages]
