"""The invented council's targets, its Purple Book, and what became of two of its exceptions."""

from datetime import date
from typing import Any

from api.demonstration.callers import Caller

_WHY = "Invented for the demonstration: agreed by the invented performance board."
_TARGETS: tuple[tuple[str, float, float], ...] = (
    ("re_referrals_12_months", 22, 3), ("assessments_45_days", 80, 5), ("conferences_15_days", 80, 5),
    ("cp_plans_repeat", 22, 4), ("cp_visits_in_time", 90, 5), ("cp_visits_seen_alone", 80, 5),
    ("cp_reviews_in_time", 95, 3), ("care_visits_in_time", 90, 5), ("care_reviews_in_time", 95, 3),
    ("care_3_placements", 10, 2), ("care_stable_2_years", 68, 4), ("audits_good", 60, 10),
    ("moderation_agreement", 80, 5), ("actions_done_in_time", 85, 5),
)  # fmt: skip
_BOOK: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The front door", ("re_referrals_12_months", "assessments_45_days", "conferences_15_days")),
    ("Child protection", ("cp_plans_repeat", "cp_visits_in_time", "cp_visits_seen_alone", "cp_reviews_in_time")),
    ("Children in care", ("care_visits_in_time", "care_reviews_in_time", "care_3_placements")),
    ("Quality of practice", ("audits_good", "moderation_agreement")),
)


async def set_the_book(lead: Caller, begun: date) -> None:
    """Set the targets from the first day of the data on, and choose what stands in the Purple Book."""
    known = {one["code"] for one in await lead.everything("/indicators")}
    for code, target, tolerance in _TARGETS:
        if code in known:
            new = {"indicator": code, "target": target, "tolerance": tolerance, "from_on": begun.isoformat(),
                   "reason": _WHY}  # fmt: skip
            await lead.send("POST", "/targets", new)
    groups = [{"title": title, "indicators": [code for code in codes if code in known]} for title, codes in _BOOK]
    await lead.send("PUT", "/purple-book/contents", {"groups": [one for one in groups if one["indicators"]]}, version=1)


async def answer_exceptions(lead: Caller, owner_id: str) -> None:
    """Acknowledge the two exceptions that were raised first, and plan what is done about one of them."""
    raised: list[dict[str, Any]] = (await lead.everything("/exceptions"))[::-1]
    for place, one in enumerate(raised[:2]):
        words = {"words": "Seen with the service's managers; the figure is right, and the cause is with us."}
        known = await lead.send("POST", f"/exceptions/{one['id']}/acknowledge", words, version=1)
        if place == 0:
            action = {"title": "Look at each case behind the figure with its team manager", "owner_id": owner_id}
            plan = {"words": "Every case behind the figure is looked at, and what stands in the way is taken to the "
                    "next quarterly meeting.", "actions": [action]}  # fmt: skip
            await lead.send("POST", f"/exceptions/{one['id']}/plan", plan, version=known["version"])
