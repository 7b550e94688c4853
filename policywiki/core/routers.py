"""The cache lives in its own SQLite file, so that counting a limit never waits for a publication."""

from typing import Any


class CacheRouter:
    def db_for_read(self, model: type, **hints: Any) -> str | None:
        return self._cache(model._meta.app_label)  # type: ignore[attr-defined]

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        if app_label == "django_cache":
            return db == "cache"
        return False if db == "cache" else None

    @staticmethod
    def _cache(app_label: str) -> str | None:
        return "cache" if app_label == "django_cache" else None
