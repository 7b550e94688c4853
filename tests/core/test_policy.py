"""What a page may load is said with every page, and only there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_page_says_it_and_an_answer_that_only_leads_on_does_not(site: Any, client: Client) -> None:
    assert "default-src 'self'" in client.get("/en/")["Content-Security-Policy"]
    led = client.get("/admin/")
    assert led.status_code == 302
    assert "Content-Security-Policy" not in led
