"""The sentence beside a standard."""

from typing import Any

import pytest

from api.indicators.models import Polarity, ValueStatus
from api.triangle.messages import message

NONE: dict[str, Any] = {"unit": None, "polarity": None, "value": None, "n": None, "status": ValueStatus.no_data}


def share(value: float, n: int, polarity: Polarity = Polarity.high) -> dict[str, Any]:
    return {"unit": "%", "polarity": polarity, "value": value, "n": n, "status": ValueStatus.ok}


@pytest.mark.parametrize(("voice", "practice", "is_told"), [
    (share(80, 100), share(50, 100), True), (share(80, 100), share(65, 100), False),
    (share(80, 5), share(40, 5), False), (share(40, 100), share(80, 100), True),
])  # fmt: skip
def test_only_a_large_and_certain_difference_is_told(voice, practice, is_told):
    said = message({"voice": voice, "numbers": share(70, 100, Polarity.low), "practice": practice})
    assert ("more favourable" in said) is is_told
    assert is_told or said == "What the sides say does not lie far apart."


def test_it_names_each_side_with_its_share_and_says_each_difference_once():
    said = message({"voice": share(50, 400), "numbers": share(58, 900), "practice": share(79, 300)})
    assert said == "The audits (79%) are more favourable than people's voices (50%) and the figures (58%)."


def test_a_figure_of_which_less_is_better_is_not_held_beside_the_others():
    said = message({"voice": NONE, "numbers": share(10, 200, Polarity.low), "practice": share(90, 200)})
    assert said == "Nothing is heard from people about this standard."
