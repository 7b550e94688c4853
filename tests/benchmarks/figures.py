"""Figures, the table they are shown in, and the machine they were taken on."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

REPORT: Final = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
HEAD: Final = """# Performance

Measured by `make bench` on {day}: {machine}.

Settings are those of a real site but for mail and files (`tests/benchmarks/settings.py`): DEBUG off, the
outbox in the database, the index written by the worker. Times of pages are those of Django's test client:
the whole of middleware, view, templates and database, without a network. "ms" is the median, with the 95th
percentile after it.

"""


@dataclass(frozen=True)
class Figure:
    """One row of the table."""

    part: str
    what: str
    value: str


def milliseconds(seconds: Sequence[float]) -> str:
    """Median and 95th percentile: "12.3 ms (p95 20.1 ms)"."""
    return f"{statistics.median(seconds) * 1000:.1f} ms (p95 {percentile(seconds, 0.95) * 1000:.1f} ms)"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def table(figures: Sequence[Figure]) -> str:
    """A Markdown table, one row a figure; the part is named in its first row."""
    lines = ["| Part | What | Measured |", "| --- | --- | --- |"]
    before = ""
    for figure in figures:
        part = figure.part if figure.part != before else ""
        lines.append(f"| {part} | {figure.what} | {figure.value} |")
        before = figure.part
    return "\n".join(lines) + "\n"


def write(figures: Sequence[Figure], notes: Sequence[str]) -> None:
    """Replace docs/performance.md."""
    head = HEAD.format(day=date.today().isoformat(), machine=machine())
    tail = "".join(f"\n{note}\n" for note in notes)
    REPORT.write_text(head + table(figures) + tail, encoding="utf-8")


def machine() -> str:
    """Cores, memory, processor and Python; nothing that names the machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    return f"{cores} cores ({_processor()}), {memory:.0f} GB of memory, Python {platform.python_version()}, {load}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
