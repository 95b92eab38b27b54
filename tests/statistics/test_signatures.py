"""The names and signatures of the statistics are fixed, so that anybody can check them against published values."""

import inspect
from importlib import import_module

import pytest

FIXED = {
    "spc": (
        "plot_the_dots(points, *, improvement, target=None, rebase=(), baseline_points=None, screen_outliers=True)",
    ),
    "charts": ("p_chart(points)", "laney_p_chart(points)", "u_chart(points)", "run_chart(points)"),
    "funnel": ("funnel(units, *, standard=None)",),
    "agreement": (
        "percent_agreement(ratings)",
        "percent_within_one(ratings)",
        "cohen_kappa(ratings, *, k, weights='none')",
        "fleiss_kappa(ratings, *, k)",
        "krippendorff_alpha(ratings, *, k, level='ordinal')",
        "gwet_ac(ratings, *, k, weights='none')",
        "direction(ratings)",
        "bootstrap(ratings, statistic, *, seed, resamples=2000, clusters=None)",
    ),
    "intervals": (
        "wilson(x, n, confidence=0.95)",
        "clopper_pearson(x, n, confidence=0.95)",
        "newcombe(x1, n1, x2, n2, confidence=0.95)",
        "poisson_exact(events, exposure, confidence=0.95)",
        "finite_population(x, n, population, confidence=0.95)",
        "stratified_proportion(strata)",
    ),
    "sampling": ("draw(frame, *, seed, size, by, minimum=1, exclude=...)",),
    "suppression": ("derivable(cells, equations, *, hidden_is_positive)", "suppress(cells, equations, *, threshold=5)"),
    "workdays": ("add_working_days(start, n, *, closed=())", "working_days_between(start, end, *, closed=())"),
}


def written(function: object) -> str:
    """A function's name and parameters without their types; a default that is a function is left open."""
    signature = inspect.signature(function)  # type: ignore[arg-type]
    told = [
        one.replace(annotation=one.empty, default=... if callable(one.default) and one.default is not one.empty
                    else one.default)
        for one in signature.parameters.values()
    ]  # fmt: skip
    plain = str(signature.replace(parameters=told, return_annotation=signature.empty))
    return getattr(function, "__name__", "") + plain.replace("Ellipsis", "...")


@pytest.mark.parametrize(("module", "fixed"), [(module, one) for module, all_ in FIXED.items() for one in all_])
def test_each_function_has_the_signature_that_was_fixed(module: str, fixed: str) -> None:
    function = getattr(import_module(f"api.statistics.{module}"), fixed.split("(", maxsplit=1)[0])
    assert written(function) == fixed


@pytest.mark.parametrize(
    ("module", "name", "fields"),
    [
        ("spc", "Point", "date value mean lower upper near_lower near_upper signal meaning"),
        ("spc", "Chart", "points variation assurance cautions"),
        ("agreement", "Direction", "worse same better mean_shift sign_test_p"),
        ("intervals", "Interval", "lower upper"),
    ],
)
def test_each_result_has_the_fields_that_were_fixed_and_never_changes(module: str, name: str, fields: str) -> None:
    result = getattr(import_module(f"api.statistics.{module}"), name)
    assert set(fields.split()) <= set(inspect.signature(result).parameters)
    assert result.__dataclass_params__.frozen
