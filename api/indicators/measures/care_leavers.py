"""Care leavers as they are now: in touch, well housed, at work or learning, with a plan that was reviewed.

Case systems send how a young person is today, and not how they were: so the figure is of today alone.
"""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, Measure, Setting, Words, held_by, setting

_GAP = "Case systems send how a young person is now, so past periods keep the figure that they had."
_DENOMINATOR = "Care leavers aged 17 to 21, without those who died or returned home"


_FROM_AGE = Setting("from_age", 17, "Care leavers count from the age of", "years", 17, 21)


def _of_today(code: str, met: str, words: Words, settings: tuple[Setting, ...] = (), more: str = "") -> Measure:
    sql = f"""
    select coalesce(named.id, held.unit_id) as unit_id, c.day as on_date, {met} as met, {NOBODY}, c.child_ref
      from (select l.*, at.day from care_leaver l cross join (select max(day) as day from as_at) at) c
      left join child on child.child_ref = c.child_ref
      left join unit named on named.source_system = c.source_system and named.source_id = c.team_source_id
      {setting(code, "from_age", "c.day")} {more} {held_by("c", "c.day")}
     where coalesce(c.in_touch, '') not in ('DIED', 'RHOM')
       and (child.birth_on is null
            or (c.day >= child.birth_on + make_interval(years => from_age.number)
                and c.day < child.birth_on + interval '22 years'))"""
    return Measure(code, sql, is_snapshot=True, is_of_today=True, words=words, settings=(*settings, _FROM_AGE))


IN_TOUCH = _of_today(
    "care_leavers_in_touch",
    "coalesce(c.in_touch = 'YES', false)",
    Words(
        "Care leavers in touch with the council", "Whether the council knows how the young person is.",
        "Care leavers with whom the council is in touch", _DENOMINATOR, standard=1, gaps=_GAP,
    ),
)  # fmt: skip

ACCOMMODATION = _of_today(
    "care_leavers_accommodation",
    "coalesce(c.suitability = '1', false)",
    Words(
        "Care leavers in suitable accommodation", "Suitable is what the council recorded; not known is not suitable.",
        "Care leavers whose accommodation is recorded as suitable", _DENOMINATOR, standard=1, gaps=_GAP,
    ),
)  # fmt: skip

ACTIVITY = _of_today(
    "care_leavers_activity",
    "coalesce(c.activity ~ '^[FP]', false)",
    Words(
        "Care leavers in education, employment or training", "Full time or part time; not known counts as neither.",
        "Care leavers in education, employment or training", _DENOMINATOR, standard=1, gaps=_GAP,
    ),
)  # fmt: skip

PATHWAY = _of_today(
    "care_leavers_pathway_6_months",
    "coalesce(c.pathway_plan_reviewed_on >= c.day - make_interval(months => reviewed_within.number), false)",
    Words(
        "Care leavers whose pathway plan was reviewed in time", "A pathway plan is reviewed every six months.",
        "Care leavers whose plan was reviewed in the six months before", _DENOMINATOR, standard=9, gaps=_GAP,
    ),
    (Setting("reviewed_within", 6, "A pathway plan is reviewed within", "months", 1, 36),),
    setting("care_leavers_pathway_6_months", "reviewed_within", "c.day"),
)  # fmt: skip
