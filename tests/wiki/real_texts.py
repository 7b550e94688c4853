"""Where the real laws lie, and the skip for machines that do not have them."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("POLICYWIKI_DATA") or ROOT.parent / "shared" / "data")
LAWS = DATA / "laws-zh"

needs_laws = pytest.mark.skipif(
    not LAWS.is_dir(), reason=f"the real laws are not at {LAWS} (POLICYWIKI_DATA)"
)
