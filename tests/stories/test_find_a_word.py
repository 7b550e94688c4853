"""A stranger finds a Chinese article by a two-character word inside a sentence."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("scripts", [True, False])
def test_two_characters_lead_to_the_article(visitor: Any, language: str, scripts: bool) -> None:
    stranger = visitor(language, scripts=scripts)
    stranger.go("search/?q=盲道")
    assert "青石市非机动车停放管理办法" in stranger.text()
    hit = stranger.page.locator("main a[href*='#article-5']").first
    hit.click()
    assert stranger.page.url.endswith("#article-5")
    assert "停放区的设置不得占用盲道" in stranger.text()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_found_says_what_to_try(visitor: Any, language: str) -> None:
    stranger = visitor(language).go("search/?q=qwertyuiopasdf")
    assert stranger.sees(stranger.says("Nothing found."))
