from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "policywiki.notifications"
    label = "notifications"

    def ready(self) -> None:
        from . import handlers, safety, supporters, votes  # noqa: F401 - listen to events
