from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "policywiki.moderation"
    label = "moderation"

    def ready(self) -> None:
        from . import handlers, sources  # noqa: F401 - handlers listen

        sources.register_sources()
