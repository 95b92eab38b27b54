"""Any number of audits, 50 answers each, one in five of them moderated, made inside PostgreSQL by copying one row.

Every other column of a row is as its first one has it, so that a new column of a table needs no change here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from api.access.models import Unit
from api.access.permissions import Role
from api.agreement.models import AgreementPair
from api.audits.models import Audit
from api.kernel import clock
from api.rounds.models import AgeBand, CaseType, Round, RoundCase, RoundKind, RoundLine, RoundState
from api.standards.models import Criterion, PracticeStandard
from api.tools.models import AuditKind, AuditTool, JudgementScale, ToolQuestion, ToolSection, ToolState
from tests.access.make import make_person
from tests.audits.make import make_audit
from tests.moderations.make import make_moderation

QUESTIONS, TEAMS, AUDITORS, DAYS, CASES = 50, 40, 40, 1_825, 200

GRADE = "(array['outstanding', 'good', 'good', 'requires_improvement', 'inadequate'])[1 + abs(hashint8({})) % 5]"
SECOND = """case abs(hashint8({0} + 7)) % 10 when 8 then 'requires_improvement' when 9 then 'good' else {1} end"""
KIND = f"(array[{', '.join(repr(kind.value) for kind in AuditKind)}])[1 + n % {len(AuditKind)}]"
STATE = """case when n % 100 < 88 then 'final' when n % 100 < 91 then 'allocated' when n % 100 < 94 then 'in_progress'
  when n % 100 < 97 then 'submitted' when n % 100 < 99 then 'in_moderation' else 'withdrawn' end"""


def make_judgements(db: Session, audits: int) -> None:
    """Fill a council's database; the tables that are filled are gathered and analysed at the end."""
    moderation = make_moderation(db, state="completed", audit=make_audit(db, state="submitted"))
    db.execute(text("set session_replication_role = replica"))
    tool = _make_tool(db)
    _make_teams(db)
    n = f"generate_series(1, {audits}) n"
    _copy(db, "child", n.replace(str(audits), str(max(1, audits // 5))), {
        "id": "md5('child' || n)::uuid", "child_ref": "upper(left(md5('child' || n), 16))"})  # fmt: skip
    _make_audits(db, audits, str(tool.id))
    with _without_keys(db, "audit_answer"):
        _copy(db, "audit_answer", f"{n}, tool_question q join tool_section s on s.id = q.tool_section_id"
          f" and s.audit_tool_id = '{tool.id}'", {
        "id": "gen_random_uuid()", "audit_id": "md5('audit' || n)::uuid", "tool_question_id": "q.id",
        "grade": GRADE.format("n * 50 + q.position"), "is_not_applicable": "false"})  # fmt: skip
    _make_moderations(db, audits)
    db.execute(text("set session_replication_role = origin"))
    _make_round(db, tool)
    db.commit()
    for table in ("agreement_pair", "agreement_tally", "audit", "audit_answer", "moderation", "moderation_judgement",
                  "child", "round_case"):  # fmt: skip
        db.execute(text(f"analyze {table}"))
    db.commit()
    assert moderation.id, "the first row of each table"


def _copy(db: Session, table: str, source: str, over: dict[str, str]) -> None:
    """A row for each of `source`, as the first of the table but for the columns named."""
    columns = db.execute(
        text(
            "select column_name from information_schema.columns where table_name = :table"
            " and is_identity = 'NO' and is_generated = 'NEVER'"
        ),
        {"table": table},
    ).scalars()
    made = {column: over.get(column, f"one.{column}") for column in columns}
    one = f"(select * from {table} limit 1) one"
    db.execute(text("set local statement_timeout = 0"))
    statement = f"insert into {table} ({', '.join(made)}) select {', '.join(made.values())} from {one}, {source}"
    db.execute(text(statement))
    db.commit()


@contextmanager
def _without_keys(db: Session, table: str) -> Iterator[None]:
    """Millions of rows go in first and into the indexes after, sorted, which takes a fraction of the time."""
    keys = db.execute(
        text("select conname, pg_get_constraintdef(oid) from pg_constraint"
             " where conrelid = cast(:table as regclass) and contype in ('p', 'u')"), {"table": table},
    ).all()  # fmt: skip
    for name, _ in keys:
        db.execute(text(f"alter table {table} drop constraint {name}"))
    indexes = db.execute(text("select indexname, indexdef from pg_indexes where tablename = :table"), {"table": table})
    definitions = indexes.all()
    for name, _ in definitions:
        db.execute(text(f"drop index {name}"))
    db.commit()
    yield
    db.execute(text("set statement_timeout = 0"))
    db.execute(text("set maintenance_work_mem = '256MB'"))
    for name, definition in keys:
        db.execute(text(f"alter table {table} add constraint {name} {definition}"))
    for _, definition in definitions:
        db.execute(text(definition))
    db.commit()


def _make_tool(db: Session) -> AuditTool:
    scale = db.exec(select(JudgementScale).where(JudgementScale.code == "ofsted")).one()
    standards = db.exec(select(PracticeStandard).order_by(col(PracticeStandard.number)).limit(10)).all()
    base = db.exec(select(AuditTool)).first()
    assert base
    tool = AuditTool(**base.model_dump(exclude={"id", "title"}), title="Fifty questions")
    tool.judgement_scale_id, tool.state = scale.id, ToolState.published
    db.add(tool)
    db.flush()
    left = QUESTIONS
    for position, standard in enumerate(standards, 1):
        section = ToolSection(audit_tool_id=tool.id, practice_standard_id=standard.id, position=position)
        db.add(section)
        db.flush()
        criteria = db.exec(select(Criterion).where(Criterion.practice_standard_id == standard.id)).all()
        wanted = left if position == len(standards) else len(criteria)
        for place in range(wanted):
            criterion = criteria[place % len(criteria)]
            db.add(ToolQuestion(tool_section_id=section.id, criterion_id=criterion.id, text=criterion.text,
                                position=QUESTIONS - left))  # fmt: skip
            left -= 1
    db.commit()
    return tool


def _make_teams(db: Session) -> None:
    make_person(db, Role.auditor)
    _copy(db, "unit", f"generate_series(1, {TEAMS}) n", {
        "id": "md5('team' || n)::uuid", "kind": "'team'", "name": "'Team ' || n", "source_id": "'team-' || n",
        "parent_id": "(select id from unit where source_id = (array['north', 'south'])[1 + n % 2])"})  # fmt: skip
    _copy(db, "person", f"generate_series(1, {AUDITORS}) n", {
        "id": "md5('auditor' || n)::uuid", "name": "'Robin Example ' || n", "email": "n || '@example.org'",
        "worker_ref": "null"})  # fmt: skip


def _make_audits(db: Session, audits: int, tool_id: str) -> None:
    ago = f"now() - make_interval(days => (n * 13) % {DAYS}, secs => n)"
    began = "n % 100 < 88 or n % 100 between 94 and 98"
    _copy(db, "audit", f"generate_series(1, {audits}) n, lateral (select {STATE} as state) s", {
        "id": "md5('audit' || n)::uuid", "audit_tool_id": f"'{tool_id}'", "state": "s.state", "kind": KIND,
        "child_id": f"md5('child' || (1 + n % {max(1, audits // 5)}))::uuid",
        "child_ref": f"upper(left(md5('child' || (1 + n % {max(1, audits // 5)})), 16))",
        "unit_id": f"md5('team' || (1 + n % {TEAMS}))::uuid",
        "auditor_id": f"md5('auditor' || (1 + (n * 7) % {AUDITORS}))::uuid",
        "due_on": f"current_date + 30 - (n * 13) % {DAYS}", "allocated_at": ago, "updated_at": ago,
        "submitted_at": f"case when {began} then {ago} end",
        "finalised_at": f"case when s.state = 'final' then {ago} end",
        "first_grade": f"case when {began} then {GRADE.format('n')} end",
        "reported_grade": f"case when s.state = 'final' then {GRADE.format('n')} end",
        "withdrawn_reason": "case when s.state = 'withdrawn' then 'The case closed.' end",
        "moderation_id": "case when s.state = 'final' and n % 5 = 0 then md5('moderation' || n)::uuid end",
        "blind_to_id": "null", "finalised_by_id": "null", "moderation_outcome": "null"})  # fmt: skip


def _make_moderations(db: Session, audits: int) -> None:
    moderated = f"generate_series(5, {audits}, 5) n"
    _copy(db, "moderation", f"{moderated} where n % 100 < 88", {
        "id": "md5('moderation' || n)::uuid", "audit_id": "md5('audit' || n)::uuid",
        "first_grade": GRADE.format("n"), "second_grade": SECOND.format("n", GRADE.format("n")),
        "completed_at": f"now() - make_interval(days => (n * 13) % {DAYS})"})  # fmt: skip
    _copy(db, "moderation_judgement", f"{moderated} join audit_answer a on a.audit_id = md5('audit' || n)::uuid"
          " where n % 100 < 88", {
        "id": "gen_random_uuid()", "moderation_id": "md5('moderation' || n)::uuid",
        "tool_question_id": "a.tool_question_id", "first_grade": "a.grade",
        "second_grade": SECOND.format("hashtext(a.id::text)", "a.grade")})  # fmt: skip
    db.execute(text("delete from agreement_tally"))
    db.execute(text("delete from agreement_pair"))
    ids = list(db.execute(text("select id from moderation where state = 'completed'")).scalars())
    for at in range(0, len(ids), 100):
        db.execute(text("set local statement_timeout = 0"))
        db.execute(text("select note_agreement(:ids)"), {"ids": ids[at : at + 100]})
        db.commit()
    assert db.exec(select(AgreementPair)).first()


def _make_round(db: Session, tool: AuditTool) -> None:
    """A round of two hundred cases, each with its audit."""
    lead, today, now = make_person(db, Role.quality_lead), clock.today(), clock.now()
    row = Round(
        title="The round", kind=RoundKind.monthly, state=RoundState.allocated, period_from=today, period_to=today,
        from_on=today, to_on=today + timedelta(days=30), due_on=today + timedelta(days=20), seed="0" * 64,
        frame_on=today, frame_digest="0" * 64, created_by_id=lead.id, drawn_at=now, allocated_at=now,
    )  # fmt: skip
    db.add(row)
    db.flush()
    line = RoundLine(round_id=row.id, position=1, audit_tool_id=tool.id, kind=AuditKind.managers, size=CASES)
    db.add(line)
    db.flush()
    statement = select(Audit).where(Audit.audit_tool_id == tool.id).order_by(col(Audit.number)).limit(CASES)
    children = set()
    for place, audit in enumerate(db.exec(statement).all(), 1):
        if audit.child_id not in children:
            children.add(audit.child_id)
            db.add(RoundCase(
                round_id=row.id, round_line_id=line.id, child_id=audit.child_id, child_ref=audit.child_ref,
                unit_id=audit.unit_id, case_type=CaseType.cin, age_band=AgeBand.unknown, stratum="all", place=place,
                number=place / (CASES + 1), weight=1.0, auditor_id=audit.auditor_id, audit_id=audit.id))  # fmt: skip
    db.flush()
    assert db.exec(select(Unit)).first()
