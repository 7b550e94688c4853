from django.apps import AppConfig


class WikiConfig(AppConfig):
    name = "policywiki.wiki"
    label = "wiki"
