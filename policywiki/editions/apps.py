from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "policywiki.editions"
    label = "editions"

    def ready(self) -> None:
        from . import credits as credited
        from . import handlers  # noqa: F401 - connects the signals

        credited.register_parts()
