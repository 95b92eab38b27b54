"""Thamesmere Council, which does not exist: its services and teams, its workers and the people who sign in."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

NAME = "Thamesmere Council"
MAIL = "thamesmere.example"


@dataclass(frozen=True)
class Unit:
    """A council, service or team; `id` is what the case system calls it (a department)."""

    id: str
    parent_id: str | None
    kind: str
    name: str


@dataclass(frozen=True)
class Worker:
    """A professional of the case system, for as long as they are in post; `to` is None for whoever is still there."""

    id: str
    team_id: str
    job_title: str
    is_agency: bool
    full_time_equivalent: float
    since: date
    to: date | None
    holds_cases: bool


@dataclass(frozen=True)
class Person:
    """Somebody who signs in; `worker_ref` is the id of the professional they are in the case system, if any."""

    name: str
    email: str
    job_title: str
    role: str
    unit_id: str
    worker_ref: str | None = None


@dataclass(frozen=True)
class Client:
    """A machine that talks to Plumbline."""

    name: str
    role: str
    source_system: str | None


COUNCIL = Unit("1000", None, "council", NAME)

SERVICES = (
    Unit("1100", "1000", "service", "Front door and assessment"),
    Unit("1200", "1000", "service", "Locality services"),
    Unit("1300", "1000", "service", "Children looked after"),
    Unit("1400", "1000", "service", "Disability and edge of care"),
)

MASH, ACCESS = "1110", ("1120", "1130")
LOCALITIES = ("1210", "1220", "1230", "1240")
LOOKED_AFTER, LEAVING_CARE = ("1310", "1320"), "1250"
DISABILITY, EDGE_OF_CARE = "1410", "1420"
DIPPING_TEAM = "1220"
"""Locality South: its visits slip in the second year, which the charts ought to show."""

TEAMS = (
    Unit(MASH, "1100", "team", "Multi-agency safeguarding hub"),
    Unit(ACCESS[0], "1100", "team", "Access and assessment 1"),
    Unit(ACCESS[1], "1100", "team", "Access and assessment 2"),
    Unit(LOCALITIES[0], "1200", "team", "Locality North"),
    Unit(LOCALITIES[1], "1200", "team", "Locality South"),
    Unit(LOCALITIES[2], "1200", "team", "Locality East"),
    Unit(LOCALITIES[3], "1200", "team", "Locality West"),
    Unit(LEAVING_CARE, "1200", "team", "Leaving care"),
    Unit(LOOKED_AFTER[0], "1300", "team", "Children looked after 1"),
    Unit(LOOKED_AFTER[1], "1300", "team", "Children looked after 2"),
    Unit(DISABILITY, "1400", "team", "Disability"),
    Unit(EDGE_OF_CARE, "1400", "team", "Edge of care"),
)

UNITS = (COUNCIL, *SERVICES, *TEAMS)

# Case holders of each team over the three years, leavers and joiners together, in the order of TEAMS: 74 in all, which
# with 12 team managers and 4 reviewing officers makes 90 professionals.
_CASE_HOLDERS = (5, 9, 9, 8, 8, 7, 7, 4, 5, 5, 4, 3)
_TITLES = ("Social worker", "Social worker", "Senior social worker", "Social worker", "Newly qualified social worker")
_OFFICERS = 4
_FIRST_WORKER = 40101


def workers(seed: int, start: date, end: date) -> tuple[Worker, ...]:
    """The 90 professionals, by team: the manager, then the case holders; last the four reviewing officers.

    About a third of the case holders leave between `start` and `end`, and as many others come in their place.
    """
    rng = Random(f"{seed}:workers")
    long_ago, days = date(start.year - 12, 1, 1), (end - start).days
    found: list[Worker] = []

    def hire(team: str, title: str, since: date, to: date | None, holds_cases: bool) -> None:
        full_time = 1.0 if rng.random() < 0.82 else rng.choice((0.5, 0.6, 0.8))
        agency = holds_cases and rng.random() < (0.3 if since > long_ago else 0.1)
        found.append(Worker(str(_FIRST_WORKER + len(found)), team, title, agency, full_time, since, to, holds_cases))

    for team, heads in zip(TEAMS, _CASE_HOLDERS, strict=True):
        hire(team.id, "Team manager", long_ago, None, holds_cases=False)
        replaced = heads // 3
        for place in range(heads - replaced):
            title = "Personal adviser" if team.id == LEAVING_CARE and place % 2 else _TITLES[place % len(_TITLES)]
            left = start + timedelta(days=rng.randrange(60, days - 60)) if place < replaced else None
            hire(team.id, title, long_ago, left, holds_cases=True)
            if left is not None:
                hire(team.id, title, left - timedelta(days=rng.randrange(0, 15)), None, holds_cases=True)
    for _ in range(_OFFICERS):
        hire(COUNCIL.id, "Independent reviewing officer", long_ago, None, holds_cases=False)
    return tuple(found)


CLIENTS = (
    Client("Case management system", "case_management_system", "thamesmere-cms"),
    Client("Business intelligence", "bi_tool", None),
)

# Auditors sit in the services and moderators above them, as nobody moderates the audits of their own unit.
# One line a person: name, job title, role, unit, and the place among the unit's workers still in post ("manager",
# a number, or nothing for those whom the case system does not know).
_SIGN_IN: tuple[tuple[str, str, str, str, str | int | None], ...] = (
    ("Bronwen Achterby", "Social worker", "practitioner", LOCALITIES[1], 0),
    ("Tariq Wennington", "Senior social worker", "practitioner", LOCALITIES[0], 0),
    ("Oluchi Fenwright", "Social worker", "practitioner", ACCESS[0], 0),
    ("Callum Tregavron", "Social worker", "practitioner", LOOKED_AFTER[0], 0),
    ("Meera Hollowell-Das", "Social worker", "practitioner", DISABILITY, 0),
    ("Siân Oakhanger", "Personal adviser", "practitioner", LEAVING_CARE, 0),
    ("Gareth Quillfeather", "Team manager", "team_manager", LOCALITIES[1], "manager"),
    ("Adaeze Thornbury", "Team manager", "team_manager", LOCALITIES[0], "manager"),
    ("Fiona McAlderley", "Team manager", "team_manager", ACCESS[0], "manager"),
    ("Rajan Pettiford", "Team manager", "team_manager", LOOKED_AFTER[0], "manager"),
    ("Hazel Winterbrook", "Team manager", "team_manager", DISABILITY, "manager"),
    ("Imogen Castlereed", "Quality assurance auditor", "auditor", SERVICES[0].id, None),
    ("Kwabena Ashdown-Osei", "Quality assurance auditor", "auditor", SERVICES[1].id, None),
    ("Dilys Penhallick", "Practice reviewer", "auditor", SERVICES[2].id, None),
    ("Yusuf Barraclow", "Advanced practitioner", "auditor", SERVICES[3].id, None),
    ("Catriona Lochhurst", "Advanced practitioner", "auditor", SERVICES[0].id, None),
    ("Harpreet Millstone", "Practice educator", "auditor", SERVICES[1].id, None),
    ("Edmund Farrowdale", "Independent auditor", "auditor", SERVICES[2].id, None),
    ("Nkechi Summerlee", "Practice reviewer", "auditor", SERVICES[3].id, None),
    ("Rosalind Trevanning", "Service manager for improvement", "moderator", COUNCIL.id, None),
    ("Anwar Blythedale", "Higher specialist social worker", "moderator", COUNCIL.id, None),
    ("Morwenna Keast-Lovell", "Higher specialist social worker", "moderator", COUNCIL.id, None),
    ("Patrick O'Hanlow", "Independent reviewing officer", "reviewing_officer", COUNCIL.id, 0),
    ("Shanelle Brackenridge", "Service manager, locality services", "service_manager", SERVICES[1].id, None),
    ("Duncan Aldersyke", "Head of service, front door and assessment", "head_of_service", SERVICES[0].id, None),
    ("Lavinia Marchbank", "Head of children's social care", "head_of_childrens_social_care", COUNCIL.id, None),
    ("Priya Summerhay", "Quality assurance lead", "quality_lead", COUNCIL.id, None),
    ("Ffion Garrowby", "Principal social worker", "principal_social_worker", COUNCIL.id, None),
    ("Malcolm Everingdale", "Director of children's services", "director", COUNCIL.id, None),
    ("Cllr Josephine Wickstead", "Lead member for children", "lead_member", COUNCIL.id, None),
    ("Desmond Larkhill", "Partnership business manager", "partnership", COUNCIL.id, None),
    ("Wei-Ling Copperfield", "Performance analyst", "data_analyst", COUNCIL.id, None),
    ("Stuart Nettlecombe", "Systems administrator", "administrator", COUNCIL.id, None),
)


def sign_in_people(staff: tuple[Worker, ...]) -> tuple[Person, ...]:
    """Everybody who signs in, at least one for each role; practitioners and managers are tied to `staff` in post."""
    return tuple(
        Person(name, _address(name), title, role, unit, _worker_ref(staff, unit, place))
        for name, title, role, unit, place in _SIGN_IN
    )


def _address(name: str) -> str:
    plain = name.removeprefix("Cllr ").replace("â", "a").replace("'", "").lower()
    return f"{plain.replace(' ', '.')}@{MAIL}"


def _worker_ref(staff: tuple[Worker, ...], unit_id: str, place: str | int | None) -> str | None:
    if place is None:
        return None
    manager = place == "manager"
    here = [one.id for one in staff if one.team_id == unit_id and one.to is None]
    holders = {one.id for one in staff if one.holds_cases}
    if manager:
        return next(one for one in here if one not in holders)
    if unit_id == COUNCIL.id:
        return here[int(place)]
    return [one for one in here if one in holders][int(place)]
