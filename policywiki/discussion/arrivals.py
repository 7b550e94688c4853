"""A comment as it arrives from another platform. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ArrivedComment:
    """`parent` is the key of the comment that it answers ("" at top level); it is among those that arrive.

    `author` is a pseudonym of that platform. `lost_parent`: it answered one that is not in the data.
    """

    key: str
    at: datetime
    text: str
    parent: str = ""
    author: str = ""
    stated_for: int = 0
    stated_against: int = 0
    lost_parent: bool = False
