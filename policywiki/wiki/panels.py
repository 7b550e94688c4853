"""Boxes beside a page of knowledge that apps above fill: who cites it, what else is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import KnowledgePage


@dataclass(frozen=True)
class Panel:
    """`context(page)` gives what the template finds as `panel`; None leaves the box out. At a constant price."""

    name: str
    template: str
    context: Callable[[KnowledgePage], dict[str, Any] | None]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Registering a name again replaces it."""
    _panels[panel.name] = panel


def panels_of(page: KnowledgePage) -> list[dict[str, Any]]:
    """{"template", "panel"} of the boxes that have something to say."""
    filled = ((one.template, one.context(page)) for one in _panels.values())
    return [{"template": template, "panel": panel} for template, panel in filled if panel is not None]
