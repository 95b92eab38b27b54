"""Links to surveys that were used, of those handed out; known for the council alone, once a survey has closed.

Members see the same answers in `survey_responses`, by the week in which they came: how many came in all until a survey
closed would tell them how many came in a month that is hidden.

A used link is deleted with the answer that it brought, so what was handed out is the answers and the links that are
left.
"""

from api.indicators.measures.measure import Measure, Words

MEASURE = Measure(
    "survey_response_rate",
    """
    select null::uuid as unit_id, (y.closed_at at time zone 'Europe/London')::date as on_date, i.is_used as met,
           null::int as standard_number, i.person, null::text as child_ref
      from survey y
      join (select survey_id, id as person, true as is_used from survey_response
            union all
            select survey_id, null, false from survey_link) i on i.survey_id = y.id
     where y.state = 'closed' and y.closed_at is not null""",
    fewest_people=5,
    is_public=False,
    words=Words(
        "Surveys answered, of those asked", "How many of the links that were handed out came back as an answer.",
        "Links that were used", "Links handed out for surveys that closed in the period", corner="voice",
        source="Surveys", owner="Principal social worker",
        gaps="A link that nobody passed on counts as not answered. Where fewer than five answered, nothing is shown.",
    ),
)  # fmt: skip
