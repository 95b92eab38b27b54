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
    visits, held = further["cin_visits"], further["supervision"]
    reviews = [row for row in further["cp_reviews"] if row["cppr_cp_review_date"]]
    return {
        "cin_visits": [*visits[-_SENT_AGAIN:], *_changed(visits, 1, cinv_cin_visit_id=None)],
        "disability": _changed(further["disability"], 1, disa_disability_code="ADHD"),
        "missing": _changed(further["missing"], 1, miss_missing_episode_type="Absent"),
        "cla_placement": _changed(further["cla_placement"], 2, clap_cla_placement_type="IFA"),
        "cp_reviews": _changed(reviews, 1, cppr_cp_plan_id="4499001"),
        "supervision": [*held[-_SENT_AGAIN:-1], *_changed(held, 1, supv_worker_id="49001")],
        "care_leavers": _changed(
            further["care_leavers"],
            2,
            clea_care_leaver_in_touch="YES",
            clea_care_leaver_latest_contact=end.isoformat(),
        ),
    }


def _changed(rows: list[Row], many: int, **change: str | None) -> list[Row]:
    """The last few rows with other values in some columns."""
    return [row | change for row in rows[-many:]]
