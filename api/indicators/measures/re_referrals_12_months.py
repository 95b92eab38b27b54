"""Referrals of a child who was referred before within 12 months: of all referrals, and of all children referred."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, Measure, Setting, Within, Words, setting, team_of

_CODE, _CHILDREN = "re_referrals_12_months", "re_referred_children"
_LOOK_BACK = Setting("look_back", 12, "An earlier referral counts within", "months", 1, 120)

# Two referrals of a child on one day count as one.
_DAYS = """
            select distinct on (child_ref, referred_on) child_ref, referred_on, source_system, team_source_id
              from referral where referred_on is not null
             order by child_ref, referred_on, source_system, source_id"""

MEASURE = Measure(
    _CODE,
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, r.referred_on as on_date,
           coalesce(r.before_on >= r.referred_on - make_interval(months => look_back.number), false) as met,
           null::int as standard_number, null::uuid as person, r.child_ref
      from (
        select day.*, lag(day.referred_on) over (partition by day.child_ref order by day.referred_on) as before_on
          from ({_DAYS}) day) r
      {setting(_CODE, "look_back", "r.referred_on")} {team_of("r", "r.referred_on")}""",
    settings=(_LOOK_BACK,),
    within=(Within("referrals"),),
)

# Each child stands with the latest referral up to the day. Members see how many referrals are of children who were not
# referred before: with this they would be told month by month for how many the year has passed.
CHILDREN = Measure(
    _CHILDREN,
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, at.day as on_date,
           coalesce(r.again_on > at.day - interval '1 year', false) as met, {NOBODY}, r.child_ref
      from (
        select e.*, max(e.referred_on) filter (
                      where e.before_on >= e.referred_on - make_interval(months => look_back.number)
                    ) over (partition by e.child_ref order by e.referred_on) as again_on
          from (
            select day.*, lag(day.referred_on) over of_child as before_on,
                   lead(day.referred_on) over of_child as next_on
              from ({_DAYS}) day window of_child as (partition by day.child_ref order by day.referred_on)) e
          {setting(_CHILDREN, "look_back", "e.referred_on")}) r
      join as_at at on at.day >= r.referred_on and at.day < coalesce(r.next_on, 'infinity')
       and r.referred_on > at.day - interval '1 year' {team_of("r", "r.referred_on")}""",
    is_snapshot=True,
    is_public=False,
    settings=(_LOOK_BACK,),
    words=Words(
        "Children referred again within 12 months",
        "Of the children referred in the twelve months up to the end of the period's last day, each counted once, "
        "those who had been referred within the 12 months before one of these referrals. At the end of March it is the "
        "financial year's.",
        "Children with a referral in those twelve months that came within 12 months of an earlier one",
        "Children referred in the twelve months up to the period's last day", polarity="low", standard=1,
        gaps="It looks back over a year whatever the period, so it moves slowly, and neighbouring months are nearly "
        "the same children: for what is new, see the referrals within 12 months of an earlier one. Earlier referrals "
        "that were never sent here are not known, so the first years look too low. A child is with the team of their "
        "latest referral; work whose team is not known counts for the council alone.",
    ),
)  # fmt: skip
