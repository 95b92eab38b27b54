"""Reviews of child protection plans: the first within three months, each later one within six.

Each event of a plan, its start and each review, sets the day by which the next review is due. The first due day that
passed without a review is the one on which the plan fell out of time, and so it stays.
"""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, Measure, Setting, Within, Words, held_by, setting

_CODE = "cp_reviews_in_time"
MEASURE = Measure(
    _CODE,
    f"""
    select held.unit_id, p.day as on_date, p.day <= p.out_of_time_on as met, {NOBODY}, p.child_ref
      from (
        select p.child_ref, at.day, min(p.out_of_time_on) as out_of_time_on
          from (
            select e.child_ref, e.source_system, e.source_id, min(e.began) as began, min(e.ended) as ended,
                   min(e.due_on) filter (where e.next_on is null or e.next_on > e.due_on) as out_of_time_on
              from (
                select e.*, (e.on_day + make_interval(
                         months => case when e.is_start then first_within.number else then_within.number end))::date
                           as due_on
                  from (
                    select e.*, lead(e.on_day) over (
                             partition by e.source_system, e.source_id order by e.on_day, e.is_start desc) as next_on
                      from (
                        select p.child_ref, p.source_system, p.source_id, p.started_on as began, p.ended_on as ended,
                               p.started_on as on_day, true as is_start
                          from cp_plan p where p.is_other_authority is not true and p.started_on is not null
                        union all
                        select p.child_ref, p.source_system, p.source_id, p.started_on, p.ended_on, r.reviewed_on, false
                          from cp_plan p
                          join cp_review r on r.child_ref = p.child_ref and r.reviewed_on > p.started_on
                           and (p.ended_on is null or r.reviewed_on <= p.ended_on)
                         where p.is_other_authority is not true) e) e
                  {setting(_CODE, "first_within", "e.on_day")} {setting(_CODE, "then_within", "e.on_day")}) e
             group by e.child_ref, e.source_system, e.source_id) p
          join as_at at on at.day >= p.began and at.day < coalesce(p.ended, 'infinity')
          {setting(_CODE, "open_for", "at.day")}
         where p.began + make_interval(months => open_for.number) <= at.day
         group by p.child_ref, at.day) p {held_by("p", "p.day")}""",
    is_snapshot=True,
    within=(Within("children_on_plan"),),
    settings=(
        Setting("first_within", 3, "The first review is due within", "months", 1, 24),
        Setting("then_within", 6, "Each later review is due within", "months", 1, 24),
        Setting("open_for", 3, "Plans count once they have been open for", "months", 0, 24),
    ),
    words=Words(
        "Child protection plans reviewed in time",
        "Of the children on a plan at the end of the period's last day and for "
        "three months or longer: a first review within three months, and every later one within six of the one before.",
        "Children all of whose reviews were in time", "Children on a plan for three months or longer on that day",
        standard=9, gaps="A review belongs to the plan that was open on its day. A plan once out of time stays so.",
    ),
)  # fmt: skip
