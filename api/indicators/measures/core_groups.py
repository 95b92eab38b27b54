"""Core groups: the first soon after the plan begins, then at the council's interval."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, ON_PLAN, Measure, Setting, Within, Words, held_by, latest, setting

_CODE = "core_groups_in_time"
_HELD = latest("core_group_meeting", "held_on", days=400)
MEASURE = Measure(
    _CODE,
    f"""
    select held.unit_id, p.day as on_date,
           case when g.on_day >= p.began then today.number - last.number <= then_within.number
                else today.number - began.number <= first_within.number end as met, {NOBODY}, p.child_ref
      from {ON_PLAN} p
      left join {_HELD} g on g.child_ref = p.child_ref and g.day = p.day
      join working_day today on today.day = p.day
      join working_day began on began.day = p.began
      left join working_day last on last.day = g.on_day
      {setting(_CODE, "first_within", "p.day")} {setting(_CODE, "then_within", "p.day")} {held_by("p", "p.day")}""",
    is_snapshot=True,
    within=(Within("children_on_plan"),),
    settings=(
        Setting("first_within", 10, "The first core group meets within", "working days", 1, 120),
        Setting("then_within", 30, "After that it meets at least every", "working days", 1, 250),
    ),
    words=Words(
        "Children on a plan whose core group meets in time",
        "The core group carries the plan out: it first meets within "
        "ten working days, and then at the council's interval.",
        "Children whose core group met within the interval", "Children on a plan at the end of the period's last day",
        standard=6, gaps="Most case systems do not send core groups unless asked to: without them every plan is late.",
    ),
)  # fmt: skip
