"""Short jobs that the worker does at a fixed beat: counting votes, moving stages, tidying.

Register with `@every(seconds)`; each job must be safe to run twice and to be killed at any point.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)


@dataclass
class Job:
    seconds: float
    run: Callable[[], object]
    last: float = float("-inf")


JOBS: dict[str, Job] = {}


def every(seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Have the worker call this function about every `seconds` seconds."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        JOBS[f"{function.__module__}.{function.__qualname__}"] = Job(seconds, function)
        return function

    return register


def beat() -> None:
    """Run what is due. One failing job never stops the others; it is logged and tried at its next beat."""
    now = time.monotonic()
    for name, job in JOBS.items():
        if now - job.last < job.seconds:
            continue
        job.last = now
        try:
            job.run()
        except Exception:
            logger.exception("scheduled job %s failed", name)
