"""One round of the plain form: read what arrived, change its structure, assemble the content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.models import Page

from .editor import CITES, FormState, content_of_state, form_state
from .forms import BlockFormSet, PageForm, SummaryForm, as_messages, problems
from .richwriting import in_markup
from .sources import MOST_CITED, LookedUp, find, recognised, renewed, source_of

FORM_FIELDS = ("title", "language", "summary", "tags", "last_checked", "body", "sources")
ADDABLE = ("section", "table", "citation", "callout")


@dataclass
class Editing:
    """The forms of one page and what they say; `errors` are sentences for the top of the form."""

    page: PageForm
    body: Any
    sources: Any
    what: SummaryForm
    errors: list[str] = field(default_factory=list)
    looked_up: LookedUp = field(default_factory=LookedUp)
    # The words a page was looked for with, and what was found.
    found: tuple[str, list[Page]] | None = None
    # What the editor sent and a page cannot hold: nothing is saved until its author has seen it.
    refused: list[str] = field(default_factory=list)

    @classmethod
    def showing(cls, state: FormState, what: str = "", looked_up: LookedUp | None = None) -> Editing:
        """Unbound forms that show this state."""
        known = looked_up or LookedUp()
        own = {name: value for name, value in state.items() if name not in ("body", "sources")}
        return cls(
            page=PageForm(initial=own),
            body=_rows(initial=_numbered(state.get("body", [])), prefix="body", known=known),
            sources=_rows(initial=_numbered(state.get("sources", [])), prefix="sources", known=known),
            what=SummaryForm(initial={"what": what}),
            looked_up=known,
        )

    @classmethod
    def received(cls, data: QueryDict) -> Editing:
        """Bound forms for what a person sent, in whichever way they wrote it."""
        data, refused = in_markup(_with_pages_recognised(data))
        known = LookedUp()
        return cls(
            page=PageForm(data),
            body=_rows(data, prefix="body", known=known),
            sources=_rows(data, prefix="sources", known=known),
            what=SummaryForm(data),
            looked_up=known,
            refused=refused,
        )

    def state(self) -> FormState:
        return self.page.state() | {"body": self.body.rows(), "sources": self.sources.rows()}

    @property
    def summary(self) -> str:
        return str(self.what["what"].value() or "")

    def content(self, base: dict[str, Any]) -> dict[str, Any] | None:
        """The content this form means, or None with `errors` filled."""
        self.errors = [*self.refused, *problems(self.page, self.body, self.sources)]
        if self.errors:
            return None
        try:
            return content_of_state(self.state(), base=base, looked_up=self.looked_up)
        except ValidationError as error:
            self.errors = as_messages(error)
        except ValueError as error:
            self.errors = [str(error)]
        return None


def state_for(suggestion: Any, content: dict[str, Any]) -> FormState:
    """What the form shows first: the draft being written, else this content."""
    draft = suggestion.draft if suggestion is not None else {}
    return draft or form_state(content, fields=FORM_FIELDS)


def rearranged(data: QueryDict, editing: Editing) -> Editing | None:
    """The form after a press that only changes its shape, or None. name=do, with a colon before what it is about.

    "add:section:3", "up:2", "down:2"; "find" a page to cite by its words, "cite:12" it; "uncite:4", "renew:4" the part.
    """
    state, do = editing.state(), data.get("do", "")
    verb, *rest = do.split(":")
    words = data.get("find", "").strip()
    if do == "find" or (do == "preview" and words != data.get("found", "").strip()):
        shown = Editing.showing(state, editing.summary, editing.looked_up)
        shown.found = (words, find(words))
        return shown
    changed = _restructured(verb, rest, state) or _cited_or_not(verb, rest, state)
    if changed is None:
        return None
    shown = Editing.showing(changed, editing.summary, editing.looked_up)
    if verb == "renew" and changed == state:
        shown.errors = [
            _("What was cited is no longer on that page. Choose another part of it, or cite no page.")
        ]
    return shown


def _restructured(verb: str, rest: list[str], state: FormState) -> FormState | None:
    rows = list(state["body"])
    if verb == "add" and rest and rest[0] in ADDABLE:
        at = _index(rest[1:], len(rows), default=len(rows))
        rows.insert(at, {"type": rest[0], "id": "", "remove": False})
        return state | {"body": rows}
    if verb == "add" and rest == ["source"]:
        return state | {"sources": [*state["sources"], {"type": "source", "id": "", "remove": False}]}
    if verb in ("up", "down") and rows:
        at = _index(rest, len(rows) - 1, default=0)
        to = max(0, at - 1) if verb == "up" else min(len(rows) - 1, at + 1)
        rows.insert(to, rows.pop(at))
        return state | {"body": rows}
    return None


def _cited_or_not(verb: str, rest: list[str], state: FormState) -> FormState | None:
    """A citation of this page as it is now, after all other parts; or a part that cites no page any more, or anew."""
    rows = list(state["body"])
    if verb == "cite" and rest and (source := source_of(rest[0], "")) is not None:
        cites = {"page": str(source.page.pk), "edition": str(source.edition.number), "anchor": ""}
        row = {"type": "citation", "id": "", "remove": False} | cites
        return state | {"body": [*rows, row]}
    if verb == "uncite" and rows:
        at = _index(rest, len(rows) - 1, default=len(rows) - 1)
        rows[at] = rows[at] | dict.fromkeys(CITES, "")
        return state | {"body": rows}
    if verb == "renew" and rows:
        at = _index(rest, len(rows) - 1, default=len(rows) - 1)
        rows[at] = _renewed(rows[at])
        return state | {"body": rows}
    return None


def state_renewed(state: FormState, block: str, *, was: str) -> FormState:
    """The citation with this id cites the same place as it is now; its author reads and sends it.

    `was`: the version it is bound to where it names none.
    """
    rows = [
        _renewed(row | {"edition": row.get("edition") or was}) if row.get("id") == block else row
        for row in state["body"]
    ]
    return state | {"body": rows}


def _renewed(row: dict[str, Any]) -> dict[str, Any]:
    """Unchanged where it cites no page, or a place that is there no more."""
    return row | (renewed(*(row.get(key, "") for key in CITES)) or {}) if row.get("page") else row


def _with_pages_recognised(data: QueryDict) -> QueryDict:
    """Addresses of this site, written as the web address of a citation, become citations of that page."""
    plain, seen = data, 0
    for name, url in data.items():
        stem, _dash, field_name = name.rpartition("-")
        if field_name != "url" or data.get(f"{stem}-type") != "citation" or data.get(f"{stem}-page"):
            continue
        if seen < MOST_CITED and (cites := recognised(str(url).strip())):
            seen += 1
            plain = plain.copy() if plain is data else plain
            for key, value in (cites | {"url": ""}).items():
                plain[f"{stem}-{key}"] = value
    return plain


def _rows(data: QueryDict | None = None, *, known: LookedUp, **kwargs: Any) -> Any:
    return BlockFormSet(data, form_kwargs={"looked_up": known}, **kwargs)


def _index(rest: list[str], last: int, *, default: int) -> int:
    return min(int(rest[0]), last) if rest and rest[0].isdecimal() else default


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"order": number} for number, row in enumerate(rows)]
