"""Addresses. Everything people read lies under a language prefix; the rest is named here."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include("policywiki.accounts.admin_urls")),
    path("admin/", include("policywiki.suggestions.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("policywiki.operations.urls")),
    path("", include("proposals.short_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("", include("proposals.urls")),  # first: votes come hundreds a second
    path("accounts/", include("allauth.urls")),
    path("", include("policywiki.accounts.urls")),
    path("", include("policywiki.home.urls")),
    path("search/", include("search.urls")),
    path("", include("policywiki.trust.urls")),
    path("", include("policywiki.suggestions.urls")),
    path("", include("policywiki.moderation.urls")),
    path("", include("policywiki.discussion.urls")),
    path("", include("policywiki.wiki.urls")),
    path("", include(wagtail_urls)),
)

handler403 = "policywiki.core.errors.forbidden"
handler404 = "policywiki.core.errors.not_found"
handler500 = "policywiki.core.errors.server_error"
handler429 = "policywiki.core.errors.too_often"  # allauth asks for it
