from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "policywiki.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import mine

        mine.register_parts()
