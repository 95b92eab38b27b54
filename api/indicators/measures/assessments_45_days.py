"""Assessments authorised 45 working days after their start or sooner, of those authorised."""

from api.indicators.measures.measure import FIRST_DAY, Measure, Setting, Within, setting, team_of

_CODE = "assessments_45_days"
MEASURE = Measure(
    _CODE,
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, a.authorised_on as on_date,
           finish.number - start.number + first_day.number <= within.number as met, null::int as standard_number,
           null::uuid as person, a.child_ref
      from assessment a
      join working_day start on start.day = a.started_on
      join working_day finish on finish.day = a.authorised_on
      {setting(_CODE, "within", "a.authorised_on")} {setting(_CODE, "first_day", "a.authorised_on")}
      {team_of("a", "a.authorised_on")}
     where a.authorised_on >= a.started_on""",  # noqa: S608 - only our own words
    settings=(Setting("within", 45, "An assessment is in time within", "working days", 1, 250), FIRST_DAY),
    within=(Within("assessments_child_seen"),),
)
