"""Signs of health that apps know of themselves: each a number with an alarm. Shown at /healthz and in the admin.

Register with `@vital(...)` in a module that `AppConfig.ready()` imports. Reading one must be cheap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Read = Callable[[], float]


@dataclass(frozen=True)
class Vital:
    """`alarm()` is the value from which somebody must look; `label` and `advice` are for administrators."""

    name: str
    label: Any
    advice: Any
    alarm: Callable[[], float]
    read: Read


@dataclass(frozen=True)
class Reading:
    """A vital as it was found just now."""

    vital: Vital
    value: float

    @property
    def alarming(self) -> bool:
        return self.value >= self.vital.alarm()


_vitals: dict[str, Vital] = {}


def vital(name: str, *, label: Any, advice: Any, alarm: Callable[[], float]) -> Callable[[Read], Read]:
    """Have this function read as one of the signs of health. Registering a name again replaces it."""

    def register(function: Read) -> Read:
        _vitals[name] = Vital(name, label, advice, alarm, function)
        return function

    return register


def readings() -> list[Reading]:
    return [Reading(one, one.read()) for one in _vitals.values()]
