"""Contacts and early help of the invented council: what stood before its referrals, and what followed some."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random

from api.demonstration.books import Books, Case, choose, yes
from api.demonstration.records import Row

_SOURCES = (("6", 38), ("2A", 19), ("3E", 9), ("1A", 10), ("3B", 6), ("4", 5), ("5B", 7), ("9", 6))
_OUTCOMES = (("NFA", 46), ("ADVICE", 54))
_OTHERS = 0.55
"""Contacts for each referral, of children already known, that led to no new one."""
_STEPPED_UP, _STEPPED_DOWN = 0.16, 0.12
"""Shares of cases that followed early help, or went back to it."""


def contacts(books: Books, rng: Random) -> Iterator[Row]:
    """The contact behind each referral, a day before some, and others while a case was open or after it."""
    found: dict[tuple[int, str, str], tuple[Case, str]] = {}
    for case in books.cases:
        day = case.referred - (rng.random() < 0.2 and case.referred - case.born > 2)
        found[day, case.person_id, case.source] = (case, "NEW_REFERRAL")
        if rng.random() < _OTHERS:
            day = books.workdays.after(case.referred, rng.randrange(1, 190))
            outcome = "EXISTING_REFERRAL" if day < case.closed else choose(rng, _OUTCOMES)
            found.setdefault((day, case.person_id, choose(rng, _SOURCES)), (case, outcome))
    for (day, _, source), (case, outcome) in sorted(found.items(), key=lambda one: one[0]):
        if day <= books.end and case.age(day) < 18:
            yield {
                "cont_person_id": case.person_id,
                "cont_contact_date": books.day(day),
                "cont_contact_source_code": source,
                "cont_contact_outcome_json": f'{{"{outcome}_FLAG": "Y"}}',
            }


def early_help(books: Books, rng: Random) -> Iterator[Row]:
    """Episodes that ended when a case was referred, and ones that a closed case went on to."""
    of_child: dict[str, list[Case]] = defaultdict(list)
    for case in books.cases:
        of_child[case.person_id].append(case)
    spans = [span for cases in of_child.values() for span in _of_child(books, rng, cases)]
    for since, to, person_id in sorted(spans):
        yield {
            "earl_person_id": person_id,
            "earl_episode_start_date": books.day(since),
            "earl_episode_end_date": books.day(to),
            "earl_episode_worker_id": None,  # the family hubs' own people, whom the case system does not list
        }


def _of_child(books: Books, rng: Random, cases: list[Case]) -> Iterator[tuple[int, int, str]]:
    """The episodes of one child's cases, in their order, none of them beside an open case."""
    free = cases[0].born + 30
    for case, later in zip(cases, [*cases[1:], None], strict=True):
        since = case.referred - rng.randrange(60, 300)
        if yes(rng, _STEPPED_UP) == "Y" and since >= free:
            yield since, case.referred, case.person_id
        free = case.closed
        to = case.closed + rng.randrange(50, 220)
        limit = later.referred if later else case.born + 6570
        if case.closed <= books.end and case.is_in_need and yes(rng, _STEPPED_DOWN) == "Y" and to < limit:
            yield case.closed, to, case.person_id
            free = to
