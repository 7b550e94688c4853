from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "policywiki.operations"
    label = "operations"
