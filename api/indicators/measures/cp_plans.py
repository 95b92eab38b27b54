"""Child protection plans: those after an earlier one, and those that last for two years."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, ON_PLAN, Measure, Setting, Within, Words, held_by, setting

_GAP = "Plans before the first one that was ever sent here are not known, so the first years look too low."
_AT_LEAST = Setting("at_least", 730, "A plan is long from", "days", 1, 3650)

# Another authority's plans count as earlier ones, and never as this council's.
_WITH_EARLIER = """
        select child_ref, started_on, is_other_authority, min(started_on) over earlier as first_on,
               max(coalesce(ended_on, started_on)) over earlier as before_on
          from cp_plan where started_on is not null
        window earlier as (partition by child_ref order by started_on
                           range between unbounded preceding and '1 day' preceding)"""

REPEAT = Measure(
    "cp_plans_repeat",
    f"""
    select held.unit_id, p.started_on as on_date, p.first_on is not null as met, {NOBODY}, p.child_ref
      from ({_WITH_EARLIER}) p {held_by("p", "p.started_on")}
     where p.is_other_authority is not true""",
    begins="children_on_plan",
    words=Words(
        "Child protection plans for a second or later time",
        "Plans that begin for a child who ever had one before: a sign "
        "that change did not last.",
        "Plans of children who had an earlier plan", "Child protection plans that began in the period", polarity="low",
        standard=1, gaps=_GAP,
    ),
)  # fmt: skip

REPEAT_SOON = Measure(
    "cp_plans_repeat_2_years",
    f"""
    select held.unit_id, p.started_on as on_date,
           coalesce(p.before_on >= p.started_on - make_interval(months => look_back.number), false) as met, {NOBODY},
           p.child_ref
      from ({_WITH_EARLIER}) p
      {setting("cp_plans_repeat_2_years", "look_back", "p.started_on")} {held_by("p", "p.started_on")}
     where p.is_other_authority is not true""",
    settings=(Setting("look_back", 24, "An earlier plan counts if it ended within", "months", 1, 240),),
    words=Words(
        "Child protection plans within two years of an earlier one", "As second or later plans, where the earlier one "
        "ended no longer than two years before.",
        "Plans that began within 24 months of the end of an earlier one",
        "Child protection plans that began in the period",
        polarity="low", standard=1, gaps="An earlier plan that has no end counts by its start.",
    ),
    is_public=False,
)  # fmt: skip

LONG_OPEN = Measure(
    "cp_plans_2_years_open",
    f"""
    select held.unit_id, p.day as on_date, p.day - p.began >= at_least.number as met, {NOBODY}, p.child_ref
      from {ON_PLAN} p
      {setting("cp_plans_2_years_open", "at_least", "p.day")} {held_by("p", "p.day")}""",
    is_snapshot=True,
    within=(Within("children_on_plan"),),
    settings=(_AT_LEAST,),
    words=Words(
        "Children on a plan for two years or longer", "Of the children on a plan at the end of the period's last day.",
        "Children whose plan has lasted 730 days or more", "Children on a child protection plan on that day",
        polarity="low", standard=1, gaps="For the running period it is the number today.",
    ),
)  # fmt: skip

# Members see the plans that begin and the children on a plan, and so are not shown what ends: `begins` sees to it.
LONG_CEASED = Measure(
    "cp_plans_2_years_ceased",
    f"""
    select held.unit_id, p.ended_on as on_date, p.ended_on - p.started_on >= at_least.number as met, {NOBODY},
      p.child_ref
      from cp_plan p {setting("cp_plans_2_years_ceased", "at_least", "p.ended_on")} {held_by("p", "p.ended_on")}
     where p.is_other_authority is not true and p.ended_on >= p.started_on""",
    settings=(_AT_LEAST,),
    words=Words(
        "Plans ended after two years or longer", "Of the child protection plans that ended in the period.",
        "Plans that had lasted 730 days or more", "Child protection plans that ended in the period",
        polarity="low", standard=1,
    ),
    is_public=False,
)  # fmt: skip
