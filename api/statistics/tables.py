"""Agreement of two raters in many tables at once: what `agreement` says of one, for the thousands of a bootstrap.

A table counts the first grade (down) by the second (across), on a scale of k places, the best first; the last two axes
of every array here are one table. Where `agreement` answers None the answer here is not a number.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Tables = NDArray[np.float64]
Values = Any
"""An array of one value for each table."""


def exact_shares(tables: Tables) -> Values:
    """The share of units with the same grade twice, 0 to 1."""
    return _over(np.trace(tables, axis1=-2, axis2=-1), tables.sum(axis=(-2, -1)))


def within_one_shares(tables: Tables) -> Values:
    """The share of units whose grades are at most one place apart, 0 to 1."""
    near = np.abs(_steps(tables.shape[-1])) <= 1
    return _over((tables * near).sum(axis=(-2, -1)), tables.sum(axis=(-2, -1)))


def mean_shifts(tables: Tables) -> Values:
    """The mean of second minus first in grades; above 0 the second rater is harsher."""
    return _over((tables * _steps(tables.shape[-1])).sum(axis=(-2, -1)), tables.sum(axis=(-2, -1)))


def ordinal_alphas(tables: Tables) -> Values:
    """Krippendorff's alpha for ordered grades.

    The distance of two grades is the number of grades given from the middle of the one to the middle of the other.
    """
    met = tables + np.swapaxes(tables, -2, -1)
    given = met.sum(axis=-1)
    middles = given.cumsum(axis=-1) - given / 2
    apart = (middles[..., :, None] - middles[..., None, :]) ** 2
    within = (met * apart).sum(axis=(-2, -1))
    across = (given[..., :, None] * given[..., None, :] * apart).sum(axis=(-2, -1))
    return 1 - (given.sum(axis=-1) - 1) * _over(within, across)


def ac1s(tables: Tables) -> Values:
    """Gwet's AC1."""
    k, n = tables.shape[-1], tables.sum(axis=(-2, -1))
    shares = _over(tables.sum(axis=-1) + tables.sum(axis=-2), 2 * n[..., None])
    expected = (shares * (1 - shares)).sum(axis=-1) / (k - 1)
    varies = (shares > 0).sum(axis=-1) > 1
    return np.where(varies, _over(exact_shares(tables) - expected, 1 - expected), np.nan)


def _steps(k: int) -> Any:
    return np.subtract.outer(np.arange(k), np.arange(k)).T


def _over(above: Any, below: Any) -> Any:
    """A quotient, not a number where nothing stands below."""
    return np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=np.asarray(below) > 0)
