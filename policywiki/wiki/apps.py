from django.apps import AppConfig


class WikiConfig(AppConfig):
    name = "policywiki.wiki"
    label = "wiki"

    def ready(self) -> None:
        from . import (
            handlers,  # noqa: F401 - listens to events
            targets,  # noqa: F401 - registers what may be suggested
        )
