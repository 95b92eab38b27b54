"""Children through HTTP: who sees which, what a child's page says, and that having seen them is journalled."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from api.cases.models import Child
from api.cases.references import child_ref, seal, unseal
from api.journal.models import JournalEntry
from api.kernel import clock
from tests.access.make import Caller
from tests.cases import make as rows

As = Callable[..., Caller]
CHILDREN = "/api/v1/children"


def refs(caller: Caller, **params: object) -> set[str]:
    answer = caller.get(CHILDREN, params=params)
    assert answer.status_code == 200, answer.text
    return {child["child_ref"] for child in answer.json()["items"]}


def test_a_team_sees_its_children_and_the_council_all(as_: As, make: Session):
    near, far = rows.make_child(make, team="north_1"), rows.make_child(make, team="south_1")
    nobody = rows.make_child(make, team=None)
    assert refs(as_("team_manager", unit="north_1")) == {near.child_ref}
    assert refs(as_("service_manager", unit="north")) == {near.child_ref}
    assert refs(as_("quality_lead")) == {near.child_ref, far.child_ref, nobody.child_ref}
    assert refs(as_("auditor")) == set()


def test_another_teams_child_is_not_found(as_: As, make: Session):
    child = rows.make_child(make, team="north_1")
    assert as_("team_manager", unit="north_1").get(f"{CHILDREN}/{child.id}").status_code == 200
    assert as_("team_manager", unit="north_2").get(f"{CHILDREN}/{child.id}").status_code == 404
    assert as_("quality_lead").get(f"{CHILDREN}/{uuid.uuid4()}").status_code == 404


def test_a_practitioner_sees_those_they_work_with_while_they_do(as_: As, make: Session):
    mine, past, other = (rows.make_child(make, worker="somebody-else") for _ in range(3))
    rows.make_involvement(make, mine, worker_source_id="w-7", role="SUPPORT")
    rows.make_involvement(make, past, worker_source_id="w-7", to_on=clock.today())
    practitioner = as_("practitioner", worker_ref="w-7")
    assert refs(practitioner) == {mine.child_ref}
    assert practitioner.get(f"{CHILDREN}/{other.id}").status_code == 404
    assert refs(as_("practitioner")) == set()


def test_the_team_is_that_of_the_latest_open_involvement(as_: As, make: Session):
    child = rows.make_child(make, team="north_1")
    rows.make_involvement(make, child, team="north_2", from_on=date(2025, 1, 1))
    rows.make_involvement(make, child, team="south_1", from_on=date(2025, 6, 1), to_on=date(2025, 7, 1))
    rows.make_involvement(make, child, team="south_1", from_on=clock.today() + timedelta(days=3))
    rows.make_involvement(make, child, team="south_1", from_on=date(2025, 9, 1), role="IRO")
    assert refs(as_("team_manager", unit="north_2")) == {child.child_ref}
    assert refs(as_("team_manager", unit="north_1")) == refs(as_("team_manager", unit="south_1")) == set()
    then = make.execute(text("select from_on from child_team_on('2024-12-31')")).scalars().all()
    assert then == [rows.LONG_AGO]


def test_a_workers_department_stands_in_for_a_missing_team(as_: As, make: Session):
    rows.make_worker(make, "w-9", department_source_id="south_1")
    child = rows.make_child(make, team=None)
    rows.make_involvement(make, child, team=None, worker_source_id="w-9")
    assert refs(as_("team_manager", unit="south_1")) == {child.child_ref}


def test_an_ended_case_leaves_the_teams_sight(as_: As, make: Session):
    child = rows.make_child(make, team=None)
    rows.make_involvement(make, child, team="north_1", to_on=clock.today())
    assert refs(as_("team_manager", unit="north_1")) == set()
    lead = as_("quality_lead")
    assert lead.get(f"{CHILDREN}/{child.id}").json()["team"] is None


def test_filters(as_: As, make: Session, council: dict[str, uuid.UUID]):
    plain, cin, cp, cla = (rows.make_child(make, team=team) for team in ("north_1", "north_2", "south_1", "south_1"))
    rows.make_referral(make, cin)
    rows.make_referral(make, plain, closed_on=date(2024, 9, 1))
    rows.make_plan(make, cp)
    rows.make_plan(make, plain, ended_on=clock.today())
    rows.make_episode(make, cla)
    rows.make_episode(make, plain, ceased_on=date(2024, 9, 1))
    lead = as_("quality_lead")
    assert refs(lead, status="cin") == {cin.child_ref}
    assert refs(lead, status="cp") == {cp.child_ref}
    assert refs(lead, status="cla") == {cla.child_ref}
    assert refs(lead, unit_id=council["north"]) == {plain.child_ref, cin.child_ref}
    assert refs(lead, q=cp.child_ref[:10].lower()) == {cp.child_ref}
    assert refs(lead, q="%") == set()
    listed = {c["child_ref"]: c for c in lead.get(CHILDREN).json()["items"]}
    assert listed[plain.child_ref]["statuses"] == []
    assert listed[cla.child_ref]["statuses"] == ["cla"]
    assert listed[cla.child_ref]["unit_name"] == "South 1"


@pytest.mark.parametrize("wrong", ["status=closed", "unit_id=north", "limit=0", "q=%00", "nonsense=1", "cursor=x"])
def test_a_bad_filter_is_named(as_: As, wrong: str):
    answer = as_("quality_lead").get(f"{CHILDREN}?{wrong}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "?" + wrong.partition("=")[0]


def test_pages_neither_skip_nor_repeat(as_: As, make: Session):
    made = {rows.make_child(make).child_ref for _ in range(7)}
    lead, seen, cursor = as_("quality_lead"), [], None
    while True:
        params = {"limit": 3, "total": True} | ({"cursor": cursor} if cursor else {})
        page = lead.get(CHILDREN, params=params).json()
        seen += [child["child_ref"] for child in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == sorted(made)
    assert page["total"] == 7


def test_a_childs_page_has_the_facts_and_no_day_of_birth(as_: As, make: Session):
    child = rows.make_child(make, "person-500123", team="north_1", worker="w-3")
    rows.make_referral(make, child)
    rows.make_assessment(make, child, is_child_seen=True)
    rows.make_plan(make, child)
    rows.make_visit(make, child, visited_on=date(2024, 5, 1))
    rows.make_visit(make, child, visited_on=date(2024, 6, 1), is_seen_alone=None)
    rows.make_visit(make, child, visited_on=None)
    rows.make_episode(make, child)
    answer = as_("quality_lead").get(f"{CHILDREN}/{child.id}")
    told = answer.json()
    assert told["birth_month"] == "2015-05"
    assert told["statuses"] == ["cin", "cp", "cla"]
    assert (told["team"], told["worker_code"]) == ("North 1", "w-3")
    assert [visit["visited_on"] for visit in told["visits"]] == ["2024-06-01", "2024-05-01"]
    assert told["visits"][0]["is_seen_alone"] is None
    assert [len(told[name]) for name in ("referrals", "assessments", "plans", "episodes", "involvements")] == [1] * 5
    assert told["last_received_at"]
    assert "2015-05-17" not in answer.text
    assert "500123" not in answer.text


def test_age_is_counted_from_the_month_of_birth(as_: As, make: Session):
    today = clock.today()
    rows.make_child(make, birth_on=date(today.year - 9, today.month, 28))
    rows.make_child(make, birth_on=None)
    ages = {child["age_years"] for child in as_("quality_lead").get(CHILDREN).json()["items"]}
    assert ages == {9, None}


def test_seeing_children_is_journalled(as_: As, make: Session):
    one, two = rows.make_child(make), rows.make_child(make)
    lead = as_("quality_lead")
    lead.get(CHILDREN)
    lead.get(f"{CHILDREN}/{one.id}")
    seen = make.execute(
        select(JournalEntry.verb, JournalEntry.child_ids).where(JournalEntry.action == "seen").order_by(JournalEntry.id)
    ).all()
    assert seen == [("list_children", sorted((one.id, two.id))), ("read_child", [one.id])]


def test_nobody_known_sees_no_child(make: Session):
    rows.make_referral(make, rows.make_child(make))
    make.execute(text("set local role plumbline_app"))
    for table in ("child", "referral", "involvement", "worker", "department", "child_team"):
        assert make.execute(text(f"select count(*) from {table}")).scalar_one() == 0


@pytest.mark.parametrize("column", ["birth_on", "source_id_encrypted", "*"])
def test_peoples_role_may_not_read_the_day_of_birth_or_the_sealed_id(make: Session, column: str):
    rows.make_child(make)
    make.execute(text("set local role plumbline_app"))
    with pytest.raises(Exception, match="permission denied"):
        make.execute(text(f"select {column} from child"))


@pytest.mark.parametrize(
    "verb",
    ["insert into worker (source_id) values (null)", "delete from child", "update referral set is_nfa = true"],
)
def test_peoples_role_writes_no_case_data(make: Session, verb: str):
    make.execute(text("set local role plumbline_app"))
    with pytest.raises(Exception, match="permission denied"):
        make.execute(text(verb))


def test_the_orm_loads_a_child_without_what_is_restricted(make: Session):
    child = rows.make_child(make)
    make.expunge_all()
    make.execute(text("select set_config('role', 'plumbline_app', true), set_config('app.reach', '{council}', true)"))
    loaded = make.get(Child, child.id)
    assert loaded is not None
    assert loaded.birth_month == date(2015, 5, 1)


def test_references_are_keyed_and_seals_open():
    assert child_ref("a", "1") == child_ref("a", "1")
    assert len({child_ref("a", "1"), child_ref("b", "1"), child_ref("a", "2")}) == 3
    assert len(child_ref("a", "1")) == 16
    assert seal("4711") != seal("4711")
    assert b"4711" not in seal("4711")
    assert unseal(seal("4711")) == "4711"
