from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "policywiki.accounts"
    label = "accounts"
