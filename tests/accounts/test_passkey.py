"""A colleague without a second step is led to it, adds a passkey in a real browser, and signs in with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from policywiki.accounts.models import User
from tests.accounts.test_sign_up import code_in_mail
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser_: Any) -> Iterator[Any]:
    """A page of Chromium with a virtual authenticator (the WebAuthn domain of its DevTools).

    Opened in the one browser of this process: a second Playwright beside it would refuse to start.
    """
    context = browser_.new_context(locale="en-GB")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def test_a_moderator_adds_a_passkey_and_signs_in_with_it(page: Any, live_server: Any, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    person = UserFactory(moderator=True)
    User.objects.filter(pk=person.pk).update(password="!")
    home = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    page.goto(f"{home}/en/accounts/login/")
    page.fill("input[name=login]", person.email)
    page.press("input[name=login]", "Enter")
    page.wait_for_url("**/login/code/confirm/**")
    page.fill("input[name=code]", code_in_mail())
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/en/me/second-factor/")
    page.goto(f"{home}/admin/")
    assert page.url.endswith("/en/me/second-factor/")
    page.click("text=Add a passkey")
    page.wait_for_url("**/2fa/webauthn/add/**")
    passwordless = page.locator("input[name=passwordless]")
    if passwordless.count():
        passwordless.check()
    page.click("#mfa_webauthn_add")
    page.wait_for_function("!location.pathname.endsWith('/add/')")
    assert page.goto(f"{home}/admin/").status == 200
    page.context.clear_cookies()
    page.goto(f"{home}/en/accounts/login/?next=/admin/")
    page.click("#passkey_login")
    page.wait_for_url(f"{home}/admin/")
    assert page.title()
