from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "policywiki.moderation"
    label = "moderation"

    def ready(self) -> None:
        from . import handlers, mine, sources  # noqa: F401 - handlers listen

        mine.register_parts()
        sources.register_sources()
