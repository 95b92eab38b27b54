"""Figures made of two others: cases for each worker, and counts for every 10,000 children who live in the area."""

from api.indicators.measures.measure import Ratio, Setting, Words

POPULATION = Setting(
    "population",
    0,
    "Children aged 0 to 17 who live in the council's area, 0 as long as it is not known",
    "children",
    0,
    5_000_000,
)
"""By the Office for National Statistics' estimate of a mid-year, which counts from the April before it."""

_PER = "per 10,000 children"
_WHO = "Children aged 0 to 17 who live in the council's area"
_SOURCE = "Case management system; the population is the Office for National Statistics' mid-year estimate"
_GAP = (
    "Known of the council as a whole alone, and once its population is: it is set on this page, or loaded with the "
    "published population estimates. "
)
_NOT_SCALED = "A month's or a quarter's figure is not scaled up to a year: only years compare with what is published."

CASELOAD = Ratio(
    "caseload", "cases_allocated", "workers_with_cases", 1,
    Words(
        "Mean caseload per worker", "How many children's cases there are for each worker who holds any, at the end of "
        "the period's last day.",
        "Children with an allocated worker on that day", "Workers with a case on that day",
        unit="cases per worker", polarity="low", decimals=1,
        gaps="Workers are people, not full-time posts: see the mean caseload per full-time post, which compares with "
        "what is published. A mean hides who has many: see the workers above the limit. Cases are counted from "
        "allocations: those never ended in the records count on.",
    ),
)  # fmt: skip

CASELOAD_FULL_TIME = Ratio(
    "caseload_full_time", "cases_allocated", "posts_with_cases", 10,
    Words(
        "Mean caseload per full-time post", "How many children's cases there are for each full-time equivalent post of "
        "the workers who hold any, at the end of the period's last day: as the Department for Education counts it.",
        "Children with an allocated worker on that day",
        "Tenths of a full-time post of workers with a case on that day",
        unit="cases per full-time post", polarity="low", decimals=1,
        gaps="Hours count in tenths of a full-time post; a worker whose hours are not known counts as full time. The "
        "published figure is of 30 September, of social workers and their agency cover alone. A mean hides who has "
        "many: see the workers above the limit.",
    ),
)  # fmt: skip

REFERRALS = Ratio(
    "referrals_rate", "referrals", None, 10_000,
    Words(
        "Referrals per 10,000 children", "How many referrals came in for every 10,000 children who live here: the "
        "demand on the service, as other councils can be compared by.",
        "Referrals received in the period", _WHO, unit=_PER, decimals=1, polarity="neutral", source=_SOURCE,
        gaps=_GAP + _NOT_SCALED,
    ),
    (POPULATION,),
)  # fmt: skip

IN_CARE = Ratio(
    "children_looked_after_rate", "children_looked_after", None, 10_000,
    Words(
        "Children looked after per 10,000 children", "How many of every 10,000 children who live here the council "
        "looked after at the end of the period's last day.",
        "Children with an open episode of care at the end of the period's last day", _WHO, unit=_PER, decimals=1,
        polarity="neutral", source=_SOURCE,
        gaps=_GAP + "The published figure leaves out children who are only in care for short breaks.",
    ),
    (POPULATION,),
)  # fmt: skip

ON_PLAN = Ratio(
    "children_on_plan_rate", "children_on_plan", None, 10_000,
    Words(
        "Children on a child protection plan per 10,000 children", "How many of every 10,000 children who live here "
        "had a child protection plan at the end of the period's last day.",
        "Children with an open plan of this council's at the end of the period's last day", _WHO, unit=_PER, decimals=1,
        polarity="neutral", source=_SOURCE, gaps=_GAP.strip(),
    ),
    (POPULATION,),
)  # fmt: skip
