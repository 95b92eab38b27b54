"""What the invented council notes on its charts: what happened, and from when one is worked out anew."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from api.demonstration.callers import Caller
from api.kernel import clock

_NOTED = (
    ("cp_visits_seen_alone", None, 420, "Practice week on seeing children alone", None),
    ("assessments_45_days", None, 300, "New assessment form", None),
    ("cp_visits_seen_alone", "Locality South", 250, "New team manager", None),
    ("audits_good", None, 365, "New audit tool",
     "The tool asks for more than the old one did, so that grades before and after are not alike."),
)  # fmt: skip
"""Of which indicator and unit, how many days ago, what happened, and why limits are worked out anew, if they are."""


def notes(units: Mapping[str, str], end: date) -> Iterator[tuple[date, dict[str, Any]]]:
    """Each note with the day on which it is written, a week after what it tells; `units` are ids by name."""
    for code, unit, days_ago, words, reason in _NOTED:
        happened = end - timedelta(days=days_ago)
        yield happened + timedelta(days=7), {
            "indicator": code, "unit_id": units[unit] if unit else None, "happened_on": happened.isoformat(),
            "words": words, "is_rebase": reason is not None, "reason": reason,
        }  # fmt: skip


async def note_what_happened(lead: Caller, end: date) -> None:
    """Write each note on its day, as the quality lead."""
    units = {unit["name"]: unit["id"] for unit in await lead.everything("/units")}
    for day, note in notes(units, end):
        with clock.travel(datetime.combine(day, time(10), clock.ENGLAND)):
            await lead.send("POST", "/annotations", note)
