"""How often something comes, when it is late, and how people say so."""

from datetime import date, timedelta

import pytest

from api.sources.rhythm import entity_sentence, rhythm, source_sentence, usually

MONDAY = date(2026, 11, 16)


def days(*after: int) -> list[date]:
    """The days so many days after the Monday."""
    return [MONDAY + timedelta(days=n) for n in after]


@pytest.mark.parametrize(
    ("came", "today", "gap", "words", "state"),
    [
        ((), 0, None, None, "never"),
        ((0,), 90, None, None, "current"),
        ((0, 1, 1), 90, None, None, "current"),
        ((0, 7, 14), 28, 5, "every 5 weekdays", "current"),
        ((0, 7, 14), 29, 5, "every 5 weekdays", "late"),
        ((5, 12, 19), 33, 7, "every 7 days", "current"),
        ((5, 12, 19), 34, 7, "every 7 days", "late"),
        ((5, 12, 19), 68, 7, "every 7 days", "late"),
        ((5, 12, 19), 69, 7, "every 7 days", "stopped"),
        ((-2, -1, 0, 1, 30, 31), 33, 1, "every day", "current"),  # one long silence does not make it the rule
    ],
)
def test_late_is_more_than_two_usual_gaps_and_stopped_more_than_seven(
    came: tuple[int, ...], today: int, gap: float | None, words: str | None, state: str
):
    found = rhythm(days(*came), MONDAY + timedelta(days=today))
    assert (found.gap, usually(found), found.state) == (gap, words, state)


def test_a_clock_behind_the_last_arrival_makes_nothing_late():
    assert rhythm(days(0, 1, 2), MONDAY).state == "current"


@pytest.mark.parametrize(
    ("came", "today", "sentence"),
    [
        ((), 0, "It was never sent."),
        ((0,), 1, "It came yesterday; how often it comes is known once it came on 3 days."),
        ((5, 6, 7), 7, "It came today, and usually comes every day."),
        ((5, 6, 7), 10, "It is late: it last came 3 days ago, and usually comes every day."),
        ((5, 6, 7), 15, "It stopped coming 8 days ago, and usually comes every day."),
    ],
)
def test_an_entity_has_one_sentence(came: tuple[int, ...], today: int, sentence: str):
    assert entity_sentence(rhythm(days(*came), MONDAY + timedelta(days=today))) == sentence


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (7, "Nothing is late; the last came today."),
        (9, "Nothing is late; the last came 2 days ago."),
        (10, "Visits are late: they last came 3 days ago."),
        (14, "Visits are late: they last came 7 days ago."),
        (15, "Visits stopped coming 8 days ago, and 1 other is late too."),
    ],
)
def test_a_source_names_what_is_worst(today: int, sentence: str):
    at = MONDAY + timedelta(days=today)
    came = {"Visits": days(5, 6, 7), "Plans": days(-2, 1, 6), "Reviews": days()}
    assert source_sentence({title: rhythm(on, at) for title, on in came.items()}) == sentence
