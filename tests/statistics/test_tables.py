"""Many tables at once against the coefficients of one, which are checked against published values."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.statistics.agreement import (
    direction,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    percent_within_one,
)
from api.statistics.tables import ac1s, exact_shares, mean_shifts, ordinal_alphas, within_one_shares


def share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


SAME: list[tuple[Callable[[Any], Any], Callable[[Any, int], float | None]]] = [
    (exact_shares, lambda rows, k: share(percent_agreement(rows))),
    (within_one_shares, lambda rows, k: share(percent_within_one(rows))),
    (mean_shifts, lambda rows, k: direction(rows).mean_shift),
    (ordinal_alphas, lambda rows, k: krippendorff_alpha(rows, k=k)),
    (ac1s, lambda rows, k: gwet_ac(rows, k=k)),
]
sizes = st.integers(2, 5)
some = sizes.flatmap(
    lambda k: st.lists(
        st.lists(st.lists(st.integers(0, 9), min_size=k, max_size=k), min_size=k, max_size=k), min_size=1, max_size=4
    )
)


@pytest.mark.parametrize(("many", "one"), SAME)
@settings(deadline=None)
@given(tables=some)
def test_many_tables_say_what_each_would(
    many: Callable[[Any], Any], one: Callable[[Any, int], float | None], tables: list[list[list[int]]]
) -> None:
    found = many(np.array(tables, dtype=float))
    for value, table in zip(found, tables, strict=True):
        rows = Counter({(i, j): n for i, row in enumerate(table, 1) for j, n in enumerate(row, 1) if n})
        expected = one(rows, len(table))
        assert np.isnan(value) if expected is None else value == pytest.approx(expected)
