"""What the invented council notes on its charts: what happened, and from when one is worked out anew."""

from datetime import date, datetime, time, timedelta

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


async def note_what_happened(lead: Caller, end: date) -> None:
    """Write each note a week after its day, as the quality lead; of indicators and units that there are."""
    units = {unit["name"]: unit["id"] for unit in await lead.everything("/units")}
    known = {one["code"] for one in await lead.everything("/indicators")}
    for code, unit, days_ago, words, reason in _NOTED:
        if code not in known or (unit and unit not in units):
            continue
        happened = end - timedelta(days=days_ago)
        with clock.travel(datetime.combine(happened + timedelta(days=7), time(10), clock.ENGLAND)):
            await lead.send("POST", "/annotations", {
                "indicator": code, "unit_id": units[unit] if unit else None, "happened_on": happened.isoformat(),
                "words": words, "is_rebase": reason is not None, "reason": reason,
            })  # fmt: skip
