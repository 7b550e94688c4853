"""The four short steps of a proposal. Each has its part of the state; nothing is demanded before the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from policywiki.core.links import address
from policywiki.discussion.forms import CommentForm
from policywiki.places.models import District
from policywiki.wiki.sources import source_of

from .drafting import ROWS, State, tags_of

LAST_STEP = 4
STEPS = [_("The problem"), _("What should happen"), _("Who and why"), _("Check and send")]
MOST_ROWS = 20
MARKUP_HELP = _("A blank line begins a new paragraph; “- ” begins an item of a list.")


def _area(rows: int, css: str = "short") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": css})


class StepForm(forms.Form):
    """`required` says on screen what sending needs (target.check asks for it then), and stops no step."""

    use_required_attribute = False

    def __init__(self, *args: Any, call: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        if call is not None:
            self.ask_for(call)

    def ask_for(self, call: Any) -> None:
        """What this call asks beyond the fields that every proposal has."""

    def full_clean(self) -> None:
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True


class ProblemForm(StepForm):
    title = forms.CharField(
        label=_("Title"),
        help_text=_("In a few words, so that others find it: what, and where."),
        max_length=120,
    )
    problem = forms.CharField(
        label=_("What is the problem?"),
        help_text=MARKUP_HELP,
        max_length=10_000,
        widget=_area(8, "tall"),
    )


class PlanForm(StepForm):
    summary = forms.CharField(
        label=_("In one or two sentences: what do you propose?"),
        max_length=600,
        widget=_area(3),
    )


class ReachForm(StepForm):
    affected = forms.CharField(label=_("Who is affected?"), max_length=3000, required=False, widget=_area(3))
    expected_effect = forms.CharField(
        label=_("What will be better?"), max_length=3000, required=False, widget=_area(3)
    )
    district = forms.ChoiceField(label=_("Where?"), required=False)
    tags = forms.CharField(
        label=_("Topics"), help_text=_("Words with commas between them."), max_length=300, required=False
    )
    language = forms.ChoiceField(label=_("Language of your text"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = [pair for pair in settings.PROPOSAL_LANGUAGES if pair[0] == self.initial.get("language")]
        languages = [*settings.LANGUAGES, *(pair for pair in written if pair not in settings.LANGUAGES)]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    def ask_for(self, call: Any) -> None:
        """Its districts and topics instead of all, and its questions."""
        own = list(call.districts.all())
        everywhere = [("", _("Please choose") if own else _("The whole city"))]
        districts = [(district.code, district.name) for district in own or District.objects.all()]
        self.fields["district"].choices = [*everywhere, *districts]  # type: ignore[attr-defined]
        self.fields["district"].required = bool(own)
        if topics := call.topics_offered:
            self._offer(topics)
        for question in call.questions.all():
            self.fields[question.code] = forms.CharField(
                label=question.label,
                max_length=3000 if question.long else 300,
                required=question.needed,
                widget=_area(3) if question.long else forms.TextInput(),
            )

    def _offer(self, topics: list[str]) -> None:
        chosen = tags_of(str(self.initial.get("tags") or ""))
        self.initial["tags"] = chosen
        offered = [*topics, *(tag for tag in chosen if tag not in topics)]
        self.fields["tags"] = forms.MultipleChoiceField(
            label=_("Topics"),
            help_text=_("At least one."),
            choices=[(topic, topic) for topic in offered],
            widget=forms.CheckboxSelectMultiple,
        )


class SendForm(StepForm):
    """Only for a change to a published proposal: what changes, in one line for its supporters."""

    what = forms.CharField(
        label=_("What does your change do?"),
        help_text=_("One line; it stands in the history."),
        max_length=300,
        required=False,
    )


class JoinForm(forms.Form):
    """What one has written, on its way to a proposal that is there already. `ways`: those open now."""

    WAYS = {
        "comment": _("As a comment: everybody can read and answer it."),
        "change": _("As a suggested change: its text can take it up."),
    }
    COMMENT_LENGTH: int = CommentForm.base_fields["text"].max_length  # type: ignore[attr-defined]

    way = forms.ChoiceField(label=_("How do you bring it?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What you bring"), max_length=10_600, widget=_area(8, "tall"))
    put_away = forms.BooleanField(
        label=_("Put my draft away. It stays under “My things”."), required=False, initial=True
    )

    def __init__(self, *args: Any, ways: list[str], has_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way, self.WAYS[way]) for way in ways]  # type: ignore[attr-defined]
        self.fields["way"].initial = ways[0]
        if not has_draft:
            del self.fields["put_away"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == "comment" and len(cleaned.get("text", "")) > self.COMMENT_LENGTH:
            message = _("A comment has at most %(number)d characters. Shorten it, or suggest a change.")
            self.add_error("text", message % {"number": self.COMMENT_LENGTH})
        return cleaned


class MeasureForm(StepForm):
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(label=_("What is to be done"), max_length=1000, widget=_area(2))
    who = forms.CharField(label=_("Who does it"), max_length=200, required=False)
    when = forms.CharField(label=_("By when"), max_length=200, required=False)
    cost = forms.CharField(
        label=_("Estimated cost"), help_text=_("If you can say."), max_length=200, required=False
    )


class EvidenceForm(StepForm):
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    quote = forms.CharField(
        label=_("The words you rely on"), max_length=2000, required=False, widget=_area(2)
    )
    label = forms.CharField(
        label=_("Source"), help_text=_("Who says so, where, when."), max_length=255, required=False
    )
    url = forms.CharField(
        label=_("Web address"),
        help_text=_("The address of a page of this site is cited as it is now."),
        max_length=2000,
        required=False,
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    edition = forms.CharField(required=False, widget=forms.HiddenInput)
    anchor = forms.ChoiceField(label=_("Article or section"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source_of(self["page"].value(), self["edition"].value())
        if self.source is None:
            del self.fields["anchor"]
            return
        del self.fields["url"]
        self.fields["anchor"].choices = self.source.choices()  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        written = str(self.cleaned_data["url"]).strip()
        if written and not address(written):
            raise forms.ValidationError(_("This is not a web address (https://…)."))
        return written


FORMS: dict[int, type[StepForm]] = {1: ProblemForm, 2: PlanForm, 3: ReachForm, 4: SendForm}
ROWS_OF: dict[int, tuple[str, Any]] = {2: ("measures", MeasureForm), 3: ("evidence", EvidenceForm)}


@dataclass
class StepForms:
    """The form of one step and, in steps 2 and 3, its rows."""

    step: int
    form: forms.Form
    rows_name: str = ""
    rows: Any = None

    def is_valid(self) -> bool:
        return self.form.is_valid() and (self.rows is None or self.rows.is_valid())


def shown(step: int, state: Mapping[str, Any], call: Any) -> StepForms:
    """Unbound forms that show this state, with what this call asks."""
    form = FORMS[step](initial=dict(state), call=call)
    if step not in ROWS_OF:
        return StepForms(step, form)
    name, kind = ROWS_OF[step]
    formset = forms.formset_factory(kind, extra=0, max_num=MOST_ROWS)
    return StepForms(step, form, name, formset(initial=state[name], prefix=name))


def bound(step: int, state: Mapping[str, Any], call: Any) -> StepForms:
    """Forms with this state as if it had been sent: what is wrong with it, beside the fields."""
    data = QueryDict(mutable=True)
    form_class = FORMS[step]
    for name, field in form_class(initial=dict(state), call=call).fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            data.setlist(name, tags_of(str(state.get(name) or "")))
        else:
            data[name] = str(state.get(name) or "")
    form = form_class(data, initial=dict(state), call=call)
    if step not in ROWS_OF:
        return StepForms(step, form)
    rows_name, kind = ROWS_OF[step]
    rows = state[rows_name]
    data[f"{rows_name}-TOTAL_FORMS"], data[f"{rows_name}-INITIAL_FORMS"] = str(len(rows)), "0"
    for number, row in enumerate(rows):
        for cell, value in row.items():
            data[f"{rows_name}-{number}-{cell}"] = str(value)
    formset = forms.formset_factory(kind, extra=0, max_num=MOST_ROWS)
    return StepForms(step, form, rows_name, formset(data, prefix=rows_name))


def read(step: int, state: State, data: QueryDict, call: Any) -> State:
    """The state with what this step's form sent, word for word: nothing is cut or refused here."""
    fresh = dict(state)
    for name, field in FORMS[step](call=call).fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            fresh[name] = ", ".join(data.getlist(name))
        elif name in data:
            fresh[name] = str(data[name]).replace("\r\n", "\n")
    if step in ROWS_OF:
        rows = ROWS_OF[step][0]
        fresh[rows] = [_row(rows, number, data) for number in range(_total(rows, data))]
    return fresh


def _row(name: str, number: int, data: QueryDict) -> dict[str, str]:
    fields = ("id", *ROWS[name])
    return {field: data.get(f"{name}-{number}-{field}", "").replace("\r\n", "\n") for field in fields}


def _total(name: str, data: QueryDict) -> int:
    given = data.get(f"{name}-TOTAL_FORMS", "")
    return min(int(given), MOST_ROWS) if given.isdecimal() else 0
