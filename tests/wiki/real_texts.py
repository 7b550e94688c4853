"""Where the real laws lie, and the skip for machines that do not have them."""

import os
from pathlib import Path
from typing import Any

import pytest

from policywiki.wiki.texts import parse, to_blocks

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("POLICYWIKI_DATA") or ROOT.parent / "shared" / "data")
LAWS = DATA / "laws-zh"

needs_laws = pytest.mark.skipif(
    not LAWS.is_dir(), reason=f"the real laws are not at {LAWS} (POLICYWIKI_DATA)"
)


def company_law() -> list[Any]:
    """Bodies of the company law of 2018 and of 2023: 218 and 266 articles, renumbered throughout."""
    paths = [next(LAWS.glob(f"*/公司法({day}).md")) for day in ("2018-10-26", "2023-12-29")]
    return [to_blocks(parse(path.name, path.read_bytes())) for path in paths]
