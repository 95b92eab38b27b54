"""Audits: how many of each kind, in time, what they found, and whether somebody acts on it."""

# ruff: noqa: S608 - only our own words

from typing import Any

from api.indicators.measures.measure import NOBODY, Measure, Within, Words

_FROM: dict[str, Any] = {"corner": "practice", "source": "Case audits", "owner": "Quality assurance lead"}
_FINAL_ON = "(a.finalised_at at time zone 'Europe/London')::date as on_date"
_COUNT = f"""
    select a.unit_id, {_FINAL_ON}, true as met, {NOBODY}, a.child_ref from audit a where a.state = 'final'"""
_KINDS = {
    "managers": "managers' audits", "peer": "peer audits", "multi_agency": "multi-agency audits",
    "supervision": "audits of supervision", "direct_observation": "direct observations",
    "appreciative_evaluation": "appreciative evaluations", "case_and_learning_review": "case and learning reviews",
    "thematic": "thematic audits", "dip_sample": "dip samples", "re_audit": "re-audits", "external": "external audits",
}  # fmt: skip

COMPLETED = Measure(
    "audits_completed",
    _COUNT,
    is_count=True,
    words=Words(
        "Audits completed", "How much of practice was looked at.", "Audits that became final in the period",
        unit="audits",
        polarity="neutral", **_FROM,
    ),
)  # fmt: skip

BY_KIND = tuple(
    Measure(
        f"audits_completed_{kind}",
        f"{_COUNT} and a.kind = '{kind}'",
        is_count=True,
        is_public=False,
        words=Words(
            f"Audits completed: {title}", f"How many {title} became final.", f"Final {title} in the period",
            unit="audits",
            polarity="neutral", **_FROM,
        ),
    )
    for kind, title in _KINDS.items()
)  # fmt: skip

IN_TIME = Measure(
    "audits_in_time",
    f"""
    select a.unit_id, a.due_on as on_date,
           coalesce((f.submitted_at at time zone 'Europe/London')::date <= a.due_on, false) as met, {NOBODY},
             a.child_ref
      from audit a
      left join (
        select audit_id, min(submitted_at) as submitted_at from audit_submission group by audit_id) f
          on f.audit_id = a.id
     where a.state <> 'withdrawn'""",
    words=Words(
        "Audits handed in on time", "Of the audits that were due, those handed in for the first time by then.",
        "Audits handed in on the day they were due, or before", "Audits due in the period that were not withdrawn",
        gaps="The day an audit is due may have been moved: the last one counts.", **_FROM,
    ),
)  # fmt: skip

STRENGTHS = Measure(
    "findings_strengths",
    f"""
    select a.unit_id, {_FINAL_ON}, f.kind = 'strength' as met, {NOBODY}, a.child_ref
      from finding f join audit a on a.id = f.audit_id where a.state = 'final'""",
    words=Words(
        "Findings that are strengths", "Learning is not blame: what goes well is a finding too.",
        "Strengths", "Findings of audits that became final in the period", polarity="neutral", **_FROM,
    ),
)  # fmt: skip

SERIOUS = Measure(
    "findings_high_severity",
    f"""
    select a.unit_id, {_FINAL_ON}, f.severity = 'high' as met, {NOBODY}, a.child_ref
      from finding f join audit a on a.id = f.audit_id where a.state = 'final' and f.kind = 'improvement'""",
    within=(Within("findings_strengths", of="not"),),
    words=Words(
        "Areas for improvement of high severity", "How much of what is to improve weighs heavily.",
        "Areas for improvement of high severity", "Areas for improvement in audits that became final in the period",
        polarity="low", **_FROM,
    ),
)  # fmt: skip

ACTED_ON = Measure(
    "findings_acted_on",
    f"""
    select a.unit_id, {_FINAL_ON}, exists (select from finding_action l where l.finding_id = f.id) as met, {NOBODY},
           a.child_ref
      from finding f join audit a on a.id = f.audit_id where a.state = 'final' and f.kind = 'improvement'""",
    within=(Within("findings_strengths", of="not"),),
    words=Words(
        "Areas for improvement with an action", "A finding that nobody acts on changes nothing.",
        "Areas for improvement that an action came of",
        "Areas for improvement in audits that became final in the period",
        standard=9, gaps="Some findings rightly lead to no action, and the auditor says why.", **_FROM,
    ),
)  # fmt: skip


def _heard(code: str, speaker: str, words: Words) -> Measure:
    sql = f"""
    select a.unit_id, {_FINAL_ON}, bool_or(v.state = 'given') as met, {NOBODY}, a.child_ref
      from audit a join voice v on v.audit_id = a.id and v.speaker = '{speaker}'
     where a.state = 'final' group by a.id having bool_or(v.state <> 'not_appropriate')"""
    return Measure(code, sql, words=words, within=(Within("audits_completed"),))


_HEARD: dict[str, Any] = _FROM | {"corner": "voice"}
CHILD_HEARD = _heard(
    "audits_child_heard", "child",
    Words(
        "Audits in which the child was heard", "An audit asks the child, or says why that was not right.",
        "Audits in which the child gave their view", "Final audits in which it was right to ask the child", standard=4,
        **_HEARD,
    ),
)  # fmt: skip
FAMILY_HEARD = _heard(
    "audits_family_heard", "family",
    Words(
        "Audits in which the family was heard", "An audit asks parents and carers, or says why that was not right.",
        "Audits in which somebody of the family gave their view",
        "Final audits in which it was right to ask the family",
        standard=3, **_HEARD,
    ),
)  # fmt: skip
