"""Between the plain form and the editor that may stand over it: one text, two ways to write it.

The editor sends the content state of a text (name "…-state") in place of its line markup ("…-text"). On the way
in it becomes markup again, with its HTML beside it ("…-html") so that every paragraph keeps its key: from there
on nobody needs to know how it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from csp.constants import SELF, UNSAFE_INLINE
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.models import Page

from policywiki.core.blocks import FEATURES
from policywiki.core.draft import from_state, targets, to_state
from policywiki.core.markup import from_plain, to_plain
from policywiki.core.richtext import canonical

from .editor import RICH

STATE: Final = "-state"
# An arrow down and to the left, in a square of 1024.
LINE_BREAK: Final = "M832 160v352H330l134-134-68-68-250 250 250 250 68-68-134-134h598V160z"


def in_markup(data: QueryDict) -> tuple[QueryDict, list[str]]:
    """What was sent, every content state turned into markup; and a sentence for each thing a page cannot hold.

    Who gets such a sentence has their words in the form still, and nothing was saved.
    """
    sent = [name for name in data if name.endswith(STATE)]
    if not sent:
        return data, []
    plain, problems = data.copy(), []
    for name in sent:
        stem = name.removesuffix(STATE)
        state = str(plain.pop(name)[-1])
        try:
            reading = from_state(state)
        except ValueError:
            plain.setdefault(f"{stem}-text", state)
            problems.append(
                _("A text did not arrive whole. What arrived is below; please look at it before you send.")
            )
            continue
        plain[f"{stem}-text"], plain[f"{stem}-html"] = to_plain(reading.html), reading.html
        problems += [_refusal(what) for what in reading.lost]
    return plain, list(dict.fromkeys(problems))


def both_ways(data: QueryDict, base: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """For each text named in "part" ("body-3"): {"text", "html", "state"}, from whichever of them was sent.

    `base` are the blocks its author read: a paragraph that is still there keeps its key.
    """
    plain, _problems = in_markup(data)
    read = {block["id"]: block["value"].get(RICH.get(block["type"], "")) or "" for block in base}
    texts = {}
    for part in dict.fromkeys(plain.getlist("part")):
        before = canonical(plain.get(f"{part}-html", "")) or read.get(plain.get(f"{part}-id", ""), "")
        texts[part] = from_plain(plain.get(f"{part}-text", ""), base=before)
    addresses = public_addresses(set().union(*map(targets, texts.values())))
    return {
        part: {"text": to_plain(html), "html": html, "state": to_state(html, addresses=addresses)}
        for part, html in texts.items()
    }


def public_addresses(page_ids: Iterable[int]) -> dict[int, str]:
    """The addresses of those pages that anybody may read; a page that is hidden looks like one that is not there."""
    found = Page.objects.live().public().filter(pk__in=set(page_ids)) if page_ids else []
    return {page.pk: page.url or "" for page in found}


def _refusal(what: str) -> str:
    if ":" in what or "/" in what or "." in what:
        return _(
            "A link to “%(address)s” is not possible here, so nothing was saved. Its words and its address are kept as text."
        ) % {"address": what}
    return _(
        "Something in your text has a format that pages do not have (%(name)s), so nothing was saved. The words are kept."
    ) % {"name": what or "?"}


def writing_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page with the form on it, whatever desk it lies on: the editor's settings, and what Draft.js may do."""
    response = render(request, template, context | {"editor_settings": editor_settings()}, status=status)
    # Draft.js writes a sheet of its own for lists; scripts stay as strict as everywhere.
    response._csp_update = {"style-src": [SELF, UNSAFE_INLINE]}  # type: ignore[attr-defined]  # noqa: SLF001 - django-csp's own seam
    return response


def editor_settings() -> dict[str, Any]:
    """What js/editor.js needs: its scripts, Draftail's options for the text features of pages, and its words.

    Built for each page in the reader's language, so that Draftail's own catalogue of words is not fetched.
    """
    scripts = ["wagtailadmin/js/vendor.js", "wagtailadmin/js/draftail.js"]
    return {
        "scripts": [static(path) for path in scripts],
        "options": _options(),
        "words": {
            "address": _("Web address"),
            "nothing": _("No page has these words in its title. An address begins with https://"),
            "failed": _("That did not work: no connection. Your text is still here; please try again."),
            "now": _("It leads to {target} now."),
            "gone": _("a page that is not public"),
            "format": _("Format of the text:"),
        },
    }


def _options() -> dict[str, Any]:
    """Draftail's options for FEATURES as Wagtail registers them, named as in our plain form."""
    options: dict[str, Any] = json.loads(
        json.dumps(DraftailRichTextArea(features=FEATURES).options, cls=DjangoJSONEncoder)
    )
    names = {
        "header-three": _("Heading"),
        "header-four": _("Smaller heading"),
        "unordered-list-item": _("List with points"),
        "ordered-list-item": _("List with numbers"),
        "BOLD": _("Bold"),
        "ITALIC": _("Italic"),
        "LINK": _("Link"),
    }
    for kind in ("blockTypes", "inlineStyles", "entityTypes"):
        for item in options[kind]:
            item["description"] = names[item["type"]]
            item.pop("chooserUrls", None)
            if item["type"].startswith("header"):
                item["label"] = item["description"]  # a word says more than "H3"
                del item["icon"]
    return options | {
        "placeholder": _("Write here"),
        "enableLineBreak": {"description": _("New line in the same paragraph"), "icon": LINE_BREAK},
    }
