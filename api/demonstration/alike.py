"""How the invented council learns to judge alike: calibrations, a library of what good looks like, monthly meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from api.demonstration.callers import Caller
from api.demonstration.timeline import Timeline
from api.demonstration.wording import reason

_SCALE = ("outstanding", "good", "requires_improvement", "inadequate")
_GRADERS = 8
_HARD = ("2.4", "4.2", "7.3")
"""Criteria on which people lie far apart."""

# standard, criterion (none for the whole), grade, what was seen, why
_EXEMPLARS: tuple[tuple[int, str | None, str, str, str], ...] = (
    (1, "1.2", "good",
     "The assessment weighs what harms against what protects, says what is not yet known, and ends in a view a parent"
     " could repeat.",
     "Needs are weighed and not only listed, so the plan follows from it."),
    (2, None, "outstanding",
     "One worker saw the child every week for a year, mostly outdoors, and each note has something the child did or"
     " said that day. The plan changed twice because of it.",
     "The child's day can be seen from the record, and it became better."),
    (2, "2.1", "requires_improvement",
     "Visits are on time and the child was seen, but mostly with a parent in the room, and the notes describe the"
     " house.",
     "The visits happen; what the child lives through stays unknown."),
    (2, "2.4", "good",
     "Six steps, each with a name and a date, written in words that the mother used herself. Two of them are done.",
     "A stranger could tell from it what happens next, and by when."),
    (3, "3.2", "inadequate",
     "The father lives nearby and has parental responsibility. Nobody has spoken to him in fourteen months, and the"
     " record does not say why.",
     "Half of the family is missing, and with it a risk and a source of help that nobody knows."),
    (4, "4.2", "outstanding",
     "A boy who hardly speaks built his house with bricks. The worker photographed it, wrote down what he said about"
     " each room, and asked him about it again three months later.",
     "The way of asking fitted this child, and what he showed was acted on."),
    (4, "4.2", "requires_improvement",
     "A worksheet with faces is on the record. It is filled in, undated, and nothing in the plan refers to it.",
     "A tool was used, but nobody listened to the answer."),
    (5, "5.2", "good",
     "The interpreter was booked for every visit, the same one each time, and family time was moved so that it did not"
     " fall on prayers.",
     "Help was shaped around this family without being asked twice."),
    (6, None, "good",
     "School disagreed with the threshold decision. The disagreement was written down, taken to both managers within"
     " the week, and settled with a reason that the school accepted.",
     "Partners challenge each other in the open, and the child does not wait for it."),
    (8, "8.1", "requires_improvement",
     "The chronology stops at the last transfer. Two events that explain the child's fear are in letters and nowhere"
     " else.",
     "A new worker would have to find out again what is known already."),
    (9, "9.2", "outstanding",
     "Supervision asks what the worker felt at the door, what else could explain it, and what would change their mind;"
     " the next visit was planned from the answers.",
     "It makes the worker think, and the thinking can be seen in what was done."),
    (10, None, "good",
     "When a visit fell through the worker rang the same morning, said sorry and why, and came the next day.",
     "Promises are kept, and where they are not the family hears it first."),
)  # fmt: skip
_AGREED = {
    "2.4": ("requires_improvement", "The aims are clear, yet no step has a date: all who gave good had overlooked it."),
    "4.2": ("good", "The drawing was asked about and acted on. A tool need not be a printed one."),
    None: ("good", "Warm and steady work, held back by a plan that cannot be followed by a stranger."),
}
_TASK = "Team managers read the first five plans of each new worker together with them, and note what they changed."
_AUDITS = "Twelve audits of plans for children in need, to see whether dates and names have come back."


@dataclass(frozen=True)
class Panel:
    """Who takes part: the lead, the chair, who writes exemplars, those who may grade, by id, and an action's owner."""

    lead: Caller
    chair: tuple[Caller, str]
    writer: Caller
    graders: Mapping[str, Caller]
    owner_id: str
    guests: Sequence[str]


class Exercise:
    """One calibration: set up, graded by most, and perhaps closed and talked over."""

    def __init__(self, panel: Panel, title: str, standards: Sequence[int], rng: Random) -> None:
        self.panel, self.title, self.standards, self.rng = panel, title, standards, rng
        self.calibration: dict[str, Any] = {}
        self.codes: dict[str, str] = {}
        self.people: list[str] = []

    def tell(self, timeline: Timeline, opens: date, closes: date, *, handing_in: int, is_closed: bool) -> None:
        """Put its steps on their days."""

        async def set_up() -> None:
            await self._set_up(opens, closes)

        timeline.on(opens, 9, set_up)
        for place in range(handing_in):
            timeline.on(opens + timedelta(days=1 + place // 2), 10 + place % 8, self._grading(place))
        if is_closed:
            timeline.on(closes, 16, self._close)
            timeline.on(closes + timedelta(days=2), 11, self._agree)

    async def _set_up(self, opens: date, closes: date) -> None:
        lead = self.panel.lead
        found = (await lead.send("GET", "/audits?state=final&limit=40"))["items"]
        audit = self.rng.choice([one for one in found if one["reported_grade"] in ("good", "requires_improvement")])
        tool = await lead.send("GET", f"/tools/{(await lead.send('GET', '/audits/' + audit['id']))['tool_id']}")
        self.codes = {
            question["id"]: question["code"]
            for section in tool["sections"] if section["number"] in self.standards for question in section["questions"]
        }  # fmt: skip
        able = await lead.everything(f"/calibrations/candidates?audit_id={audit['id']}")
        free = [one["person_id"] for one in able if not one["conflict"] and one["person_id"] in self.panel.graders]
        self.people = self.rng.sample(free, min(_GRADERS, len(free)))
        self.calibration = await lead.send("POST", "/calibrations", {
            "title": self.title, "audit_id": audit["id"], "question_ids": list(self.codes), "person_ids": self.people,
            "opens_on": opens.isoformat(), "closes_on": closes.isoformat(),
        })  # fmt: skip

    def _grading(self, place: int) -> Any:
        async def give() -> None:
            if place >= len(self.people):
                return
            answers = {question_id: self._given(code) for question_id, code in self.codes.items()}
            body = {"overall": self._given(None), "answers": answers}
            caller = self.panel.graders[self.people[place]]
            await caller.send("POST", f"/calibrations/{self.calibration['id']}/grade", body)

        return give

    def _given(self, code: str | None) -> dict[str, Any]:
        steps = (0, 1, 1, 2, 2, 3) if code in _HARD else (1, 1, 1, 1, 2)
        grade = _SCALE[self.rng.choice(steps)]
        words = reason(self.rng, code or "2.1", grade)
        return {"grade": grade, "reason": words if len(words) >= 10 else f"As read: {words}"}

    async def _close(self) -> None:
        await self.panel.lead.send("POST", f"/calibrations/{self.calibration['id']}/close")

    async def _agree(self) -> None:
        path = f"/calibrations/{self.calibration['id']}"
        version = (await self.panel.lead.send("GET", path))["version"]
        ids = {code: question_id for question_id, code in self.codes.items()}
        agreed = {code: {"grade": grade, "reason": words} for code, (grade, words) in _AGREED.items()}
        answers = {ids[code]: one for code, one in agreed.items() if code in ids}
        body = {"overall": agreed[None], "answers": answers}
        await self.panel.lead.send("PUT", f"{path}/agreed", body, version=version)


def plan_judging_alike(timeline: Timeline, panel: Panel, seed: int, end: date) -> None:
    """Put the library, one closed and one open calibration, and the monthly meetings on the timeline."""
    rng = Random(f"{seed} alike")
    timeline.on(end - timedelta(days=200), 9, _library(panel.writer))
    first = Exercise(panel, "When is a plan good enough?", (2, 4, 7), rng)
    opens = end - timedelta(days=38)
    first.tell(timeline, opens, opens + timedelta(days=14), handing_in=_GRADERS, is_closed=True)
    second = Exercise(panel, "Hearing children who say little", (4, 5), rng)
    second.tell(timeline, end - timedelta(days=5), end + timedelta(days=9), handing_in=3, is_closed=False)
    day = end - timedelta(days=12)
    timeline.on(day - timedelta(days=20), 12, _plan(panel, day))
    timeline.on(day, 13, _hold(panel, day))
    timeline.on(day, 14, _plan(panel, day + timedelta(days=30)))


def _library(writer: Caller) -> Any:
    async def write() -> None:
        standards = {one["number"]: one for one in (await writer.send("GET", "/standards"))["standards"]}
        for number, code, grade, words, why in _EXEMPLARS:
            criteria = {one["code"]: one["id"] for one in standards[number]["criteria"]}
            new = {"standard_id": standards[number]["id"], "criterion_id": criteria.get(code), "grade": grade,
                   "words": words, "why": why}  # fmt: skip
            made = await writer.send("POST", "/exemplars", new)
            await writer.send("POST", f"/exemplars/{made['id']}/publish", version=made["version"])

    return write


def _plan(panel: Panel, day: date) -> Any:
    async def plan() -> None:
        caller, chair_id = panel.chair
        new = {"meets_on": day.isoformat(), "chair_id": chair_id, "place": "Town Hall, room 2.14",
               "attendee_ids": [chair_id, *panel.guests]}  # fmt: skip
        made = await caller.send("POST", "/meetings", new)
        item = {"title": "Practice week in the spring", "detail": "Which teams go first, and who observes whom."}
        await caller.send("POST", f"/meetings/{made['id']}/items", item)

    return plan


def _hold(panel: Panel, day: date) -> Any:
    async def hold() -> None:
        caller, chair_id = panel.lead, panel.chair[1]  # the lead records it, who sees the whole council's agenda
        meeting = (await caller.send("GET", "/meetings?state=planned&sort=meets_on"))["items"][0]
        found = await caller.send("GET", f"/meetings/{meeting['id']}")
        tools = (await caller.send("GET", "/tools?state=published"))["items"]
        decisions = [
            {"section": "calibrations", "kind": "noted",
             "words": "People lay far apart on what a plan is. The agreed grades and reasons go to all auditors."},
            {"section": "moved", "kind": "action", "words": _TASK, "owner_id": panel.owner_id,
             "due_on": (day + timedelta(days=42)).isoformat()},
            {"section": "agreement", "kind": "further_audits", "words": _AUDITS, "tool_id": tools[0]["id"],
             "audits_count": 12},
        ]  # fmt: skip
        body = {"present_ids": [chair_id, *panel.guests[:-1]], "decisions": decisions}
        await caller.send("POST", f"/meetings/{meeting['id']}/hold", body, version=found["version"])

    return hold
