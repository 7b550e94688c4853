from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "policywiki.core"
    label = "core"
