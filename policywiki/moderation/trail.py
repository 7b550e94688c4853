"""Where a moderator is: in a filtered list or in a batch, and which item comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from .forms import QueueFilter
from .models import Batch, Case

NAMES = ("part", "kind", "topic", "district", "age", "size", "fit", "standing", "q", "page")


@dataclass
class Trail:
    """`query` leads back to it: the filter's own, or batch=…"""

    moderator: Any
    query: str
    batch: Batch | None
    filter: QueueFilter

    @classmethod
    def of(cls, request: HttpRequest) -> Trail:
        """From the address; in a form from its hidden field "trail"."""
        data = QueryDict(request.POST["trail"][:500]) if "trail" in request.POST else request.GET
        batch = None
        if data.get("batch"):
            batch = Batch.objects.of(request.user)
        kept = QueryDict(mutable=True)
        for name in NAMES:
            if data.get(name):
                kept[name] = data[name]
        query = "batch=1" if batch is not None else kept.urlencode()
        return cls(request.user, query, batch, QueueFilter(kept, moderator=request.user))

    @property
    def list_url(self) -> str:
        if self.batch is not None:
            return reverse("moderation:batch")
        return self._with_query(reverse("moderation:queue"))

    def url(self, case: Case) -> str:
        return self._with_query(reverse("moderation:review", args=[case.pk]))

    def next_after(self, case: Case) -> Case | None:
        """The next that nobody else holds: behind this one in the line, else from the beginning."""
        now = timezone.now()
        cases: Any = self.batch.left(now) if self.batch is not None else self.filter.cases()
        others = cases.free_for(self.moderator, now).exclude(pk=case.pk)
        found: Case | None = others.after(case).first() or others.first()
        return found

    def on_from(self, case: Case) -> str:
        """Where to go when this one is done: the next item, else the list."""
        following = self.next_after(case)
        return self.url(following) if following is not None else self.list_url

    def _with_query(self, path: str) -> str:
        return f"{path}?{self.query}" if self.query else path
