"""The last night's small import: a handful of changes, and the faults that a look at data quality ought to find."""

from collections.abc import Mapping
from datetime import date

from api.demonstration.records import Row

PLANTED: dict[tuple[str, str, str | None], int] = {
    ("cin_visits", "rejected", None): 1,
    ("disability", "unknown_code", "disa_disability_code"): 1,
    ("missing", "unknown_code", "miss_missing_episode_type"): 1,
    ("cla_placement", "unknown_code", "clap_cla_placement_type"): 2,
    ("cp_reviews", "orphan", "cppr_cp_plan_id"): 1,
    ("supervision", "orphan", "supv_worker_id"): 1,
}
"""What is wrong with the night's rows, by entity, check and column; nothing else in the council's data is."""

_SENT_AGAIN = 5
"""Rows that come as they stand already, as in any nightly push."""


def last_night(further: Mapping[str, list[Row]], end: date) -> dict[str, list[Row]]:
    """The night's rows by entity: rows of `further_records(...)` again, some changed, and one without its id."""
    late, leavers = further["supervision"][-_SENT_AGAIN:], further["care_leavers"][-2:]
    visit, placements = further["cin_visits"][-1], further["cla_placement"][-2:]
    return {
        "cin_visits": [*further["cin_visits"][-_SENT_AGAIN:], visit | {"cinv_cin_visit_id": None}],
        "disability": [further["disability"][-1] | {"disa_disability_code": "ADHD"}],
        "missing": [further["missing"][-1] | {"miss_missing_episode_type": "Absent"}],
        "cla_placement": [row | {"clap_cla_placement_type": "IFA"} for row in placements],
        "cp_reviews": [_latest_review(further) | {"cppr_cp_plan_id": "4499001"}],
        "supervision": [*late[1:], late[0] | {"supv_worker_id": "49001"}],
        "care_leavers": [row | _seen_today(end) for row in leavers],
    }


def _latest_review(further: Mapping[str, list[Row]]) -> Row:
    return next(row for row in reversed(further["cp_reviews"]) if row["cppr_cp_review_date"])


def _seen_today(end: date) -> Row:
    return {"clea_care_leaver_in_touch": "YES", "clea_care_leaver_latest_contact": end.isoformat()}
