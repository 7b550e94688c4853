"""So many at once, so many waiting, and everybody else is told so: nothing refused was begun."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.utils.translation import gettext, override

from policywiki.operations.turnstile import RETRY_AFTER, Turnstile


class Slow:
    """An application that answers only when let go."""

    def __init__(self) -> None:
        self.go, self.begun, self.closed = threading.Event(), 0, 0
        self.streaming = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.begun += 1
        self.go.wait(10)
        start_response("200 OK", [])
        return self

    def __iter__(self) -> Any:
        return iter([b"done"])

    def close(self) -> None:
        self.closed += 1


class Asked:
    """One request in a thread of its own."""

    def __init__(self, turnstile: Turnstile, path: str = "/en/p/1/vote/") -> None:
        self.status, self.headers, self.body = "", {}, b""
        self.turnstile, self.path = turnstile, path
        self.thread = threading.Thread(target=self._ask)
        self.thread.start()

    def _ask(self) -> None:
        body = self.turnstile({"PATH_INFO": self.path}, self._start)
        self.body = b"".join(body)
        if hasattr(body, "close"):
            body.close()

    def _start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = status, dict(headers)

    def answered(self) -> Asked:
        self.thread.join(10)
        return self


def until(condition: Any) -> None:
    for _ in range(1000):
        if condition():
            return
        threading.Event().wait(0.005)
    raise AssertionError("it did not happen")


def test_two_run_one_waits_and_the_fourth_is_told_to_come_back() -> None:
    slow = Slow()
    turnstile = Turnstile(slow, at_once=2, waiting=1, patience=10)
    inside = [Asked(turnstile) for _ in range(2)]
    until(lambda: slow.begun == 2)
    waiting = Asked(turnstile)
    until(lambda: turnstile._room._value == 0)
    refused = Asked(turnstile).answered()
    assert (refused.status[:3], refused.headers["Retry-After"]) == ("503", str(RETRY_AFTER))
    assert b"has not been taken in yet" in refused.body
    assert slow.begun == 2
    slow.go.set()
    assert {one.answered().status for one in [*inside, waiting]} == {"200 OK"}
    assert (slow.begun, slow.closed) == (3, 3)
    assert Asked(turnstile).answered().status == "200 OK"


def test_a_slow_download_lets_others_run_and_keeps_its_place_in_the_room() -> None:
    slow = Slow()
    slow.go.set()
    slow.streaming = True
    turnstile = Turnstile(slow, at_once=1, waiting=1, patience=0)
    download = turnstile({"PATH_INFO": "/"}, lambda *_: None)
    assert Asked(turnstile).answered().status == "200 OK"
    other = turnstile({"PATH_INFO": "/"}, lambda *_: None)
    assert Asked(turnstile).answered().status[:3] == "503"
    download.close()
    other.close()
    assert Asked(turnstile).answered().status == "200 OK"


def test_who_waits_too_long_is_told_so_and_gives_the_place_back() -> None:
    slow = Slow()
    turnstile = Turnstile(slow, at_once=1, waiting=1, patience=0.05)
    inside = Asked(turnstile)
    until(lambda: slow.begun == 1)
    assert Asked(turnstile).answered().status[:3] == "503"
    slow.go.set()
    inside.answered()
    assert Asked(turnstile).answered().status == "200 OK"


@pytest.mark.parametrize("path, language", [("/zh-hans/x/", "zh-hans"), ("/en/x/", "en"), ("/", "zh-hans")])
def test_it_is_said_in_the_language_of_the_address(path: str, language: str) -> None:
    refused = Asked(Turnstile(Slow(), at_once=0, waiting=0, patience=0), path).answered()
    assert refused.status[:3] == "503"
    with override(language):
        assert gettext("Very many people are here at once") in refused.body.decode()


def test_an_application_that_breaks_gives_its_place_back() -> None:
    def breaks(environ: dict[str, Any], start_response: Any) -> Any:
        raise KeyError

    turnstile = Turnstile(breaks, at_once=1, waiting=0, patience=0)
    for _ in range(3):
        with pytest.raises(KeyError):
            turnstile({"PATH_INFO": "/"}, lambda *_: None)
