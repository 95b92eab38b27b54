"""Loads the demonstration council into an empty database, through the public API, as a council would.

Only the first administrator is made by hand, as in any new installation. The clock is moved so that three years of
audits and surveys happen on their days.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from api.access import service as access
from api.access.models import Person, RoleGrant
from api.access.permissions import RIGHTS, Reach, Role
from api.cases.references import child_ref
from api.demonstration import council
from api.demonstration.alike import Panel, plan_judging_alike
from api.demonstration.audits import AuditPlan, ChildFacts, audit_plans, child_facts
from api.demonstration.callers import Caller
from api.demonstration.compliance import ComplianceStory
from api.demonstration.disputing import tell_disputes, tell_rules
from api.demonstration.inspecting import plan_inspection
from api.demonstration.learning import Doers, Learning
from api.demonstration.listening import SurveyStory
from api.demonstration.noting import note_what_happened
from api.demonstration.practice import AuditStory, Cast, Tool
from api.demonstration.published import load_published
from api.demonstration.purple import answer_exceptions, set_the_book
from api.demonstration.records import DEFAULT_CHILDREN, Row, records, three_years
from api.demonstration.rounds import RoundStory, round_plans
from api.demonstration.sending import Say, send_records
from api.demonstration.settling import settle_choices
from api.demonstration.shelf import Shelf
from api.demonstration.timeline import Timeline
from api.demonstration.voice import survey_plans
from api.exceptions.service import raise_exceptions
from api.indicators.service import compute_indicators
from api.kernel import clock
from api.kernel.database import Database
from api.main import create_app
from api.sources.service import refresh_quality

SEED = 1
SOURCE = "thamesmere-cms"


@dataclass
class Signed:
    """Everybody who takes part, signed in: callers and ids by role, in the order of the council's list."""

    callers: dict[str, list[tuple[Caller, str]]] = field(default_factory=dict)
    known: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {"people": [], "clients": []})

    def one(self, role: Role) -> Caller:
        """The first in a role."""
        return self.callers[role][0][0]


def load_council(
    database: Database, path: Path, *, say: Say, seed: int = SEED, children: int = DEFAULT_CHILDREN
) -> None:
    """Load the council and write who may sign in to `path`, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hasty = Database(database.url, waits_for_disk=False)  # what breaks off is loaded anew
    try:
        known = asyncio.run(_load(hasty, say, seed, children))
    finally:
        hasty.dispose()
    refresh_quality(database)  # this commit waits for the disk, and so for all those before it
    path.touch(mode=0o600)
    path.write_text(json.dumps(known, indent=1) + "\n")


async def _load(database: Database, say: Say, seed: int, children: int) -> dict[str, list[dict[str, str]]]:
    end = clock.today()
    app = create_app(database)
    rows = records(seed, end, children)
    say(f"Loading {council.NAME}, which is invented, through the public API ...")
    signed = Signed()
    administrator = await _first_administrator(app, database, end)
    await _clients(app, administrator, signed, end)
    await send_records(signed.one(Role.case_management_system), database, rows, seed, end, say)
    await _people(app, administrator, signed, seed, end)
    await settle_choices(signed.one(Role.quality_lead), end)
    await note_what_happened(signed.one(Role.quality_lead), end)
    timeline = Timeline()
    Shelf(signed.one(Role.quality_lead)).tell(timeline, end)
    await _plan_audits(timeline, signed, rows, seed, end)
    await _plan_surveys(app, timeline, signed, seed, end)
    plan_inspection(timeline, signed.one(Role.quality_lead), seed, end)
    plan_judging_alike(timeline, _panel(signed), seed, end)
    await timeline.happen(_progress(say))
    await set_the_book(signed.one(Role.quality_lead), three_years(end).replace(day=1))
    await load_published(signed.one(Role.quality_lead), end)
    say("  computing the indicators ...")
    computed = compute_indicators(database, since=three_years(end).replace(day=1))
    say(f"  {computed.computed:,} indicator values")
    raise_exceptions(database)
    await answer_exceptions(signed.one(Role.quality_lead), signed.callers[Role.team_manager][0][1])
    return signed.known


def _panel(signed: Signed) -> Panel:
    """Who calibrates and meets about it."""
    roles = (Role.auditor, Role.moderator, Role.team_manager)
    graders = {person_id: caller for role in roles for caller, person_id in signed.callers[role]}
    moderators, managers = signed.callers[Role.moderator], signed.callers[Role.team_manager]
    guests = [person_id for _, person_id in (*moderators[1:], *signed.callers[Role.service_manager][:2])]
    writer = signed.one(Role.principal_social_worker)
    return Panel(signed.one(Role.quality_lead), moderators[0], writer, graders, managers[0][1], guests)


def _progress(say: Say) -> Callable[[int, int], None]:
    def heard(done: int, of: int) -> None:
        if done % 1_000 == 0 or done == of:
            say(f"  {done:,} of {of:,} steps of audits and surveys")

    return heard


async def _first_administrator(app: FastAPI, database: Database, end: date) -> Caller:
    """Somebody to begin with, made by hand and used for setting up alone."""
    password = secrets.token_urlsafe(24)
    with database.transaction("plumbline_system") as db:
        person = Person(name="Set-up", email=f"set-up@{council.MAIL}", job_title="Installation")
        db.add(person)
        db.flush()
        reason, begun = "The first administrator", three_years(end)
        db.add(RoleGrant(role=Role.administrator, person_id=person.id, reason=reason, from_on=begun))
        access.set_password(db, person.id, password)
    caller = Caller(app)
    await caller.sign_in(person.email, password)
    return caller


def _beginning(end: date) -> AbstractContextManager[None]:
    """The morning on which the council began with all this."""
    return clock.travel(datetime.combine(three_years(end), time(8), clock.ENGLAND))


async def _clients(app: FastAPI, administrator: Caller, signed: Signed, end: date) -> None:
    """Make the machine clients, from the beginning, and let them sign in."""
    for client in council.CLIENTS:
        new = {"name": client.name, "role": client.role, "source_system": client.source_system}
        level = {"level": "true_figures"} if client.role == Role.bi_tool else {}
        with _beginning(end):
            made = await administrator.send("POST", "/clients", new | level)
        kept = {name: made[name] for name in ("role", "name", "client_id", "client_secret")}
        if client.role == Role.bi_tool:
            kept["feed_token"] = await _feed_token(administrator, made["id"])
        signed.known["clients"].append(kept)
        caller = Caller(app)
        await caller.take_token(made["client_id"], made["client_secret"])
        signed.callers[client.role] = [(caller, made["id"])]


async def _feed_token(administrator: Caller, client_id: str) -> str:
    """The password with which a BI tool reads the feed for the next three months."""
    new = {"machine_client_id": client_id, "name": "Performance board report", "level": "true_figures", "days": 90}
    return str((await administrator.send("POST", "/feed/tokens", new))["token"])


async def _people(app: FastAPI, administrator: Caller, signed: Signed, seed: int, end: date) -> None:
    """Make the people who sign in, give them their roles from the beginning, and sign them in."""
    begun = three_years(end)
    units = {unit["name"]: unit["id"] for unit in await administrator.everything("/units")}
    names = {unit.id: units[unit.name] for unit in council.UNITS}
    for person in council.sign_in_people(council.workers(seed, begun, end)):
        unit_id = names[person.unit_id]
        new = {"name": person.name, "email": person.email, "job_title": person.job_title, "unit_id": unit_id,
               "worker_ref": person.worker_ref}  # fmt: skip
        made = await administrator.send("POST", "/people", new)
        reaches_unit = Reach.units in RIGHTS[Role(person.role)].reach
        grant = {"role": person.role, "unit_id": unit_id if reaches_unit else None, "from_on": begun.isoformat(),
                 "reason": "Demonstration"}  # fmt: skip
        await administrator.send("POST", f"/people/{made['id']}/grants", grant)
        password = made["initial_password"]
        signed.known["people"].append(
            {"role": person.role, "name": person.name, "email": person.email, "password": password}
        )
        caller = Caller(app)
        await caller.sign_in(person.email, password)
        signed.callers.setdefault(person.role, []).append((caller, made["id"]))


async def _plan_audits(timeline: Timeline, signed: Signed, rows: dict[str, list[Row]], seed: int, end: date) -> None:
    """Make the audit tool, then put every audit's life on the timeline."""
    lead = signed.one(Role.quality_lead)
    with _beginning(end):
        tool = await _tool(lead)
    cast = Cast(lead, signed.callers[Role.auditor], signed.callers[Role.moderator], _practitioners(signed, seed, end))
    tell_rules(timeline, lead, end)
    timeline.on(end - timedelta(days=1), 9, partial(_ask_a_worker, signed, tool, end))
    tell_disputes(timeline, lead, signed.one(Role.service_manager), end)
    found = {child["child_ref"]: child["id"] for child in await lead.everything("/children")}
    facts = {child.person_id: child for child in child_facts(rows)}
    doers = _doers(signed, seed, end)
    audits = audit_plans(seed, end, list(facts.values()))
    for plan in audits:
        child = facts[plan.person_id]
        story = AuditStory(plan, child, found[child_ref(SOURCE, plan.person_id)], tool, cast)
        story.tell(timeline)
        Learning(story, doers, seed, end).tell(timeline)
    gone = next(child for child in facts.values() if _has_left(child, audits, end))
    ComplianceStory(lead, signed.callers[Role.auditor][1], found[child_ref(SOURCE, gone.person_id)]).tell(timeline, end)
    by_ref = {child_ref(SOURCE, person): child for person, child in facts.items()}
    for round_ in round_plans(end, audits):
        RoundStory(round_, cast, tool, by_ref, doers, seed, end).tell(timeline)


def _has_left(child: ChildFacts, audits: list[AuditPlan], end: date) -> bool:
    """Whether a case was open two months ago, has closed since, and is in no other audit: so no round draws it."""
    return (
        child.on(end - timedelta(days=60)) is not None
        and child.on(end) is None
        and all(plan.person_id != child.person_id for plan in audits)
    )


def _practitioners(signed: Signed, seed: int, end: date) -> dict[str, Caller]:
    """The practitioners who sign in, by the number that the case system knows them by."""
    people = council.sign_in_people(council.workers(seed, three_years(end), end))
    refs = [person.worker_ref for person in people if person.role == Role.practitioner]
    callers = [caller for caller, _ in signed.callers[Role.practitioner]]
    return {ref: caller for ref, caller in zip(refs, callers, strict=True) if ref is not None}


def _doers(signed: Signed, seed: int, end: date) -> Doers:
    """Who owns the actions that come of audits, and who is above them, by team and by service."""
    owners: dict[str, list[tuple[Caller, str]]] = {}
    seniors: dict[str, tuple[Caller, str]] = {}
    turns = {role: iter(callers) for role, callers in signed.callers.items()}
    for person in council.sign_in_people(council.workers(seed, three_years(end), end)):
        somebody = next(turns[person.role])
        if person.role in (Role.team_manager, Role.practitioner):
            owners.setdefault(person.unit_id, []).append(somebody)
        if person.role == Role.team_manager:
            owners.setdefault(person.unit_id[:2], []).append(somebody)
        if person.role in (Role.service_manager, Role.head_of_service):
            seniors[person.unit_id[:2]] = somebody
    return Doers(owners, seniors, signed.callers[Role.head_of_childrens_social_care][0])


async def _ask_a_worker(signed: Signed, tool: Tool, end: date) -> None:
    """Allocate an audit of the work of somebody who signs in, so that their own view is asked for."""
    child = (await signed.one(Role.practitioner).send("GET", "/children"))["items"][0]
    await signed.one(Role.quality_lead).send("POST", "/audits", {
        "child_id": child["id"], "tool_id": tool.id, "auditor_id": signed.callers[Role.auditor][0][1],
        "kind": "managers", "due_on": (end + timedelta(days=18)).isoformat(),
    })  # fmt: skip


async def _tool(lead: Caller) -> Tool:
    standards = await lead.send("GET", "/standards")
    title = "Case audit against the practice standards"
    new = {"title": title, "kind": "managers", "standards_version_id": standards["id"]}
    made = await lead.send("POST", "/tools", new)
    await lead.send("POST", f"/tools/{made['id']}/publish", version=made["version"])
    tool = await lead.send("GET", f"/tools/{made['id']}")
    questions = {q["code"]: q["id"] for section in tool["sections"] for q in section["questions"]}
    return Tool(tool["id"], questions, {section["number"]: section["id"] for section in tool["sections"]})


async def _plan_surveys(app: FastAPI, timeline: Timeline, signed: Signed, seed: int, end: date) -> None:
    """Put every survey's life on the timeline."""
    lead = signed.one(Role.principal_social_worker)
    standards = {s["number"]: s["id"] for s in (await lead.send("GET", "/standards"))["standards"]}
    respondent = Caller(app)
    for plan in survey_plans(seed, end):
        SurveyStory(plan, lead, respondent, standards).tell(timeline)
