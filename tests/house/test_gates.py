"""What each role of the database may do to each table, with and without an identity, against a table written by hand.

This is what would still hold if a route forgot everything: the gates of PostgreSQL by themselves.
"""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.access.models import AccessToken, Credential, SignInFailure, SignInSession
from api.access.permissions import Role
from api.cases.models import ENTITIES, Department
from api.findings.models import FindingAction
from api.kernel import clock
from api.kernel.database import Database
from tests.access.make import SOURCE, make_client, make_person
from tests.actions.make import make_action
from tests.audits.make import make_audit
from tests.calibrations.make import grade, make_calibration
from tests.cases import make as cases
from tests.concerns.make import make_concern
from tests.findings.make import make_finding
from tests.moderations.make import make_moderation
from tests.rounds.make import make_every_row as make_every_round_row

CALLERS = {
    "app nobody": ("plumbline_app", None),
    "app known": ("plumbline_app", ""),
    "app council": ("plumbline_app", "council,allocated,moderation"),
    "app administrator": ("plumbline_app", "journal,people"),
    "app suppressed": ("plumbline_app", "suppressed"),
    "public nobody": ("plumbline_public", None),
    "public known": ("plumbline_public", "suppressed"),
    "intake nobody": ("plumbline_intake", None),
    "intake known": ("plumbline_intake", ""),
}
# s select, i insert, u update, d delete: of the tables that are not named, nothing.
NOBODY = {"journal_entry": "i"}
SIGNING_IN = NOBODY | {"sign_in_session": "i", "sign_in_failure": "i", "access_token": "i"}
WRITTEN_TOGETHER = dict.fromkeys(
    (
        "standards_set",
        "standards_version",
        "practice_standard",
        "criterion",
        "audit_tool",
        "tool_section",
        "tool_question",
        "grade_guidance",
        "survey",
        "survey_question",
    ),
    "siud",
)
"""What anybody known may write: who may is the verb's matter, and what is published is sealed by triggers."""
DELIVERIES = {
    "import": "siud", "import_file": "siud", "rejection": "s", "receipt": "s", "tombstone": "s", "import_progress": "s",
    "quality_count": "s", "agreement_tally": "s", "comparator_load": "s",
    "exception_report": "su", "exception_event": "s",
}  # fmt: skip
"""What came in and what was counted, for all but those who see suppressed figures alone: who manages imports is the
verb's matter, and what a receipt says of a push is there for good."""
JUDGED = dict.fromkeys(
    ("indicator_target", "published_value", "statistical_neighbour", "purple_book_contents", "indicator_wording"), "s"
)
"""What figures are measured against and what they were called, which members are shown too."""
KNOWN = (
    SIGNING_IN
    | JUDGED
    | {"annotation": "s"}
    | WRITTEN_TOGETHER
    | {"survey_link": "i", "judgement_scale": "si", "judgement_level": "si"}
    | {"exemplar": "su", "exemplar_text": "s"}
    | dict.fromkeys(
        (
            "unit",
            "person",
            "role_grant",
            "department",
            "worker",
            "indicator",
            "computation",
            "suppressed_value",
            "value_tombstone",
            "local_choice",
            "indicator_setting",
            "finding_theme",
        ),
        "s",
    )
)
CASES = tuple(model.__tablename__ for model in ENTITIES if model.entity not in ("department", "professionals"))
STANDARDS = ("standards_set", "standards_version", "practice_standard", "criterion")
EXPECTED: dict[str, dict[str, str]] = {
    "app nobody": SIGNING_IN,
    "app known": KNOWN | DELIVERIES | {"indicator_value": "s", "indicator_part": "s", "indicator_revision": "s"},
    "app council": KNOWN
    | DELIVERIES
    | dict.fromkeys(CASES, "s")
    | {
        "indicator_value": "s",
        "indicator_part": "s",
        "indicator_revision": "s",
        "indicator_member": "s",
        "action": "su",
        "action_event": "s",
        "concern": "su",
        "finding": "sd",  # and voices: what is one auditor's judgement goes when their audit is given to another
        "finding_action": "s",
        "audit": "siu",
        "audit_answer": "su",
        "audit_submission": "su",
        "audit_handover": "si",
        "known_family": "s",
        "audit_facts": "s",
        "voice_record": "su",
        "voice": "su",
        "voice_on_section": "s",  # that of the test is of a submitted audit
        "practitioner_view": "s",
        "practitioner_grade": "s",
        "audit_escalation": "siu",
        "moderation": "si",
        "moderation_judgement": "s",
        "agreement_pair": "s",
        "external_rating": "s",
        "external_judgement": "s",
        "calibration": "siu",
        "calibration_question": "siu",
        "calibration_rater": "si",  # and nothing of another's grades while it is open
        "meeting": "siu",
        "meeting_attendee": "siud",
        "meeting_item": "siud",
        "meeting_decision": "siu",
        "round": "siud",
        "round_line": "siud",
        "round_case": "siu",
        "audit_reminder": "s",
        "moderation_selection": "si",
        "moderation_aspect": "s",
        "moderation_panel_member": "si",
        "moderation_panel_grade": "s",
        "dispute": "s",
        "dispute_message": "s",
    },
    "app administrator": KNOWN
    | DELIVERIES
    | {
        "indicator_value": "s",
        "indicator_part": "s",
        "indicator_revision": "s",
        "journal_entry": "si",
        "person": "siu",
        "role_grant": "siu",
        "machine_client": "siu",
        "credential": "i",
        "feed_token": "siu",
    },
    "app suppressed": KNOWN,
    "public nobody": NOBODY,
    "public known": NOBODY
    | JUDGED
    | {"annotation": "s"}
    | dict.fromkeys(
        (*STANDARDS, "unit", "indicator", "indicator_setting", "computation", "suppressed_value", "value_tombstone"),
        "s",
    ),
    "intake nobody": NOBODY,
    "intake known": NOBODY
    | dict.fromkeys((*CASES, "department", "worker"), "siud")
    | {
        "unit": "siu",
        "receipt": "siu",
        "rejection": "siud",
        "tombstone": "si",
        "import": "siu",
        "import_file": "siud",
        "import_progress": "s",
    },
}


@pytest.fixture
def tables(make: Session, council: dict[str, uuid.UUID]) -> list[str]:
    """The tables, each with a row at least, and their triggers off: it is the gates that are tried."""
    person = make_person(make, Role.quality_lead)
    client, _ = make_client(make, Role.bi_tool)
    make.add_all(
        [
            Credential(person_id=person.id, password_hash="x"),
            SignInSession(token_hash="x", person_id=person.id),
            SignInFailure(email_hash="x"),
            AccessToken(token_hash="x", machine_client_id=client.id, expires_at=clock.now()),
            Department(
                source_system=SOURCE, source_id="x", as_of=clock.now(), received_at=clock.now(), updated_at=clock.now()
            ),
        ]
    )
    make.commit()
    child = cases.make_child(make)
    cases.make_worker(make, "worker-1")
    cases.make_every_record(make, child, cases.make_assessment(make, child))
    make_moderation(make, state="graded")
    finding = make_finding(make, make_audit(make))
    make.add(FindingAction(finding_id=finding.id, action_id=make_action(make, person.id, person.id).id))
    make_concern(make, make_audit(make), person.id)
    grade(make, make_calibration(make), ["good"] * 4)
    make_every_round_row(make)
    make.connection().exec_driver_sql(REST)
    found = make.execute(
        text("select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version'")
    )
    names = list(found.scalars())
    for name in names:
        make.connection().exec_driver_sql(f"alter table {name} disable trigger user")
    make.commit()
    empty = [name for name in names if not make.execute(text(f"select count(*) from {name}")).scalar_one()]
    assert empty == []
    return names


REST = f"""
with s as (insert into survey (id, title, audience, introduction, state, created_at, version)
           values (gen_random_uuid(), 'x', 'child', '', 'closed', now(), 1) returning id),
     q as (insert into survey_question (id, survey_id, position, text)
           select gen_random_uuid(), id, 1, 'x' from s returning id),
     l as (insert into survey_link (id, survey_id, token_hash, created_week)
           select gen_random_uuid(), id, 'x', current_date from s),
     r as (insert into survey_response (id, survey_id, answered_week)
           select gen_random_uuid(), id, current_date from s returning id)
insert into survey_answer (id, survey_response_id, survey_question_id, value)
select gen_random_uuid(), r.id, q.id, 5 from r, q;
with t as (insert into audit_tool (id, title, kind, number, state, introduction, standards_version_id, version,
                                   judgement_scale_id, compliance_scale_id)
           select gen_random_uuid(), 'x', 'peer', 1, 'draft', '', v.id, 1, s.id, s.id
             from standards_version v, judgement_scale s where s.code = 'ofsted' limit 1 returning id),
     s as (insert into tool_section (id, audit_tool_id, title, agency, position)
           select gen_random_uuid(), id, 'x', '', 1 from t returning id),
     q as (insert into tool_question (id, tool_section_id, kind, text, guidance, is_mandatory, position)
           select gen_random_uuid(), id, 'quality', 'x', '', true, 1 from s returning id)
insert into grade_guidance (id, tool_question_id, judgement_level_id, guidance, exemplar)
select gen_random_uuid(), q.id, l.id, '', '' from q, judgement_level l limit 1;
insert into computation (id, number, at, data_as_of, computed, changed, revision)
values (gen_random_uuid(), 1, now(), now(), 0, 0, 1);
insert into working_day (day, number) values (current_date, 1);
insert into indicator_value (id, indicator_id, definition_version, period_type, period_start, period_end, unit_id,
                             value_status, data_as_of, computed_at, updated_at, revision)
select gen_random_uuid(), i.id, 1, 'month', current_date, current_date, u.id, 'ok', now(), now(), now(), 1
  from indicator i, unit u limit 1;
insert into suppressed_value select * from indicator_value;
insert into indicator_revision (id, indicator_id, unit_id, period_type, period_start, definition_version, value_status,
                                revision, computed_at, replaced_at)
select gen_random_uuid(), indicator_id, unit_id, 'month', current_date, 1, 'ok', 1, now(), now() from indicator_value;
insert into value_tombstone (id, value_id, unit_id, period_type, period_start, revision, is_suppressed, removed_at)
select gen_random_uuid(), id, unit_id, 'month', current_date, 2, suppressed, now()
  from indicator_value, unnest(array[true, false]) suppressed;
insert into holding (child_ref, source_id) values ('x', 'x');
insert into allocation values ('x', gen_random_uuid(), null, null, current_date, current_date);
insert into as_at values (current_date);
insert into indicator_member select indicator_id, unit_id, current_date, true, null, child_ref
  from indicator_value, child;
insert into indicator_month select indicator_id, current_date, unit_id, 1, 1, 1, 1 from indicator_value;
insert into indicator_part select indicator_id, unit_id, current_date, 1, 1, 11 from indicator_value;
insert into child_group select child_ref, null, 363 from child;
insert into indicator_release
  select indicator_id, unit_id, 'month', current_date, current_date, 1, 1, 1, true, true from indicator_value;
insert into release_mark select indicator_id, current_date, 'x' from indicator_value;
insert into measure_state values ('x', '', 0, now(), current_date, true, now(), 0);
insert into touched_child values ('x');
with i as (insert into import (id, source_system, format, mode, state, is_dry_run, is_confirmed, as_of, created_at,
                               created_by_id, created_by, rows_total)
           values (gen_random_uuid(), '{SOURCE}', 'ssd', 'upsert', 'open', false, false, now(), now(),
                   gen_random_uuid(), 'x', 0)
           returning id),
     p as (insert into import_progress (import_id, attempts, rows_done, step) select id, 1, 0, '' from i)
insert into import_file (id, import_id, name, sha256, bytes_received, rows, rejected, is_ignored, number, unchanged,
                         repeated, received_at)
select gen_random_uuid(), id, 'x', '', 0, 0, 0, false, 1, 0, 0, now() from i;
insert into receipt (id, source_system, entity, channel, at, as_of, actor_id, received, created, updated, unchanged,
                     rekeyed, removed, rejected, skipped_stale, duplicates)
values (gen_random_uuid(), '{SOURCE}', 'x', 'push', now(), now(), gen_random_uuid(), 0, 0, 0, 0, 0, 0, 0, 0, 0);
insert into rejection (receipt_id, source_system, entity, at, line, is_rejected, field, code, detail)
select id, source_system, 'x', now(), 1, true, '', '', '' from receipt;
insert into tombstone (source_system, entity, key, reason, removed_at, receipt_id)
values ('{SOURCE}', 'x', 'x', 'removed', now(), gen_random_uuid());
insert into repeated_request (id, actor_id, key, request_sha256, answer_encrypted, created_at)
values (gen_random_uuid(), gen_random_uuid(), 'x', '', '', now());
insert into audit_handover (id, audit_id, from_id, to_id, by_id, is_declined, written, at)
select gen_random_uuid(), id, auditor_id, auditor_id, auditor_id, false, '{{}}', now() from audit;
insert into known_family (id, person_id, child_id, child_ref, said_at)
select gen_random_uuid(), auditor_id, child_id, child_ref, now() from audit;
insert into audit_escalation (id, audit_id, role, grade, raised_at, due_on)
select gen_random_uuid(), id, 'head_of_service', 'inadequate', now(), current_date from audit;
insert into audit_facts (id, audit_id, taken_at, facts) select gen_random_uuid(), id, now(), '{{}}' from audit;
alter table voice_record disable trigger kept;
alter table voice_on_section disable trigger kept;
alter table practitioner_view disable trigger kept;
alter table practitioner_grade disable trigger kept;
insert into voice_record (id, audit_id, updated_at, version) select gen_random_uuid(), id, now(), 1 from audit;
insert into voice_on_section (id, voice_id, tool_section_id, said, is_judgement_changed)
select gen_random_uuid(), v.id, s.id, '', false from voice v, tool_section s limit 1;
with v as (insert into practitioner_view (id, audit_id, person_id, overall_reason, proud_of, would_do_differently,
                                          handed_in_at, updated_at, version)
           select gen_random_uuid(), id, auditor_id, '', '', '', now(), now(), 1 from audit returning id)
insert into practitioner_grade (id, practitioner_view_id, tool_section_id, reason)
select gen_random_uuid(), v.id, s.id, '' from v, tool_section s limit 1;
insert into local_choice (id, name, value, from_on, reason, set_by_id, set_at)
select gen_random_uuid(), 'audit_days', 20, current_date, '', id, now() from person limit 1;
insert into indicator_target (id, indicator_id, from_on, reason, set_by_id, set_at)
select gen_random_uuid(), i.id, current_date, '', p.id, now() from indicator i, person p limit 1;
insert into indicator_wording (id, indicator_id, number, title, description, numerator_text, denominator_text,
                               known_gaps, owner, is_delivered, reason, written_by_id, written_at)
select gen_random_uuid(), i.id, 2, 'x', 'x', 'x', 'x', '', 'x', false, 'x', p.id, now()
  from indicator i, person p limit 1;
insert into annotation (id, indicator_id, happened_on, words, is_rebase, reason, written_by_id, written_at,
                        withdrawn_reason)
select gen_random_uuid(), i.id, current_date, 'x', false, '', p.id, now(), '' from indicator i, person p limit 1;
insert into published_value (id, indicator, area_kind, area_code, area_name, region_code, period_label, period_start,
                             period_end, value_status, symbol, source_file, published_name, release)
values (gen_random_uuid(), 'x', 'england', 'x', 'x', '', 'x', current_date, current_date, 'ok', '', 'x', 'x', 1);
insert into statistical_neighbour (la_code, position, la_name, neighbour_code, closeness, source_file)
values ('x', 1, 'x', 'x', 'x', 'x');
insert into comparator_load (id, at, source_file, published_name, rows, created, changed)
values (gen_random_uuid(), now(), 'x', 'x', 0, 0, 0);
insert into purple_book_contents (id, number, groups, set_at, set_by_id)
select gen_random_uuid(), 1, '[]', now(), id from person limit 1;
insert into exception_look (id, revision, on_day, at, raised, withdrawn)
values (gen_random_uuid(), 1, current_date, now(), 0, 0);
with e as (insert into exception_report (id, indicator_id, unit_id, cause, reason, of_period, points, state, raised_at,
                                         version)
           select gen_random_uuid(), i.id, u.id, 'two_periods', '', current_date, '[]', 'raised', now(), 1
             from indicator i, unit u limit 1 returning id)
insert into exception_event (id, exception_report_id, at, to_state, words)
select gen_random_uuid(), id, now(), 'raised', '' from e;
insert into agreement_pair (moderation_id, audit_id, kind, judgement_scale_id, auditor_id, moderator_id, completed_on,
                            first_grade, second_grade, drawn, standard_ids, firsts, seconds, counts)
select m.id, m.audit_id, 'peer', t.judgement_scale_id, m.moderator_id, m.moderator_id, current_date, 1, 1, 1, '{{}}',
       '{{}}', '{{}}', '{{}}'
  from moderation m join audit a on a.id = m.audit_id join audit_tool t on t.id = a.audit_tool_id limit 1;
insert into agreement_tally (grain, judgement_scale_id, month, is_overall, first_grade, second_grade, n)
select 0, judgement_scale_id, current_date, true, 1, 1, 1 from agreement_pair;
with r as (insert into external_rating (id, audit_id, by_whom, rated_on, overall_grade, entered_by_id, entered_at)
           select gen_random_uuid(), audit_id, 'x', current_date, 'good', moderator_id, now() from agreement_pair
           returning id)
insert into external_judgement (id, external_rating_id, practice_standard_id, grade)
select gen_random_uuid(), r.id, s.id, 'good' from r, (select id from practice_standard limit 1) s;
insert into moderation_aspect (id, moderation_id, aspect, rating, words)
select gen_random_uuid(), id, 'evidence', 'high', '' from moderation;
insert into moderation_selection (id, audit_id, submitted_at, rules, share, new_auditor_audits, outlier_grades,
                                  chosen_at)
select gen_random_uuid(), audit_id, now(), '{{}}', 20, 5, 1, now() from moderation;
insert into moderation_panel_member (id, moderation_id, person_id, invited_by_id, invited_at)
select gen_random_uuid(), id, moderator_id, moderator_id, now() from moderation;
alter table moderation_panel_grade disable trigger kept_blind;
insert into moderation_panel_grade (id, moderation_id, person_id, grade)
select gen_random_uuid(), id, moderator_id, 'good' from moderation;
with d as (insert into dispute (id, audit_id, raised_by_id, asks, state, due_on, resolution, raised_at, version)
           select gen_random_uuid(), audit_id, moderator_id, 'grade', 'open', current_date, '', now(), 1
             from moderation returning id, raised_by_id)
insert into dispute_message (id, dispute_id, person_id, words, said_at)
select gen_random_uuid(), id, raised_by_id, 'x', now() from d;
insert into quality_count (id, source_system, entity, rows, counted_at)
values (gen_random_uuid(), '{SOURCE}', 'x', 0, now());
with e as (insert into exemplar (id, standards_set_id, standard_number, criterion_code, judgement_scale_id, grade,
                                 state, created_by_id, created_at, updated_at, version)
           select gen_random_uuid(), s.id, 1, '1.1', j.id, 'good', 'draft', p.id, now(), now(), 1
             from standards_set s, judgement_scale j, person p limit 1 returning id, created_by_id)
insert into exemplar_text (id, exemplar_id, number, words, why, written_by_id, written_at)
select gen_random_uuid(), id, 1, 'x', 'x', created_by_id, now() from e;
with m as (insert into meeting (id, kind, meets_on, chair_id, place, state, created_by_id, created_at, version)
           select gen_random_uuid(), 'audit_feedback_and_moderation', current_date, id, '', 'planned', id, now(), 1
             from person limit 1 returning id, chair_id),
     a as (insert into meeting_attendee (id, meeting_id, person_id) select gen_random_uuid(), id, chair_id from m),
     i as (insert into meeting_item (id, meeting_id, position, title, detail, added_by_id)
           select gen_random_uuid(), id, 1, 'x', '', chair_id from m)
insert into meeting_decision (id, meeting_id, position, section, kind, words)
select gen_random_uuid(), id, 1, 'x', 'noted', 'x' from m;
insert into feed_token (id, machine_client_id, name, level, token_hash, created_at, created_by_id, expires_at)
select gen_random_uuid(), id, 'x', 'suppressed', 'x', now(), id, now() from machine_client limit 1;
"""


@pytest.mark.parametrize("caller", CALLERS)
def test_each_role_of_the_database_may_do_this_and_no_more(
    caller: str, tables: list[str], database: Database, make: Session
):
    found = {table: tried(database, *CALLERS[caller], table, make) for table in tables}
    assert {table: letters for table, letters in found.items() if letters} == EXPECTED[caller]


SECRETS = {
    "plumbline_app": (
        "child.birth_on",
        "child.source_id_encrypted",
        "credential.password_hash",
        "calibration_grade.grade",
        "survey_answer.value",
        "survey_response.id",
        "survey_link.token_hash",
        "sign_in_session.token_hash",
        "access_token.token_hash",
        "sign_in_failure.email_hash",
        "machine_client.secret_hash",
        "feed_token.token_hash",
        "moderation_seed.seed",
    ),
    "plumbline_public": (
        "indicator_value.value",
        "person.name",
        "role_grant.role",
        "credential.password_hash",
        "child.child_ref",
        "survey_answer.value",
        "journal_entry.child_ids",
        "audit.first_grade",
        "audit_submission.grade",
    ),
    "plumbline_intake": (
        "credential.password_hash",
        "person.name",
        "audit.summary",
        "audit_submission.words",
        "voice.said",
        "practitioner_view.proud_of",
        "survey_answer.value",
        "journal_entry.child_ids",
        "indicator_value.value",
    ),
}


@pytest.mark.parametrize("role", SECRETS)
def test_secrets_are_out_of_reach(role: str, tables: list[str], database: Database):
    """With every reach that is about children, and even with the journal's for all but the clients' own hashes."""
    with acting(database, role, "council,units,own,allocated,moderation,suppressed") as db:
        for secret in SECRETS[role]:
            table, _, column = secret.partition(".")
            assert not passes(db, f"select count({column}) from {table}"), f"{role} reads {secret}"


@pytest.mark.parametrize(
    "statement",
    [
        "truncate role_grant",
        "drop table journal_entry",
        "alter table child disable row level security",
        "create table mine (id int)",
        "set local session_replication_role = replica",
        "delete from journal_entry",
        "update journal_entry set verb = 'x'",
        "truncate journal_entry",
        "select count(*) from pg_authid",
        "copy child to program 'true'",
        "create role friend",
        "alter table audit disable trigger all",
        "select count(lo_import('/etc/passwd'))",
        "insert into role_grant (id, person_id, role, from_on, reason, created_at)"
        " values (gen_random_uuid(), app_who(), 'quality_lead', current_date, '', now())",
    ],
)
@pytest.mark.parametrize("role", ["plumbline_app", "plumbline_intake", "plumbline_public"])
def test_no_role_has_the_rights_of_an_owner(
    role: str, statement: str, database: Database, council: dict[str, uuid.UUID]
):
    with acting(database, role, "council,journal,people") as db, pytest.raises(DBAPIError) as refused:
        db.execute(text(statement))
    assert isinstance(refused.value.orig, InsufficientPrivilege), refused.value.orig


@contextmanager
def acting(database: Database, role: str, reach: str | None) -> Iterator[Session]:
    """A session as a role of the database, as nobody or as somebody with a reach, that leaves nothing behind."""
    with Session(database.engine) as db:
        settings = {"role": role}
        if reach is not None:
            settings |= {"app.source": SOURCE}
            settings |= {"app.who": str(uuid.uuid4()), "app.kind": "person", "app.reach": f"{{{reach}}}"}
        for name, value in settings.items():
            db.execute(text("select set_config(:name, :value, true)"), {"name": name, "value": value})
        yield db
        db.rollback()


def passes(db: Session, statement: str, **values: object) -> bool:
    """Whether the gates let a statement touch a row; a clash with a rule comes only after them."""
    with db.begin_nested() as point:
        try:
            result = db.execute(text(statement), values)
            touched = result.scalar_one() if statement.startswith("select") else result.rowcount
        except DBAPIError as error:
            return not isinstance(error.orig, InsufficientPrivilege)
        finally:
            point.rollback()
    return touched > 0


def tried(database: Database, role: str, reach: str | None, table: str, make: Session) -> str:
    """The letters of what touches a row of the table."""
    columns = make.execute(
        text(
            "select string_agg(quote_ident(attname), ', ') from pg_attribute"
            " where attrelid = cast(:t as regclass) and attnum > 0 and not attisdropped"
            " and attgenerated = '' and attidentity = ''"
        ),
        {"t": table},
    ).scalar_one()
    row = make.execute(text(f"select to_jsonb(t) from {table} t limit 1")).scalar_one()
    make.rollback()
    with acting(database, role, reach) as db:
        first = columns.split(", ")[0]
        return "".join(
            letter
            for letter, statement, values in (
                ("s", f"select count({first}) from {table}", {}),
                (
                    "i",
                    f"insert into {table} ({columns})"
                    f" select {columns} from jsonb_populate_record(null::{table}, cast(:row as jsonb))",
                    {"row": json.dumps(row)},
                ),
                ("u", f"update {table} set {columns.split(', ')[-1]} = null", {}),
                ("d", f"delete from {table}", {}),
            )
            if passes(db, statement, **values)
        )
