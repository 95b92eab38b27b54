"""The tools that the invented council keeps beside its case audit: ready-made ones, taken up one after another."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from api.demonstration.callers import Caller
from api.demonstration.timeline import Timeline

_TAKEN_UP = (
    (980, "peer", "Peer audit"),
    (860, "supervision", "Supervision audit"),
    (740, "dip_sample", "Dip sample"),
    (700, "multi_agency", "Multi-agency audit"),
    (610, "direct_observation", "Direct observation of practice"),
    (520, "re_audit", "Re-audit"),
    (400, "case_and_learning_review", "Case and learning review"),
    (450, "thematic", "Thematic audit: seen and heard"),
    (310, "appreciative_evaluation", "Appreciative evaluation"),
    (250, "managers", "Managers’ case audit"),
)
"""How many days ago each was published: days, kind, title."""

_SECOND_LOOK = 330
"""How many days ago the dip sample's second version was published: the council learnt to ask about fathers."""

_FATHERS = {
    "kind": "compliance",
    "text": "The record says who the father is, and that he was asked.",
    "guidance": "A name in the family tree is not enough: look for his voice.",
}

_TEN = [{"label": str(step), "is_good_or_better": step >= 7} for step in range(10, -1, -1)]


class Shelf:
    """What the quality lead does with tools."""

    def __init__(self, lead: Caller) -> None:
        self.lead = lead
        self.published: dict[str, dict[str, Any]] = {}

    def tell(self, timeline: Timeline, end: date) -> None:
        """Put each tool on its day."""
        for ago, kind, title in _TAKEN_UP:
            timeline.on(end - timedelta(days=ago), 9, partial(self.take_up, kind, title))
        timeline.on(end - timedelta(days=_SECOND_LOOK), 9, self.improve_the_dip_sample)
        timeline.on(end - timedelta(days=30), 9, self.make_a_scale)
        timeline.on(end - timedelta(days=6), 9, self.draft_a_theme)

    async def take_up(self, kind: str, title: str) -> None:
        """Publish a ready-made tool as it is."""
        draft = await self._draft(kind, title)
        self.published[kind] = await self._publish(draft)

    async def improve_the_dip_sample(self) -> None:
        """Publish a second version that asks one question more; the first is superseded."""
        draft = await self.lead.send("POST", f"/tools/{self.published['dip_sample']['id']}/versions")
        content = _content(draft)
        criterion = next(q["criterion_id"] for s in draft["sections"] for q in s["questions"] if q["code"] == "8.3")
        content["sections"][0]["questions"].append(_FATHERS | {"criterion_id": criterion})
        path = f"/tools/{draft['id']}"
        self.published["dip_sample"] = await self._publish(
            await self.lead.send("PUT", path, content, version=draft["version"])
        )

    async def make_a_scale(self) -> None:
        """Make the scale that families know from their meetings: from 10 down to 0."""
        await self.lead.send("POST", "/tools/scales", {"title": "Scaling, 10 to 0", "levels": _TEN})

    async def draft_a_theme(self) -> None:
        """Begin the next thematic audit, which is still being written."""
        await self._draft("thematic", "Thematic audit: fathers")

    async def _draft(self, kind: str, title: str) -> dict[str, Any]:
        return await self.lead.send("POST", "/tools", {"title": title, "kind": kind, "start": "ready_made"})

    async def _publish(self, draft: dict[str, Any]) -> dict[str, Any]:
        return await self.lead.send("POST", f"/tools/{draft['id']}/publish", version=draft["version"])


def _content(tool: dict[str, Any]) -> dict[str, Any]:
    """What a tool says, as it is sent to replace a draft."""
    asked = ("kind", "criterion_id", "text", "guidance", "is_mandatory", "by_grade")
    return {
        "title": tool["title"], "kind": tool["kind"], "introduction": tool["introduction"],
        "scale_id": tool["scale"]["id"], "compliance_scale_id": tool["compliance_scale"]["id"],
        "sections": [
            {"own_title": s["own_title"], "agency": s["agency"], "standard_id": s["standard_id"],
             "questions": [{name: q[name] for name in asked} for q in s["questions"]]}
            for s in tool["sections"]
        ],
    }  # fmt: skip
