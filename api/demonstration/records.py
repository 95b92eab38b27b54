"""The case system of the invented council: its rows per entity, in the column names of SSD v1.4.5.

Nothing in them names anybody: no name, number of the NHS or of a school, address or postcode, of a child or a worker.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from random import Random

from api.demonstration import council
from api.demonstration.allocation import CASE_WORKER, Allocation, Holding
from api.demonstration.lives import YEAR, Case, Child, Lives
from api.demonstration.visits import visits

Row = dict[str, str | None]

YEARS = 3
DEFAULT_CHILDREN = 2500

_ETHNICITIES = (
    ("WBRI", 47), ("WIRI", 1), ("WOTH", 9), ("WIRT", 1), ("WROM", 1), ("MWBC", 6), ("MWBA", 3), ("MWAS", 4),
    ("MOTH", 4), ("AIND", 3), ("APKN", 7), ("ABAN", 1), ("AOTH", 3), ("BCRB", 2), ("BAFR", 5), ("BOTH", 1),
    ("OOTH", 2), ("REFU", 1), ("NOBT", 2),
)  # fmt: skip
_SOURCES = (
    ("1A", "Individual: family member, relative or carer", 7), ("1C", "Individual: self", 1),
    ("2A", "Schools", 17), ("2B", "Education services", 4), ("3A", "GP", 2), ("3B", "Health visitor", 3),
    ("3D", "Other primary health services", 4), ("3E", "Accident and emergency", 5), ("4", "Housing", 2),
    ("5A", "Local authority: social care", 6), ("5B", "Local authority: other internal", 8),
    ("5C", "Local authority: external", 5), ("6", "Police", 27), ("7", "Other legal agency", 3),
    ("8", "Other", 3), ("9", "Anonymous", 2), ("10", "Unknown", 1),
)  # fmt: skip
_CATEGORIES = (("Neglect", 48), ("Emotional abuse", 37), ("Physical abuse", 10), ("Sexual abuse", 5))


def three_years(end: date) -> date:
    """The first of the three years' days: rows before it are the children's history alone, not the council's volume.

    A series should begin here: children no longer known by then have no rows, so earlier months look too quiet.
    """
    return date(end.year - YEARS, end.month, min(end.day, 28))


def records(seed: int, end: date, children: int = DEFAULT_CHILDREN) -> dict[str, list[Row]]:
    """All rows of the case system at the close of `end`, per entity, parents before their children.

    About `children` children are known within the three years to `end`. The same seed, end and number give the same
    rows. Dates are YYYY-MM-DD, flags Y or N, what is not known None. Entities: department, professionals, person,
    cin_episodes, cin_assessments, involvements, cp_plans, cp_visits, cla_episodes.
    """
    return _CaseSystem(seed, end, children).rows()


class _CaseSystem:
    """Turns lives into rows: numbers them, and leaves out what had not happened yet."""

    def __init__(self, seed: int, end: date, children: int) -> None:
        start = three_years(end)
        self.rng = Random(f"{seed}:records")
        self.lives = Lives(seed, start, end, children)
        self.start, self.end = start.toordinal(), end.toordinal()
        self.staff = council.workers(seed, start, end)
        self.allocation = Allocation(seed, self.staff)
        self.people: dict[int, str] = {}
        self.holdings: dict[int, list[Holding]] = {}
        self.referrals: dict[int, str] = {}
        self.cases: list[Case] = []

    def rows(self) -> dict[str, list[Row]]:
        children = self.lives.lay_down()
        person = [self._person(child, 700300 + 7 * place) for place, child in enumerate(children)]
        found = (case for child in children for case in child.cases if case.referred <= self.end)
        self.cases = sorted(found, key=lambda case: (case.referred, self.people[id(case.child)]))
        for place, case in enumerate(self.cases):
            self.referrals[id(case)] = str(2100400 + 3 * place)
            self.holdings[id(case)] = self.allocation.holdings(case)
        return {
            "department": [_department(unit) for unit in council.UNITS],
            "professionals": self._professionals(),
            "person": person,
            "cin_episodes": [self._referral(case) for case in self.cases],
            "cin_assessments": self._numbered("cina_assessment_id", 3300100, self._assessments()),
            "involvements": self._numbered("invo_involvements_id", 5100200, self._involvements()),
            "cp_plans": self._plans(),
            "cp_visits": self._numbered("cppv_cp_visit_id", 8100900, self._visits()),
            "cla_episodes": self._numbered("clae_cla_episode_id", 6200700, self._episodes()),
        }

    def _day(self, day: int | None) -> str | None:
        """A day as councils write it; None if there is none or it lies ahead."""
        return None if day is None or day > self.end else date.fromordinal(day).isoformat()

    def _past(self, what: str) -> list[Case]:
        """The cases whose assessment, plan or care had begun, in the order in which it did."""

        def begun(case: Case) -> int:
            if what == "assessed":
                return case.assessed[0] if case.assessed else self.end + 1
            span = case.plan if what == "plan" else case.care
            return span.start if span else self.end + 1

        return sorted((case for case in self.cases if begun(case) <= self.end), key=begun)

    @staticmethod
    def _numbered(key: str, first: int, rows: Iterable[Row]) -> list[Row]:
        return [{key: str(first + place), **row} for place, row in enumerate(rows)]

    def _person(self, child: Child, number: int) -> Row:
        rng = self.rng
        self.people[id(child)] = str(number)
        sex = rng.choices(("M", "F", "U"), weights=(86, 14, 0) if child.is_alone else (520, 475, 5))[0]
        told = {"M": "01", "F": "02", "U": "00"}[sex]
        needs_plan = 0.9 if any(case.need == "N2" for case in child.cases) else 0.13
        old_enough = self.end - child.born > 4 * YEAR
        return {
            "pers_person_id": str(number),
            "pers_sex": sex,
            "pers_gender": told if rng.random() < 0.97 else rng.choice(("00", "09")),
            "pers_ethnicity": "OOTH" if child.is_alone else _choose(rng, _ETHNICITIES),
            "pers_dob": self._day(child.born),
            "pers_send_flag": "Y" if old_enough and rng.random() < needs_plan else "N",
            "pers_expected_dob": None,
            "pers_death_date": None,
            "pers_is_mother": "N",
        }

    def _professionals(self) -> list[Row]:
        """The workers; a caseload is counted on the last 30 September, as SSD says."""
        today = date.fromordinal(self.end)
        counted = date(today.year - (today < date(today.year, 9, 30)), 9, 30).toordinal()
        held = Counter(
            one.worker_id
            for holdings in self.holdings.values()
            for one in holdings
            if one.role == CASE_WORKER and one.since <= counted < one.to
        )
        return [
            {
                "prof_professional_id": one.id,
                "prof_professional_job_title": one.job_title,
                "prof_professional_caseload": str(held[one.id]),
                "prof_professional_department": one.team_id,
                "prof_full_time_equivalency": str(one.full_time_equivalent),
                "prof_agency_worker_flag": "Y" if one.is_agency else "N",
            }
            for one in self.staff
        ]

    def _referral(self, case: Case) -> Row:
        code, words, _ = self.rng.choices(_SOURCES, weights=[source[2] for source in _SOURCES])[0]
        first = self.holdings[id(case)][0]
        closed = self._day(case.closed)
        outcome = {"SINGLE_ASSESSMENT_FLAG": "N" if case.is_nfa else "Y", "NFA_FLAG": "Y" if case.is_nfa else "N"}
        return {
            "cine_referral_id": self.referrals[id(case)],
            "cine_person_id": self.people[id(case.child)],
            "cine_referral_date": self._day(case.referred),
            "cine_cin_primary_need_code": case.need,
            "cine_referral_source_code": code,
            "cine_referral_source_desc": words,
            "cine_referral_outcome_json": json.dumps(outcome),
            "cine_referral_nfa": "Y" if case.is_nfa else "N",
            "cine_close_reason": case.close_reason if closed else None,
            "cine_close_date": closed,
            "cine_referral_team": first.team_id,
            "cine_referral_worker_id": first.worker_id,
        }

    def _assessments(self) -> list[Row]:
        return [self._assessment(case) for case in self._past("assessed")]

    def _assessment(self, case: Case) -> Row:
        assert case.assessed is not None
        started, authorised = case.assessed
        done = self._day(authorised)
        held = self.allocation.worker_on(self.holdings[id(case)], started)
        seen = "Y" if self.rng.random() < (0.95 if case.is_in_need else 0.88) else "N"
        nfa = "N" if case.is_in_need else "Y"
        return {
            "cina_person_id": self.people[id(case.child)],
            "cina_referral_id": self.referrals[id(case)],
            "cina_assessment_start_date": self._day(started),
            "cina_assessment_child_seen": seen if done else None,
            "cina_assessment_auth_date": done,
            "cina_assessment_outcome_json": json.dumps({"NFA_FLAG": nfa}) if done else None,
            "cina_assessment_outcome_nfa": nfa if done else None,
            "cina_assessment_team": held.team_id,
            "cina_assessment_worker_id": held.worker_id,
        }

    def _involvements(self) -> list[Row]:
        held = [one for case in self.cases for one in self.holdings[id(case)] if one.since <= self.end]
        return [
            {
                "invo_professional_id": one.worker_id,
                "invo_professional_role_id": one.role,
                "invo_professional_team": one.team_id,
                "invo_person_id": self.people[id(one.case.child)],
                "invo_involvement_start_date": self._day(one.since),
                "invo_involvement_end_date": self._day(one.to),
                "invo_worker_change_reason": one.reason,
                "invo_referral_id": self.referrals[id(one.case)],
            }
            for one in sorted(held, key=lambda one: one.since)
        ]

    def _plans(self) -> list[Row]:
        found: list[Row] = []
        self.plans: dict[int, str] = {}
        for place, case in enumerate(self._past("plan")):
            assert case.plan is not None
            self.plans[id(case)] = str(4400300 + place)
            first = _choose(self.rng, _CATEGORIES)
            latest = first if self.rng.random() < 0.9 else _choose(self.rng, _CATEGORIES)
            found.append(
                {
                    "cppl_cp_plan_id": self.plans[id(case)],
                    "cppl_referral_id": self.referrals[id(case)],
                    "cppl_icpc_id": None,
                    "cppl_person_id": self.people[id(case.child)],
                    "cppl_cp_plan_start_date": self._day(case.plan.start),
                    "cppl_cp_plan_end_date": self._day(case.plan.finish),
                    "cppl_cp_plan_initial_category": first,
                    "cppl_cp_plan_latest_category": latest,
                    "cppl_cp_plan_ola": "N",
                }
            )
        return found

    def _visits(self) -> list[Row]:
        workdays = self.lives.workdays
        made = [one for case in self._past("plan") for one in visits(self.rng, workdays, case, self.start, self.end)]
        return [
            {
                "cppv_person_id": self.people[id(one.case.child)],
                "cppv_cp_plan_id": self.plans[id(one.case)],
                "cppv_cp_visit_date": self._day(one.day),
                "cppv_cp_visit_seen": one.seen,
                "cppv_cp_visit_seen_alone": one.seen_alone,
                "cppv_cp_visit_bedroom": one.bedroom,
            }
            for one in sorted(made, key=lambda one: one.day)
        ]

    def _episodes(self) -> list[Row]:
        """One row for each stretch of a period of care, the placement's number changing when the placement does."""
        found: list[Row] = []
        placement = 9100000
        for period, case in enumerate(self._past("care")):
            care = case.care
            assert care is not None
            begun = [(care.start, "S"), *((day, kind) for day, kind in care.changes if day <= self.end)]
            ends = [day for day, _ in begun[1:]] + [care.finish]
            for (since, kind), to in zip(begun, ends, strict=True):
                placement += kind != "L"
                ceased = self._day(to)
                reason = care.reason if to == care.finish else "X1"
                found.append(
                    {
                        "clae_person_id": self.people[id(case.child)],
                        "clae_cla_placement_id": str(placement),
                        "clae_cla_episode_start_date": self._day(since),
                        "clae_cla_episode_start_reason": kind,
                        "clae_cla_primary_need_code": case.need if case.need != "N0" else "N1",
                        "clae_cla_episode_ceased_date": ceased,
                        "clae_cla_episode_ceased_reason": reason if ceased else None,
                        "clae_cla_id": str(6600100 + period),
                        "clae_referral_id": self.referrals[id(case)],
                        "clae_entered_care_date": self._day(care.start),
                        "clae_cla_last_iro_contact_date": None,
                    }
                )
        return found


def _department(unit: council.Unit) -> Row:
    parent = next((one.name for one in council.UNITS if one.id == unit.parent_id), None)
    return {
        "dept_team_id": unit.id,
        "dept_team_name": unit.name,
        "dept_team_parent_id": unit.parent_id,
        "dept_team_parent_name": parent,
    }


def _choose(rng: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([one for one, _ in weighted], weights=[weight for _, weight in weighted])[0]
