"""How often an entity comes, whether it is late, and how people say so; pure functions of the days on which it came.

A sixth file because it is arithmetic and words, which neither read nor change anything.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from api.sources.schemas import EntityState

_FRIDAY = 4
_FEWEST_DAYS = 3
_LATE, _STOPPED = 2, 7
"""In usual gaps: how long after the last arrival an entity is late, and how long after it has stopped."""


@dataclass(frozen=True)
class Rhythm:
    """How an entity comes: the last day, the usual gap in days, and whether weekends are left out of it."""

    last: date | None
    gap: float | None
    is_on_weekdays: bool
    state: EntityState
    days_ago: int
    """Days since the last arrival, of every kind."""


def rhythm(came: Collection[date], today: date) -> Rhythm:
    """The rhythm of an entity that came on these days; what never came at a weekend is not missed at one."""
    days = sorted(set(came))
    if not days:
        return Rhythm(None, None, False, EntityState.never, 0)
    is_on_weekdays = all(day.weekday() <= _FRIDAY for day in days)
    gap, state = None, EntityState.current
    if len(days) >= _FEWEST_DAYS:
        gap = max(1.0, float(median(_days_between(a, b, is_on_weekdays) for a, b in pairwise(days))))
        missed = _days_between(days[-1], today, is_on_weekdays) / gap
        state = (
            EntityState.stopped if missed > _STOPPED else EntityState.late if missed > _LATE else EntityState.current
        )
    return Rhythm(days[-1], gap, is_on_weekdays, state, (today - days[-1]).days)


def _days_between(start: date, end: date, is_on_weekdays: bool) -> int:
    """The days after `start` up to and including `end`, all or those from Monday to Friday."""
    days = max(0, (end - start).days)
    if not is_on_weekdays:
        return days
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((start + timedelta(days=i)).weekday() <= _FRIDAY for i in range(1, rest + 1))


def usually(of: Rhythm) -> str | None:
    """The rhythm in words: every day, every weekday, every 7 days; None where it is not known yet."""
    if of.gap is None:
        return None
    kind = "weekday" if of.is_on_weekdays else "day"
    return f"every {kind}" if of.gap == 1 else f"every {of.gap:g} {kind}s"


def when(days_ago: int) -> str:
    """So many days ago, as people say it."""
    return {0: "today", 1: "yesterday"}.get(days_ago, f"{days_ago} days ago")


def entity_sentence(of: Rhythm) -> str:
    """How an entity comes, in one sentence."""
    if of.state is EntityState.never:
        return "It was never sent."
    if of.gap is None:
        return f"It came {when(of.days_ago)}; how often it comes is known once it came on {_FEWEST_DAYS} days."
    if of.state is EntityState.current:
        return f"It came {when(of.days_ago)}, and usually comes {usually(of)}."
    stopped = "It stopped coming" if of.state is EntityState.stopped else "It is late: it last came"
    return f"{stopped} {when(of.days_ago)}, and usually comes {usually(of)}."


def source_sentence(titles: dict[str, Rhythm]) -> str:
    """How a source stands, in one sentence, from the rhythms of its entities by their titles."""
    came = {title: one for title, one in titles.items() if one.last is not None}
    if not came:
        return "Nothing has come yet."
    missed = [title for title, one in came.items() if one.state in (EntityState.late, EntityState.stopped)]
    if missed:
        worst = max(missed, key=lambda title: (came[title].state is EntityState.stopped, came[title].days_ago))
        verb = "stopped coming" if came[worst].state is EntityState.stopped else "are late: they last came"
        others = f", and {_others(len(missed) - 1)} late too" if len(missed) > 1 else ""
        return f"{worst} {verb} {when(came[worst].days_ago)}{others}."
    least, most = (choose(one.days_ago for one in came.values()) for choose in (min, max))
    return f"Everything came {when(least)}." if least == most else f"Nothing is late; the last came {when(least)}."


def _others(count: int) -> str:
    return "1 other is" if count == 1 else f"{count} others are"
