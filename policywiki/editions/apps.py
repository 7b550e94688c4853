from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "policywiki.editions"
    label = "editions"

    def ready(self) -> None:
        from . import credits as credited
        from . import (
            handlers,  # noqa: F401 - connects the signals
            reversals,  # noqa: F401 - listens to events
            safety,  # noqa: F401 - says where words may have to be hidden
        )

        credited.register_parts()
