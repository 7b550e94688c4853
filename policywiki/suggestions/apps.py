from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "policywiki.suggestions"
    label = "suggestions"

    def ready(self) -> None:
        from . import (
            cases,  # noqa: F401 - registers the kinds of case
            handlers,  # noqa: F401 - listens to events
            jobs,  # noqa: F401 - what the worker does at its beat
            mine,
            safety,  # noqa: F401 - says where words may have to be hidden
        )
        from .mistakes import cases as mistakes  # noqa: F401 - registers its kind of case
        from .mistakes import mine as mistakes_mine
        from .protection import jobs as protection_jobs  # noqa: F401 - what the worker does at its beat

        mine.register_parts()
        mistakes_mine.register_parts()
