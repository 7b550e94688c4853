"""The kinds of thing that the public search shows, by model."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: Final[dict[str, tuple[str, Any]]] = {
    "wiki.knowledgepage": ("page", pgettext_lazy("of knowledge", "Pages")),
    "proposals.proposalpage": ("proposal", _("Proposals")),
    "proposals.callpage": ("call", _("Calls for proposals")),
}
"""Label of the model -> (kind, what a reader calls several of them)."""

COMPARED: Final = frozenset({"proposal"})
"""Kinds whose whole texts are compared with one that somebody is writing."""

NAMES: Final[dict[str, Any]] = dict(KINDS.values())


def kind_of(label: str) -> str:
    """The public kind of a model, or an empty string."""
    return KINDS.get(label, ("", ""))[0]
