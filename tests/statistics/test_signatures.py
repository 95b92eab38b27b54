"""The signatures that anybody may rely on who checks these functions against published values: they never change.

A parameter may take more than it did, and one may be added behind a default.
"""

from importlib import import_module
from inspect import signature

import pytest

FIXED = {
    "spc": {"plot_the_dots": "points *improvement *target=None *rebase=() *baseline_points=None *screen_outliers=True"},
    "charts": {"p_chart": "points", "laney_p_chart": "points", "u_chart": "points", "run_chart": "points",
               "choose_chart": "points *is_percentage"},
    "funnel": {"funnel": "units *standard=None"},
    "agreement": {
        "percent_agreement": "ratings", "percent_within_one": "ratings",
        "cohen_kappa": "ratings *k *weights=none", "fleiss_kappa": "ratings *k",
        "krippendorff_alpha": "ratings *k *level=ordinal", "gwet_ac": "ratings *k *weights=none",
        "direction": "ratings", "bootstrap": "ratings statistic *seed *resamples=2000 *clusters=None",
    },
    "intervals": {
        "wilson": "x n confidence=0.95", "clopper_pearson": "x n confidence=0.95",
        "newcombe": "x1 n1 x2 n2 confidence=0.95", "poisson_exact": "events exposure confidence=0.95",
        "finite_population": "x n population confidence=0.95", "stratified_proportion": "strata",
    },
    "sampling": {"draw": "frame *seed *size *by *minimum=1"},
    "suppression": {"derivable": "cells equations *hidden_is_positive", "suppress": "cells equations *threshold=5"},
    "workdays": {"add_working_days": "start n *closed=()", "working_days_between": "start end *closed=()"},
}  # fmt: skip


@pytest.mark.parametrize(("room", "name"), [(room, name) for room, names in FIXED.items() for name in names])
def test_a_signature_stays_as_it_was_fixed(room: str, name: str):
    given = signature(getattr(import_module(f"api.statistics.{room}"), name)).parameters.values()
    shown = [
        "*" * (one.kind == one.KEYWORD_ONLY) + one.name + ("" if one.default is one.empty else f"={one.default}")
        for one in given
    ]
    fixed = FIXED[room][name].split()
    assert shown[: len(fixed)] == fixed
    assert all("=" in more for more in shown[len(fixed) :]), "what was added has a default"
