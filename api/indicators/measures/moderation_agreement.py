"""Second judgements equal to the first, of those in moderations completed."""

from api.indicators.measures.measure import Measure

MEASURE = Measure(
    "moderation_agreement",
    """
    select a.unit_id, (m.completed_at at time zone 'Europe/London')::date as on_date, j.outcome = 'agreed' as met,
           null::int as standard_number, null::uuid as person, a.child_ref
      from moderation m
      join audit a on a.id = m.audit_id
      join moderation_judgement j on j.moderation_id = m.id
     where m.state = 'completed'""",
)
