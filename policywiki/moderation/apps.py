from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "policywiki.moderation"
    label = "moderation"
