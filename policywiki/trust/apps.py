from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "policywiki.trust"
    label = "trust"

    def ready(self) -> None:
        from . import (
            cases,  # noqa: F401 - registers the kinds of case
            jobs,  # noqa: F401 - what the worker does
            mine,
        )

        mine.register_parts()
