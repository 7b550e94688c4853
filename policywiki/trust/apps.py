from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "policywiki.trust"
    label = "trust"

    def ready(self) -> None:
        from . import cases, jobs  # noqa: F401 - kinds of case; what the worker does
