"""Referrals of a child who was referred before within 12 months, of all referrals; two on one day count as one."""

from api.indicators.measures.measure import Measure, Setting, Within, setting, team_of

_CODE = "re_referrals_12_months"
MEASURE = Measure(
    _CODE,
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, r.referred_on as on_date,
           coalesce(r.before_on >= r.referred_on - make_interval(months => look_back.number), false) as met,
           null::int as standard_number, null::uuid as person, r.child_ref
      from (
        select day.*, lag(day.referred_on) over (partition by day.child_ref order by day.referred_on) as before_on
          from (
            select distinct on (child_ref, referred_on) child_ref, referred_on, source_system, team_source_id
              from referral where referred_on is not null
             order by child_ref, referred_on, source_system, source_id) day) r
      {setting(_CODE, "look_back", "r.referred_on")} {team_of("r", "r.referred_on")}""",  # noqa: S608 - only our own words
    settings=(Setting("look_back", 12, "An earlier referral counts within", "months", 1, 120),),
    within=(Within("referrals"),),
)
