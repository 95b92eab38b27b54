"""Placements, legal statuses and visits of the invented council's children in care."""

from collections.abc import Iterator
from itertools import groupby
from random import Random

from api.demonstration.books import Books, Case, Span, choose, yes
from api.demonstration.records import Row

_KINDS = (
    (10, (("U6", 52), ("U4", 16), ("U1", 14), ("U3", 6), ("P1", 7), ("A5", 5))),
    (16, (("U6", 50), ("U4", 16), ("U1", 9), ("U3", 4), ("K2", 19), ("P1", 2))),
    (19, (("U6", 34), ("U4", 9), ("K2", 20), ("H5", 28), ("P2", 7), ("Z1", 2))),
)
"""Kinds of placement by the age below which they are chosen: fostering, homes, and living semi-independently."""
_PROVIDERS = {"P1": "PR0", "A5": "PR1", "P2": "PR1"}
_OTHER_PROVIDERS = (("PR1", 52), ("PR2", 3), ("PR4", 41), ("PR5", 4))
_CHANGES = (
    ("CARPL", 31),
    ("CREQB", 20),
    ("CHILD", 9),
    ("PLACE", 14),
    ("STAND", 4),
    ("ALLEG", 3),
    ("LAREQ", 7),
    ("OTHER", 12),
)
_FIRST_STATUS = (("V2", 58), ("C1", 36), ("L2", 6))
_NEXT_STATUS = {"L2": "C1", "V2": "C1", "C1": "C2", "E1": "C2"}
_YOUNG = 6
"""The age below which a care order is followed by a placement order, and not by its discharge."""
_EVERY_SIX_WEEKS = ((10, 19, 18), (20, 30, 70), (31, 45, 12))


def placements(books: Books, rng: Random) -> Iterator[Row]:
    """Where each child in care lived, from the placements that the episodes name."""
    cases = {case.id: case for case in books.cases}
    for placement, some in groupby(books.rows["cla_episodes"], lambda row: row["clae_cla_placement_id"]):
        episodes = list(some)
        since = books.past(episodes[0]["clae_cla_episode_start_date"])
        case, last = cases[str(episodes[0]["clae_referral_id"])], episodes[-1]
        kind = choose(rng, next(kinds for below, kinds in _KINDS if case.age(since) < below))
        reason, moved = choose(rng, _CHANGES), last["clae_cla_episode_ceased_reason"] == "X1"
        yield {
            "clap_cla_placement_id": placement,
            "clap_person_id": case.person_id,
            "clap_cla_id": last["clae_cla_id"],
            "clap_cla_placement_start_date": books.day(since),
            "clap_cla_placement_end_date": last["clae_cla_episode_ceased_date"],
            "clap_cla_placement_type": kind,
            "clap_cla_placement_provider": _PROVIDERS.get(kind) or choose(rng, _OTHER_PROVIDERS),
            "clap_cla_placement_distance": f"{min(240, rng.lognormvariate(2.2, 0.95)):.1f}",
            "clap_cla_placement_change_reason": reason if moved else None,
        }


def legal_statuses(books: Books, rng: Random) -> Iterator[Row]:
    """The statuses of each period of care, changing where its episodes say that they did."""
    cases = {case.id: case for case in books.cases}
    for _, some in groupby(books.rows["cla_episodes"], lambda row: row["clae_cla_id"]):
        episodes = list(some)
        yield from _of_period(books, rng, cases[str(episodes[0]["clae_referral_id"])], episodes)


def _of_period(books: Books, rng: Random, case: Case, episodes: list[Row]) -> Iterator[Row]:
    status = "V2" if case.need == "N8" else choose(rng, _FIRST_STATUS)
    begun = [row for row in episodes if row["clae_cla_episode_start_reason"] in {"S", "L", "B"}]
    ends = [row["clae_cla_episode_start_date"] for row in begun[1:]] + [episodes[-1]["clae_cla_episode_ceased_date"]]
    for place, (row, end) in enumerate(zip(begun, ends, strict=True)):
        since = row["clae_cla_episode_start_date"]
        if place:
            status = _NEXT_STATUS.get(status) or ("E1" if case.age(books.past(since)) < _YOUNG else "V2")
        yield {
            "lega_person_id": row["clae_person_id"],
            "lega_legal_status": status,
            "lega_legal_status_start_date": since,
            "lega_legal_status_end_date": end,
        }


def visits(books: Books, rng: Random) -> Iterator[Row]:
    """Visits in the first week of care and about every six weeks after it, in the last three years."""
    found: list[tuple[int, Case, Span]] = []
    for case, care in books.in_care():
        first = books.workdays.after(care.start, rng.randrange(1, 6))
        days = [first] if books.start <= first < min(care.finish, books.ahead) else []
        days += books.rounds(rng, first, care.finish, _EVERY_SIX_WEEKS)
        found += [(day, case, care) for day in days]
    for day, case, care in sorted(found, key=lambda one: one[0]):
        seen = yes(rng, 0.97)
        yield {
            "clav_person_id": case.person_id,
            "clav_cla_id": care.id,
            "clav_cla_visit_date": books.day(day),
            "clav_cla_visit_seen": seen,
            "clav_cla_visit_seen_alone": yes(rng, min(0.88, 0.1 + case.age(day) / 13)) if seen == "Y" else "N",
        }
