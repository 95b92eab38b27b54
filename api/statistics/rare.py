"""Charts of what is rare: the time from one event to the next (t), and how many cases lie between them (g).

The t chart is an XmR chart of the gaps to the power 1/3.6, which makes exponential times nearly normal (Nelson 1994,
Journal of Quality Technology 26, 182-187), turned back afterwards. The g chart's upper limit is Benneyan's (2001,
Health Care Management Science 4, 305-318), its centre the theoretical median (Provost and Murray, The Health Care Data
Guide, 2011, p. 228): gaps of chance lie below their mean more often than above it, so runs are told around the median.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

from api.statistics.spc import TO_LIMITS, Signal, find_limits, find_signals

POWER = 1 / 3.6
SAME_DAY = 0.5
"""Days between two events of one day: the power of nought would be no time at all."""
MEDIAN = 0.693
"""ln 2: of a geometric or exponential spread the median lies so far up to the mean."""


@dataclass(frozen=True, slots=True)
class GapChart:
    """Gaps in order, the open one last if it counts. A limit is None where there is none: no gap can be too short."""

    gaps: tuple[float, ...]
    signals: tuple[Signal, ...]
    centre: float | None
    lower: float | None
    upper: float | None


def t_chart(days: Sequence[float], *, since: float | None = None) -> GapChart:
    """Days between events. `since` the last one (not yet a gap) counts once it is longer than the centre."""
    times = [max(gap, SAME_DAY) ** POWER for gap in days]
    limits = find_limits(times, screen=True)
    if limits.mean is None:
        return GapChart((), (), None, None, None)
    low, high = limits.at(-TO_LIMITS), limits.at(TO_LIMITS)
    centre = limits.mean**3.6
    gaps = _with_open(days, since, centre)
    signals = _signals([max(gap, SAME_DAY) ** POWER for gap in gaps], limits.mean, low, high)
    lower = low**3.6 if low is not None and low > 0 else None
    return GapChart(gaps, signals, centre, lower, None if high is None else high**3.6)


def g_chart(cases: Sequence[int], *, since: int | None = None) -> GapChart:
    """Cases between events, those that were none. `since` as in `t_chart`."""
    if not cases:
        return GapChart((), (), None, None, None)
    mean = sum(cases) / len(cases)
    centre, upper = MEDIAN * mean, mean + 3 * sqrt(mean * (mean + 1))
    gaps = _with_open(cases, since, centre)
    return GapChart(gaps, _signals(gaps, centre, -inf, upper), centre, None, upper)


def _with_open(gaps: Sequence[float], since: float | None, centre: float) -> tuple[float, ...]:
    """The gaps with the open one, which can only grow: as long as it is short it says nothing."""
    return (*gaps, since) if since is not None and since > centre else tuple(gaps)


def _signals(values: Sequence[float], centre: float, low: float | None, high: float | None) -> tuple[Signal, ...]:
    n = len(values)
    return tuple(find_signals(values, [centre] * n, [low] * n, [high] * n))
