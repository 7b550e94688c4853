"""Typst with our own fonts: same data, same bytes on any machine, whatever fonts it has."""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pylopdf_fonts_zh_cn
import typst

from proposals.digests.writers.glyphs import printable

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "digests"


@cache
def _fonts() -> typst.Fonts:
    folder = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def typeset(template: str, data: dict[str, Any], *, kind: Literal["pdf", "png"], on: date) -> bytes:
    """Set one template of templates/digests/ with `data`; `on` is the document's date.

    Data travels as JSON beside the template and is never part of its source. What our fonts cannot show is
    named in its place.
    """
    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": printable(json.dumps(data, ensure_ascii=False))},
        format=kind,
        pdf_standards=["ua-1"] if kind == "pdf" else [],
        ppi=200 if kind == "png" else None,
        timestamp=datetime.combine(on, time(), tzinfo=UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError("a chart is one page")
    return made
