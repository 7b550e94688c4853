from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    label = "proposals"

    def ready(self) -> None:
        from . import handlers, mine, target
        from .actions import advance, seal  # noqa: F401 - the worker's beat

        assert handlers  # noqa: S101 - listens to events
        target.register_targets()
        mine.register_parts()
