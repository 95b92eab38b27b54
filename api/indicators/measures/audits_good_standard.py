"""Reported judgements of the criteria under a standard, in final audits, that count as good or better.

A question belongs to the standard of its criterion, or else to that of its section. Compliance is no judgement.
"""

from api.indicators.measures.measure import Measure

MEASURE = Measure(
    "audits_good_standard",
    """
    select a.unit_id, (a.finalised_at at time zone 'Europe/London')::date as on_date, l.is_good_or_better as met,
           p.number as standard_number, null::uuid as person, a.child_ref
      from audit a
      join audit_tool t on t.id = a.audit_tool_id
      join audit_answer w on w.audit_id = a.id and not w.is_not_applicable
      join tool_question q on q.id = w.tool_question_id and q.kind = 'quality'
      join tool_section s on s.id = q.tool_section_id
      left join criterion c on c.id = q.criterion_id
      join practice_standard p on p.id = coalesce(c.practice_standard_id, s.practice_standard_id)
      join standards_version v on v.id = p.standards_version_id
      join standards_set e on e.id = v.set_id and e.code = 'practice'
      join judgement_level l on l.judgement_scale_id = t.judgement_scale_id and l.code = w.reported_grade
     where a.state = 'final'""",
)
