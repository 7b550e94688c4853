"""How fast this machine is right now: what takes time in a test is counted in a fixed piece of work done beside it.

Figures in seconds are read from `make bench`; a test only says that something has not become many times slower.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def unit() -> float:
    """Processor seconds of a million small steps of Python, best of three (about 0.06 on a desk of 2024)."""
    return min(seconds(lambda: sum(n * n for n in range(1_000_000)))[0] for _attempt in range(3))


def seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """(processor seconds, what it gave)."""
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def units(work: Callable[[], Result]) -> tuple[float, Result]:
    """(how many units it took, what it gave). Once more where it seems slow: another process may have come between."""
    took, result = seconds(work)
    in_units = took / unit()
    if in_units > 5:
        took, result = seconds(work)
        in_units = min(in_units, took / unit())
    return in_units, result
