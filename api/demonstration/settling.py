"""What the invented council has settled for itself, and what it has settled to come."""

from datetime import date, datetime, time, timedelta

from api.demonstration.callers import Caller
from api.kernel import clock

_SETTLED = (
    ("reminder_days", 400, 0, 5, "Auditors asked for a working week's notice after the first year of peer audits."),
    ("dispute_days", 210, 0, 15, "Ten days fell into half-term twice; agreed at the audit feedback meeting."),
    ("coverage_months", 20, 50, 18, "To see three rounds at once, from the new year; the head of service agreed."),
)
"""Which figure, said how many days ago, counting from how many days after that, its value, and why."""


async def settle_choices(lead: Caller, end: date) -> None:
    """Say each figure on its day, as the quality lead."""
    for name, days_ago, days_ahead, value, reason in _SETTLED:
        said = end - timedelta(days=days_ago)
        with clock.travel(datetime.combine(said, time(10), clock.ENGLAND)):
            new = {"value": value, "from_on": (said + timedelta(days=days_ahead)).isoformat(), "reason": reason}
            await lead.send("PUT", f"/choices/{name}", new)
