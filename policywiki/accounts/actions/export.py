"""Everything the site knows of a person, for that person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from policywiki.accounts.models import User
from policywiki.accounts.permissions import may_export
from policywiki.accounts.registry import exporters
from policywiki.core.verdicts import require


def export_mine(*, person: User, actor: User, now: datetime) -> dict[str, Any]:
    """All parts as JSON values: {"made_at": ISO time, "parts": [{"name", "label", "rows": [dict]}]}.

    Raises NotFound for anybody but the person and the site's own user. Only reads.
    """
    require(may_export(actor, person))
    return {
        "made_at": now.isoformat(timespec="seconds"),
        "parts": [
            {"name": exporter.name, "label": str(exporter.label), "rows": list(exporter.rows(person))}
            for exporter in exporters()
        ],
    }
