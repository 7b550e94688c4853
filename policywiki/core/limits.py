"""How often one may do what: per account and per device first, per network address with a high ceiling.

The table is `settings.LIMITS`. The rule is the generic cell rate algorithm (ITU-T I.371, "virtual
scheduling"): one number per counter says when the next act would be due if all came evenly, so "20/10m"
allows twenty at once and then one every thirty seconds, and the moment to try again is exact.

Counters lie in the shared cache. DatabaseCache's incr() is read-then-write, so every counter is changed
alone: under the cache database's write lock (SQLite, IMMEDIATE), elsewhere under a lock made with the
atomic add().
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import router, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .verdicts import Refused

DEVICE_COOKIE = "device"
DEVICE_COOKIE_AGE = 2 * 365 * 24 * 3600
IPV6_NETWORK = 64  # bits; one household or phone has so many addresses of its own
LOCK_SECONDS = 5
LOCK_PATIENCE = 2.0  # seconds
SCOPES = ("account", "device", "address")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_RATE = re.compile(r"(\d+)/(\d+)([smhd])")


class TooOften(Refused):
    """Asked for more than `settings.LIMITS` allows. `retry_after` in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(_("That was very often in a short time. Please wait a little and try again."))

    @property
    def retry_at(self) -> datetime:
        return timezone.now() + timedelta(seconds=self.retry_after)


@dataclass(frozen=True)
class Rate:
    times: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Rate:
        """ "20/10m" -> 20 times in 600 seconds. Raises ValueError for anything else."""
        match = _RATE.fullmatch(text)
        if match is None or not int(match[1]) or not int(match[2]):
            raise ValueError(f"not a rate: {text!r}")
        return cls(int(match[1]), int(match[2]) * SECONDS[match[3]])


def step(due: float, rate: Rate, now: float) -> tuple[float, float]:
    """One act at `now`: (the new due time, 0.0), or (due unchanged, seconds to wait). Pure."""
    start = max(due, now)
    after = start + rate.seconds / rate.times
    wait = after - rate.seconds - now
    return (due, wait) if wait > 1e-6 else (after, 0.0)


def spend(request: HttpRequest, act: str, *, account: str = "") -> None:
    """Count one `act` of this request. Raises TooOften; KeyError for an act that LIMITS does not name.

    `account` stands for the person where nobody is signed in yet, for instance the address typed.
    """
    if address_of(request) in settings.LIMITS_FREE:
        return
    now = time.time()
    for scope in SCOPES:
        text, who = settings.LIMITS[act].get(scope), _who(request, scope, account)
        # Stops at the first refusal, so that one busy person does not use up a whole school's allowance.
        if text and who and (wait := _count(_key(act, scope, who), Rate.parse(text), now)):
            raise TooOften(math.ceil(wait))


def address_of(request: HttpRequest) -> str:
    """The reader's network address; X-Forwarded-For only behind our proxy, which appends the last part.

    IPv6 by its /64 network. "" where the server does not know, as on a socket without a proxy.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For")):
        address = forwarded.rsplit(",", 1)[-1].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, IPV6_NETWORK), strict=False).network_address)
    return str(parsed)


def device_of(request: HttpRequest) -> str:
    """The random name in this browser's signed cookie, or "" before its first form; see DeviceMiddleware."""
    return (
        request.get_signed_cookie(DEVICE_COOKIE, default="", salt=DEVICE_COOKIE, max_age=DEVICE_COOKIE_AGE)
        or ""
    )


def new_device() -> str:
    return secrets.token_urlsafe(16)


def _who(request: HttpRequest, scope: str, account: str) -> str:
    if scope == "account":
        user = getattr(request, "user", None)
        return str(user.pk) if user is not None and user.is_authenticated else account.strip().lower()
    if scope == "device":
        return getattr(request, "device", "")
    return address_of(request)


def _key(act: str, scope: str, who: str) -> str:
    """No address, person or device is readable in the cache."""
    digest = hashlib.blake2b(f"{scope}:{who}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16)
    return f"limit:{act}:{digest.hexdigest()}"


def _count(key: str, rate: Rate, now: float) -> float:
    """Seconds to wait, 0.0 when the act is counted."""
    with _alone(key) as mine:
        if not mine:
            return 1.0  # so many at once that the counter stayed locked: that is often
        due, wait = step(cache.get(key, 0.0), rate, now)
        if not wait:
            cache.set(key, due, timeout=rate.seconds + 60)
        return wait


@contextmanager
def _alone(key: str) -> Iterator[bool]:
    """Nobody else changes this counter meanwhile; False where that could not be had in LOCK_PATIENCE."""
    backend = caches[DEFAULT_CACHE_ALIAS]
    if isinstance(backend, DatabaseCache):
        with transaction.atomic(using=router.db_for_write(backend.cache_model_class)):
            yield True
        return
    lock, giving_up = f"{key}:lock", time.monotonic() + LOCK_PATIENCE
    while not cache.add(lock, 1, timeout=LOCK_SECONDS):
        if time.monotonic() > giving_up:
            yield False
            return
        time.sleep(0.01)
    try:
        yield True
    finally:
        cache.delete(lock)
