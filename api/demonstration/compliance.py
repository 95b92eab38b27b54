"""An audit whose tool asks what was done apart from how well: a dip sample of one record, final within a week."""

from datetime import date, timedelta
from functools import partial
from itertools import cycle
from typing import Any

from api.demonstration.callers import Caller
from api.demonstration.timeline import Timeline

_AGO = 40
"""How many days before the end it is allocated."""
FINAL_AGO = 36
"""How many days before the end it is final, graded good."""

_QUALITY = (
    ("good", "In the case notes, each visit says what the child did and what the worker made of it."),
    ("requires_improvement", "In the plan, two of the five steps have no day and nobody's name."),
    ("good", "In the minutes of the last meeting, the family's own words lead to what was agreed."),
)
_COMPLIANCE = (("met", ""), ("partly_met", "Two of the last six visits were written up late."), ("met", ""))


class ComplianceStory:
    """One dip sample, from its allocation to its end; its answers are about nobody."""

    def __init__(self, lead: Caller, auditor: tuple[Caller, str], child_id: str) -> None:
        self.lead, self.child_id = lead, child_id
        self.auditor, self.auditor_id = auditor
        self.audit: dict[str, Any] = {}

    def tell(self, timeline: Timeline, end: date) -> None:
        """Put its steps on their days."""
        day = end - timedelta(days=_AGO)
        timeline.on(day, 9, self.allocate)
        timeline.on(day + timedelta(days=3), 10, self.fill_in)
        final = end - timedelta(days=FINAL_AGO)
        timeline.on(final, 14, partial(self.hear, final))
        timeline.on(final, 16, self.submit)

    async def allocate(self) -> None:
        """The quality lead gives the case to an auditor, with the dip sample as it stands now."""
        tools = await self.lead.everything("/tools?kind=dip_sample&state=published")
        self.tool = await self.lead.send("GET", f"/tools/{tools[0]['id']}")
        self.audit = await self.lead.send("POST", "/audits", {
            "child_id": self.child_id, "tool_id": self.tool["id"], "auditor_id": self.auditor_id, "kind": "dip_sample",
        })  # fmt: skip

    async def fill_in(self) -> None:
        """The auditor says what was done, and how well."""
        turns = {"quality": cycle(_QUALITY), "compliance": cycle(_COMPLIANCE)}
        answers = {}
        for section in self.tool["sections"]:
            for question in section["questions"]:
                grade, reason = next(turns[question["kind"]])
                answers[question["id"]] = {"grade": grade, "reason": reason}
        change = {
            "answers": answers, "first_grade": "good", "summary": "The record tells the child's story; write-ups lag.",
            "overall_reason": "The work is good, and most of what must be done was done in time.",
        }  # fmt: skip
        path = f"/audits/{self.audit['id']}"
        self.audit = await self.auditor.send("PATCH", path, change, version=self.audit["version"])

    async def hear(self, day: date) -> None:
        """A dip sample reads the record; the worker is asked, the child and the family are not."""
        why = "A dip sample reads the record alone; their views are in the last full audit."
        unasked = {"state": "not_appropriate", "reason": why}
        asked = {"state": "given", "means": "phone", "heard_on": day.isoformat(), "asked_by": "auditor",
                 "said": "Writing up waits for the evening, and sometimes for the next one.",
                 "is_judgement_changed": False}  # fmt: skip
        voices = {"child": unasked, "family_1": unasked, "practitioner": asked}
        await self.auditor.send("PATCH", f"/voices/{self.audit['id']}", {"voices": voices}, version=1)
        await self.auditor.send("POST", "/findings", {
            "audit_id": self.audit["id"], "kind": "strength", "theme": "recording",
            "text": "Each visit says what the child did and said, and what the worker made of it.",
            "impact": "Whoever takes over will know this child from the record.",
        })  # fmt: skip

    async def submit(self) -> None:
        """The auditor submits, and the quality lead makes it final, unless the rules choose it for moderation."""
        path = f"/audits/{self.audit['id']}"
        await self.auditor.send("POST", f"{path}/submit", version=self.audit["version"])
        audit = await self.lead.send("GET", path)
        if "finalise_audit" in audit["next_steps"]:
            await self.lead.send("POST", f"{path}/finalise")
