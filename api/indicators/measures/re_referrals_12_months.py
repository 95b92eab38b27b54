"""Referrals of a child who was referred before within 12 months, of all referrals; two on one day count as one."""

from api.indicators.measures.measure import Measure, team_of

MEASURE = Measure(
    "re_referrals_12_months",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, r.referred_on as on_date,
           coalesce(r.before_on >= r.referred_on - interval '12 months', false) as met,
           null::int as standard_number, null::uuid as person
      from (
        select day.*, lag(day.referred_on) over (partition by day.child_ref order by day.referred_on) as before_on
          from (
            select distinct on (child_ref, referred_on) child_ref, referred_on, source_system, team_source_id
              from referral where referred_on is not null
             order by child_ref, referred_on, source_system, source_id) day) r {team_of("r", "r.referred_on")}""",  # noqa: S608 - only our own words
)
