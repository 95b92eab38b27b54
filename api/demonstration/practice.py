"""Carries out the plan of audits: allocated, filled in, submitted, read a second time, final."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from api.demonstration.audits import TOTAL, AuditPlan, ChildFacts, ModerationPlan
from api.demonstration.callers import Caller
from api.demonstration.hearing import view_of, voices_of
from api.demonstration.timeline import Timeline
from api.demonstration.wording import aspects

PANELS = {TOTAL - 17, TOTAL - 20, TOTAL - 21}
_GRADES = {
    "outstanding": "good",
    "good": "requires_improvement",
    "requires_improvement": "good",
    "inadequate": "requires_improvement",
}
"""What somebody gives who sees it a little differently."""


@dataclass(frozen=True)
class Cast:
    """Who takes part in audits, with the ids of auditors and moderators in the order of the plan."""

    lead: Caller
    auditors: Sequence[tuple[Caller, str]]
    moderators: Sequence[tuple[Caller, str]]
    practitioners: Mapping[str, Caller]
    """By the number that the case system knows them by."""


@dataclass(frozen=True)
class Tool:
    """The published audit tool: its id, its questions' ids by criterion code, its sections' by standard."""

    id: str
    questions: Mapping[str, str]
    sections: Mapping[int, str]


class AuditStory:
    """One audit's life, step by step."""

    def __init__(self, plan: AuditPlan, child: ChildFacts, child_id: str, tool: Tool, cast: Cast) -> None:
        self.plan, self.child_id, self.tool, self.cast = plan, child_id, tool, cast
        self.rng = Random(f"{plan.number}:voices")
        held = child.on(plan.submitted_on or plan.allocated_on)
        self.worker = cast.practitioners.get(held.worker_id) if held else None
        self.auditor, self.auditor_id = cast.auditors[plan.auditor]
        self.line = f"audit {plan.number}"
        self.audit: dict[str, Any] = {}
        self.moderation: dict[str, Any] = {}

    def tell(self, timeline: Timeline) -> None:
        """Put the audit's steps on their days."""
        plan, line = self.plan, self.line
        timeline.on(plan.allocated_on, 9, self.allocate, line, "audits' numbers")
        if plan.opened_on and plan.grades:
            timeline.on(plan.opened_on, 10, self.fill_in, line)
        if plan.opened_on and plan.grades:
            timeline.on(plan.submitted_on or plan.opened_on, 14, self.hear if plan.submitted_on else self.ask, line)
        if plan.submitted_on:
            if self.worker:
                timeline.on(plan.submitted_on, 15, self.give_view, line)
            timeline.on(plan.submitted_on, 16, self.submit, line, "submissions")
        if plan.state == "withdrawn":
            timeline.on((plan.opened_on or plan.allocated_on) + timedelta(days=3), 11, self.withdraw, line)
        if plan.moderation:
            self._tell_moderation(timeline, plan.moderation)
        elif plan.finalised_on:
            timeline.on(plan.finalised_on, 17, self.finalise, line)

    def _tell_moderation(self, timeline: Timeline, plan: ModerationPlan) -> None:
        timeline.on(plan.allocated_on, 17, self.allocate_moderation, self.line, "moderators")
        if plan.graded_on:
            timeline.on(plan.graded_on, 18, self.grade, self.line)
        if plan.completed_on:
            timeline.on(plan.completed_on, 19, self.complete, self.line)

    async def allocate(self) -> None:
        """The quality lead gives the case to an auditor."""
        self.audit = await self.cast.lead.send("POST", "/audits", {
            "child_id": self.child_id, "tool_id": self.tool.id, "auditor_id": self.auditor_id, "kind": self.plan.kind,
            "due_on": self.plan.due_on.isoformat(),
        })  # fmt: skip

    async def fill_in(self) -> None:
        """The auditor answers, in one save."""
        plan = self.plan
        answers = {
            self.tool.questions[code]: {"is_not_applicable": True, "reason": plan.reasons.get(code, "")}
            if grade is None
            else {"grade": grade, "reason": plan.reasons.get(code, "")}
            for code, grade in plan.grades.items()
        }
        change: dict[str, Any] = {"answers": answers, "first_grade": plan.overall_grade}
        change |= {"overall_reason": plan.overall_reason, "summary": plan.summary}
        given = {name: value for name, value in change.items() if value is not None}
        self.audit = await self.auditor.send("PATCH", self._path, given, version=self.audit["version"])

    async def ask(self) -> None:
        """The auditor asks child and practitioner, and waits for their answers."""
        asked = {"child": {"state": "asked"}, "practitioner": {"state": "asked"}}
        await self.auditor.send("PATCH", f"/voices/{self.audit['id']}", {"voices": asked}, version=1)

    async def hear(self) -> None:
        """The auditor writes down what child, family and practitioner said, or why they did not."""
        day = self.plan.submitted_on or self.plan.allocated_on
        voices = voices_of(self.rng, self.plan.team_id, day, self.tool.sections)
        await self.auditor.send("PATCH", f"/voices/{self.audit['id']}", {"voices": voices}, version=1)

    async def give_view(self) -> None:
        """The child's worker gives their own view of the work."""
        assert self.worker is not None
        path, view = f"/views/{self.audit['id']}", view_of(self.rng, self.plan.overall_grade, self.tool.sections)
        given = await self.worker.send("PATCH", path, view, version=1)
        await self.worker.send("POST", f"{path}/hand-in", version=given["version"])

    async def submit(self) -> None:
        """The auditor submits."""
        self.audit = await self.auditor.send("POST", f"{self._path}/submit", version=self.audit["version"])

    async def withdraw(self) -> None:
        """The quality lead withdraws it."""
        await self.cast.lead.send("POST", f"{self._path}/withdraw", {"reason": self.plan.withdrawn_reason})

    async def finalise(self) -> None:
        """The quality lead makes it final without a second reading."""
        await self.cast.lead.send("POST", f"{self._path}/finalise")

    async def allocate_moderation(self) -> None:
        """The quality lead asks for a second reading."""
        plan = self._moderation_plan
        _, moderator_id = self.cast.moderators[plan.moderator]
        new: dict[str, Any] = {"audit_id": self.audit["id"], "moderator_id": moderator_id}
        new |= {"due_on": plan.due_on.isoformat()}
        if self._has_panel:
            new["panel_ids"] = [person for _, person in self.cast.moderators if person != moderator_id]
        self.moderation = await self.cast.lead.send("POST", "/moderations", new)

    async def grade(self) -> None:
        """The moderator grades without having seen the first grades."""
        plan = self._moderation_plan
        judgements = {self.tool.questions[code]: grade for code, grade in plan.judgements.items()}
        grades = {"second_grade": plan.second_grade, "judgements": judgements}
        if not self._has_panel:
            self.moderation = await self._moderate("grade", grades)
            return
        for caller, _ in self.cast.moderators:
            own = grades | {"judgements": self._vary(judgements)}
            self.moderation = await caller.send("POST", f"/moderations/{self.moderation['id']}/panel/grade", own)
        if plan.completed_on:
            why = "We read the visits together, and agreed on what the child's plan bears out."
            self.moderation = await self._moderate("panel/agree", grades | {"reason": why})

    def _vary(self, judgements: dict[str, str]) -> dict[str, str]:
        """One member's own grades: a few of them differ from what is then agreed."""
        return {q: _GRADES[grade] if self.rng.random() < 0.12 else grade for q, grade in judgements.items()}

    @property
    def _has_panel(self) -> bool:
        """Of the last moderations, one panel has ended and one has yet to agree."""
        return self.plan.number in PANELS

    async def complete(self) -> None:
        """The moderator gives reasons and judges the audit itself."""
        plan = self._moderation_plan
        end = {
            "reason": plan.reason,
            "audit_quality": plan.audit_quality,
            "audit_quality_reason": plan.audit_quality_reason,
            "aspects": aspects(self.rng, plan.audit_quality or "adequate"),
        }
        await self._moderate("complete", end)

    async def _moderate(self, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        moderator, _ = self.cast.moderators[self._moderation_plan.moderator]
        path = f"/moderations/{self.moderation['id']}/{verb}"
        return await moderator.send("POST", path, body, version=self.moderation["version"])

    @property
    def _path(self) -> str:
        return f"/audits/{self.audit['id']}"

    @property
    def _moderation_plan(self) -> ModerationPlan:
        assert self.plan.moderation is not None
        return self.plan.moderation
