"""Changes of worker: children in care who had three or more in a year."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import LOOKED_AFTER, NOBODY, Measure, Setting, Within, Words, held_by, setting

_CODE = "care_3_workers"
MEASURE = Measure(
    _CODE,
    f"""
    select held.unit_id, c.day as on_date, c.workers >= at_least.number as met, {NOBODY}, c.child_ref
      from (
        select c.child_ref, c.day, count(distinct i.worker_source_id) as workers
          from {LOOKED_AFTER} c
          {setting(_CODE, "look_back", "c.day")}
          left join involvement i on i.child_ref = c.child_ref and i.role = 'CW'
           and (i.from_on is null or i.from_on <= c.day)
           and (i.to_on is null or i.to_on > c.day - make_interval(months => look_back.number))
         group by c.child_ref, c.day) c
      {setting(_CODE, "at_least", "c.day")} {held_by("c", "c.day")}""",
    is_snapshot=True,
    within=(Within("children_looked_after"),),
    settings=(
        Setting("at_least", 3, "Many workers are at least", "workers", 2, 20),
        Setting("look_back", 12, "Workers count within", "months", 1, 60),
    ),
    words=Words(
        "Children in care with three workers or more",
        "Of the children looked after at the end of the period's last day, "
        "those who had three allocated workers or more in the twelve months before. Who comes back counts once.",
        "Children with three allocated workers or more in twelve months", "Children looked after on that day",
        polarity="low", standard=2, gaps="Cover for leave counts where it is recorded as an allocation.",
    ),
)  # fmt: skip
