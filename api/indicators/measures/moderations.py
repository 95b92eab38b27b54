"""Severity: judgements that the second reader raises or lowers."""

# ruff: noqa: S608 - only our own words

from typing import Any

from api.indicators.measures.measure import NOBODY, Measure, Words

_FROM: dict[str, Any] = {"corner": "practice", "source": "Moderation of case audits", "owner": "Quality assurance lead"}
_DENOMINATOR = "Judgements read a second time, in moderations completed in the period"
_GAP = "Moderated audits are picked by rule, not at random: the figure tells of them, and not of all audits."


def _moved(outcome: str) -> str:
    return f"""
    select a.unit_id, (m.completed_at at time zone 'Europe/London')::date as on_date, j.outcome = '{outcome}' as met,
           {NOBODY}, a.child_ref
      from moderation m
      join audit a on a.id = m.audit_id
      join moderation_judgement j on j.moderation_id = m.id
     where m.state = 'completed'"""


LOWERED = Measure(
    "moderation_lowered",
    _moved("lowered"),
    is_public=False,
    words=Words(
        "Judgements that the second reader lowered", "Many lowered judgements mean that first readers are lenient.",
        "Second judgements worse than the first", _DENOMINATOR, polarity="low", gaps=_GAP, **_FROM,
    ),
)  # fmt: skip

RAISED = Measure(
    "moderation_raised",
    _moved("raised"),
    is_public=False,
    words=Words(
        "Judgements that the second reader raised", "Many raised judgements mean that first readers are severe.",
        "Second judgements better than the first", _DENOMINATOR, polarity="neutral", gaps=_GAP, **_FROM,
    ),
)  # fmt: skip
