"""Hostile values in every field of every operation of the contract: never our fault, one error body, nothing echoed.

The operations and their fields come from the contract. What stands here by hand is one good body for each operation
that takes one, so that a hostile value in one field is read as far as it can be.
"""

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from sqlmodel import Session, col, select

from api.access.models import RoleGrant
from api.access.permissions import MACHINES, Role
from api.audits.models import AuditState
from api.kernel import clock
from api.kernel.database import Database
from api.main import create_app
from tests.access.make import SOURCE, Caller, make_client, make_person
from tests.actions.make import make_world_of_actions
from tests.annotations.make import make_annotation, make_world_of_annotations
from tests.audits.make import REASON, make_audit, make_child, make_tool, questions_of
from tests.calibrations.make import close, grades_of, make_calibration
from tests.concerns.make import make_world_of_concerns
from tests.disputes.make import make_dispute, make_world_of_disputes
from tests.escalations.make import make_escalation
from tests.exceptions.make import make_world_of_exceptions
from tests.exemplars.make import make_exemplar
from tests.feed.make import make_token
from tests.findings.make import make_world_of_findings
from tests.indicators.make import make_world_of_settings
from tests.meetings.make import make_meeting
from tests.moderations.make import make_moderation, make_world_of_moderations
from tests.purple_book.make import make_world_of_the_book
from tests.rounds.make import make_world as make_world_of_rounds
from tests.targets.make import make_world_of_targets
from tests.voices.make import make_view, sections_of

As = Callable[..., Caller]
Operation = tuple[str, str, dict[str, Any]]

CANARY = "Zq7Canary"
PUSHED = {"push_records", "read_record", "put_record", "delete_record", "push_children"}
"""What a case system alone may do."""
SELF_SIGNING = {"sign_in", "sign_out", "create_token"}
JSON = {"Content-Type": "application/json"}
DEEP = 4_000
HOSTILE = [
    f'"{CANARY}\\u0000"',
    f'"{CANARY}\\ud800"',
    f'"{CANARY}\' or 1=1; --%s{{}}$1\\\\"',
    f'"\\u202e{CANARY}\\ud83d\\ude00"',
    f'"{CANARY * 6_000}"',
    '" "',
    '"0001-01-01"',
    '"9999-12-31"',
    '"9999-12-31T23:59:59-14:00"',
    '"00000000-0000-0000-0000-000000000000"',
    "null",
    "true",
    "-1",
    "9223372036854775808",
    "1" + "0" * 5_000,
    "1e308",
    "1e999",
    "NaN",
    "[]",
    "{}",
    f'{{"{"k" * 9}":"{CANARY}"}}',
    "[" * DEEP + "]" * DEEP,
]
"""What stands in a JSON body in place of a good value, as it is written there."""

HOSTILE_TEXT = [
    CANARY + "\0",
    "\ud800",
    "\uffff\U0001f600",
    "' or 1=1; --%s",
    "%_\\",
    "-1",
    "2147483648",
    "9223372036854775808",
    "9" * 5_000,
    "NaN",
    "true",
    "",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "00000000-0000-0000-0000-000000000000",
    CANARY * 600,
]
"""What stands in an address in place of a good value; it is percent-encoded, lone surrogates as their bytes."""

FORGED_KEYS = [
    [],
    {},
    None,
    1,
    [None],
    [True],
    [2**63],
    [1e300],
    ["\0"],
    ["\ud800"],
    [[]],
    *(
        [first, str(uuid.UUID(int=0))]
        for first in (
            "x",
            "\0",
            -1,
            True,
            2**31,
            2**63 - 1,
            "0001-01-01",
            "9999-12-31",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
            "2026-01-01T00:00:00",
            1.5,
            {},
        )
    ),
    *(["2026-01-01T00:00:00+00:00", second] for second in ("x", True, 2**63, None)),
]
"""What a forged cursor says: keys of every kind, few of which fit the list they are sent to."""

BODIES_WHOLE = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b'""',
    b"0",
    b"NaN",
    b"\x00",
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b'{"a":1,"a":2}',
    b"{",
    b'{"\\ud800":1}',
    b'{"\xed\xa0\x80":1}',
    b"[" * 100_000,
]
BODIES_HUGE = [b'{"' + b"k" * 1_000_000 + b'":1}', b"{" + b",".join(b'"%d":0' % i for i in range(50_000)) + b"}"]
HEADERS = [
    *(
        {"If-Match": v}
        for v in (
            "*",
            '""',
            '"',
            'W/"1"',
            '"1", "2"',
            '"99999999999999999999"',
            '"-1"',
            "1" * 4_000,
            "\u00b2",
            "\u0661".encode(),
        )
    ),
    *(
        {"Accept": v}
        for v in ("", "*/*;q=x", "text/csv;q=nan", "application/xml", "a" * 4_000, "text/csv," * 900, "\u00e9")
    ),
    *(
        {"Content-Type": v}
        for v in (
            "",
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            'application/json;=;"',
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "\u00e9/\u00e9",
        )
    ),
    *({"If-None-Match": v} for v in ("*", '"', "W/", '"x",' * 900, "\u00e9")),
    *({"Range": v} for v in ("bytes=-1", "bytes=9-1", "bytes=" + "0-1," * 900)),
    {"Origin": "null"},
    {"Origin": "\u00e9"},
    {"Content-Encoding": "gzip"},
    {"X-Request-Id": CANARY * 99},
    {"X-HTTP-Method-Override": "DELETE"},
]
CREDENTIALS = [
    "",
    "Basic",
    "Basic \u00e9\u00e9",
    "Basic !!!!",
    "Basic AAAA",
    "Basic AA==",
    "Basic Og==",
    "Basic //86//8=",
    "Basic " + "QQ" * 900,
    "Bearer",
    "Bearer \u00e9",
    "Bearer a.b.c",
    "Bearer " + "a" * 300 + "." + "b" * 9_000 + ".c",
    "Bearer ..",
    "Digest x",
    "bearer x",
    "x",
]


def operations() -> list[Operation]:
    """(method, path, what the contract says) of every operation."""
    paths = create_app(Database("postgresql://unused")).openapi()["paths"]
    found = [(method.upper(), path, what) for path, methods in paths.items() for method, what in methods.items()]
    assert len(found) > 50
    return sorted(found, key=lambda one: one[2]["operationId"] == "sign_out")  # last, for it ends the session


class World:
    """Somebody who may do everything, a case system, and one good value for each id and body of the contract."""

    def __init__(self, as_: As, make: Session, council: dict[str, uuid.UUID]) -> None:
        self.caller, self.pusher, self.member = (
            as_("auditor", unit="south_1", worker_ref="worker-9"),
            as_("case_management_system"),
            as_("lead_member"),
        )
        for role in set(Role) - MACHINES - {Role.auditor, Role.lead_member, Role.partnership}:
            make.add(RoleGrant(role=role, person_id=self.caller.person_id, unit_id=council["south"], reason="Test"))
        make.commit()
        self.tool, self.child = make_tool(make), make_child(make)
        self.auditor, self.moderator = (
            make_person(make, Role(r), council["south_1"]) for r in ("auditor", "moderator")
        )
        self.mate = make_person(make, Role.auditor, council["north_1"])
        self._make_audits(make)
        self._make_rest(make, council)

    def _make_audits(self, make: Session) -> None:
        me = self.caller.person_id
        self.audit = make_audit(make, tool=self.tool, child=self.child, auditor_id=me, state=AuditState.in_progress)
        self.submitted = make_audit(make, tool=self.tool, state=AuditState.submitted)
        self.tied = make_audit(make, tool=self.tool, auditor_id=self.mate.id)
        self.allocated, self.graded = (
            make_moderation(
                make, state=state, moderator_id=me, audit=make_audit(make, tool=self.tool, state="submitted")
            )
            for state in ("allocated", "graded")
        )
        self.question, other, _ = (str(one) for one in questions_of(make, self.tool.id))
        self.questions = [self.question, other]
        own = make_child(make, worker="worker-9")
        self.asking, self.handing = (make_audit(make, tool=self.tool, child=own) for _ in range(2))
        make_view(make, self.handing, me, handed_in_at=None)
        self.heard = make_audit(make, tool=self.tool, auditor_id=me)
        self.section = str(sections_of(make, self.tool.id)[0])

        self.calibration, self.calibrated = (
            make_calibration(make, audit=make_audit(make, tool=self.tool, state="final"), rater_ids=[me])
            for _ in range(2)
        )
        close(make, self.calibrated)

    def _make_rest(self, make: Session, council: dict[str, uuid.UUID]) -> None:
        said = self.caller
        published = said.get("/api/v1/standards").json()
        draft = said.post("/api/v1/standards/versions", json={"copy_of": published["id"]}).json()
        standard = draft["standards"][0]
        asks = {"title": "S", "audience": "child", "questions": [{"text": "I am listened to."}]}
        surveys = [said.post("/api/v1/surveys", json=asks).json() for _ in range(2)]
        opened = f"/api/v1/surveys/{surveys[1]['id']}"
        said.post(f"{opened}/open")
        link = said.post(f"{opened}/links", json={"count": 1}).json()["links"][0].partition("#")[2]
        tool = said.post(
            "/api/v1/tools",
            json={"title": "T", "kind": "peer", "standards_version_id": published["id"], "start": "blank"},
        ).json()
        person = make_person(make, Role.practitioner)
        grant = make.exec(select(RoleGrant).where(col(RoleGrant.person_id) == person.id)).one()
        self.ids: dict[str, Any] = {
            "audit_id": self.audit.id,
            "escalation_id": make_escalation(make, make_audit(make, tool=self.tool, state="final")).id,
            "child_id": self.child.id,
            "client_id": make_client(make, Role.bi_tool)[0].id,
            "code": "cp_visits_on_time",
            "moderation_id": self.allocated.id,
            "person_id": person.id,
            "grant_id": grant.id,
            "entity": "cp_visits",
            "version_id": draft["id"],
            "criterion_id": standard["criteria"][-1]["id"],
            "survey_id": surveys[0]["id"],
            "tool_id": tool["id"],
            "import_id": self._begin_import("one"),
            "name": "cp_visits",
            "source_id": "v1",
            "source_system": SOURCE,
            "la_code": "870",
            "calibration_id": self.calibration.id,
            "exemplar_id": make_exemplar(make).id,
            "meeting_id": make_meeting(make, days=9).id,
            "item_id": uuid.uuid4(),
            "decision_id": uuid.uuid4(),
            "form": "csv",
            "token_id": make_token(make).id,
        }
        self.ids_of = {
            "set_choice": {"name": "audit_days"},
            "list_choice_changes": {"name": "audit_days"},
            "update_voices": {"audit_id": self.heard.id},
            "read_view": {"audit_id": self.asking.id},
            "update_view": {"audit_id": self.asking.id},
            "hand_in_view": {"audit_id": self.handing.id},
            "finalise_audit": {"audit_id": self.submitted.id},
            "override_conflict": {"audit_id": self.tied.id},
            "complete_moderation": {"moderation_id": self.graded.id},
            "agree_grades": {"calibration_id": self.calibrated.id},
            "hold_meeting": {"meeting_id": make_meeting(make).id},
            "publish_exemplar": {"exemplar_id": make_exemplar(make, state="draft").id},
            "close_survey": {"survey_id": surveys[1]["id"]},
            "create_links": {"survey_id": surveys[1]["id"]},
            "commit_import": {"import_id": self._begin_import("two")},
            "abort_import": {"import_id": self._begin_import("three")},
        }
        self.pusher.post(
            "/api/v1/records/cp_visits", json=[{"cppv_cp_visit_id": "v1", "cppv_person_id": "p"}]
        ).raise_for_status()
        day, unit = (clock.today() + timedelta(days=9)).isoformat(), str(council["north"])
        self.bodies: dict[str, Any] = {
            "allocate_audit": {
                "child_id": self.child.id,
                "tool_id": self.tool.id,
                "auditor_id": self.auditor.id,
                "due_on": day,
                "kind": "managers",
                "period_from": None,
                "period_to": "2026-01-31",
                "re_audit_of_id": None,
                "override_reason": None,
            },
            "update_audit": {
                "answers": {self.question: {"grade": "good", "is_not_applicable": False, "reason": REASON}},
                "first_grade": "good",
                "overall_reason": REASON,
                "summary": "x",
            },
            "withdraw_audit": {"reason": REASON},
            "set_choice": {"value": 20, "from_on": day, "reason": REASON},
            "update_voices": {
                "voices": {
                    "family_1": {
                        "relation": "mother",
                        "state": "given",
                        "reason": "x",
                        "means": "met",
                        "heard_on": "2026-01-31",
                        "asked_by": "auditor",
                        "said": "x",
                        "is_judgement_changed": True,
                        "change": "x",
                        "sections": {self.section: {"said": "x", "is_judgement_changed": True}},
                    },
                    "family_2": None,
                },
            },
            "update_view": {
                "overall_grade": "good",
                "overall_reason": REASON,
                "proud_of": "x",
                "would_do_differently": "x",
                "sections": {self.section: {"grade": "good", "reason": REASON}},
                "questions": {self.question: {"grade": "good", "reason": REASON}},
            },
            "acknowledge_escalation": {"note": REASON},
            "reallocate_audit": {"auditor_id": self.auditor.id, "due_on": day, "override_reason": None},
            "override_conflict": {"reason": REASON},
            "create_client": {
                "name": "x",
                "role": "case_management_system",
                "source_system": "s",
                "issuer_subject": "x",
                "level": "suppressed",
            },
            "grade_moderation": {"second_grade": "good", "judgements": dict.fromkeys(self.questions, "good")},
            "create_meeting": {
                "kind": "audit_feedback_and_moderation",
                "meets_on": (clock.today() + timedelta(days=30)).isoformat(),
                "chair_id": self.moderator.id,
                "place": "x",
                "attendee_ids": [self.auditor.id],
            },
            "update_meeting": {"meets_on": None, "chair_id": None, "place": "x", "attendee_ids": [self.auditor.id]},
            "add_item": {"title": "x", "detail": "x"},
            "hold_meeting": {
                "present_ids": [self.auditor.id],
                "decisions": [
                    {
                        "section": "late",
                        "kind": "action",
                        "words": REASON,
                        "owner_id": self.auditor.id,
                        "due_on": day,
                        "tool_id": self.tool.id,
                        "audits_count": 3,
                    }
                ],
            },
            "create_exemplar": {
                "standard_id": published["standards"][0]["id"],
                "criterion_id": published["standards"][0]["criteria"][0]["id"],
                "scale_code": "ofsted",
                "grade": "good",
                "words": REASON,
                "why": REASON,
                "audit_id": None,
            },
            "update_exemplar": {"grade": "good", "words": REASON, "why": REASON, "audit_id": None},
            "create_calibration": {
                "title": "x",
                "audit_id": self.calibration.audit_id,
                "question_ids": [self.question],
                "person_ids": [self.auditor.id],
                "opens_on": day,
                "closes_on": day,
            },
            "update_calibration": {"title": "x", "opens_on": None, "closes_on": day},
            "invite_to_calibration": {"person_ids": [self.auditor.id]},
            "grade_calibration": grades_of(make, self.calibration),
            "agree_grades": {
                "overall": {"grade": "good", "reason": REASON},
                "answers": {self.question: {"grade": "good", "reason": REASON}},
            },
            "create_person": {
                "name": "A",
                "email": "a@example.org",
                "job_title": "x",
                "unit_id": unit,
                "worker_ref": "w",
            },
            "update_person": {"name": "A", "job_title": "x", "unit_id": unit, "worker_ref": "w", "is_active": True},
            "grant_role": {
                "role": "team_manager",
                "unit_id": unit,
                "from_on": "2026-01-01",
                "to_on": "2026-02-01",
                "reason": REASON,
            },
            "respond": {"token": link, "answers": {str(uuid.uuid4()): 5}},
            "open_form": {"token": link},
            "sign_in": {"email": "a@example.org", "password": "x"},
            "create_standards_set": {
                "title": "x",
                "owner": "x",
                "source": "x",
                "standards": [{"text": "x", "criteria": ["x"]}],
            },
            "create_standards_version": {"copy_of": published["id"]},
            "update_standards_version": {
                "title": "x",
                "source": "x",
                "standards": {standard["id"]: {"text": "x", "overview_text": "x", "note": "x"}},
                "criteria": {standard["criteria"][0]["id"]: {"label": "1.1", "text": "x", "note": "x"}},
            },
            "add_criterion": {"standard_id": standard["id"], "text": "x", "note": "x"},
            "publish_standards_version": {"effective_from": day},
            "create_survey": {
                "title": "x",
                "audience": "child",
                "introduction": "x",
                "closes_on": day,
                "questions": [{"text": "x", "standard_id": None}],
            },
            "update_survey": {
                "title": "x",
                "audience": "child",
                "introduction": "x",
                "closes_on": day,
                "questions": [{"text": "x", "standard_id": None}],
            },
            "create_links": {"count": 1},
            "create_tool": {
                "title": "x",
                "kind": "peer",
                "start": "ready_made",
                "standards_version_id": published["id"],
            },
            "update_tool": {
                "title": "T",
                "kind": "peer",
                "introduction": "x",
                "standards_version_id": published["id"],
                "scale_id": tool["scale"]["id"],
                "compliance_scale_id": tool["compliance_scale"]["id"],
                "sections": [
                    {
                        "own_title": "x",
                        "agency": "x",
                        "standard_id": published["standards"][0]["id"],
                        "questions": [
                            {
                                "kind": "compliance",
                                "criterion_id": published["standards"][0]["criteria"][0]["id"],
                                "text": "x",
                                "guidance": "x",
                                "is_mandatory": True,
                                "by_grade": [{"grade": "met", "guidance": "x", "exemplar": "x"}],
                            }
                        ],
                    }
                ],
            },
            "create_scale": {
                "title": "x",
                "levels": [
                    {"label": "x", "is_good_or_better": True},
                    {"label": "y", "is_good_or_better": False},
                ],
            },
            "create_import": {
                "format": "ssd",
                "mode": "snapshot",
                "source_system": "four",
                "as_of": "2026-01-01T00:00:00Z",
                "scope": ["cp_visits"],
                "is_dry_run": True,
            },
            "find_child": {"person_id": "p"},
            "put_record": {"cppv_person_id": "p", "cppv_cp_visit_date": "2026-01-01"},
            "push_children": [
                {
                    "la_child_id": "c1",
                    "child_details": {"date_of_birth": "2015-01-01"},
                    "social_care_episodes": [{"social_care_episode_id": "e1", "referral_date": "2026-01-01"}],
                }
            ],
            "push_records": [
                {
                    "cppv_cp_visit_id": "v",
                    "cppv_person_id": "p",
                    "cppv_cp_visit_date": "2026-01-01",
                    "cppv_cp_visit_seen": "Y",
                }
            ],
        }
        ids, ids_of, versions, bodies = make_world_of_rounds(said, make, self.auditor.id)
        self.ids |= ids
        self.ids_of |= ids_of
        self.bodies |= bodies
        self.versions: dict[str, str] = versions
        final = make_audit(make, tool=self.tool, state=AuditState.final)
        self.bodies["create_feed_token"] = {
            "machine_client_id": make_client(make, Role.bi_tool)[0].id, "name": "x", "level": "suppressed", "days": 30,
        }  # fmt: skip
        for ids_of, bodies in (
            make_world_of_moderations(make, said.person_id, self.tool, day),
            make_world_of_disputes(make, said.person_id, final.id),
            make_world_of_settings(day),
        ):
            self.ids_of |= ids_of
            self.bodies |= bodies
        self.ids["dispute_id"] = make_dispute(make).id
        self.bodies["enter_external_rating"] = {
            "audit_id": final.id, "by_whom": "x", "rated_on": "2026-01-01", "overall_grade": "good",
            "standards": {published["standards"][0]["id"]: "good"}, "supersedes_id": None,
        }  # fmt: skip
        self.ids["annotation_id"] = make_annotation(make, said.person_id).id
        self.bodies |= make_world_of_targets(council["north"]) | make_world_of_annotations(council["north"])
        self.bodies |= make_world_of_the_book()
        found = make_audit(make, tool=self.tool, auditor_id=said.person_id)
        for ids, ids_of, bodies in (
            make_world_of_actions(make, said.person_id, self.mate.id, self.child.id, day),
            make_world_of_findings(make, found, self.mate.id, self.question, day),
            make_world_of_concerns(make, found),
            make_world_of_exceptions(make, council["north"], self.mate.id, day),
        ):
            self.ids |= ids
            self.ids_of |= ids_of
            self.bodies |= bodies

    def _begin_import(self, source_system: str) -> str:
        answer = self.caller.post("/api/v1/imports", json={"source_system": source_system})
        return answer.raise_for_status().json()["id"]

    def path(self, path: str, operation: str, **over: str) -> str:
        """The address of an operation with good ids, and `over` percent-encoded in place of some."""
        ids = self.ids | self.ids_of.get(operation, {})
        for name, value in ids.items():
            path = path.replace(f"{{{name}}}", over[name] if name in over else str(value))
        assert "{" not in path, f"the world has no id for {path}"
        return path

    def send(self, method: str, path: str, operation: str, **request: Any) -> httpx.Response:
        """A request at the current version, as whoever may; the answer is none of our faults."""
        caller = self.pusher if operation in PUSHED else self.caller
        whole, _, _ = path.partition("?")
        parent = "/".join(whole.split("/")[: 6 if "/standards/" in whole else 5])
        version = "*" if operation in PUSHED else self.versions.get(parent, '"1"')
        headers = {"If-Match": version} | request.pop("headers", {})
        answer = caller.request(method, path, headers=headers, **request)
        assert answer.status_code != 401 or operation in SELF_SIGNING, f"{operation} was asked by nobody known"
        if method != "GET" and (answer.is_success or answer.status_code == 412):
            read = caller.get(parent)
            if read.is_success and operation not in PUSHED and "version" in read.json():
                self.versions[parent] = f'"{read.json()["version"]}"'
        return answer


@pytest.fixture
def world(as_: As, make: Session, council: dict[str, uuid.UUID]) -> World:
    return World(as_, make, council)


def fault(answer: httpx.Response, sent: str) -> str | None:
    """What is wrong with an answer to something hostile; None where nothing is."""
    if answer.status_code < 400:
        return None
    if answer.status_code >= 500:
        return f"{answer.status_code} {sent}"
    if answer.headers["content-type"] != "application/problem+json":
        return f"{answer.status_code} is {answer.headers['content-type']}: {sent}"
    body = answer.json()
    if (
        set(body) - {"current"} != {"type", "title", "status", "code", "detail", "errors"}
        or body["status"] != answer.status_code
    ):
        return f"{answer.status_code} has another body: {sent}"
    said = json.dumps({name: value for name, value in body.items() if name != "current"})
    return (
        f"echo: {sent}"
        if CANARY.lower() in said.lower()
        else f"{len(said)} bytes: {sent}"
        if len(said) > 65_536
        else None
    )


def matters(header: str, method: str, what: dict[str, Any]) -> bool:
    """Whether an operation has a use for a header, or is one of the two that are sent every one."""
    if what["operationId"] in {"list_units", "update_person"}:
        return True
    if header == "If-Match":
        return any(one["name"].lower() == "if-match" for one in what.get("parameters", ()))
    return (
        "requestBody" in what if header == "Content-Type" else header in {"Accept", "If-None-Match"} and method == "GET"
    )


def texts_for(parameter: dict[str, Any]) -> list[str]:
    """All texts where text or a day is asked for; of an id, a number or a choice every third."""
    kinds = json.dumps(parameter["schema"])
    is_free = '"type": "string"' in kinds and '"uuid"' not in kinds and '"enum"' not in kinds
    return HOSTILE_TEXT if is_free else HOSTILE_TEXT[::3]


def bodies_for(operation: str, what: dict[str, Any]) -> list[bytes]:
    """The whole bodies to try; the huge ones where people sign in and where an audit is filled in."""
    huge = BODIES_HUGE if operation in {"sign_in", "update_audit", "push_records"} else []
    return BODIES_WHOLE + huge if "requestBody" in what else BODIES_WHOLE[:1]


def told(faults: Iterator[str | None]) -> None:
    found = list(faults)
    assert len(found) > 20
    wrong = [one[:200] for one in found if one]
    assert not wrong, f"{len(wrong)} of {len(found)}:\n" + "\n".join(wrong[:60])


def encoded(text: str) -> str:
    return quote(text.encode(errors="surrogatepass"), safe="")


def leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of each value in a body, and of each key that is an id."""
    yield at
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(one, (*at, key))


def replaced(body: Any, at: tuple[Any, ...], raw: str) -> bytes:
    """The body as JSON with `raw` written at a place."""
    copy = json.loads(json.dumps({"": body}, default=str))
    where = copy
    for key in ("", *at)[:-1]:
        where = where[key]
    where[("", *at)[-1]] = "@@"
    return json.dumps(copy[""]).replace('"@@"', raw).encode()


def test_the_world_knows_every_field_of_the_contract(world: World):
    schemas = create_app(Database("postgresql://unused")).openapi()["components"]["schemas"]
    for _, path, what in operations():
        world.path(path, what["operationId"])
        for media, body in what.get("requestBody", {}).get("content", {}).items():
            if media == "application/json" and "$ref" in body["schema"]:
                known = schemas[body["schema"]["$ref"].rpartition("/")[2]]["properties"]
                assert set(world.bodies[what["operationId"]]) == set(known), f"the good body of {what['operationId']}"


def test_good_bodies_are_read_to_the_end(world: World):
    """The world is worth nothing if its bodies are refused as they are."""
    refused = {}
    for method, path, what in operations():
        operation = what["operationId"]
        if operation in world.bodies and operation != "withdraw_audit":
            body = json.dumps(world.bodies[operation], default=str)
            answer = world.send(method, world.path(path, operation), operation, content=body, headers=JSON)
            if not answer.is_success:
                refused[operation] = answer.text[:200]
    assert set(refused) == {"sign_in", "respond"}, refused


def test_hostile_addresses(world: World):
    def tried() -> Iterator[str | None]:
        for method, path, what in operations():
            operation = what["operationId"]
            for one in what.get("parameters", ()):
                for text in HOSTILE_TEXT if one["in"] == "path" else ():
                    address = world.path(path, operation, **{one["name"]: encoded(text)})
                    yield fault(world.send(method, address, operation), f"{operation} {one['name']}={text[:40]!r}")
        for text in HOSTILE_TEXT:
            for folder in ("", "assets/", "api/v1/", "a/../../", "/"):
                yield fault(world.caller.get(f"/{folder}{encoded(text)}"), f"/{folder}{text[:40]!r}")

    told(tried())


def test_hostile_queries(world: World):
    def tried() -> Iterator[str | None]:
        for method, path, what in operations():
            operation, good = what["operationId"], world.path(path, what["operationId"])
            texts = {one["name"]: texts_for(one) for one in what.get("parameters", ()) if one["in"] == "query"}
            for name, those in (texts | {"unknown": HOSTILE_TEXT[:2]}).items():
                for text in those:
                    address = f"{good}?{name}={encoded(text)}&{name}={encoded(text)[:9]}"
                    yield fault(world.send(method, address, operation), f"{operation} ?{name}={text[:40]!r}")
                    if method == "GET" and operation.endswith(
                        ("standards", "indicators", "triangle", "values", "units", "series")
                    ):
                        yield fault(world.member.get(address), f"{operation} as a member ?{name}={text[:40]!r}")

    told(tried())


def test_forged_cursors(world: World):
    def tried() -> Iterator[str | None]:
        for method, path, what in operations():
            operation, good = what["operationId"], world.path(path, what["operationId"])
            if any(one["name"] == "cursor" for one in what.get("parameters", ())):
                for keys in FORGED_KEYS:
                    cursor = quote(base64.urlsafe_b64encode(json.dumps(keys).encode()))
                    yield fault(world.send(method, f"{good}?cursor={cursor}", operation), f"{operation} cursor {keys}")

    told(tried())


def test_hostile_bodies(world: World):
    def tried() -> Iterator[str | None]:
        for method, path, what in operations():
            operation, good = what["operationId"], world.path(path, what["operationId"])
            for at in leaves(world.bodies[operation]) if operation in world.bodies else ():
                for raw in HOSTILE:
                    body = replaced(world.bodies[operation], at, raw)
                    yield fault(
                        world.send(method, good, operation, content=body, headers=JSON), f"{operation} {at} {raw[:60]}"
                    )
            for body in bodies_for(operation, what):
                yield fault(
                    world.send(method, good, operation, content=body, headers=JSON), f"{operation} {body[:40]!r}"
                )

    told(tried())


def test_hostile_headers(world: World, anonymous: httpx.Client):
    def tried() -> Iterator[str | None]:
        for method, path, what in operations():
            operation, good = what["operationId"], world.path(path, what["operationId"])
            body = json.dumps(world.bodies.get(operation, {}), default=str)
            for header in HEADERS:
                if not matters(next(iter(header)), method, what):
                    continue
                raw = {
                    name: value if isinstance(value, bytes) else value.encode("latin-1")
                    for name, value in header.items()
                }
                yield fault(
                    world.send(method, good, operation, content=body, headers=JSON | raw),
                    f"{operation} {str(header)[:60]}",
                )
            for credential in (
                CREDENTIALS if operation in SELF_SIGNING or operation == "list_units" else CREDENTIALS[2:3]
            ):
                form = {
                    "content": b"grant_type=client_credentials",
                    "headers": {"Content-Type": "application/x-www-form-urlencoded"},
                }
                form["headers"] |= {"Authorization": credential.encode("latin-1")}
                yield fault(anonymous.request(method, good, **form), f"{operation} {credential[:30]!r}")

    told(tried())
