"""Search: the only package that knows an engine exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from proposals import alike
        from search import draining, finding, signals  # noqa: F401 - draining puts itself on the worker's schedule

        signals.connect()
        alike.register(finding.find)
