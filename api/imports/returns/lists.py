"""The lists of Annex A: how each one's columns are known, and what records a row makes.

A column is known by a pattern in its header with everything but small letters and figures taken out, because councils
write "Date of Contact", "Contact date" or "DateOfContact". Worker and adviser names match no pattern and are never
read; neither are postcodes, who did an early help assessment, or the counts that can be made from records.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.imports.returns import words
from api.imports.returns.ids import Ids
from api.imports.returns.values import Value, day

Row = Mapping[str, Value]
Pairs = Iterator[tuple[str, dict[str, Any]]]

COMMON = {
    "child": r"^child(unique)?(id|identifier|ref|reference)$|uniqueid|^personid",
    "sex": r"^(gender|sex)", "ethnicity": r"^ethnic", "born": r"dateofbirth|birthdate|^dob", "team": r"team",
}  # fmt: skip


@dataclass(frozen=True)
class List:
    """One list of the workbook. Of its columns the first that matches a header takes it, so the order matters."""

    columns: dict[str, str]
    needed: str
    """The column without which, beside the child, a row of the sheet is not taken for the header."""
    records: Callable[[Row, Ids], Pairs]


def _contact(row: Row, ids: Ids) -> Pairs:
    on, source = day(row["on"]), words.SOURCE.read(row["source"])
    yield "contacts", {
        "cont_contact_id": ids.make("contacts", row["child"], on=on or "", row=(on, source)),
        "cont_person_id": row["child"], "cont_contact_date": on, "cont_contact_source_code": source,
    }  # fmt: skip


def _early_help(row: Row, ids: Ids) -> Pairs:
    began, ended = day(row["began"]), day(row["ended"])
    yield "early_help_episodes", {
        "earl_episode_id": ids.make("early_help_episodes", row["child"], on=began or "", row=(began, ended)),
        "earl_person_id": row["child"], "earl_episode_start_date": began, "earl_episode_end_date": ended,
    }  # fmt: skip


def _referral(row: Row, ids: Ids) -> Pairs:
    on, source, nfa = day(row["on"]), words.SOURCE.read(row["source"]), words.YES_NO.read(row["nfa"])
    yield "cin_episodes", {
        "cine_referral_id": ids.make("cin_episodes", row["child"], on=on or "", row=(on, source, nfa, row["team_id"])),
        "cine_person_id": row["child"], "cine_referral_date": on, "cine_referral_source_code": source,
        "cine_referral_nfa": nfa, "cine_referral_team": row["team_id"],
    }  # fmt: skip


def _assessment(row: Row, ids: Ids) -> Pairs:
    """A child who was found to need the council's support is one with whom there was something further to do."""
    began, authorised = day(row["began"]), day(row["authorised"])
    seen, needed = words.YES_NO.read(row["seen"]), words.YES_NO.read(row["support"])
    facts = (began, authorised, seen, needed, row["team_id"])
    yield "cin_assessments", {
        "cina_assessment_id": ids.make("cin_assessments", row["child"], on=began or "", row=facts),
        "cina_person_id": row["child"], "cina_assessment_start_date": began, "cina_assessment_auth_date": authorised,
        "cina_assessment_child_seen": seen, "cina_assessment_team": row["team_id"],
        "cina_assessment_outcome_nfa": {"Y": "N", "N": "Y"}.get(needed or "", needed),
    }  # fmt: skip


def _enquiry(row: Row, ids: Ids) -> Pairs:
    began, held = day(row["began"]), day(row["held"])
    unneeded, planned = words.YES_NO.read(row["unneeded"]), words.YES_NO.read(row["planned"])
    made = ids.make("s47_enquiry", row["child"], on=began or "", row=(began, held, unneeded, planned, row["team_id"]))
    outcome = "Y" if held or unneeded == "N" else "N" if unneeded == "Y" else None
    yield "s47_enquiry", {
        "s47e_s47_enquiry_id": made, "s47e_person_id": row["child"], "s47e_s47_start_date": began,
        "s47e_s47_outcome_json": {"CP_CONFERENCE_FLAG": outcome} if outcome else None,
        "s47e_s47_completed_by_team": row["team_id"],
    }  # fmt: skip
    if held:
        yield "initial_cp_conference", {
            "icpc_icpc_id": made, "icpc_person_id": row["child"], "icpc_s47_enquiry_id": made, "icpc_icpc_date": held,
            "icpc_icpc_outcome_cp_flag": planned,
        }  # fmt: skip


def _need(row: Row, ids: Ids) -> Pairs:
    """The day a child was last seen is a visit of this kind only where the case is neither protection nor care."""
    began, closed, seen = day(row["began"]), day(row["closed"]), day(row["seen"])
    need, reason = words.NEED.read(row["need"]), words.CLOSURE.read(row["reason"])
    yield "cin_episodes", {
        "cine_referral_id": ids.make("cin_episodes", row["child"], on=began or "", row=(began, need, closed, reason)),
        "cine_person_id": row["child"], "cine_referral_date": began, "cine_cin_primary_need_code": need,
        "cine_close_date": closed, "cine_close_reason": reason,
    }  # fmt: skip
    if seen and words.STATUS.read(row["status"]) == "CIN":
        yield "cin_visits", {
            "cinv_cin_visit_id": ids.make("cin_visits", row["child"], on=seen, row=(seen,)),
            "cinv_person_id": row["child"], "cinv_cin_visit_date": seen, "cinv_cin_visit_seen": "Y",
        }  # fmt: skip


def _protection(row: Row, ids: Ids) -> Pairs:
    began, ended = day(row["began"]), day(row["ended"])
    first, latest = words.ABUSE.read(row["first"]), words.ABUSE.read(row["latest"])
    made = ids.make("cp_plans", row["child"], on=began or "", row=(began, ended, first, latest))
    yield "cp_plans", {
        "cppl_cp_plan_id": made, "cppl_person_id": row["child"],
        "cppl_cp_plan_start_date": began, "cppl_cp_plan_end_date": ended,
        "cppl_cp_plan_initial_category": first, "cppl_cp_plan_latest_category": latest,
    }  # fmt: skip
    if visited := day(row["visited"]):
        alone = words.YES_NO.read(row["alone"])
        visit = {
            "cppv_cp_visit_id": ids.make("cp_visits", row["child"], on=visited, row=(visited, alone, made)),
            "cppv_person_id": row["child"], "cppv_cp_plan_id": made, "cppv_cp_visit_date": visited,
            "cppv_cp_visit_seen_alone": alone,
        }  # fmt: skip
        yield "cp_visits", visit | ({"cppv_cp_visit_seen": "Y"} if alone == "Y" else {})
    if reviewed := day(row["reviewed"]):
        yield "cp_reviews", {
            "cppr_cp_review_id": ids.make("cp_reviews", row["child"], on=reviewed, row=(reviewed, made)),
            "cppr_person_id": row["child"], "cppr_cp_plan_id": made, "cppr_cp_review_date": reviewed,
        }  # fmt: skip


def _care_leaver(row: Row, ids: Ids) -> Pairs:
    yield "care_leavers", {
        "clea_table_id": ids.make("care_leavers", row["child"], row=tuple(row.values())),
        "clea_person_id": row["child"], "clea_care_leaver_eligibility": words.ELIGIBILITY.read(row["eligibility"]),
        "clea_care_leaver_in_touch": words.IN_TOUCH.read(row["touch"]),
        "clea_care_leaver_accom_suitable": words.SUITABLE.read(row["suitable"]),
        "clea_care_leaver_accommodation": words.ACCOMMODATION.read(row["accommodation"]),
        "clea_care_leaver_activity": words.ACTIVITY.read(row["activity"]),
        "clea_care_leaver_allocated_team": row["team_id"],
        **({"clea_care_leaver_latest_contact": day(row["contacted"])} if row["contacted"] else {}),
        **({"clea_pathway_plan_review_date": day(row["pathway"])} if row["pathway"] else {}),
    }  # fmt: skip


CONTACTS = List({"on": r"dateofcontact|contactdate", "source": r"contactsource|sourceofcontact"}, "on", _contact)
EARLY_HELP = List({"began": r"start", "ended": r"completiondate|datecompleted|end(date)?$"}, "began", _early_help)
REFERRALS = List(
    {"on": r"dateofreferral|referraldate", "source": r"referralsource|sourceofreferral", "nfa": r"nfa|nofurther"},
    "on", _referral,
)  # fmt: skip
ASSESSMENTS = List(
    {"began": r"assessment.*start", "seen": r"seen", "authorised": r"auth", "support": r"requir|support"},
    "began", _assessment,
)  # fmt: skip
ENQUIRIES = List(
    {"began": r"strat.*discussion|(section|s)47.*start", "unneeded": r"unnecessary|notrequired",
     "planned": r"result.*plan", "held": r"dateofinitial|confdate|conferencedate|icpcdate"},
    "began", _enquiry,
)  # fmt: skip
NEED = List(
    {"began": r"cinstart|childinneed.*start|referraldate", "need": r"primaryneed", "seen": r"lastseen",
     "reason": r"reason.*clos|closurereason", "closed": r"closuredate|dateofclosure|closeddate",
     "status": r"casestatus"},
    "began", _need,
)  # fmt: skip
PROTECTION = List(
    {"began": r"plan.*start", "ended": r"plan.*end", "first": r"initial.*(category|abuse)",
     "latest": r"latest.*(category|abuse)", "visited": r"visit", "alone": r"seenalone", "reviewed": r"review"},
    "began", _protection,
)  # fmt: skip
CARE_LEAVERS = List(
    {"eligibility": r"^eligib", "touch": r"intouch", "contacted": r"(latest|last).*contact", "suitable": r"suitab",
     "accommodation": r"accom", "activity": r"activity", "pathway": r"pathway"},
    "touch", _care_leaver,
)  # fmt: skip
