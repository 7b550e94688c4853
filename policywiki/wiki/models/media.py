"""Our own image and document models: a description for those who cannot see it, a licence, a language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CityImage(AbstractImage):
    alt_text = models.CharField(_("description for screen readers"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt_text", "licence", "credit", "language")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text or self.description or self.title


class CityRendition(AbstractRendition):
    image = models.ForeignKey(CityImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_filter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"


class CityDocument(AbstractDocument):
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "licence", "language")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
