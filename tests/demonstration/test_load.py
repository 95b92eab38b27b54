"""The whole council, from its records and plans to the figures over REST: each equal to a count made by hand."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy.engine import make_url

from api.cases.references import child_ref
from api.demonstration.audits import AuditPlan, audit_plans, child_facts
from api.demonstration.compliance import FINAL_AGO
from api.demonstration.council import CLIENTS
from api.demonstration.further import FEEDBACK, FEEDBACK_STOPPED, feedback_nights, further_records
from api.demonstration.load import SEED, SOURCE, load_council
from api.demonstration.nightly import PLANTED, last_night
from api.demonstration.records import records
from api.demonstration.rounds import round_plans
from api.demonstration.timeline import Step, Timeline
from api.demonstration.voice import survey_plans
from api.kernel import clock
from api.kernel.database import Database
from tests.conftest import Service
from tests.demonstration.make import child_of, key_of

GOOD = {"good", "outstanding"}


class Loaded:
    """The council as it was loaded, and what it was loaded from."""

    def __init__(self, service: Service, database: Database, path: Path) -> None:
        self.service, self.database, self.end = service, database, clock.today()
        self.rows = records(SEED, self.end)
        self.further = further_records(SEED, self.end, self.rows)
        self.feedback = feedback_nights(SEED, self.end, self.rows)[self.end - FEEDBACK_STOPPED]
        self.plans: list[AuditPlan] = audit_plans(SEED, self.end, child_facts(self.rows))
        self.rounds = round_plans(self.end, self.plans)
        self.plans += [slot for one in self.rounds for slot in one.slots]
        load_council(database, path, say=lambda _: None)
        self.known = json.loads(path.read_text())

    @contextmanager
    def as_(self, role: str) -> Iterator[httpx.Client]:
        """Somebody of the council in a role, signed in over HTTP."""
        self.service.app.state.database = self.database
        person = next(p for p in self.known["people"] if p["role"] == role)
        with httpx.Client(base_url=self.service.url, timeout=60, headers={"X-Plumbline": "1"}) as client:
            sign_in = {"email": person["email"], "password": person["password"]}
            assert client.post("/api/v1/session", json=sign_in).status_code == 201
            yield client

    def values(self, indicator: str, period_type: str) -> dict[date, dict[str, Any]]:
        """The council's values of an indicator by the last day of the period, as the analyst reads them."""
        with self.as_("data_analyst") as analyst:
            council = analyst.get("/api/v1/units?kind=council").json()["items"][0]["id"]
            asked = {"indicator": indicator, "period_type": period_type, "unit_id": council, "limit": 200}
            page = analyst.get("/api/v1/indicator-values", params=asked).json()
        assert page["next_cursor"] is None
        return {date.fromisoformat(v["period_end"]): v for v in page["items"]}

    def source(self) -> dict[str, Any]:
        """The case system as the analyst sees its data."""
        with self.as_("data_analyst") as analyst:
            answer = analyst.get(f"/api/v1/sources/{SOURCE}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


@pytest.fixture(scope="module")
def loaded(
    service: Service, server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """The demonstration council in a database of this module's own."""
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"create database whole_council template {template}")
        database = Database(make_url(server_url).set(database="whole_council").render_as_string(hide_password=False))
        yield Loaded(service, database, tmp_path_factory.mktemp("council") / "demo.json")
        database.dispose()
        admin.execute("drop database whole_council with (force)")


def test_children_looked_after_at_each_month_end_equal_a_count_of_the_episodes(loaded: Loaded):
    found = loaded.values("children_looked_after", "month")
    assert len(found) >= 36
    for day, value in found.items():
        at = min(day, loaded.end).isoformat()
        looked_after = {
            row["clae_person_id"]
            for row in loaded.rows["cla_episodes"]
            if str(row["clae_cla_episode_start_date"]) <= at
            and not (row["clae_cla_episode_ceased_date"] and str(row["clae_cla_episode_ceased_date"]) <= at)
        }
        assert value["value"] == len(looked_after), day


def test_audits_good_or_better_by_month_equal_a_count_of_the_plans(loaded: Loaded):
    found = loaded.values("audits_good", "month")
    finals = [p for p in loaded.plans if p.state == "final"]
    assert len(finals) > 300
    graded: Counter[tuple[int, int]] = Counter()
    good: Counter[tuple[int, int]] = Counter()
    for plan in finals:
        assert plan.finalised_on
        month = (plan.finalised_on.year, plan.finalised_on.month)
        reported = plan.moderation.second_grade if plan.moderation else plan.overall_grade
        graded[month] += 1
        good[month] += reported in GOOD
    dip = loaded.end - timedelta(days=FINAL_AGO)
    graded[dip.year, dip.month] += 1
    good[dip.year, dip.month] += 1
    told = {(d.year, d.month): (v["numerator"], v["denominator"]) for d, v in found.items() if v["denominator"]}
    assert told == {month: (good[month], n) for month, n in graded.items()}


def test_visits_seen_alone_by_month_equal_a_count_of_the_records(loaded: Loaded):
    found = loaded.values("cp_visits_seen_alone", "month")
    first = min(found).replace(day=1)
    seen: Counter[tuple[int, int]] = Counter()
    alone: Counter[tuple[int, int]] = Counter()
    for row in loaded.rows["cp_visits"]:
        day = date.fromisoformat(str(row["cppv_cp_visit_date"]))
        if row["cppv_cp_visit_seen"] == "Y" and first <= day <= loaded.end:
            seen[day.year, day.month] += 1
            alone[day.year, day.month] += row["cppv_cp_visit_seen_alone"] == "Y"
    told = {(d.year, d.month): (v["numerator"], v["denominator"]) for d, v in found.items()}
    assert told == {month: (alone[month], n) for month, n in seen.items()}


def test_every_plan_was_carried_out(loaded: Loaded):
    with loaded.as_("quality_lead") as lead:
        for state, count in Counter(p.state for p in loaded.plans).items():
            page = lead.get("/api/v1/audits", params={"state": state, "total": True, "limit": 1}).json()
            more = state in ("allocated", "final")  # one that asks for a view, and the dip sample beside the plan
            assert page["total"] == count + more, state
        moderated = [p for p in loaded.plans if p.moderation]
        page = lead.get("/api/v1/moderations", params={"total": True, "limit": 1}).json()
        assert page["total"] == len(moderated)
        children = lead.get("/api/v1/children", params={"total": True, "limit": 1}).json()
        assert children["total"] == len(loaded.rows["person"])
        told = {s["title"]: s["responses_count"] for s in lead.get("/api/v1/surveys?limit=200").json()["items"]}
    plans = [p for p in survey_plans(SEED, loaded.end) if p.state == "closed"]
    assert {p.title: told[p.title] for p in plans} == {
        p.title: len(p.responses) if len(p.responses) >= 5 else None for p in plans
    }


def test_an_audit_says_what_was_done_apart_from_how_well(loaded: Loaded):
    with loaded.as_("quality_lead") as lead:
        tools = lead.get("/api/v1/tools", params={"kind": "dip_sample"}).json()["items"]
        page = lead.get("/api/v1/audits", params={"kind": "dip_sample", "state": "final", "limit": 200}).json()["items"]
        audits = [lead.get(f"/api/v1/audits/{one['id']}").json() for one in page]
        (dip,) = [one for one in audits if one["tool_id"] in {tool["id"] for tool in tools}]
        tool = lead.get(f"/api/v1/tools/{dip['tool_id']}").json()
    kinds = {q["id"]: q["kind"] for section in tool["sections"] for q in section["questions"]}
    given = {(kinds[question], answer["grade"]) for question, answer in dip["answers"].items()}
    assert {("compliance", "met"), ("compliance", "partly_met"), ("quality", "good")} <= given


def test_each_submitted_audit_says_who_was_heard(loaded: Loaded):
    sent = sum(plan.submitted_on is not None and plan.state != "withdrawn" for plan in loaded.plans)
    period = {"from_on": (loaded.end - timedelta(days=1200)).isoformat(), "to_on": loaded.end.isoformat()}
    with loaded.as_("quality_lead") as lead:
        whole = lead.get("/api/v1/voices/summary", params=period).json()["whole"]
    assert whole["audits"] >= sent
    for speaker, share in (("child", 0.55), ("family", 0.6), ("practitioner", 0.7)):
        assert whole[speaker]["not_recorded"] == 0
        assert whole[speaker]["share"] == pytest.approx(share, abs=0.1)
    with loaded.as_("practitioner") as worker:
        assert worker.get("/api/v1/views").json()["items"], "an audit asks for the view of somebody who signs in"


def test_rounds_are_at_every_state_and_their_board_is_that_of_the_plan(loaded: Loaded):
    with loaded.as_("quality_lead") as lead:
        found = {one["title"]: one for one in lead.get("/api/v1/rounds").json()["items"]}
        assert {found[one.title]["state"] for one in loaded.rounds} == {"draft", "drawn", "allocated", "closed"}
        for one in loaded.rounds:
            board = lead.get(f"/api/v1/rounds/{found[one.title]['id']}").json()["board"]
            states = Counter(slot.state for slot in one.slots)
            assert board["submitted"] == states["submitted"] + states["final"]
            assert (board["final"], board["total"] > 0) == (states["final"], one.goes_to != "draft")
        coverage = lead.get("/api/v1/rounds/coverage").json()
        assert coverage["audits"] > 50
        assert coverage["never"] > 0


def test_every_role_has_somebody_and_every_client_its_secret(loaded: Loaded):
    with loaded.as_("administrator") as administrator:
        for person in loaded.known["people"]:
            held = administrator.get("/api/v1/people", params={"q": person["name"]}).json()["items"]
            assert person["role"] in held[0]["roles"]
    for known in loaded.known["clients"]:
        form = {"grant_type": "client_credentials"} | {n: known[n] for n in ("client_id", "client_secret")}
        loaded.service.app.state.database = loaded.database
        assert httpx.post(f"{loaded.service.url}/oauth2/token", data=form).status_code == 200
    assert len(loaded.known["clients"]) == len(CLIENTS)


def test_lead_member_reads_suppressed_figures_of_the_council_and_nothing_of_children(loaded: Loaded):
    with loaded.as_("lead_member") as member:
        assert member.get("/api/v1/children").status_code == 403
        values = member.get("/api/v1/indicator-values?limit=200").json()["items"]
    assert values
    assert {v["unit_type"] for v in values} <= {"council", "service"}
    small = [v for v in values if v["numerator"] in range(1, 6) or v["denominator"] in range(1, 6)]
    assert small == []


def test_published_figures_that_say_they_are_invented_stand_beside_the_councils_own(loaded: Loaded):
    with loaded.as_("lead_member") as member:
        compared = member.get("/api/v1/comparators/re_referrals_12_months").json()
        caseload = member.get("/api/v1/indicators/caseload/series").json()
    assert len(compared["areas"]) == 13
    assert all("invented" in area["area_name"] for area in compared["areas"])
    assert any(point["value"] for point in caseload["points"])


def test_rates_rest_on_the_population_that_came_with_the_published_figures(loaded: Loaded):
    with loaded.as_("director") as director:
        counts, rates = (
            director.get(f"/api/v1/indicators/{code}/series", params={"period_type": "year"}).json()["points"]
            for code in ("referrals", "referrals_rate")
        )
    assert [rate["numerator"] for rate in rates] == [count["value"] for count in counts]
    assert all(37_000 < rate["denominator"] < 41_000 for rate in rates), "children who live in the invented area"
    assert all(
        rate["value"] == pytest.approx(10_000 * rate["numerator"] / rate["denominator"], abs=1e-4) for rate in rates
    )


def test_the_rows_kept_of_each_entity_are_those_that_were_sent(loaded: Loaded):
    sent = loaded.rows | loaded.further | {FEEDBACK: loaded.feedback}
    assert {one["entity"]: one["rows"] for one in loaded.source()["entities"]} == {
        entity: len(rows) for entity, rows in sent.items()
    }


def test_data_quality_tells_what_was_planted_and_nothing_else(loaded: Loaded):
    source = loaded.source()
    found = {
        (one["entity"], check["check"], check["field"]): check["count"]
        for one in source["entities"]
        for check in one["checks"]
        if check["count"]
    }
    assert found == PLANTED
    assert source["to_mend"] == sum(PLANTED.values())
    assert source["rejected_lately"] == 1
    assert [one["entity"] for one in source["late"]] == [FEEDBACK]
    assert {one["entity"]: one["state"] for one in source["entities"]} == {
        entity: "stopped" if entity == FEEDBACK else "current" for entity in (*loaded.rows, *loaded.further, FEEDBACK)
    }
    assert source["sentence"].startswith("Complaints and compliments stopped coming 21 days ago")


def test_each_finding_leads_to_the_row_that_was_planted(loaded: Loaded):
    night = last_night(loaded.further, loaded.end)
    with loaded.as_("data_analyst") as analyst:
        for (entity, check, field), count in PLANTED.items():
            asked = {"entity": entity, "check": check}
            page = analyst.get(f"/api/v1/sources/{SOURCE}/findings", params=asked).json()
            assert len(page["items"]) == count
            if check != "rejected":
                ids = {row[key_of(entity)] for row in night[entity]}
                assert {one["source_id"] for one in page["items"]} <= ids
                assert {one["field"] for one in page["items"]} == {field}


def test_the_last_nights_import_changed_what_differed_and_no_more(loaded: Loaded):
    with loaded.as_("data_analyst") as analyst:
        night, first, *registers = analyst.get("/api/v1/imports").json()["items"]
        told = analyst.get(f"/api/v1/imports/{night['id']}").json()["entities"]
    assert {night["state"], first["state"], *(one["state"] for one in registers)} == {"completed"}
    assert len(registers) == 4
    rows = last_night(loaded.further, loaded.end)
    for one in told:
        sent, held = rows[one["entity"]], loaded.further[one["entity"]]
        same = sum(row in held for row in sent)
        assert (one["received"], one["unchanged"], one["rejected"]) == (len(sent), same, one["entity"] == "cin_visits")
        assert (one["updated"], one["created"]) == (len(sent) - same - one["rejected"], 0)


def test_a_childs_page_shows_all_its_records(loaded: Loaded):
    person = Counter(row["core_person_id"] for row in loaded.further["core_groups"]).most_common(1)[0][0]
    wanted = {
        entity: sum(row[child] == person for row in rows)
        for entity, rows in (loaded.rows | loaded.further).items()
        if entity != "person" and (child := child_of(entity))
    }
    with loaded.as_("quality_lead") as lead:
        reference = child_ref(SOURCE, str(person))
        found = lead.get("/api/v1/children", params={"q": reference}).json()["items"]
        child = next(one for one in found if one["child_ref"] == reference)
        page = lead.get(f"/api/v1/children/{child['id']}").json()
    shown = {group["entity"]: group["count"] for group in page["records"]}
    assert {entity: shown.get(entity, 0) for entity in wanted} == wanted
    assert sum(count > 0 for count in wanted.values()) >= 8


def test_steps_of_one_line_follow_each_other_and_one_without_a_line_stands_alone():
    day, timeline = date(2026, 3, 2), Timeline()
    said: list[tuple[str, str, date]] = []

    def step(name: str) -> Step:
        async def take() -> None:
            said.append(("begun", name, clock.today()))
            await asyncio.sleep(0)
            said.append(("done", name, clock.today()))

        return take

    for hour, name in enumerate(("a1", "a2", "b1", "all", "a3", "c1")):
        timeline.on(day + timedelta(days=hour // 2), hour, step(name), *([name[0]] if name != "all" else []))
    asyncio.run(timeline.happen(lambda done, of: None))
    order = [(what, name) for what, name, _ in said]
    at = order.index
    assert at(("done", "a1")) < at(("begun", "a2")), "one line"
    assert at(("begun", "b1")) < at(("done", "a1")), "two lines, side by side"
    alone = at(("begun", "all"))
    assert {name for _, name in order[:alone]} == {"a1", "a2", "b1"}, "all before are done"
    assert order[alone + 1] == ("done", "all"), "nothing beside it"
    assert {name: on for _, name, on in said} == {
        one: day + timedelta(days=place // 2) for place, one in enumerate(("a1", "a2", "b1", "all", "a3", "c1"))
    }, "each on its own day"


def test_the_past_is_the_past(loaded: Loaded):
    """The clock that gave the council its past is back in the present."""
    assert abs(clock.today() - loaded.end) <= timedelta(days=1)
