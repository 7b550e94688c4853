"""Search: the only package that knows an engine exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from search import draining, signals

        signals.connect()
        assert draining.catch_up  # noqa: S101 - importing it put it on the worker's schedule
