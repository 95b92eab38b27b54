"""Sources through HTTP: what came, what may be wrong with it, and which rows to mend."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from api.cases.models import ENTITIES, Child
from api.cases.references import child_ref
from api.journal.models import JournalEntry
from api.kernel import clock
from api.kernel.database import Database
from api.sources import service
from api.sources.models import QualityCount
from tests.access.make import SOURCE, Caller
from tests.sources import make as m

As = Callable[..., Caller]
SOURCES = f"{m.API}/sources"
PAGE = f"{SOURCES}/{SOURCE}"
FINDINGS = f"{PAGE}/findings"

READERS = ("data_analyst", "quality_lead", "administrator", "head_of_childrens_social_care", "director")


@pytest.fixture
def sender(as_: As) -> Caller:
    return as_("case_management_system", name="Case system")


@pytest.fixture
def analyst(as_: As) -> Caller:
    return as_("data_analyst")


def rows(caller: Caller, **params: object) -> list[dict]:
    answer = caller.get(FINDINGS, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_nothing_has_come_yet(analyst: Caller):
    assert analyst.get(SOURCES).json()["items"] == []
    for path in (PAGE, f"{PAGE}/receipts", f"{FINDINGS}?entity=person&check=orphan"):
        assert analyst.get(path).status_code == 404
    assert analyst.post(f"{PAGE}/count").status_code == 404


def test_a_client_that_has_sent_nothing_is_a_source(sender: Caller, analyst: Caller):
    [source] = analyst.get(SOURCES).json()["items"]
    assert (source["label"], source["sentence"]) == ("Case system", "Nothing has come yet.")
    entities = analyst.get(PAGE).json()["entities"]
    assert [one["entity"] for one in entities] == [model.entity for model in ENTITIES]
    assert {one["state"] for one in entities} == {"never"}


def test_the_counts_are_those_of_the_faults_that_were_sent(sender: Caller, analyst: Caller):
    m.faulty(sender)
    told = m.count(analyst)
    assert m.found(analyst, "person") == {("unknown_code", "pers_sex"): 1}
    assert m.found(analyst, "cp_plans") == {
        ("unknown_child", "cppl_person_id"): 1,
        ("unknown_code", "cppl_cp_plan_initial_category"): 1,
        ("missing_date", "cppl_cp_plan_start_date"): 1,
        ("end_before_start", "cppl_cp_plan_end_date"): 1,
    }
    assert m.found(analyst, "cp_visits") == {
        ("orphan", "cppv_cp_plan_id"): 3, ("future_date", "cppv_cp_visit_date"): 2,
    }  # fmt: skip
    assert m.found(analyst, "assessment_factors") == {("unknown_code", "cinf_assessment_factors_json"): 1}
    assert (told["rows"], told["to_mend"], told["to_look"]) == (2 + 5 + 9 + 1, 1 + 4 + 5 + 1, 0)
    visits = m.quality(analyst, "cp_visits")
    assert (visits["title"], visits["rows"], visits["to_mend"]) == ("Child protection visits", 9, 5)
    [orphans] = [check for check in visits["checks"] if check["check"] == "orphan"]
    assert (orphans["share"], orphans["severity"]) == (3 / 9, "mend")
    assert "cp_plans" in orphans["sentence"]


def test_what_was_mended_is_counted_no_more(sender: Caller, analyst: Caller):
    m.faulty(sender)
    m.push(sender, "cp_visits", *(m.visit(f"orphan-{n}") for n in range(3)))
    m.push(sender, "person", m.person("nobody"))
    m.count(analyst)
    assert ("orphan", "cppv_cp_plan_id") not in m.found(analyst, "cp_visits")
    assert ("unknown_child", "cppl_person_id") not in m.found(analyst, "cp_plans")


def test_links_into_an_entity_that_never_came_are_for_looking_at(sender: Caller, analyst: Caller):
    m.push(sender, "person", m.person("person-1"))
    m.push(sender, "cp_visits", m.visit("visit-1"))
    told = m.count(analyst)
    assert (told["to_mend"], told["to_look"]) == (0, 1)
    assert "No cp_plans has come" in m.quality(analyst, "cp_visits")["checks"][3]["sentence"]


def test_a_planned_review_without_its_date_is_no_finding(sender: Caller, analyst: Caller):
    m.push(sender, "person", m.person("person-1"))
    review = {"cppr_person_id": "person-1"}
    m.push(
        sender, "cp_reviews", review | {"cppr_cp_review_id": "r1", "cppr_cp_review_due": m.FAR},
        review | {"cppr_cp_review_id": "r2"},
    )  # fmt: skip
    m.count(analyst)
    assert m.found(analyst, "cp_reviews") == {("missing_date", "cppr_cp_review_date"): 1}


def test_a_child_that_was_withdrawn_is_known_no_more(sender: Caller, analyst: Caller):
    m.push(sender, "person", m.person("person-1"), m.person("person-2"))
    m.push(sender, "person", {"pers_person_id": "person-1", "purge": True})
    m.push(sender, "cp_plans", m.plan("plan-1"))
    m.count(analyst)
    assert m.quality(analyst, "person")["rows"] == 1
    assert m.found(analyst, "cp_plans") == {("unknown_child", "cppl_person_id"): 1}


def test_another_source_does_not_leak_into_the_figures(as_: As, sender: Caller, analyst: Caller):
    other = as_("case_management_system", source_system="other", name="Other system")
    m.faulty(sender)
    m.push(other, "cp_plans", m.plan("lost"))  # the parent that the first source's orphans lack
    m.count(analyst)
    m.count(analyst, "other")
    assert m.found(analyst, "cp_visits")[("orphan", "cppv_cp_plan_id")] == 3
    assert m.quality(analyst, "cp_plans", "other")["rows"] == 1
    assert m.found(analyst, "cp_plans", "other") == {("unknown_child", "cppl_person_id"): 1}
    assert m.quality(analyst, "cp_visits", "other")["state"] == "never"
    by_name = {one["source_system"]: one for one in analyst.get(SOURCES).json()["items"]}
    assert (by_name[SOURCE]["rows"], by_name["other"]["rows"]) == (17, 1)
    assert [one["source_id"] for one in rows(analyst, entity="cp_plans", check="unknown_child")] == ["plan-3"]
    received = analyst.get(f"{SOURCES}/other/receipts").json()["items"]
    assert [(one["entity"], one["sent_by"]) for one in received] == [("cp_plans", "Other system")]


def test_a_client_has_its_own_source_counted_alone(as_: As, sender: Caller):
    other = as_("case_management_system", source_system="other")
    m.faulty(sender)
    assert m.count(sender)["rows"] == 17
    assert other.post(f"{PAGE}/count").status_code == 404


def test_what_was_not_taken_in_is_a_finding_for_a_week(
    as_: As, sender: Caller, analyst: Caller, travel: Callable[[datetime], None]
):
    bad = m.visit("visit-1", cppv_cp_visit_date="soon")
    for _ in range(2):  # a row that is sent every night is one finding
        m.push(sender, "cp_visits", bad, m.visit("visit-2", cppv_cp_visit_seen="perhaps"))
    m.count(analyst)
    found = m.found(analyst, "cp_visits")
    assert (found[("rejected", None)], found[("unread", None)]) == (1, 1)
    assert analyst.get(PAGE).json()["rejected_lately"] == 2
    [row] = rows(analyst, entity="cp_visits", check="rejected")
    assert (row["source_id"], row["field"], row["child_ref"]) == ("visit-1", "cppv_cp_visit_date", None)
    assert "date" in row["sentence"]
    assert "soon" not in row["sentence"]
    [row] = rows(analyst, entity="cp_visits", check="unread")
    assert (row["source_id"], row["field"]) == ("visit-2", "cppv_cp_visit_seen")
    assert rows(analyst, entity="cp_visits", check="unread", field="cppv_cp_visit_date") == []
    travel(clock.now() + timedelta(days=8))
    assert rows(as_("data_analyst"), entity="cp_visits", check="rejected") == []


def test_children_that_were_not_taken_in_are_told_one_by_one_and_without_an_id(sender: Caller, analyst: Caller):
    m.push(sender, "person", *(m.person(f"person-{n}", pers_dob="soon") for n in range(2)))
    m.count(analyst)
    assert m.found(analyst, "person") == {("rejected", None): 2}
    assert [row["source_id"] for row in rows(analyst, entity="person", check="rejected")] == [None, None]


def test_findings_are_the_rows_to_mend(sender: Caller, analyst: Caller, make: Session):
    m.faulty(sender)
    found = rows(analyst, entity="cp_visits", check="orphan", field="cppv_cp_plan_id")
    assert [row["source_id"] for row in found] == ["orphan-0", "orphan-1", "orphan-2"]
    child = make.exec(select(Child).where(Child.child_ref == child_ref(SOURCE, "person-1"))).one()
    assert {(row["child_id"], row["child_ref"]) for row in found} == {(str(child.id), child.child_ref)}
    [row] = rows(analyst, entity="cp_plans", check="unknown_code")
    assert (row["source_id"], row["code"]) == ("plan-4", "=NEGLECT")
    [row] = rows(analyst, entity="person", check="unknown_code")
    assert (row["source_id"], row["code"]) == (child_ref(SOURCE, "person-2"), "X")
    [row] = rows(analyst, entity="cp_plans", check="unknown_child")
    assert (row["child_id"], row["child_ref"]) == (None, child_ref(SOURCE, "nobody"))
    [row] = rows(analyst, entity="assessment_factors", check="unknown_code")
    assert (row["code"], row["child_ref"]) == ("1C 99Z", None)


def test_every_check_of_every_entity_can_be_asked_for(sender: Caller, analyst: Caller):
    m.faulty(sender)
    m.count(analyst)
    asked = 0
    for one in analyst.get(PAGE).json()["entities"]:
        for check in one["checks"]:
            given = {"field": check["field"]} if check["field"] else {}
            found = rows(analyst, entity=one["entity"], check=check["check"], **given)
            assert len(found) == check["count"], (one["entity"], check)
            asked += 1
    assert asked > 150


def test_findings_are_paged_over_all_columns_of_a_check(sender: Caller, analyst: Caller):
    m.faulty(sender)
    m.push(sender, "professionals", {"prof_professional_id": "w1"})
    m.push(sender, "department", {"dept_team_id": "d1"})
    lost = {"invo_person_id": "person-1", "invo_professional_id": "lost", "invo_professional_team": "lost"}
    m.push(sender, "involvements", *({"invo_involvements_id": str(n)} | lost for n in range(3)))
    params: dict[str, object] = {"entity": "involvements", "check": "orphan", "limit": 5}
    seen, cursor = [], None
    while True:
        page = analyst.get(FINDINGS, params=params | ({"cursor": cursor} if cursor else {})).json()
        seen += [(row["field"], row["source_id"]) for row in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert len(seen) == len(set(seen)) == 6
    assert analyst.get(FINDINGS, params=params | {"total": True}).json()["total"] == 6


def test_the_file_opens_in_a_spreadsheet(sender: Caller, analyst: Caller):
    m.faulty(sender)
    answer = analyst.get(FINDINGS, params={"entity": "cp_plans", "check": "unknown_code", "format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="findings-cp_plans-unknown_code.csv"'
    [row] = csv.DictReader(io.StringIO(answer.text, newline=""))
    assert list(row) == ["source_id", "child_ref", "field", "code", "received_at", "sentence"]
    assert (row["source_id"], row["code"]) == ("plan-4", "'=NEGLECT")
    assert datetime.fromisoformat(row["received_at"]).tzinfo is not None


def test_the_file_is_cut_at_its_limit(sender: Caller, analyst: Caller, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "MAX_CSV_ROWS", 2)
    m.faulty(sender)
    answer = analyst.get(FINDINGS, params={"entity": "cp_visits", "check": "orphan", "format": "csv"})
    assert len(answer.text.splitlines()) == 1 + 2


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_journal_has_the_children_that_were_seen(sender: Caller, analyst: Caller, make: Session, form: str):
    m.faulty(sender)
    answer = analyst.get(FINDINGS, params={"entity": "cp_visits", "check": "future_date", "format": form})
    assert answer.status_code == 200
    child = make.exec(select(Child).where(Child.child_ref == child_ref(SOURCE, "person-2"))).one()
    [entry] = make.exec(select(JournalEntry).where(JournalEntry.verb == "list_findings")).all()
    assert (entry.action, entry.actor_id, entry.child_ids) == ("seen", analyst.person_id, [child.id])


def test_no_person_id_is_in_any_answer(sender: Caller, analyst: Caller):
    m.faulty(sender)
    m.push(sender, "person", m.person("person-9", pers_dob="soon"))
    m.push(sender, "cp_plans", m.plan("plan-9", "person-9", cppl_cp_plan_start_date="soon"))
    m.count(analyst)
    answers = [analyst.get(SOURCES), analyst.get(PAGE), analyst.get(f"{PAGE}/receipts")]
    for one in answers[1].json()["entities"]:
        for check in {check["check"] for check in one["checks"]}:
            for form in ("json", "csv"):
                params = {"entity": one["entity"], "check": check, "format": form}
                answers.append(analyst.get(FINDINGS, params=params))
    assert len(answers) > 150
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert "person-" not in answer.text
        assert "nobody" not in answer.text


def test_receipts_say_what_came_from_whom(sender: Caller, analyst: Caller):
    m.faulty(sender)
    first = analyst.get(f"{PAGE}/receipts", params={"limit": 3}).json()
    assert [one["entity"] for one in first["items"]] == ["assessment_factors", "cp_visits", "cp_plans"]
    visits = first["items"][1]
    assert (visits["title"], visits["channel"], visits["sent_by"]) == ("Child protection visits", "push", "Case system")
    assert (visits["counts"]["received"], visits["counts"]["created"]) == (9, 9)
    rest = analyst.get(f"{PAGE}/receipts", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert ([one["entity"] for one in rest["items"]], rest["next_cursor"]) == (["person"], None)
    narrowed = analyst.get(f"{PAGE}/receipts", params={"entity": "cp_plans"}).json()["items"]
    assert [one["entity"] for one in narrowed] == ["cp_plans"]


def test_the_last_arrival_is_the_whole_load(as_: As, travel: Callable[[datetime], None]):
    travel(datetime(2026, 11, 16, 2, tzinfo=UTC))
    sender = as_("case_management_system")
    m.push(sender, "person", m.person("person-1"))
    travel(datetime(2026, 11, 17, 2, tzinfo=UTC))
    sender = as_("case_management_system")
    m.push(sender, "cp_plans", m.plan("plan-1"))
    m.push(sender, "cp_visits", m.visit("visit-1"), m.visit("visit-2"))
    last = as_("data_analyst").get(PAGE).json()["last_arrival"]
    assert last["entities"] == ["Child protection plans", "Child protection visits"]
    assert (last["counts"]["received"], last["channel"], last["import_id"]) == (3, "push", None)


def nightly(as_: As, travel: Callable[[datetime], None], *days: int) -> None:
    """A push of visits at two in the morning on these days of November 2026; the sixteenth is a Monday."""
    for day in days:
        travel(datetime(2026, 11, day, 2, tzinfo=UTC))
        m.push(as_("case_management_system"), "cp_visits", m.visit(f"visit-{day}"))


@pytest.mark.parametrize(
    ("today", "state", "sentence"),
    [
        (19, "current", "Everything came today."),
        (21, "current", "Everything came 2 days ago."),
        (22, "late", "Child protection visits are late: they last came 3 days ago."),
        (26, "late", "Child protection visits are late: they last came 7 days ago."),
        (27, "stopped", "Child protection visits stopped coming 8 days ago."),
    ],
)
def test_what_came_every_day_is_late_and_then_stopped(
    as_: As, travel: Callable[[datetime], None], today: int, state: str, sentence: str
):
    nightly(as_, travel, 14, 15, 16, 17, 18, 19)
    travel(datetime(2026, 11, today, 12, tzinfo=UTC))
    analyst = as_("data_analyst")
    m.count(analyst)
    visits = m.quality(analyst, "cp_visits")
    assert (visits["state"], visits["usual_days"], visits["usually"]) == (state, 1, "every day")
    [source] = analyst.get(SOURCES).json()["items"]
    assert source["sentence"] == sentence
    assert [one["entity"] for one in source["late"]] == ([] if state == "current" else ["cp_visits"])


def test_what_comes_on_weekdays_is_not_missed_at_the_weekend(as_: As, travel: Callable[[datetime], None]):
    nightly(as_, travel, 16, 17, 18, 19, 20)
    for day, state in ((22, "current"), (24, "current"), (25, "late")):
        travel(datetime(2026, 11, day, 12, tzinfo=UTC))
        analyst = as_("data_analyst")
        m.count(analyst)
        visits = m.quality(analyst, "cp_visits")
        assert (visits["state"], visits["usually"]) == (state, "every weekday"), day


def test_two_days_make_no_rhythm(as_: As, travel: Callable[[datetime], None]):
    nightly(as_, travel, 1, 2, 2)
    travel(datetime(2026, 11, 30, tzinfo=UTC))
    analyst = as_("data_analyst")
    m.count(analyst)
    visits = m.quality(analyst, "cp_visits")
    assert (visits["state"], visits["usual_days"], visits["usually"]) == ("current", None, None)


def test_the_import_under_way_is_told(sender: Caller, analyst: Caller, make: Session):
    m.make_import(make, "completed", ended_at=clock.now())
    held = m.make_import(make, "held")
    assert analyst.get(PAGE).json()["import_under_way"] == {"id": str(held.id), "state": "held"}


def counted(make: Session) -> dict[str, datetime]:
    make.rollback()
    return {row.source_system: row.counted_at for row in make.exec(select(QualityCount)).all()}


def test_the_worker_counts_what_needs_it(
    as_: As, sender: Caller, database: Database, make: Session, travel: Callable[[datetime], None]
):
    m.push(sender, "person", m.person("person-1"))
    assert service.refresh_quality(database) == [SOURCE]
    first = counted(make)[SOURCE]
    assert service.refresh_quality(database) == []
    m.push(sender, "person", m.person("person-2"))
    assert service.refresh_quality(database) == []  # counted just now
    travel(clock.now() + timedelta(minutes=6))
    assert service.refresh_quality(database) == [SOURCE]
    assert counted(make)[SOURCE] > first
    travel(clock.now() + timedelta(hours=1))
    assert service.refresh_quality(database) == [SOURCE]  # what was under way at the last count
    travel(clock.now() + timedelta(hours=1))
    assert service.refresh_quality(database) == []


def test_an_import_that_ended_is_counted_at_once(sender: Caller, database: Database, make: Session):
    m.push(sender, "person", m.person("person-1"))
    service.refresh_quality(database)
    m.make_import(make, "completed", ended_at=clock.now())
    assert service.refresh_quality(database) == [SOURCE]
    assert service.refresh_quality(database) == []


def test_rows_older_than_the_receipts_are_counted_and_dated(
    sender: Caller, analyst: Caller, database: Database, make: Session
):
    m.push(sender, "person", m.person("person-1"))
    make.execute(text("truncate receipt cascade"))
    make.commit()
    assert service.refresh_quality(database) == [SOURCE]
    people = m.quality(analyst, "person")
    assert (people["rows"], people["state"], people["last_counts"]) == (1, "current", None)
    assert people["last_received_at"] is not None


@pytest.mark.parametrize("role", READERS)
def test_who_reads_sources_sees_all_figures(as_: As, sender: Caller, analyst: Caller, role: str):
    m.faulty(sender)
    m.count(analyst)
    reader = as_(role)
    assert m.found(reader, "cp_visits")[("orphan", "cppv_cp_plan_id")] == 3
    answer = reader.get(FINDINGS, params={"entity": "cp_visits", "check": "orphan"})
    if role in ("data_analyst", "quality_lead"):
        assert len(answer.json()["items"]) == 3
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("role", ["practitioner", "team_manager", "lead_member", "case_management_system"])
def test_others_do_not(as_: As, sender: Caller, role: str):
    other = as_(role)
    for path in (SOURCES, PAGE, f"{PAGE}/receipts", f"{FINDINGS}?entity=person&check=orphan"):
        assert other.get(path).status_code == 403
    if role != "case_management_system":
        assert other.post(f"{PAGE}/count").status_code == 403


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"check": "orphan"}, "?entity"),
        ({"entity": "cp_plans"}, "?check"),
        ({"entity": "cp_plans", "check": "wrong"}, "?check"),
        ({"entity": "wrong", "check": "orphan"}, "?entity"),
        ({"entity": "wrong", "check": "rejected"}, "?entity"),
        ({"entity": "cp_plans", "check": "orphan", "field": "cppl_person_id"}, "?field"),
        ({"entity": "department", "check": "missing_date"}, "?check"),
        ({"entity": "cp_plans", "check": "orphan", "format": "xml"}, "?format"),
        ({"entity": "cp_plans", "check": "orphan", "format": "csv", "limit": "5"}, "?limit"),
        ({"entity": "cp_plans", "check": "orphan", "cursor": "wrong"}, "?cursor"),
        ({"entity": "cp_plans", "check": "rejected", "cursor": "wrong"}, "?cursor"),
        ({"entity": "cp_plans", "check": "orphan", "more": "1"}, "?more"),
    ],
)
def test_a_bad_question_names_its_parameter(sender: Caller, analyst: Caller, params: dict[str, str], pointer: str):
    answer = analyst.get(FINDINGS, params=params)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_source_nobody_knows_is_not_found(sender: Caller, analyst: Caller):
    for path in ("wrong", "wrong/receipts", "wrong/findings?entity=person&check=orphan"):
        assert analyst.get(f"{SOURCES}/{path}").status_code == 404
    assert json.loads(analyst.post(f"{SOURCES}/wrong/count").text)["code"] == "not_found"


def test_a_source_that_is_being_counted_is_not_counted_twice(as_: As, sender: Caller, analyst: Caller, make: Session):
    m.push(sender, "person", m.person("P1"))
    lock = text("select pg_advisory_xact_lock(hashtextextended('quality|' || :source, 0))")
    make.execute(lock, {"source": SOURCE})
    answer = analyst.post(f"{PAGE}/count")
    assert (answer.status_code, answer.json()["code"]) == (409, "count_under_way")
    assert "being counted" in answer.json()["detail"]
    make.rollback()
    assert m.count(analyst)["rows"] == 1
