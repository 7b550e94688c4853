from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "policywiki.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import mine, social

        assert social  # noqa: S101 - listens to sign-ins
        mine.register_parts()
