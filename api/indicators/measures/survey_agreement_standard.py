"""Answers 4 or 5, of the answers 1 to 5 to survey questions about a standard; known for the council alone.

Open surveys are left out: figures that move with each answer would give the last one away.
"""

from api.indicators.measures.measure import Measure

MEASURE = Measure(
    "survey_agreement_standard",
    """
    select null::uuid as unit_id, r.answered_week as on_date, a.value >= 4 as met,
           s.number as standard_number, r.id as person, null::text as child_ref
      from survey_answer a
      join survey_response r on r.id = a.survey_response_id
      join survey y on y.id = r.survey_id and y.state = 'closed'
      join survey_question q on q.id = a.survey_question_id
      join practice_standard s on s.id = q.practice_standard_id
      join standards_version v on v.id = s.standards_version_id
      join standards_set t on t.id = v.set_id and t.code = 'practice'
     where a.value is not null""",
    fewest_people=5,
)
