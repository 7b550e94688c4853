"""How suggestions look in the moderators' queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import YES, Verdict, no
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.registry import CaseKind, Facts, register, register_head_start
from policywiki.moderation.weights import by_doubling

from .actions.accept import decide_suggestion, trial
from .actions.at_once import SAMPLE_KIND, decide_sample
from .actions.write import look_again
from .diff import diff
from .models import Fit, Suggestion, SuggestionVersion
from .neighbours import neighbours, what_publishing_does
from .permissions import moderators_settle_from
from .presenting import overlaps
from .registry import asks_owners, target_of
from .showing import AsPage
from .touching import gist


def review(case: Case) -> dict[str, Any]:
    """suggestion, version, the diff of live against merged, overlaps, and the others to the same section."""
    suggestion = case.suggestion
    version = suggestion.versions.select_related("settled_by").latest("number")
    tried = trial(suggestion, version)
    target = target_of(suggestion)
    fields = dict(target.content_fields)
    near = neighbours(suggestion, tried.result.content)
    before, after = tried.shown(version)
    return {
        "suggestion": suggestion,
        "version": version,
        "diff": diff(before, after, fields),
        "as_page": AsPage(target, after) if target.preview else None,
        "overlaps": overlaps(tried.result.conflicts),
        "neighbours": near,
        "alike": [one for one in near if one.alike],
        "effect": what_publishing_does(near),
        "asks_owners": asks_owners(suggestion.author, suggestion.page),
        "photos": list(suggestion.photos.all()),
        "photo_changes": list(suggestion.photo_changes.select_related("photo")),
        **_beside(suggestion, after),
        **_settling(suggestion),
    }


def _beside(suggestion: Suggestion, content: dict[str, Any]) -> dict[str, Any]:
    """What this kind of text shows a moderator beside it: `beside_template` and its context."""
    target = target_of(suggestion)
    if target.beside is None:
        return {}
    template, context = target.beside(suggestion, content)
    return context | {"beside_template": template}


def phrase(case: Case, key: str) -> str:
    """Words for the message to the author, as this kind of text has them for a key of its own."""
    say = target_of(case.suggestion).phrase
    return say(case.suggestion, key) if say is not None else ""


def _settling(suggestion: Suggestion) -> dict[str, Any]:
    """The way to the settle screen, or from when on moderators have it."""
    if suggestion.fit != Fit.OVERLAPPING:
        return {}
    from_then = moderators_settle_from(suggestion)
    if timezone.now() < from_then:
        return {"settle_from": from_then}
    return {"settle_url": reverse("suggestions:settle", args=[suggestion.pk])}


def head_starts(cases: Sequence[Case]) -> dict[int, float]:
    """People who support it, or object, move it ahead in the line: either way it should be looked at."""
    counted = Suggestion.objects.filter(case__in=cases).values_list(
        "case", "support_count", "objection_count"
    )
    return {case: by_doubling(support + objections) for case, support, objections in counted}


def facts(case: Case) -> Facts:
    """How much text it changes, whether it overlaps as last tested, and the topics it names."""
    suggestion = getattr(case, "suggestion", None)
    version = suggestion.latest if suggestion is not None else None
    if suggestion is None or version is None:
        return Facts()
    changes = diff(version.base, version.content, dict(target_of(suggestion).content_fields))
    topics = [str(topic) for topic in version.content.get("tags") or []]
    return Facts(size=len(gist(changes)), overlaps=suggestion.fit == Fit.OVERLAPPING, topics=topics)


def edit_url(case: Case) -> str:
    """Where a moderator edits it before publishing; empty where the text has a form of its own."""
    suggestion = case.suggestion
    if target_of(suggestion).edit_url is not None:
        return ""
    return reverse("suggestions:edit_for_author", args=[suggestion.pk])


def may_decide(user: Any, case: Case) -> Verdict:
    """Not by the moderator who wrote all of it, out of a mistake that somebody spotted."""
    if SuggestionVersion.objects.filter(suggestion__case=case, number=1, edited_by=user).exists():
        return no(_("You cannot check what you wrote yourself."))
    return YES


def look_again_at(*, case: Case, now: datetime) -> None:
    look_again(suggestion=case.suggestion, now=now)


for name, label in [
    ("change", _("Suggested change")),
    ("new_page", _("New page")),
    ("new_proposal", _("New proposal")),
]:
    register(
        CaseKind(
            name=name,
            label=label,
            template="suggestions/review.html",
            review=review,
            decide=decide_suggestion,
            may_decide=may_decide,
            facts=facts,
            look_again=look_again_at,
            edit_url=edit_url,
            address=lambda case: case.suggestion.get_absolute_url(),
            phrase=phrase,
        )
    )
register_head_start("opinions", _("people who support it or object"), head_starts)


def review_sample(case: Case) -> dict[str, Any]:
    """What went live at once, against the edition before it."""
    suggestion = case.sample_of.case.suggestion
    revision: Any = suggestion.published_revision
    edition = revision.edition
    before = edition.page.editions.filter(number__lt=edition.number).order_by("-number").first()
    old, new = (content_of(one.revision.as_object()) for one in (before, edition))
    fields = dict(target_of(suggestion).content_fields)
    return {"suggestion": suggestion, "version": suggestion.latest, "diff": diff(old, new, fields)}


register(
    CaseKind(
        name=SAMPLE_KIND,
        label=_("Published at once: a look afterwards"),
        template="suggestions/review.html",
        review=review_sample,
        decide=decide_sample,
        decisions=(Decision.PUBLISH, Decision.NOT_PUBLISHED),
        publish_label=_("Good as it is"),
        refuse_label=_("Take it back"),
        address=lambda case: case.sample_of.case.suggestion.get_absolute_url(),
        writes=False,
    )
)
