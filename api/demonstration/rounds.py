"""Rounds of the invented council: one that is over, one under way, a thematic one to be shared out, a week in draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from api.demonstration.audits import AuditPlan, ChildFacts
from api.demonstration.council import UNITS
from api.demonstration.learning import Doers, Learning
from api.demonstration.practice import AuditStory, Cast, Tool
from api.demonstration.timeline import Timeline

SIZE = 12
FIRST_NUMBER = 10_001
"""Audits of rounds are counted from here, apart from those of the programme."""
_OVER, _NOW = 100, 16
"""How many days before the end the round that is over and the one under way began."""
_WORK = {"case_types": ["cin", "cp", "cla"]}
_WORRY = {"case_types": ["cp"], "flags_needed": "any", "flags": [
    {"name": "not_seen_alone", "number": 60}, {"name": "long_plan", "number": 12}, {"name": "no_visit", "number": 15},
]}  # fmt: skip


@dataclass(frozen=True)
class RoundPlan:
    """A round as it is to be carried out: its days, its frame, and what becomes of each of its audits."""

    title: str
    kind: str
    begins: date
    due: date
    ends: date
    slots: tuple[AuditPlan, ...] = ()
    rule: Mapping[str, Any] = field(default_factory=dict)
    kinds: tuple[str, ...] = ("managers",)
    size: int = SIZE
    theme: str = ""
    goes_to: str = "allocated"  # draft, drawn, allocated or closed


def round_plans(end: date, plans: Sequence[AuditPlan]) -> list[RoundPlan]:
    """The rounds; what their auditors write is taken from audits of the programme that nobody read a second time."""
    models = [plan for plan in plans if plan.state == "final" and plan.moderation is None][-2 * SIZE :]
    over, now = (_weekday(end - timedelta(days=days)) for days in (_OVER, _NOW))
    closed = RoundPlan(
        f"{over:%B} audits", "monthly", over, over + timedelta(days=21), over + timedelta(days=35),
        tuple(_done(model, place, over) for place, model in enumerate(models[:SIZE])), _WORK, goes_to="closed",
    )  # fmt: skip
    current = RoundPlan(
        f"{now:%B} audits", "monthly", now, now + timedelta(days=21), now + timedelta(days=28),
        tuple(_under_way(model, place, now, end) for place, model in enumerate(models[SIZE:])), _WORK,
    )  # fmt: skip
    theme = RoundPlan(
        "Children on plans for long, or not seen alone", "thematic", _weekday(end - timedelta(days=2)),
        end + timedelta(days=26), end + timedelta(days=33), rule=_WORRY, kinds=("thematic",), size=8,
        theme="Drift and the child's voice", goes_to="drawn",
    )  # fmt: skip
    week = RoundPlan(
        "Practice week", "practice_week", end + timedelta(days=21), end + timedelta(days=25), end + timedelta(days=28),
        rule=_WORK, kinds=("direct_observation", "appreciative_evaluation", "managers"), size=6,
        theme="Time with children", goes_to="draft",
    )  # fmt: skip
    return [closed, current, theme, week]


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _done(model: AuditPlan, place: int, begins: date) -> AuditPlan:
    """An audit that is final: most were in time, the last two late."""
    submitted = _weekday(begins + timedelta(days=6 + place if place < SIZE - 2 else 22 + place))
    final = submitted + timedelta(days=3 if submitted.weekday() < 2 else 4 if submitted.weekday() == 4 else 5)
    return replace(
        model, number=FIRST_NUMBER + place, kind="managers", state="final", allocated_on=begins,
        opened_on=_weekday(submitted - timedelta(days=3)), submitted_on=submitted, finalised_on=_weekday(final),
    )  # fmt: skip


def _under_way(model: AuditPlan, place: int, begins: date, end: date) -> AuditPlan:
    """An audit of the round under way: five are handed in, three begun, the others wait."""
    plan = replace(model, number=FIRST_NUMBER + SIZE + place, kind="managers", allocated_on=begins, finalised_on=None)
    opened = min(_weekday(begins + timedelta(days=4 + place)), end)
    if place < 5:
        return replace(plan, state="submitted", opened_on=opened, submitted_on=_weekday(opened + timedelta(days=3)))
    nothing: dict[str, Any] = {"overall_grade": None, "overall_reason": None, "summary": None, "submitted_on": None}
    if place < 8:
        some = dict(list(plan.grades.items())[: 12 * (place - 4)])
        reasons = {code: plan.reasons[code] for code in some}
        return replace(plan, state="in_progress", opened_on=opened, grades=some, reasons=reasons, **nothing)
    return replace(plan, state="allocated", opened_on=None, grades={}, reasons={}, **nothing)


class RoundStory:
    """One round's life, step by step; who is drawn is known only when the service has drawn them."""

    def __init__(
        self, plan: RoundPlan, cast: Cast, tool: Tool, children: Mapping[str, ChildFacts], doers: Doers, seed: int,
        end: date,
    ) -> None:  # fmt: skip
        self.plan, self.cast, self.tool, self.children, self.doers = plan, cast, tool, children, doers
        self.seed, self.end = seed, end
        self.round: dict[str, Any] = {}
        self.stories: list[tuple[AuditStory, Learning]] = []

    def tell(self, timeline: Timeline) -> None:
        """Put the round's steps on their days; what is ahead of the end is planned on it."""
        begins = min(self.plan.begins, self.end)
        timeline.on(begins, 7, self.create)
        if self.plan.goes_to != "draft":
            timeline.on(begins, 8, self.draw)
            timeline.on(begins, 8, self.share_out)
        for place, slot in enumerate(self.plan.slots):
            line = f"audit {slot.number}"
            if slot.opened_on:
                timeline.on(slot.opened_on, 10, partial(self.step, place, "fill_in"), line)
            if slot.submitted_on:
                timeline.on(slot.submitted_on, 14, partial(self.step, place, "hear"), line)
                timeline.on(slot.submitted_on, 15, partial(self.step, place, "find"), line, "actions' numbers")
                timeline.on(slot.submitted_on, 16, partial(self.step, place, "submit"), line, "submissions")
            if slot.finalised_on:
                timeline.on(slot.finalised_on, 17, partial(self.step, place, "finalise"), line)
        if self.plan.goes_to == "closed":
            timeline.on(_weekday(max(self.plan.ends, *(slot.finalised_on or self.end for slot in self.plan.slots))),
                        18, self.close)  # fmt: skip

    async def create(self) -> None:
        """The quality lead plans the round."""
        plan = self.plan
        days = {"from_on": plan.begins, "due_on": plan.due, "to_on": plan.ends,
                "period_from": plan.begins - timedelta(days=365), "period_to": plan.begins}  # fmt: skip
        self.round = await self.cast.lead.send("POST", "/rounds", {
            "title": plan.title, "kind": plan.kind, "theme": plan.theme, "rule": dict(plan.rule),
            "stratify_by": ["team"],
            "lines": [{"tool_id": self.tool.id, "kind": kind, "size": plan.size} for kind in plan.kinds],
        } | {name: day.isoformat() for name, day in days.items()})  # fmt: skip

    async def draw(self) -> None:
        """The service draws the cases, if there is anybody to draw."""
        wanted = {"rule": dict(self.plan.rule), "sizes": [self.plan.size]}
        if (await self.cast.lead.send("POST", "/rounds/preview", wanted))["drawn"]:
            await self._send("draw")

    async def share_out(self) -> None:
        """The lead shares the cases out and, but for the thematic round, allocates them."""
        if self.round["state"] != "drawn":
            return
        await self._send("propose", {"auditor_ids": [one for _, one in self.cast.auditors]})
        if self.plan.goes_to == "drawn":
            return
        await self._send("allocate")
        cases = await self.cast.lead.everything(f"/rounds/{self.round['id']}/cases")
        given = [case for case in cases if case["audit_id"]]
        self.stories = [self._story(slot, case) for slot, case in zip(self.plan.slots, given, strict=False)]

    def _story(self, slot: AuditPlan, case: dict[str, Any]) -> tuple[AuditStory, Learning]:
        auditors = [one for _, one in self.cast.auditors]
        child = self.children[case["child_ref"]]
        team = next((unit.id for unit in UNITS if unit.name == case["unit_name"]), slot.team_id)
        plan = replace(slot, person_id=child.person_id, team_id=team, auditor=auditors.index(case["auditor_id"]))
        story = AuditStory(plan, child, case["child_id"], self.tool, self.cast)
        story.audit = {"id": case["audit_id"], "version": 1}
        return story, Learning(story, self.doers, self.seed, self.end)

    async def step(self, place: int, verb: str) -> None:
        """The next thing that happens to one of the audits."""
        if place < len(self.stories):
            story, learning = self.stories[place]
            await getattr(learning if verb == "find" else story, verb)()

    async def close(self) -> None:
        """The lead closes the round."""
        if self.stories:
            self.round = await self.cast.lead.send("GET", f"/rounds/{self.round['id']}")
            note = "All were done; two came late, as the auditor was away."
            await self._send("close", {"note": note})

    async def _send(self, verb: str, body: Any = None) -> None:
        path = f"/rounds/{self.round['id']}/{verb}"
        self.round = await self.cast.lead.send("POST", path, body, version=self.round["version"])
