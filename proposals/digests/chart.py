"""The figures drawn: what every format's charts are made from, so they cannot tell different stories."""

from dataclasses import dataclass

from proposals.digests.digest import Count, Digest

MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `share` is its length from 0 to 1 of the longest."""

    label: str
    value: int
    share: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars under one title."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def as_text(self) -> str:
        """The whole chart in one sentence, for those who do not see it."""
        return f"{self.title}: " + "; ".join(f"{bar.label} {bar.value}" for bar in self.bars)


def charts(digest: Digest) -> tuple[Chart, ...]:
    """The charts worth drawing: by stage always, by district where there is more than one."""
    drawn = [Chart(digest.labels.by_stage, _bars(digest.totals.by_stage))]
    if len(digest.totals.by_district) > 1:
        drawn.append(Chart(digest.labels.by_district, _bars(digest.totals.by_district)))
    return tuple(chart for chart in drawn if chart.bars)


def _bars(counts: tuple[Count, ...]) -> tuple[Bar, ...]:
    longest = max((count.value for count in counts), default=0)
    return tuple(
        Bar(count.label, count.value, round(count.value / longest, 4) if longest else 0.0)
        for count in counts[:MOST_BARS]
    )
