"""The fixed pages of a city's site: front page, index of pages, call for proposals; its districts and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from policywiki.home.models import HomePage
from policywiki.home.reasons import REASONS
from policywiki.home.safety import HOLDING_RULES, INSTRUCTION, TRUST_RULES
from policywiki.moderation.models import Reason
from policywiki.trust.models import CityInstruction, HoldingRule, TrustRule
from policywiki.wiki.models import KnowledgeIndexPage
from proposals.models import CallPage


@dataclass(frozen=True)
class SitePages:
    home: HomePage
    index: KnowledgeIndexPage
    call: CallPage


@transaction.atomic
def setup_site(*, name: str = "PolicyWiki") -> SitePages:
    """Make what is missing; running it again changes nothing."""
    root = Page.get_first_root_node()
    home = HomePage.objects.first() or _home(root, name)
    index = KnowledgeIndexPage.objects.first()
    if index is None:
        index = home.add_child(instance=KnowledgeIndexPage(title="条目 Pages", slug="pages"))
    call = CallPage.objects.first()
    if call is None:
        call = home.add_child(
            instance=CallPage(title="建言 Proposals", slug="proposals", language=settings.LANGUAGE_CODE)
        )
    for order, (code, texts) in enumerate(REASONS.items()):
        Reason.objects.get_or_create(code=code, defaults={"order": order, **texts})
    if not CityInstruction.objects.exists():
        CityInstruction.objects.create(**INSTRUCTION)
    # Rules are there, switched off: an official runs them on past data first.
    for rule in TRUST_RULES:
        TrustRule.objects.get_or_create(name_en=rule["name_en"], defaults=rule)
    for held in HOLDING_RULES:
        HoldingRule.objects.get_or_create(name_en=held["name_en"], defaults=held)
    return SitePages(home=home, index=index, call=call)


def _home(root: Page, name: str) -> HomePage:
    """The front page in the place of Wagtail's welcome page, and the site that begins there."""
    Page.objects.filter(depth=2, content_type__model="page").delete()
    root = Page.objects.get(pk=root.pk)
    home = root.add_child(instance=HomePage(title=name, slug="home"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": name},
    )
    return home
