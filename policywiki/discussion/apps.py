from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "policywiki.discussion"
    label = "discussion"

    def ready(self) -> None:
        from . import (
            cases,  # noqa: F401 - registers the kind of case
            mine,
        )

        mine.register_parts()
