"""The officials' room of rules: what each would have done to the past, and the switch."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from policywiki.core.verdicts import Refused, require

from .actions.rules import switch_rule, try_rule
from .models import HoldingRule, Rule, TrustRule
from .permissions import may_edit_rules
from .sayings import asks, found_by

MODELS: dict[str, type[Rule]] = {"trust": TrustRule, "holding": HoldingRule}
View = Callable[..., HttpResponse]


def for_officials(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_edit_rules(request.user))
        return view(request, *args, **kwargs)

    return guarded


@for_officials
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with its numbers in words, its last dry run, and whether it is in force."""
    groups = [
        (kind, [(rule, asks(rule), found_by(rule)) for rule in model._default_manager.all()])
        for kind, model in MODELS.items()
    ]
    return render(request, "trust/rules.html", {"groups": groups})


@for_officials
@require_POST
def try_it(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    rule = _rule(kind, pk)
    try_rule(rule=rule, official=request.user, now=timezone.now())
    messages.success(request, _("Tried on everything that was ever sent. Nothing was changed."))
    return redirect("trust_desk:rules")


@for_officials
@require_POST
def switch(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    on = request.POST.get("on") == "1"
    try:
        switch_rule(rule=_rule(kind, pk), on=on, official=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The rule is in force.") if on else _("The rule is switched off."))
    return redirect("trust_desk:rules")


def _rule(kind: str, pk: int) -> Rule:
    if kind not in MODELS:
        raise Http404
    found: Rule = get_object_or_404(MODELS[kind], pk=pk)
    return found
