"""Missing episodes: whether a return home interview was offered, and taken up."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, Measure, Within, Words, held_by

OFFERED = Measure(
    "missing_interviews_offered",
    f"""
    select held.unit_id, e.ended_on as on_date, coalesce(e.is_interview_offered, false) as met, {NOBODY}, e.child_ref
      from missing_episode e {held_by("e", "e.ended_on")}""",
    words=Words(
        "Missing episodes after which an interview was offered", "Every child who comes back is offered a return home "
        "interview by somebody independent.",
        "Episodes after which an interview was offered", "Missing episodes that ended in the period", standard=2,
        gaps="Whether it was offered within 72 hours cannot be known: the dataset has no day of the interview.",
    ),
)  # fmt: skip

ACCEPTED = Measure(
    "missing_interviews_accepted",
    f"""
    select held.unit_id, e.ended_on as on_date, coalesce(e.is_interview_accepted, false) as met, {NOBODY}, e.child_ref
      from missing_episode e {held_by("e", "e.ended_on")}
     where e.is_interview_offered""",
    within=(Within("missing_interviews_offered", of="met"),),
    words=Words(
        "Interviews after going missing that children accept", "An offer that most children refuse is worth a look.",
        "Episodes after which the child accepted the interview",
        "Missing episodes that ended in the period and after which an interview was offered", standard=4,
    ),
)  # fmt: skip
