"""Final audits whose reported grade counts as good or better."""

from api.indicators.measures.measure import Measure, Within

MEASURE = Measure(
    "audits_good",
    """
    select a.unit_id, (a.finalised_at at time zone 'Europe/London')::date as on_date, l.is_good_or_better as met,
           null::int as standard_number, null::uuid as person, a.child_ref
      from audit a
      join audit_tool t on t.id = a.audit_tool_id
      join judgement_level l on l.judgement_scale_id = t.judgement_scale_id and l.code = a.reported_grade
     where a.state = 'final'""",
    within=(Within("audits_completed"),),
)
