from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "policywiki.discussion"
    label = "discussion"
