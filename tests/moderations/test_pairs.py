"""Pairs of grades for agreement: first and second side by side, as places on the scale."""

from datetime import timedelta

from sqlmodel import Session

from api.audits.models import Audit
from api.kernel import clock
from api.moderations.queries import list_grade_pairs
from api.tools.models import AuditKind
from tests.audits.make import make_audit, questions_of
from tests.moderations.make import make_moderation


def test_a_completed_moderation_gives_a_pair_for_each_question_graded_and_one_for_the_whole(make: Session, council):
    audit = make_audit(make, state="submitted", first_grade="outstanding")
    row = make_moderation(make, audit=audit, state="completed", second_grade="requires_improvement")
    first, second, _ = questions_of(make, audit.audit_tool_id)
    pairs = list_grade_pairs(make)
    assert {(p.tool_question_id, p.standard_number is None, p.first, p.second, p.k) for p in pairs} == {
        (first, False, 2, 3, 4), (second, False, 2, 3, 4), (None, True, 1, 3, 4),
    }  # fmt: skip
    for pair in pairs:
        assert (pair.moderation_id, pair.audit_id, pair.kind) == (row.id, audit.id, AuditKind.managers)
        assert (pair.auditor_id, pair.moderator_id, pair.unit_id) == (audit.auditor_id, row.moderator_id, audit.unit_id)
        assert pair.completed_at == row.completed_at


def test_pairs_are_narrowed_by_day_kind_unit_and_auditor_and_none_is_of_an_open_moderation(make: Session, council):
    make_moderation(make, state="graded")
    row = make_moderation(make, state="completed")
    audit, now = make.get_one(Audit, row.audit_id), clock.now()
    assert {p.moderation_id for p in list_grade_pairs(make)} == {row.id}
    hour = timedelta(hours=1)
    assert list_grade_pairs(make, since=now - hour, until=now + hour, kind=AuditKind.managers, unit_id=council["north"])
    assert list_grade_pairs(make, auditor_id=audit.auditor_id)
    assert not list_grade_pairs(make, since=now + hour)
    assert not list_grade_pairs(make, until=now - hour)
    assert not list_grade_pairs(make, kind=AuditKind.peer)
    assert not list_grade_pairs(make, unit_id=council["south"])
    assert not list_grade_pairs(make, auditor_id=row.moderator_id)
