from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "policywiki.discussion"
    label = "discussion"

    def ready(self) -> None:
        from . import (
            cases,  # noqa: F401 - registers the kind of case
            handlers,  # noqa: F401 - listens
            mine,
            safety,  # noqa: F401 - says where words may have to be hidden
        )

        mine.register_parts()
