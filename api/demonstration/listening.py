"""Carries out the plan of surveys: written, opened, linked, answered by people nobody knows, closed."""

from collections.abc import Mapping
from typing import Any

from api.demonstration.callers import Caller, batches
from api.demonstration.timeline import Step, Timeline
from api.demonstration.voice import ResponsePlan, SurveyPlan

LINKS_AT_ONCE = 500


class SurveyStory:
    """One survey's life."""

    def __init__(self, plan: SurveyPlan, lead: Caller, respondent: Caller, standards: Mapping[int, str]) -> None:
        self.plan, self.lead, self.respondent, self.standards = plan, lead, respondent, standards
        self.survey: dict[str, Any] = {}
        self.tokens: list[str] = []

    def tell(self, timeline: Timeline) -> None:
        """Put the survey's steps on their days."""
        timeline.on(self.plan.opens_on, 8, self.open)
        for place, response in enumerate(self.plan.responses):
            timeline.on(response.answered_on, 12, self._answering(response), f"{self.plan.title}, answer {place}")
        if self.plan.state == "closed":
            timeline.on(self.plan.closes_on, 20, self.close)

    async def open(self) -> None:
        """Write the survey, open it and hand out its links."""
        plan = self.plan
        questions = [
            {"text": q.text, "standard_id": None if q.standard is None else self.standards[q.standard]}
            for q in plan.questions
        ]
        self.survey = await self.lead.send("POST", "/surveys", {
            "title": plan.title, "audience": plan.audience, "introduction": plan.introduction, "questions": questions,
        })  # fmt: skip
        await self.lead.send("POST", f"/surveys/{self.survey['id']}/open")
        for some in batches(range(plan.links), LINKS_AT_ONCE):
            made = await self.lead.send("POST", f"/surveys/{self.survey['id']}/links", {"count": len(some)})
            self.tokens += [link.split("#", 1)[1] for link in made["links"]]

    def _answering(self, response: ResponsePlan) -> Step:
        async def answer() -> None:
            questions = [question["id"] for question in self.survey["questions"]]
            answers = dict(zip(questions, response.values, strict=True))
            await self.respondent.send("POST", "/respond/answers", {"token": self.tokens.pop(), "answers": answers})

        return answer

    async def close(self) -> None:
        """Close it; its results stand."""
        await self.lead.send("POST", f"/surveys/{self.survey['id']}/close")
