"""Surveys answered: how much is known of what people say; known for the council alone.

Open surveys are left out: figures that move with each answer would give the last one away.
"""

from api.indicators.measures.measure import Measure

MEASURE = Measure(
    "survey_responses",
    """
    select null::uuid as unit_id, r.answered_week as on_date, true as met, null::int as standard_number, r.id as person,
           null::text as child_ref
      from survey_response r
      join survey y on y.id = r.survey_id and y.state = 'closed'""",
    is_count=True,
    fewest_people=5,
)
