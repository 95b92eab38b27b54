"""How the council came to let rules choose what is moderated, and two disputes about grades that moderation changed."""

from datetime import date, timedelta

from api.demonstration.audits import RULED_DAYS
from api.demonstration.callers import Caller
from api.demonstration.records import three_years
from api.demonstration.timeline import Timeline

_BEFORE = {"moderation_share": 0, "new_auditor_audits": 0, "outlier_grades": 10}
_NOW = {"moderation_share": 20, "new_auditor_audits": 5, "outlier_grades": 1}


def tell_rules(timeline: Timeline, lead: Caller, end: date) -> None:
    """First the lead chooses by hand what is moderated, as most councils do; then rules choose."""

    async def by_hand() -> None:
        await _settle(lead, _BEFORE, three_years(end), "Until there is a rule, the lead chooses what is moderated.")

    async def by_rule() -> None:
        why = "Inspectors found our grades too kind and moderation too late, so rules choose from now on."
        await _settle(lead, _NOW, end - timedelta(days=RULED_DAYS), why)

    timeline.on(three_years(end), 8, by_hand)
    timeline.on(end - timedelta(days=RULED_DAYS), 8, by_rule)


async def _settle(lead: Caller, figures: dict[str, int], day: date, reason: str) -> None:
    for name, value in figures.items():
        await lead.send("PUT", f"/choices/{name}", {"value": value, "from_on": day.isoformat(), "reason": reason})


def tell_disputes(timeline: Timeline, lead: Caller, manager: Caller, end: date) -> None:
    """A service manager disputes two grades that moderation changed: one is upheld, the other still open."""
    for back, words, is_settled in ((16, _MISSED, True), (3, _HARSH, False)):
        day = end - timedelta(days=back)
        day -= timedelta(days=max(0, day.weekday() - 4))  # the Friday before a weekend
        timeline.on(day, 12, Dispute(lead, manager, words, is_settled=is_settled).tell)


_MISSED = (
    "The second reading missed the family meeting: it is under documents, and answers what the grade was lowered for.",
    "I have asked the moderator to look at the minutes with me before I settle this.",
)
_HARSH = (
    "The plan was written with the family in the month after the audited period. Please look at the grade again.",
    "The moderator graded the period that was audited. I will ask what was known at its end.",
)


class Dispute:
    """One dispute, about the last grade in the manager's service that moderation changed and nobody has disputed."""

    def __init__(self, lead: Caller, manager: Caller, words: tuple[str, str], *, is_settled: bool) -> None:
        self.lead, self.manager, self.words, self.is_settled = lead, manager, words, is_settled

    async def tell(self) -> None:
        """Raised, answered and, where it is settled, settled at the auditor's own grade."""
        page = await self.manager.send("GET", "/audits?state=final&limit=100")
        changed = [one for one in page["items"] if one["first_grade"] != one["reported_grade"]]
        disputed = {one["audit_id"] for one in await self.lead.everything("/disputes")}
        audit = next((one for one in changed if one["id"] not in disputed), None)
        if audit is None:
            return
        new = {"audit_id": audit["id"], "asks": "grade", "claimed_grade": audit["first_grade"], "words": self.words[0]}
        made = await self.manager.send("POST", "/disputes", new)
        path = f"/disputes/{made['id']}"
        made = await self.lead.send("POST", f"{path}/messages", {"words": self.words[1]})
        if self.is_settled:
            end = {
                "state": "upheld",
                "resolved_grade": audit["first_grade"],
                "resolution": "The minutes bear out the first grade.",
            }
            await self.lead.send("POST", f"{path}/resolve", end, version=made["version"])
