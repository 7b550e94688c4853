"""How second looks appear in the moderators' list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.moderation.actions.history import VERBS
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.registry import CaseKind, register

from .actions.block import CASE_KIND as BLOCK_KIND
from .actions.block import decide_about_block
from .actions.hide import CASE_KIND, decide_second_look
from .showing import originals

VERBS |= {"alarm": _("threat to life: taken out of the list"), "alarm_ended": _("threat to life: dealt with")}


def review_hidden(case: Case) -> dict[str, Any]:
    part = case.hidden_part
    return {"part": part, "originals": originals(part)}


register(
    CaseKind(
        name=CASE_KIND,
        label=_("Second look: hidden words"),
        template="trust/review_hidden.html",
        review=review_hidden,
        decide=decide_second_look,
        decisions=(Decision.PUBLISH, Decision.NOT_PUBLISHED),
        publish_label=_("Show the words again"),
        refuse_label=_("Keep them hidden"),
        writes=False,
    )
)

register(
    CaseKind(
        name=BLOCK_KIND,
        label=_("Second look: pause in writing"),
        template="trust/review_block.html",
        review=lambda case: {"block": case.block},
        decide=decide_about_block,
        decisions=(Decision.PUBLISH, Decision.NOT_PUBLISHED),
        publish_label=_("Let them write again"),
        refuse_label=_("The pause stays"),
        writes=False,
        hours=24,
    )
)
