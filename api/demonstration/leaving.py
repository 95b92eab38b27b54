"""The invented council's care leavers: who is one, and what is known of them at the latest contact."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from api.demonstration import figures
from api.demonstration.books import Books, Case, Span, choose
from api.demonstration.council import LEAVING_CARE
from api.demonstration.records import Row

_SIXTEEN, _EIGHTEEN = 16, 17.99
_THIRTEEN_WEEKS = 91
_IN_TOUCH = (("YES", 91), ("NO", 5), ("REFU", 3), ("NREQ", 1))
_HOMES = (("U", 34), ("V", 13), ("R", 8), ("B", 9), ("K", 12), ("T", 11), ("D", 8), ("E", 5))
_DOING = (("F1", 4), ("F2", 24), ("P2", 3), ("F4", 14), ("F5", 16), ("P5", 8), ("G4", 9), ("G5", 18), ("G6", 4))
_SUITABILITY = (
    ("1", figures.SUITABLE_ACCOMMODATION_PERCENT),
    ("2", 100 - figures.SUITABLE_ACCOMMODATION_PERCENT - figures.NO_INFORMATION_PERCENT),
)


def care_leavers(books: Books, rng: Random) -> Iterator[Row]:
    """One row a young person of 16 or more who was in care for thirteen weeks, as the council knows them now."""
    team = sorted(_in_leaving_care(books))
    latest = {case.person_id: (case, care) for case, care in books.in_care()}
    for case, care in latest.values():
        kind = _eligibility(books, case, care)
        if kind is None:
            continue
        is_theirs = kind == "Eligible"
        theirs, others = case.held(books.end), team[int(case.person_id) % len(team)] if team else None
        contact = choose(rng, _IN_TOUCH)
        yield {"clea_person_id": case.person_id, "clea_care_leaver_eligibility": kind} | _known(books, rng, contact) | {
            "clea_pathway_plan_review_date": books.day(max(care.start, books.end - rng.randrange(5, 190))),
            "clea_care_leaver_allocated_team": theirs.team_id if is_theirs else LEAVING_CARE,
            "clea_care_leaver_worker_id": theirs.worker_id if is_theirs else others,
        }  # fmt: skip


def _known(books: Books, rng: Random, contact: str) -> Row:
    """Where and how somebody lives; nothing is known of most with whom the council is not in touch."""
    is_known = contact == "YES"
    since = rng.randrange(2, 56) if is_known else rng.randrange(60, 330)
    return {
        "clea_care_leaver_in_touch": contact,
        "clea_care_leaver_latest_contact": books.day(books.workdays.last(books.end - since)),
        "clea_care_leaver_accommodation": choose(rng, _HOMES) if is_known else None,
        "clea_care_leaver_accom_suitable": choose(rng, _SUITABILITY) if is_known else None,
        "clea_care_leaver_activity": choose(rng, _DOING) if is_known else None,
    }


def _eligibility(books: Books, case: Case, care: Span) -> str | None:
    """Eligible in care, relevant or qualifying after it until eighteen, former relevant then; None for all others."""
    left = min(care.finish, books.end)
    if left - care.start < _THIRTEEN_WEEKS or case.age(left) < _SIXTEEN:
        return None
    if care.finish > books.end:
        return "Eligible"
    return "Relevant" if case.age(books.end) < _EIGHTEEN else "Former Relevant"


def _in_leaving_care(books: Books) -> Counter[str]:
    """The workers of the leaving care team who hold a case on the last day."""
    return Counter(
        hold.worker_id
        for case in books.cases
        for hold in case.holds
        if hold.team_id == LEAVING_CARE and hold.to > books.end
    )
