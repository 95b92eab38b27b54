"""The health of children in care for a year or longer: health assessments, the dentist, and the SDQ."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, Measure, Setting, Within, Words, held_by, latest, setting
from api.indicators.measures.spells import PERIODS, at_each_day

_YEAR = (
    Setting("within", 12, "A check counts within", "months", 1, 60),
    Setting("in_care_for", 12, "Children count once looked after for", "months", 1, 60),
)
_DENOMINATOR = "Children looked after for twelve months or longer at the end of the period's last day"


def _checked(code: str, checks: str, ages: str = "true") -> str:
    return f"""
    select held.unit_id, c.day as on_date,
           coalesce(k.on_day > c.day - make_interval(months => within.number), false) as met, {NOBODY}, c.child_ref
      from {at_each_day(PERIODS)} c
      left join child on child.child_ref = c.child_ref
      left join {checks} k on k.child_ref = c.child_ref and k.day = c.day
      {setting(code, "within", "c.day")} {setting(code, "in_care_for", "c.day")} {held_by("c", "c.day")}
     where c.began <= c.day - make_interval(months => in_care_for.number) and {ages}"""


def _kind(pattern: str) -> str:
    where = f"kind ~* '{pattern}' and coalesce(status, 'Completed') = 'Completed'"
    return latest("cla_health_check", "checked_on", where, days=1830)


HEALTH = Measure(
    "care_health_assessments",
    _checked("care_health_assessments", _kind("assess|^rha|^iha")),
    is_snapshot=True,
    within=(Within("children_looked_after"),),
    settings=_YEAR,
    words=Words(
        "Children in care with a health assessment in the year",
        "Whether health needs were looked at within twelve months.",
        "Children with a completed health assessment in the twelve months before", _DENOMINATOR, standard=6,
        gaps="The statutory return is yearly and has no day of the check; without one it does not count here.",
    ),
)  # fmt: skip

DENTAL = Measure(
    "care_dental_checks",
    _checked("care_dental_checks", _kind("dent|teeth")),
    is_snapshot=True,
    within=(Within("care_health_assessments"),),
    settings=_YEAR,
    words=Words(
        "Children in care with a dental check in the year", "Whether a dentist saw the child within twelve months.",
        "Children with a completed dental check in the twelve months before", _DENOMINATOR, standard=6,
        gaps="The statutory return is yearly and has no day of the check; without one it does not count here.",
    ),
)  # fmt: skip

SDQ = Measure(
    "care_sdq_scores",
    _checked(
        "care_sdq_scores",
        latest("sdq_score", "completed_on", "score is not null", days=1830),
        "c.day >= child.birth_on + interval '4 years' and c.day < child.birth_on + interval '17 years'",
    ),
    is_snapshot=True,
    within=(Within("care_health_assessments"),),
    settings=_YEAR,
    words=Words(
        "Children in care with an SDQ score in the year",
        "The strengths and difficulties questionnaire tells of emotional "
        "and behavioural health, for children from 4 to 16.",
        "Children with a score in the twelve months before",
        "Children of 4 to 16 looked after for twelve months or longer",
        standard=6, gaps="A score without a day does not count. Children whose date of birth is not known are left "
        "out.",
    ),
)  # fmt: skip
