"""Who reads the counts."""

from __future__ import annotations

from typing import Any

from policywiki.core.verdicts import YES, Verdict, no


def may_see_usefulness(user: Any) -> Verdict:
    """Officials and moderators: they mend the pages. The counts are not public."""
    if user.is_authenticated and (user.is_official or user.is_moderator):
        return YES
    return no(hidden=True)
