from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    label = "proposals"

    def ready(self) -> None:
        from policywiki.discussion.registry import open_to_comments

        from . import cases, handlers, mine, origins, panels, permissions, safety, target, vitals
        from .actions import advance, amend, doubt, enter, seal, texts  # noqa: F401 - the worker's beat
        from .polls import actions  # noqa: F401 - the worker's beat

        assert handlers  # noqa: S101 - listens to events
        assert safety  # noqa: S101 - says where words may have to be hidden
        assert vitals  # noqa: S101 - says how far counting lags
        open_to_comments(self.get_model("ProposalPage"), permissions.can_comment, argued=True)
        target.register_targets()
        mine.register_parts()
        cases.register_kinds()
        panels.register_panels()
        origins.register_origins()
