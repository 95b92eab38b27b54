"""What the invented council's audits find, what is done about it, and whether that is verified and proven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from api.demonstration.callers import Caller
from api.demonstration.practice import AuditStory
from api.demonstration.timeline import Timeline

ACTED_ON = timedelta(days=400)
"""Before, actions were kept elsewhere; what has come of them is written as the reason why none is set."""

_THEMES = {
    1: "assessment", 2: "visits", 3: "family", 4: "voice", 5: "identity", 6: "multi_agency", 7: "planning",
    8: "recording", 9: "supervision", 10: "visits",
}  # fmt: skip
"""What each standard's findings are about."""
_WEIGHT = {"inadequate": "high", "requires_improvement": "medium", "good": "low", "outstanding": "low"}
_RANK = ("outstanding", "good", "requires_improvement", "inadequate")

_GAINED = (
    "The child is known and heard, and what is done for them fits them.",
    "Life at home has become calmer, and the child says so.",
    "The child has one adult who keeps their word, and turns to them.",
    "The child knows what happens next and has a say in it.",
)
_AT_STAKE = (
    "The child cannot know whether things will get better, or when.",
    "What the child lives through from day to day may be missed.",
    "Help comes later than it could, and the child waits for it.",
    "The child's own wishes may have no part in what is decided.",
)
_SETTLED = (
    "Settled with the team manager on the day of the audit; it was on the record a week later.",
    "Taken up in supervision, and put right before the audit was handed in.",
)
_TO_DO = {
    "assessment": ("Bring the assessment up to date", "The updated assessment is signed off."),
    "visits": ("See the child alone and write down what they say", "Two visits are written up, alone each time."),
    "family": ("Speak with the father and the wider family", "Notes of both calls are on the record."),
    "voice": ("Hear the child with a tool that suits them", "The drawing and what was said about it are filed."),
    "identity": ("Ask the family what matters to them in daily life", "The plan has a part about faith and language."),
    "multi_agency": ("Bring school and health visitor into the core group", "Both were at the last core group."),
    "planning": ("Rewrite the plan with dates and names", "The new plan has a date and a name for each step."),
    "recording": ("Bring chronology and genogram up to date", "Both are complete to this month."),
    "supervision": ("Hold reflective supervision on this case", "The record of supervision has a plan to reflect."),
}
_DONE = ("Done with the family at the last visit.", "Done, and gone through with the worker.", "Done in two steps.")
_SEEN = (
    "Read it on the record, and asked the worker about it.", "Saw it in the core group's minutes.",
    "Looked at the record myself: it is there, and it is good.",
)  # fmt: skip
_NOT_YET = "It is on the record, but the child's own words are still not in it."
_PROOF = (
    "The next reading of the case found the change still there.", "The child says that it is different now.",
    "Three other cases of the team show the same change.",
)  # fmt: skip
_CONCERNS = (
    "The child told the school of being hit at the weekend, and no strategy discussion is on the record.",
    "An adult who must not be near the child has moved in, by a note of last week.",
    "The baby has not been seen for five weeks, and nobody answers the door.",
)
_RANG = "Rang the team manager straight away."
_SAFE = (
    "A strategy discussion was held the same day; the child is with an aunt and was seen this morning.",
    "The worker saw the child within two hours; the safety plan has changed.",
)


@dataclass(frozen=True)
class Doers:
    """Who owns and verifies actions: managers and seniors by the first two digits of their teams, and by the team."""

    owners: Mapping[str, Sequence[tuple[Caller, str]]]
    seniors: Mapping[str, tuple[Caller, str]]
    head: tuple[Caller, str]

    def owner(self, team_id: str, rng: Random) -> tuple[Caller, str]:
        """Somebody of the team, or else of its service."""
        return rng.choice(self.owners.get(team_id) or self.owners[team_id[:2]])

    def senior(self, team_id: str) -> tuple[Caller, str]:
        """Whoever is above the team."""
        return self.seniors.get(team_id[:2], self.head)


class Learning:
    """What one audit found and what came of it, step by step."""

    def __init__(self, story: AuditStory, doers: Doers, seed: int, end: date) -> None:
        self.story, self.plan, self.doers, self.end = story, story.plan, doers, end
        self.rng = Random(f"{seed}:{self.plan.number}:learning")
        self.owner, self.owner_id = doers.owner(self.plan.team_id, self.rng)
        self.senior, self.senior_id = doers.senior(self.plan.team_id)
        self.action: dict[str, Any] = {}
        self.concern: dict[str, Any] = {}

    def tell(self, timeline: Timeline) -> None:
        """Put what is found, done and seen on its days."""
        day = self.plan.submitted_on
        if day is not None:
            timeline.on(day, 15, self.find, self.story.line, "actions' numbers")
            if self._is_acted_on:
                self._tell_action(timeline, day)
        self._tell_concern(timeline)

    @property
    def _is_weak(self) -> bool:
        return self.plan.overall_grade in {"requires_improvement", "inadequate"}

    @property
    def _is_acted_on(self) -> bool:
        return self._is_weak and self.plan.submitted_on is not None and self.end - self.plan.submitted_on < ACTED_ON

    def _tell_action(self, timeline: Timeline, day: date) -> None:
        rng = self.rng
        fate = rng.choices(
            ("proven", "verified", "reopened", "done", "late", "never", "cancelled"), (28, 30, 10, 8, 10, 10, 4)
        )[0]
        done = day + timedelta(days=rng.randrange(6, 30))
        steps = {
            "proven": ((done, self.do), (done + timedelta(5), self.verify), (done + timedelta(75), self.prove)),
            "verified": ((done, self.do), (done + timedelta(6), self.verify)),
            "reopened": ((done, self.do), (done + timedelta(4), self.reopen), (done + timedelta(12), self.do),
                         (done + timedelta(15), self.verify)),
            "done": ((done, self.do),),
            "late": ((done + timedelta(45), self.do), (done + timedelta(50), self.verify)),
            "never": (),
            "cancelled": ((done, self.cancel),),
        }[fate]  # fmt: skip
        for on, step in steps:
            if on >= self.end:
                break
            timeline.on(on, 12, step, self.story.line)

    def _tell_concern(self, timeline: Timeline) -> None:
        opened, number = self.plan.opened_on, self.plan.number
        is_recent = opened is not None and self.end - opened < timedelta(days=30) and self.plan.state == "in_progress"
        if opened is None or not (number % 61 == 0 or (is_recent and number % 3 == 0)):
            return
        timeline.on(opened, 11, self.raise_concern, self.story.line, "concerns")
        if not is_recent:
            timeline.on(opened, 14, self.close_concern, self.story.line)

    async def find(self) -> None:
        """The auditor writes down what is strong, and what is to improve, with an action or why there is none."""
        ranked = sorted(
            (code for code, grade in self.plan.grades.items() if grade is not None),
            key=lambda code: (_RANK.index(self.plan.grades[code] or "good"), self.rng.random()),
        )
        await self._add("strength", ranked[0], self.rng.choice(_GAINED))
        if not self._is_weak and self.rng.random() < 0.7:
            return
        worst = ranked[-1]
        more: dict[str, Any] = {"severity": _WEIGHT[self.plan.grades[worst] or "good"]}
        if self._is_weak and not self._is_acted_on:
            more["no_action_reason"] = self.rng.choice(_SETTLED)
        finding = await self._add("improvement", worst, self.rng.choice(_AT_STAKE), **more)
        if self._is_acted_on:
            title, _ = _TO_DO[finding["theme"]]
            action = {"title": title, "owner_id": self.owner_id, "verifier_id": self.senior_id}
            found = await self.story.auditor.send("POST", f"/findings/{finding['id']}/actions", action)
            self.action = {"id": found["actions"][0]["id"], "version": 1, "theme": finding["theme"]}

    async def _add(self, kind: str, code: str, impact: str, **more: Any) -> dict[str, Any]:
        return await self.story.auditor.send("POST", "/findings", {
            "audit_id": self.story.audit["id"], "kind": kind, "theme": _THEMES[int(code.split(".", maxsplit=1)[0])],
            "text": self.plan.reasons[code], "impact": impact, "tool_question_id": self.story.tool.questions[code],
        } | more)  # fmt: skip

    async def _step(self, caller: Caller, verb: str, body: dict[str, str]) -> None:
        path = f"/actions/{self.action['id']}/{verb}"
        self.action |= await caller.send("POST", path, body, version=self.action["version"])

    async def do(self) -> None:
        """The owner has done it."""
        _, evidence = _TO_DO[self.action["theme"]]
        await self._step(self.owner, "complete", {"done_text": self.rng.choice(_DONE), "evidence": evidence})

    async def verify(self) -> None:
        """Somebody above has seen it."""
        await self._step(self.senior, "verify", {"seen_text": self.rng.choice(_SEEN)})

    async def reopen(self) -> None:
        """Somebody above has looked, and it was not enough."""
        await self._step(self.senior, "reopen", {"reason": _NOT_YET})

    async def prove(self) -> None:
        """It has worked."""
        await self._step(self.senior, "prove", {"proof": self.rng.choice(_PROOF)})

    async def cancel(self) -> None:
        """It is not to be done any more."""
        await self._step(self.senior, "cancel", {"reason": "The child has moved to another council's care."})

    async def raise_concern(self) -> None:
        """The auditor raises a concern on the spot."""
        self.concern = await self.story.auditor.send("POST", "/concerns", {
            "audit_id": self.story.audit["id"], "what": self.rng.choice(_CONCERNS), "told_id": self.senior_id,
            "done_at_once": _RANG,
        })  # fmt: skip

    async def close_concern(self) -> None:
        """Whoever was told closes it."""
        path = f"/concerns/{self.concern['id']}/close"
        await self.senior.send("POST", path, {"closed_text": self.rng.choice(_SAFE)}, version=1)
