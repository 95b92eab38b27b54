"""Assessments authorised 45 working days after their start or sooner, of those authorised."""

from api.indicators.measures.measure import Measure, team_of

MEASURE = Measure(
    "assessments_45_days",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, a.authorised_on as on_date,
           finish.number - start.number <= 45 as met, null::int as standard_number, null::uuid as person
      from assessment a
      join working_day start on start.day = a.started_on
      join working_day finish on finish.day = a.authorised_on {team_of("a", "a.authorised_on")}
     where a.authorised_on >= a.started_on""",  # noqa: S608 - only our own words
)
