"""Actions: done by the day they were due, verified by somebody else, and proven."""

# ruff: noqa: S608 - only our own words

from typing import Any

from api.indicators.measures.measure import NOBODY, Measure, Words

_FROM: dict[str, Any] = {"corner": "practice", "source": "Actions", "owner": "Quality assurance lead", "standard": 9}

IN_TIME = Measure(
    "actions_done_in_time",
    f"""
    select a.unit_id, a.due_on as on_date,
           coalesce((a.done_at at time zone 'Europe/London')::date <= a.due_on, false) as met, {NOBODY}, a.child_ref
      from action a where a.state <> 'cancelled'""",
    words=Words(
        "Actions done on time", "Of the actions that were due, those done by then.",
        "Actions done on the day they were due, or before", "Actions due in the period that were not cancelled",
        gaps="The day an action is due may have been moved: the last one counts. A reopened action is not done.",
        **_FROM,
    ),
)  # fmt: skip

VERIFIED = Measure(
    "actions_verified",
    f"""
    select a.unit_id, (a.done_at at time zone 'Europe/London')::date as on_date, a.state = 'verified' as met, {NOBODY},
           a.child_ref
      from action a where a.done_at is not null""",
    words=Words(
        "Actions verified by somebody else", "Who verifies that an action is done is never who did it.",
        "Actions that somebody else has verified", "Actions done in the period",
        gaps="What was done lately may be verified "
        "yet: the latest periods rise for a while.", **_FROM,
    ),
)  # fmt: skip

PROVEN = Measure(
    "actions_proven",
    f"""
    select a.unit_id, (a.verified_at at time zone 'Europe/London')::date as on_date, a.proven_at is not null as met,
           {NOBODY}, a.child_ref
      from action a where a.verified_at is not null""",
    words=Words(
        "Actions proven to have worked", "An action is proven when a re-audit or an indicator shows that practice "
        "moved.",
        "Actions proven by a re-audit or an indicator", "Actions verified in the period",
        gaps="Proof takes months: the latest periods rise for a while.", **_FROM,
    ),
)  # fmt: skip
