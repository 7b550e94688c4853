from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "policywiki.operations"
    label = "operations"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system checks
