"""Section 47 enquiries and initial conferences of the invented council, in the published proportions."""

import json
from collections.abc import Iterator
from random import Random

from api.demonstration import figures
from api.demonstration.books import Books, Case
from api.demonstration.records import Row

CONFERENCE = "CP_CONFERENCE"
_ENQUIRIES = sum(figures.SECTION_47_ENQUIRIES)
_PLANS = sum(year.plans_started for year in figures.YEARS)
_REFERRALS = sum(year.referrals for year in figures.YEARS)
_ELSE = (_ENQUIRIES - sum(figures.CONFERENCES)) / _REFERRALS
"""Enquiries that led to no conference, for each referral."""
_NO_PLAN = (sum(figures.CONFERENCES) - _PLANS) / _REFERRALS
"""Conferences that made no plan, for each referral."""
_OUTCOMES = ("NFA", "NFA_CONTINUE_SINGLE", "PROV_OF_SERVICES", "MONITOR")
_WORKDAYS = 15
"""From the strategy discussion within which a conference is to be held."""


def enquiries(books: Books, rng: Random) -> Iterator[Row]:
    """One before every plan, and those that led elsewhere; more of the latter where a child was found in need."""
    found = [enquiry for case in books.cases for enquiry in _of_case(books, rng, case)]
    for since, to, case, outcome in sorted(found, key=lambda one: one[0]):
        held, done = case.held(min(to, books.end)), to <= books.end
        yield {
            "s47e_person_id": case.person_id,
            "s47e_referral_id": case.id,
            "s47e_s47_start_date": books.day(since),
            "s47e_s47_end_date": books.day(to),
            "s47e_s47_nfa": ("Y" if outcome.startswith("NFA") else "N") if done else None,
            "s47e_s47_outcome_json": json.dumps({f"{outcome}_FLAG": "Y"}) if done else None,
            "s47e_s47_completed_by_team": held.team_id,
            "s47e_s47_completed_by_worker_id": held.worker_id,
        }


def _of_case(books: Books, rng: Random, case: Case) -> Iterator[tuple[int, int, Case, str]]:
    """From when to when a case was enquired into, and what came of it."""
    after = books.workdays.after
    if case.plan:
        since = max(case.referred, books.workdays.before(case.plan.start, _days_to_conference(rng)))
        yield since, min(after(since, rng.randrange(4, 12)), case.plan.start), case, CONFERENCE
    elif case.assessment:
        share = rng.random() / (1.35 if case.is_in_need else 0.75)
        since = after(case.referred, rng.randrange(0, 9))
        to = min(after(since, rng.randrange(3, 14)), case.closed)
        if since < to and since <= books.end and share < _ELSE + _NO_PLAN:
            yield since, to, case, CONFERENCE if share < _NO_PLAN else rng.choice(_OUTCOMES)


def _days_to_conference(rng: Random) -> int:
    low, high = rng.choices(figures.CONFERENCE_BANDS, weights=figures.CONFERENCES_BY_BAND)[0]
    return rng.randint(low, high)


def conferences(books: Books, rng: Random) -> Iterator[Row]:
    """The conference that made each plan, on the plan's first day, and those that made none."""
    cases, found = {case.id: case for case in books.cases}, []
    for row in books.rows["s47_enquiry"]:
        if CONFERENCE in str(row["s47e_s47_outcome_json"]):
            case, since = cases[str(row["s47e_referral_id"])], books.past(row["s47e_s47_start_date"])
            day = case.plan.start if case.plan else books.workdays.after(since, _days_to_conference(rng))
            found.append((day, since, case, row["s47e_s47_enquiry_id"]))
    for place, (day, since, case, enquiry) in enumerate(sorted(found, key=lambda one: one[0])):
        if day <= min(books.end, case.closed):
            yield _conference(books, case, day, since) | {
                "icpc_s47_enquiry_id": enquiry, "icpc_icpc_meeting_id": str(7300000 + place)
            }  # fmt: skip


def _conference(books: Books, case: Case, day: int, since: int) -> Row:
    held, made = case.held(day), case.plan is not None
    return {
        "icpc_person_id": case.person_id,
        "icpc_referral_id": case.id,
        "icpc_cp_plan_id": case.plan.id if case.plan else None,
        "icpc_icpc_transfer_in": "N",
        "icpc_icpc_target_date": books.due(books.workdays.after(since, _WORKDAYS)),
        "icpc_icpc_date": books.day(day),
        "icpc_icpc_outcome_cp_flag": "Y" if made else "N",
        "icpc_icpc_outcome_json": json.dumps({"CP_FLAG" if made else "PROV_OF_SERVICES_FLAG": "Y"}),
        "icpc_icpc_team": held.team_id,
        "icpc_icpc_worker_id": held.worker_id,
    }
