"""The index of civic knowledge and its pages."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from policywiki.core.blocks import KNOWLEDGE_BODY, SOURCES, normalise
from policywiki.core.content import FieldKind
from policywiki.core.passages import Passage
from policywiki.suggestions.careful_page import CarefulPage
from policywiki.wiki.articles import passages


class PageTag(TaggedItemBase):
    content_object = ParentalKey("wiki.KnowledgePage", on_delete=models.CASCADE, related_name="tagged_items")


class KnowledgeIndexPage(Page):
    """The one list of all knowledge pages; its slug is fixed because every address hangs on it."""

    intro = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["wiki.KnowledgePage"]
    max_count = 1
    template = "wiki/index.html"
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("index of pages")


class KnowledgePage(CarefulPage):
    """A page that citizens keep true. Everything on it is written by people; its history is in Editions."""

    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    body = StreamField(KNOWLEDGE_BODY, blank=True, verbose_name=_("text"))
    sources = StreamField(SOURCES, blank=True, verbose_name=_("sources"))
    tags = ClusterTaggableManager(through=PageTag, blank=True, verbose_name=_("topics"))
    last_checked = models.DateField(_("last checked"), null=True, blank=True)
    related = ParentalManyToManyField("self", blank=True, verbose_name=_("related pages"))
    translation_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
        verbose_name=_("translation of"),
    )

    content_fields: ClassVar[dict[str, FieldKind]] = {
        "title": "text",
        "language": "choice",
        "summary": "text",
        "body": "blocks",
        "sources": "blocks",
        "tags": "set",
        "last_checked": "date",
        "related": "set",
    }

    parent_page_types = ["wiki.KnowledgeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "wiki/page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("language"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("sources"),
        FieldPanel("tags"),
        FieldPanel("last_checked"),
        FieldPanel("related"),
        FieldPanel("translation_of"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("language"),
        index.FilterField("last_checked"),
        index.RelatedFields("tags", [index.SearchField("name"), index.FilterField("name")]),
    ]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def clean(self) -> None:
        """Every way in passes here: ids, keys and HTML are in their one canonical form before they are saved."""
        super().clean()
        for name in ("body", "sources"):
            field = self._meta.get_field(name)
            setattr(self, name, field.to_python(normalise(getattr(self, name).raw_data)))

    def search_passages(self) -> list[Passage]:
        """One passage an article or section, so that a hit leads to its place (search.index)."""
        return passages(self.body.raw_data)
