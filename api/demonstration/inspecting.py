"""An inspection of the invented council: some final audits are read by inspectors, and what they gave is entered."""

from datetime import date, timedelta
from random import Random

from api.demonstration.callers import Caller
from api.demonstration.timeline import Timeline

AGO = timedelta(days=45)
READ = 14
_SCALE = ("outstanding", "good", "requires_improvement", "inadequate")


def plan_inspection(timeline: Timeline, lead: Caller, seed: int, end: date) -> None:
    """Put on the timeline the day on which the quality lead enters the inspectors' grades."""
    rng, day = Random(f"{seed} inspection"), end - AGO

    async def enter() -> None:
        """Inspectors agree more often than not, and are the harsher where they do not."""
        audits = await lead.send("GET", f"/audits?state=final&limit={READ}")
        by_whom = f"Ofsted, {day:%B %Y}"
        for audit in audits["items"]:
            place = _SCALE.index(audit["reported_grade"]) + rng.choice((0, 0, 0, 1, 1, -1))
            grade = _SCALE[min(len(_SCALE) - 1, max(0, place))]
            rating = {"audit_id": audit["id"], "by_whom": by_whom, "rated_on": day.isoformat(), "overall_grade": grade}
            await lead.send("POST", "/agreement/ratings", rating)

    timeline.on(day, 17, enter)
