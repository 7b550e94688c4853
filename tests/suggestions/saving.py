"""What the processes of test_staff_saves_processes.py run: `python -m tests.suggestions.saving VERB`."""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings

# As in production: what listeners do is written to the outbox and done by the worker, not inside the save.
settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
django.setup()

from django.test import Client  # noqa: E402 - after setup
from django.utils import timezone  # noqa: E402

from policywiki.accounts.models import User  # noqa: E402
from policywiki.core.page_content import content_of  # noqa: E402
from policywiki.home.actions.setup_site import setup_site  # noqa: E402
from policywiki.suggestions.actions.accept import accept  # noqa: E402
from policywiki.suggestions.actions.write import begin, send  # noqa: E402
from policywiki.suggestions.models import State, Suggestion  # noqa: E402
from policywiki.wiki.models import KnowledgePage  # noqa: E402
from tests.factories.people import UserFactory  # noqa: E402
from tests.factories.wiki import knowledge_page  # noqa: E402
from tests.suggestions.admin_editor import edit_url, opened, typed  # noqa: E402

ROUNDS = 6


def prepare() -> None:
    """A page with a section for each change that will come, and a suggestion for each of the citizens'."""
    setup_site(name="Test city")
    sections = {f"Citizens {n}": f"old words {n}." for n in range(ROUNDS)}
    page = knowledge_page(sections=sections | {f"Staff {n}": f"old staff {n}." for n in range(ROUNDS)})
    UserFactory(administrator=True, email="staff@example.org")
    UserFactory(moderator=True, email="moderator@example.org")
    for number in range(ROUNDS):
        author = UserFactory()
        suggestion = begin(author=author, kind="change", page=page, language="en", now=timezone.now())
        content = content_of(page)
        value = content["body"][number]["value"]
        content["body"][number]["value"] = value | {"text": value["text"].replace("old", "new")}
        send(suggestion=suggestion, author=author, content=content, summary="New", now=timezone.now())


def publish() -> None:
    """Publish the citizens' changes, one after the other."""
    moderator = User.objects.get(email="moderator@example.org")
    for suggestion in Suggestion.objects.filter(state=State.SENT).order_by("pk"):
        accept(suggestion=suggestion, reviewer=moderator, now=timezone.now())


def save() -> None:
    """Change a section and publish it in Wagtail's editor, one after the other. Prints the answers."""
    client = Client()
    client.force_login(User.objects.get(email="staff@example.org"))
    page = KnowledgePage.objects.get()
    answers = []
    for number in range(ROUNDS):
        form = typed(opened(client, page), ROUNDS + number, "old staff", "new staff")
        answers.append(client.post(edit_url(page), form | {"action-publish": "1"}).status_code)
    print(json.dumps(answers))  # noqa: T201 - read by the test


def report() -> None:
    page = KnowledgePage.objects.get()
    numbers = list(page.editions.order_by("number").values_list("number", flat=True))
    texts = [block["value"]["text"] for block in content_of(page)["body"]]
    print(json.dumps({"new": sum("new" in text for text in texts), "numbers": numbers}))  # noqa: T201


if __name__ == "__main__":
    {"prepare": prepare, "publish": publish, "save": save, "report": report}[sys.argv[1]]()
