"""Makes child objects as councils' senders build them: invented children, with everything that must be dropped."""

import copy
from typing import Any

NAMES = {
    "unique_pupil_number": "Q000000000001", "former_unique_pupil_number": "Q000000000002", "first_name": "Quillfeather",
    "surname": "Zebulon", "postcode": "ZZ99 9QF",
}  # fmt: skip
"""What identifies a child, each value unlike anything else."""

_CHILD: dict[str, Any] = {
    "la_child_id": "zebulon-child-1",
    "mis_child_id": "zebulon-supplier-1",
    "purge": False,
    "child_details": NAMES
    | {
        "date_of_birth": "2012-08-09",
        "expected_date_of_birth": "2012-08-01",
        "sex": "F",
        "ethnicity": "WBRI",
        "disabilities": ["HAND", "VIS"],
        "uasc_flag": True,
        "purge": False,
    },
    "health_and_wellbeing": {"sdq_assessments": [{"date": "2025-02-03", "score": 14}], "purge": False},
    "social_care_episodes": [
        {
            "social_care_episode_id": "r1",
            "referral_date": "2025-01-02",
            "referral_source": "1C",
            "referral_no_further_action_flag": False,
            "care_worker_details": [{"worker_id": "SW1", "start_date": "2025-01-03", "end_date": "2025-03-01"}],
            "child_and_family_assessments": [
                {
                    "child_and_family_assessment_id": "a1",
                    "start_date": "2025-01-03",
                    "authorisation_date": "2025-02-01",
                    "factors": ["1C", "4A"],
                    "purge": False,
                }
            ],
            "child_in_need_plans": [
                {"child_in_need_plan_id": "n1", "start_date": "2025-02-01", "end_date": "2025-03-01", "purge": False}
            ],
            "section_47_assessments": [
                {
                    "section_47_assessment_id": "s1",
                    "start_date": "2025-02-20",
                    "icpc_required_flag": True,
                    "icpc_date": "2025-03-05",
                    "end_date": "2025-03-01",
                    "purge": False,
                }
            ],
            "child_protection_plans": [
                {"child_protection_plan_id": "p1", "start_date": "2025-03-05", "purge": False},
            ],
            "child_looked_after_placements": [
                {
                    "child_looked_after_placement_id": "l1",
                    "start_date": "2025-04-01",
                    "start_reason": "S",
                    "placement_type": "U4",
                    "postcode": "ZZ99 9QF",
                    "end_date": "2025-06-01",
                    "end_reason": "E3",
                    "change_reason": "CHILD",
                    "purge": False,
                }
            ],
            "adoption": {"initial_decision_date": "2025-05-01", "purge": False},
            "care_leavers": {"contact_date": "2025-07-01", "activity": "F2", "accommodation": "D", "purge": False},
            "closure_date": "2025-08-01",
            "closure_reason": "RC7",
            "purge": False,
        }
    ],
}


def make_object(person_id: str = "zebulon-child-1", **over: Any) -> dict[str, Any]:
    """A child object with one of everything; `over` goes over its top level."""
    return copy.deepcopy(_CHILD) | {"la_child_id": person_id} | over


def make_episode(**over: Any) -> dict[str, Any]:
    """The social care episode of such an object; `over` goes over it."""
    return dict(copy.deepcopy(_CHILD["social_care_episodes"][0]) | over)


def make_delta(person_id: str = "zebulon-child-1", **episode: Any) -> dict[str, Any]:
    """What a sender of changes sends where only something within the episode is new."""
    return {"la_child_id": person_id, "social_care_episodes": [{"social_care_episode_id": "r1"} | episode]}


def counted(objects: list[dict[str, Any]]) -> dict[str, int]:
    """How many records of each entity the objects hold, counted on the text of the file alone."""
    episodes = [one for child in objects for one in child.get("social_care_episodes", [])]

    def inside(name: str) -> list[dict[str, Any]]:
        return [one for episode in episodes for one in episode.get(name, [])]

    enquiries, assessments = inside("section_47_assessments"), inside("child_and_family_assessments")
    counts = {
        "person": len(objects),
        "disability": sum(len(child.get("child_details", {}).get("disabilities", [])) for child in objects),
        "sdq_scores": sum(len(child.get("health_and_wellbeing", {}).get("sdq_assessments", [])) for child in objects),
        "cin_episodes": len(episodes),
        "involvements": len(inside("care_worker_details")),
        "cin_assessments": len(assessments),
        "assessment_factors": sum("factors" in one for one in assessments),
        "cin_plans": len(inside("child_in_need_plans")),
        "s47_enquiry": len(enquiries),
        "initial_cp_conference": sum("icpc_date" in one for one in enquiries),
        "cp_plans": len(inside("child_protection_plans")),
        "cla_placement": len(inside("child_looked_after_placements")),
        "cla_episodes": len(inside("child_looked_after_placements")),
        "care_leavers": sum("care_leavers" in one for one in episodes),
    }
    return {entity: count for entity, count in counts.items() if count}
