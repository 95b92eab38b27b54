"""The other entities of the invented case system, laid upon its cases, plans and periods of care as they stand.

Each entity draws from a stream of random numbers of its own: adding one changes none of the others.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from random import Random

from api.demonstration import (
    front_door,
    in_need,
    leaving,
    looked_after,
    oversight,
    protecting,
    reviewing,
    wellbeing,
)
from api.demonstration.books import Books
from api.demonstration.records import Row

Maker = Callable[[Books, Random], Iterable[Row]]

_MAKERS: dict[str, tuple[str, int, Maker]] = {
    "disability": ("disa_table_id", 1_200_100, in_need.disabilities),
    "contacts": ("cont_contact_id", 1_900_500, front_door.contacts),
    "early_help_episodes": ("earl_episode_id", 1_700_300, front_door.early_help),
    "assessment_factors": ("cinf_table_id", 3_700_100, in_need.factors),
    "cin_plans": ("cinp_cin_plan_id", 3_900_200, in_need.plans),
    "cin_visits": ("cinv_cin_visit_id", 8_400_600, in_need.visits),
    "s47_enquiry": ("s47e_s47_enquiry_id", 4_100_700, protecting.enquiries),
    "initial_cp_conference": ("icpc_icpc_id", 4_300_400, protecting.conferences),
    "cp_reviews": ("cppr_cp_review_id", 4_600_800, reviewing.protection_reviews),
    "core_groups": ("core_meeting_id", 4_700_200, reviewing.core_groups),
    "cla_placement": ("clap_cla_placement_id", 0, looked_after.placements),
    "legal_status": ("lega_legal_status_id", 6_300_500, looked_after.legal_statuses),
    "cla_reviews": ("clar_cla_review_id", 6_800_100, reviewing.care_reviews),
    "cla_visits": ("clav_cla_visit_id", 8_700_300, looked_after.visits),
    "missing": ("miss_table_id", 6_900_400, wellbeing.missing),
    "cla_health": ("clah_health_check_id", 9_300_200, wellbeing.health_checks),
    "sdq_scores": ("csdq_table_id", 9_500_600, wellbeing.difficulties),
    "care_leavers": ("clea_table_id", 9_700_100, leaving.care_leavers),
    "supervision": ("supv_supervision_id", 5_300_900, oversight.supervision),
    "visit_frequency": ("freq_id", 5_700_200, oversight.frequencies),
}
"""The key of each entity, its first number and what makes its rows; placements are numbered by the episodes."""

FEEDBACK = "feedback"
FEEDBACK_STOPPED = timedelta(days=21)
"""How long before the end the complaints register last sent what it had."""
FEEDBACK_NIGHTS = 4


def further_records(seed: int, end: date, rows: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """All rows of the further entities at the close of `end`, from those of `records(seed, end, ...)`; no feedback.

    The same seed, end and rows give the same. Dates are YYYY-MM-DD, flags Y or N, what is not known None.
    """
    books = Books(rows, end)
    for entity, (key, first, make) in _MAKERS.items():
        books.rows[entity] = _numbered(key, first, make(books, Random(f"{seed}:{entity}")))
    return {entity: books.rows[entity] for entity in _MAKERS}


def feedback_nights(seed: int, end: date, rows: Mapping[str, list[Row]]) -> dict[date, list[Row]]:
    """What the complaints register held at the close of each of its last nights, three weeks before `end`."""
    books, last = Books(rows, end), end - FEEDBACK_STOPPED
    nights = [last - timedelta(days=add) for add in reversed(range(FEEDBACK_NIGHTS))]
    return {night: _feedback(seed, books, night) for night in nights}


def _feedback(seed: int, books: Books, night: date) -> list[Row]:
    rng = Random(f"{seed}:{FEEDBACK}")
    return _numbered("feed_id", 5_900_100, oversight.feedback(books, rng, night.toordinal()))


def _numbered(key: str, first: int, rows: Iterable[Row]) -> list[Row]:
    return [{key: str(first + place), **row} for place, row in enumerate(rows)]
