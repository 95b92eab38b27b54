"""What chance could have made of a statistic: units drawn again with replacement, counted rather than listed."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import numpy as np

from api.statistics.intervals import Resampled

Cluster = tuple[tuple[tuple[int | None, ...], int], ...]
"""The different rows of one cluster, each with how often it occurs there."""

MOST_DRAWS = 40_000_000
"""Clusters times resamples, above which fewer resamples are drawn: half a second's work."""


def resample(
    clusters: Mapping[Cluster, int], statistic: Callable[[Any], float | None], *, seed: int | str, resamples: int
) -> Resampled | None:
    """The 95% percentile interval of a statistic of counted rows; None for one cluster, or if mostly undefined.

    `clusters` are the different clusters, each with how many are alike.
    """
    if resamples < 1:
        raise ValueError("resamples must be at least 1")
    kinds = sorted(clusters, key=repr)
    if sum(clusters.values()) < 2:
        return None
    rows = sorted({row for kind in kinds for row, _ in kind}, key=repr)
    place = {row: i for i, row in enumerate(rows)}
    holds = np.zeros((len(kinds), len(rows)))
    for i, kind in enumerate(kinds):
        for row, n in kind:
            holds[i, place[row]] = n
    drawn = draw([clusters[kind] for kind in kinds], seed=seed, resamples=resamples) @ holds
    found = [statistic({row: int(n) for row, n in zip(rows, counts, strict=True) if n}) for counts in drawn]
    return percentiles(np.array([np.nan if value is None else value for value in found]))


def draw(alike: list[int], *, seed: int | str, resamples: int, most: int | None = None) -> Any:
    """How often each kind of cluster is drawn, a row for each resample; the same for the same seed.

    `alike` says how many clusters there are of each kind; as many are drawn as there are, or `most`. Of very many
    kinds fewer resamples are drawn than are asked for, but never fewer than 200.
    """
    total = sum(alike)
    times = max(min(resamples, 200), min(resamples, MOST_DRAWS // len(alike)))
    source = np.random.Generator(np.random.PCG64(_number(seed)))
    return source.multinomial(total if most is None else most, np.array(alike) / total, size=times).astype(float)


def percentiles(values: Any) -> Resampled | None:
    """The middle 95% of the values that are defined; None if fewer than half are."""
    defined = values[~np.isnan(values)]
    undefined = 1 - len(defined) / len(values)
    if undefined > 0.5:
        return None
    lower, upper = np.quantile(defined, [0.025, 0.975])
    return Resampled(float(lower), float(upper), undefined)


def _number(seed: int | str) -> int:
    return int.from_bytes(sha256(str(seed).encode()).digest()[:8])
