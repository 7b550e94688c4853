"""The front page of the city's wiki."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    lede_zh = models.CharField(_("opening line, Chinese"), max_length=200, blank=True)
    lede_en = models.CharField(_("opening line, English"), max_length=200, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["wiki.KnowledgeIndexPage", "proposals.CallPage"]
    max_count = 1
    template = "home/home.html"
    content_panels = [*Page.content_panels, FieldPanel("lede_zh"), FieldPanel("lede_en")]

    class Meta:
        verbose_name = _("front page")
