from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "policywiki.notifications"
    label = "notifications"
