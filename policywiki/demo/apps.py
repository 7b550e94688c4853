from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "policywiki.demo"
    label = "demo"
