"""The site's addresses with the style guide, which otherwise only development has."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from policywiki.home.styleguide import styleguide
from policywiki.urls import handler403, handler404, handler500
from policywiki.urls import urlpatterns as site_patterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [
    *i18n_patterns(
        path("styleguide/", styleguide, name="guide"),
        path("styleguide/<slug:name>/", styleguide, name="guide_page"),
    ),
    *site_patterns,
]
