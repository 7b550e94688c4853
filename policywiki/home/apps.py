from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "policywiki.home"
    label = "home"
