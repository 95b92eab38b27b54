"""Measures of audits, findings, second readings, actions, voices and complaints against rows made by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.access.permissions import Role
from api.actions.models import ActionState
from api.audits.models import Audit, AuditSubmission
from api.cases.models import Feedback
from api.findings.models import FindingAction, FindingSeverity
from api.statistics.workdays import add_working_days
from api.surveys.models import Survey, SurveyLink
from tests.access.make import make_person
from tests.actions.make import make_action
from tests.findings.make import make_finding
from tests.indicators import make as m
from tests.voices.make import make_voice

pytestmark = pytest.mark.usefixtures("monday")

OCT, NOV = date(2026, 10, 1), date(2026, 11, 1)
DAY = timedelta(days=1)


def audited(make: Session, final: bool = True) -> Audit:
    made = m.tool(make)
    asked = [question for found in m.questions(make, made).values() for question in found]
    return m.audit(make, made, dict.fromkeys(asked, "good"), finalised_at=m.NOON if final else None)


def submitted(make: Session, row: Audit, at: datetime, number: int = 1) -> None:
    make.add(AuditSubmission(audit_id=row.id, number=number, auditor_id=row.auditor_id, grade="good", grades={},
                             submitted_at=at))  # fmt: skip
    make.commit()


def test_audits_by_kind_and_handed_in_on_the_day(make, count, travel):
    travel(datetime(2026, 12, 2, 12, tzinfo=UTC))
    first, late, again = (audited(make) for _ in range(3))
    submitted(make, first, datetime(2026, 12, 1, 23, 59, tzinfo=UTC))
    submitted(make, late, datetime(2026, 12, 2, 0, 1, tzinfo=UTC))
    submitted(make, again, datetime(2026, 11, 30, 12, tzinfo=UTC))
    submitted(make, again, datetime(2026, 12, 2, 12, tzinfo=UTC), number=2)
    audited(make, final=False)
    assert count("audits_completed", NOV) == (3, None)
    assert count("audits_completed_managers", NOV) == (3, None)
    assert count("audits_completed_peer", NOV) is None
    assert count("audits_in_time", date(2026, 12, 1)) == (2, 4), "what was never handed in is late"


def test_findings_of_final_audits(make, count):
    row, open_one = audited(make), audited(make, final=False)
    make_finding(make, row, "strength")
    acted = make_finding(make, row, "improvement", severity=FindingSeverity.high)
    make_finding(make, row, "improvement", severity=FindingSeverity.low)
    make_finding(make, open_one, "improvement", severity=FindingSeverity.high)
    owner = make_person(make, Role.team_manager).id
    make.add(FindingAction(finding_id=acted.id, action_id=make_action(make, owner, owner).id))
    make.commit()
    assert count("findings_strengths", NOV) == (1, 3)
    assert count("findings_high_severity", NOV) == (1, 2)
    assert count("findings_acted_on", NOV) == (1, 2)


def test_judgements_lowered_and_raised(make, count):
    made = m.tool(make)
    asked = [question for found in m.questions(make, made).values() for question in found]
    row = m.audit(make, made, dict.fromkeys(asked, "good"))
    m.moderation(make, row, dict(zip(asked, ("agreed", "lowered", "lowered", "raised"), strict=True)))
    assert count("moderation_lowered", NOV) == (2, 4)
    assert count("moderation_raised", NOV) == (1, 4)


def test_who_was_heard_in_audits(make, count):
    make.execute(text("alter table voice disable trigger user"))  # the audits here were never open
    make.commit()
    for state in ("given", "declined", "not_appropriate", None):
        row = audited(make)
        if state:
            make_voice(make, row.id, "child", state=state)
    row = audited(make)
    for place, state in ((1, "declined"), (2, "given")):
        make_voice(make, row.id, "family", state=state, place=place)
    assert count("audits_child_heard", NOV) == (1, 2), "an audit without a record of asking is not known"
    assert count("audits_family_heard", NOV) == (1, 1), "one of the family is enough"


def test_actions_done_verified_and_proven(make, count):
    owner, other = make_person(make, Role.team_manager).id, make_person(make, Role.team_manager).id
    due, noon = date(2026, 11, 10), datetime(2026, 11, 10, 12, tzinfo=UTC)
    done = {"state": ActionState.done, "done_at": noon, "done_by_id": owner, "due_on": due}
    verified = done | {"state": ActionState.verified, "verified_at": noon, "verified_by_id": other}
    for fields in (done, done | {"done_at": noon + DAY}, verified, verified | {"proven_at": noon}, {"due_on": due},
                   {"due_on": due, "state": ActionState.reopened},
                   {"due_on": due, "state": ActionState.cancelled, "cancelled_at": noon}):  # fmt: skip
        make_action(make, owner, owner, **fields)
    assert count("actions_done_in_time", NOV) == (3, 6)
    assert count("actions_verified", NOV) == (2, 4)
    assert count("actions_proven", NOV) == (1, 2)


def test_complaints_and_compliments(make, count):
    came = date(2026, 9, 28)
    for kind, closed, upheld in (("complaint", add_working_days(came, 20), "Y"), ("complaint", None, None),
                                 ("complaint", add_working_days(came, 21), "N"), ("compliment", came, None),
                                 ("complaint", add_working_days(came, 20), "P")):  # fmt: skip
        m.record(make, Feedback, None, kind=kind, received_on=came, closed_on=closed, upheld=upheld)
    assert count("complaints", date(2026, 9, 1)) == (4, None)
    assert count("compliments", date(2026, 9, 1)) == (1, None)
    assert count("complaints_answered_in_time", OCT) == (2, 3)
    assert count("complaints_upheld", OCT) == (2, 3)


def test_surveys_answered_of_those_asked(make, count):
    asked = m.survey(make, (4,))
    for _ in range(6):
        m.respond(make, asked, (5,))
    make.get(Survey, asked[0].survey_id).closed_at = m.NOON
    for name in ("x", "y"):
        make.add(SurveyLink(survey_id=asked[0].survey_id, token_hash=name, created_week=date(2026, 11, 2)))
    make.commit()
    assert count("survey_response_rate", NOV) == (6, 8)
