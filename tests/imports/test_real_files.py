"""Real input: returns as councils make them, brought in through the API, read back over REST, and counted by hand.

What is counted by hand comes straight from the files, by other means than the readers': csv, ElementTree, calamine.
Who brings them in is now a person, now a machine client; who reads the children back is somebody with that right.
"""

import csv
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from api.cases.references import child_ref
from api.kernel import clock
from api.kernel.database import Database
from tests.access.make import SOURCE, Caller
from tests.compat.make import counted
from tests.imports.make import begin, counts, finish, send
from tests.imports.make_returns import EPISODES, HEADER

As = Callable[..., Caller]
Row = dict[str, str]
Brought = dict[str, dict[str, int]]

YEARS = range(2017, 2022)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv", "xml": "application/xml", "xlsx": WORKBOOK}
CHECKS = {"HEALTH_ASSESSMENT": "Health Assessment", "TEETH_CHECK": "Dental Check",
          "HEALTH_CHECK": "Health Surveillance Check"}  # fmt: skip
OUTCOMES = ("created", "updated", "unchanged", "skipped_stale", "duplicates", "rejected")


@pytest.fixture(params=["data_analyst", "case_management_system"])
def sender(request: pytest.FixtureRequest, as_: As) -> Caller:
    """A person and a machine client, one after the other."""
    return as_(request.param)


@pytest.fixture
def returns(shared: Path) -> Path:
    return shared / "ssda903_multi_year"


@pytest.fixture
def samples(shared: Path) -> Path:
    return shared / "annex_a_and_cin"


def begun(sender: Caller, format_: str, **wish: Any) -> str:
    """A new import: a person says whose records they are, a machine client has its own."""
    is_client = "Authorization" in sender.headers
    return begin(sender, format=format_, **wish | ({} if is_client else {"source_system": SOURCE}))


def bring_files(sender: Caller, database: Database, format_: str, paths: Iterable[Path], **wish: Any) -> dict[str, Any]:
    """A whole import of these files, in this order."""
    at = begun(sender, format_, **wish)
    for path in paths:
        send(sender, at, path.name, path.read_bytes(), **{"Content-Type": TYPES[path.suffix[1:]]})
    done = finish(sender, database, at)
    assert done["state"] == "completed", done["sentence"]
    for one in done["entities"]:
        assert one["received"] == sum(one[name] for name in OUTCOMES), one
    return done


def kept(as_: As) -> dict[str, int]:
    """The rows of each entity that has any, as the sources' page tells them once they were counted."""
    analyst = as_("data_analyst")
    assert analyst.post(f"/api/v1/sources/{SOURCE}/count").status_code == 200
    told = analyst.get(f"/api/v1/sources/{SOURCE}").json()["entities"]
    return {one["entity"]: one["rows"] for one in told if one["rows"]}


def children(reader: Caller) -> list[dict[str, Any]]:
    """All children there are, page by page, as many as the first page says."""
    query: dict[str, Any] = {"limit": 200, "total": True}
    page = reader.get("/api/v1/children", params=query).json()
    total, found = page["total"], page["items"]
    while page["next_cursor"]:
        page = reader.get("/api/v1/children", params={"limit": 200, "cursor": page["next_cursor"]}).json()
        found += page["items"]
    assert len(found) == total
    return found


# SSDA903


def rows(folder: Path, kind: str) -> list[tuple[int, Row]]:
    """The rows of a kind of file and their years, the earliest first."""
    found = []
    for year in YEARS:
        with (folder / f"{year}-{kind}.csv").open(newline="", encoding="utf-8") as file:
            found += [(year, row) for row in csv.DictReader(file)]
    return found


def count_ssda903(folder: Path) -> dict[str, int]:
    """How many records there are of each entity: what several years tell of one thing is one."""
    episodes = {(row["CHILD"], row["DECOM"]): row for _, row in rows(folder, "episodes")}
    outcomes = rows(folder, "oc2")
    leavers = {row["CHILD"] for _, row in rows(folder, "oc3")}
    return {
        "person": len({row["CHILD"] for _, row in rows(folder, "header")} | leavers),
        "cla_episodes": len(episodes),
        "cla_placement": sum(row["PLACE"] != "" for row in episodes.values()),
        "legal_status": sum(row["LS"] != "" for row in episodes.values()),
        "missing": len({(row["CHILD"], row["MIS_START"]) for _, row in rows(folder, "missing")}),
        "cla_reviews": count_reviews(folder),
        "sdq_scores": sum(row["SDQ_SCORE"] + row["SDQ_REASON"] != "" for _, row in outcomes),
        "cla_health": sum(
            row[check] == "1" for _, row in outcomes for check in ("HEALTH_CHECK", "TEETH_CHECK", "HEALTH_ASSESSMENT")
        ),
        "care_leavers": len(leavers),
    }


def count_reviews(folder: Path) -> int:
    """Of a child and day as many as differ in the year that has the most of them."""
    differing: dict[tuple[str, str], Counter[int]] = {}
    for year, child, held, _ in {
        (year, r["CHILD"], r["REVIEW"], r["REVIEW_CODE"]) for year, r in rows(folder, "reviews")
    }:
        differing.setdefault((child, held), Counter())[year] += 1
    return sum(max(years.values()) for years in differing.values())


def test_five_years_of_ssda903_in_any_order_are_those_of_the_files(
    sender: Caller, as_: As, database: Database, returns: Path
):
    paths = sorted(returns.glob("*.csv"))
    random.Random(3).shuffle(paths)
    done = bring_files(sender, database, "ssda903", paths)
    expected = count_ssda903(returns)
    assert {one["entity"]: one["created"] for one in done["entities"]} == expected
    assert not sum(one["rejected"] for one in done["entities"])
    assert kept(as_) == expected
    assert len(children(as_("quality_lead"))) == expected["person"]


Facts = dict[str, Any]
"""The fields of a record that say anything, by the dataset's names."""


def facts(fields: Iterable[dict[str, Any]]) -> Facts:
    return {one["name"]: one["value"] for one in fields if one["value"] is not None}


def filled(**fields: Any) -> Facts:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def in_order(records: Iterable[Facts]) -> list[Facts]:
    return sorted(records, key=repr)


def page_of(reader: Caller, person_id: str) -> dict[str, Any]:
    """The page of a child, who is found by the reference."""
    (one,) = reader.get("/api/v1/children", params={"q": child_ref(SOURCE, person_id)}).json()["items"]
    page: dict[str, Any] = reader.get(f"/api/v1/children/{one['id']}").json()
    return page


def read_back(reader: Caller, person_id: str) -> dict[str, list[Facts]]:
    """All records about a child, by entity: as the child's page has them, and as their own address does."""
    page = page_of(reader, person_id)
    found = {}
    for group in page["records"]:
        answer = reader.get(f"/api/v1/children/{page['id']}/records/{group['entity']}", params={"limit": 200})
        records = in_order(facts(one["fields"]) for one in answer.json()["items"])
        assert len(records) == group["count"]
        if group["count"] == len(group["items"]):
            assert records == in_order(facts(one["fields"]) for one in group["items"])
        found[group["entity"]] = records
    return found


def iso(written: str) -> str:
    """A day of a return as it is read back."""
    return "-".join(reversed(written.split("/")))


def told_of(folder: Path, child: str) -> dict[str, list[Facts]]:
    """What the files of five years say of a child, written down by hand: the links between records are left out."""
    mine = {kind: [row for _, row in rows(folder, kind) if row["CHILD"] == child]
            for kind in ("episodes", "reviews", "missing", "oc2", "oc3")}  # fmt: skip
    episodes = {row["DECOM"]: row for row in mine["episodes"]}.values()
    found = {
        "cla_episodes": [
            filled(
                clae_cla_episode_start_date=iso(row["DECOM"]), clae_cla_episode_start_reason=row["RNE"],
                clae_cla_primary_need_code=row["CIN"], clae_cla_episode_ceased_date=iso(row["DEC"]),
                clae_cla_episode_ceased_reason=row["REC"],
                clae_entered_care_date=iso(row["DECOM"]) if row["RNE"] == "S" else None,
            ) for row in episodes
        ],
        "cla_placement": [
            filled(
                clap_cla_placement_start_date=iso(row["DECOM"]), clap_cla_placement_end_date=iso(row["DEC"]),
                clap_cla_placement_type=row["PLACE"], clap_cla_placement_provider=row["PLACE_PROVIDER"],
                clap_cla_placement_change_reason=row["REASON_PLACE_CHANGE"],
            ) for row in episodes
        ],
        "legal_status": [
            filled(lega_legal_status=row["LS"], lega_legal_status_start_date=iso(row["DECOM"]),
                   lega_legal_status_end_date=iso(row["DEC"])) for row in episodes
        ],
        "cla_reviews": [
            {"clar_cla_review_date": iso(held), "clar_cla_review_participation": code}
            for held, code in {(row["REVIEW"], row["REVIEW_CODE"]) for row in mine["reviews"]}
        ],
        "missing": [
            filled(miss_missing_episode_start_date=iso(row["MIS_START"]), miss_missing_episode_type=row["MISSING"],
                   miss_missing_episode_end_date=iso(row["MIS_END"])) for row in mine["missing"]
        ],
        "sdq_scores": [
            filled(csdq_sdq_score=int(row["SDQ_SCORE"]) if row["SDQ_SCORE"] else None,
                   csdq_sdq_reason=row["SDQ_REASON"]) for row in mine["oc2"]
        ],
        "cla_health": [
            {"clah_health_check_type": check, "clah_health_check_status": "Completed"}
            for row in mine["oc2"] for column, check in CHECKS.items() if row[column] == "1"
        ],
        "care_leavers": [
            filled(clea_care_leaver_in_touch=row["IN_TOUCH"], clea_care_leaver_activity=row["ACTIV"].strip("0"),
                   clea_care_leaver_accommodation=row["ACCOM"][:1].strip("0"),
                   clea_care_leaver_accom_suitable=row["ACCOM"][1:])
            for row in mine["oc3"][-1:]
        ],
    }  # fmt: skip
    return {entity: in_order(records) for entity, records in found.items() if records}


def unlinked(found: dict[str, list[Facts]]) -> dict[str, list[Facts]]:
    """Without the ids that we made to join records."""
    return {
        entity: in_order({name: value for name, value in one.items() if not name.endswith("_id")} for one in records)
        for entity, records in found.items()
    }


def test_what_the_files_say_of_a_child_in_care_is_what_is_read_back(as_: As, database: Database, returns: Path):
    """Of ten children each field of each record: those of whom most is told, some who left care, some missing."""
    bring_files(as_("case_management_system"), database, "ssda903", sorted(returns.glob("*.csv")))
    reader = as_("quality_lead")
    chosen = [child for child, _ in Counter(row["CHILD"] for _, row in rows(returns, "episodes")).most_common(4)]
    chosen += [row["CHILD"] for _, row in rows(returns, "oc3")[:3]]
    chosen += [row["CHILD"] for _, row in rows(returns, "missing")[:3]]
    born = {row["CHILD"]: row["DOB"] for kind in ("header", "oc3") for _, row in rows(returns, kind)}
    for child in chosen:
        assert unlinked(read_back(reader, child)) == told_of(returns, child)
        assert page_of(reader, child)["birth_month"] == iso(born[child])[:7]


def test_every_code_is_known_and_every_link_leads_somewhere(as_: As, database: Database, returns: Path):
    """What may be wrong with the rows is what the return has no day for, and reviews in days that have not come."""
    bring_files(as_("case_management_system"), database, "ssda903", sorted(returns.glob("*.csv")))
    rows_of = kept(as_)
    told = as_("data_analyst").get(f"/api/v1/sources/{SOURCE}").json()["entities"]
    found = {(one["entity"], check["check"]): check["count"] for one in told for check in one["checks"]}
    assert found["cla_episodes", "orphan"] == found["cla_episodes", "unknown_code"] == 0
    undated = {(entity, "missing_date"): rows_of[entity] for entity in ("sdq_scores", "cla_health", "care_leavers")}
    ahead = {(row["CHILD"], row["REVIEW"]) for _, row in rows(returns, "reviews") if iso(row["REVIEW"]) > today()}
    future = {("cla_reviews", "future_date"): len(ahead)} if ahead else {}
    assert {what: count for what, count in found.items() if count} == undated | future


def today() -> str:
    return clock.today().isoformat()


def test_the_same_set_again_changes_nothing(sender: Caller, as_: As, database: Database, returns: Path):
    paths = sorted(returns.glob("*.csv"))
    first = bring_files(sender, database, "ssda903", paths)
    before = kept(as_)
    again = bring_files(sender, database, "ssda903", paths)
    for one, before_ in zip(again["entities"], first["entities"], strict=True):
        entity = one["entity"]
        assert counts(again, entity) == {
            "received": before_["received"], "unchanged": before[entity],
            **({"duplicates": before_["duplicates"]} if before_["duplicates"] else {}),
        }, entity  # fmt: skip
    assert kept(as_) == before


def test_a_later_year_ends_what_was_open(as_: As, database: Database, returns: Path):
    """Year after year, each in an import of its own, as a council does; the next year's file ends open episodes."""
    client, reader = as_("case_management_system"), as_("quality_lead")
    told = rows(returns, "episodes")
    ended = next(
        (child, began) for (child, began), years in by_episode(told).items()
        if years.get(2018) == "" and years.get(2019, "") != ""
    )  # fmt: skip
    for year in (2018, 2019):
        done = bring_files(
            client, database, "ssda903", [returns / f"{year}-{kind}.csv" for kind in ("episodes", "header")]
        )
        episodes = read_back(reader, ended[0])["cla_episodes"]
        ends = {one["clae_cla_episode_start_date"]: one.get("clae_cla_episode_ceased_date") for one in episodes}
        assert ends[iso(ended[1])] == (iso(by_episode(told)[ended][year]) or None)
    both = [years for years in by_episode(told).values() if {2018, 2019} <= years.keys()]
    updated = counts(done, "cla_episodes")
    assert len(both) > 50
    assert updated["updated"] >= sum(years[2018] != years[2019] for years in both) > 0
    assert updated["updated"] + updated.get("unchanged", 0) == len(both)


def by_episode(told: list[tuple[int, Row]]) -> dict[tuple[str, str], dict[int, str]]:
    """The end that each year's file has for an episode."""
    found: dict[tuple[str, str], dict[int, str]] = {}
    for year, row in told:
        found.setdefault((row["CHILD"], row["DECOM"]), {})[year] = row["DEC"]
    return found


# The census of children in need


def test_the_census_is_that_of_the_file(sender: Caller, as_: As, database: Database, samples: Path):
    path = samples / "cin-2022.xml"
    tree = ElementTree.parse(path)  # a file we know

    def count(place: str) -> int:
        return len(tree.findall(f".//{place}"))

    expected = {
        "person": count("Child"), "disability": count("Disability"), "cin_episodes": count("CINdetails"),
        "cin_assessments": count("Assessments"), "assessment_factors": count("FactorsIdentifiedAtAssessment"),
        "cin_plans": count("CINPlanDates"), "s47_enquiry": count("Section47"),
        "initial_cp_conference": count("Section47/DateOfInitialCPC") + count("CINdetails/DateOfInitialCPC"),
        "cp_plans": count("ChildProtectionPlans"), "cp_reviews": count("CPPreviewDate"),
    }  # fmt: skip
    done = bring_files(sender, database, "cin_census", [path])
    assert {one["entity"]: one["created"] for one in done["entities"]} == expected
    assert kept(as_) == expected
    (child,) = children(as_("quality_lead"))
    assert child["child_ref"] == child_ref(SOURCE, tree.findtext(".//LAchildID") or "")
    again = bring_files(sender, database, "cin_census", [path])
    assert {one["entity"]: one["unchanged"] for one in again["entities"]} == expected


def test_what_the_census_says_of_a_child_is_what_is_read_back(as_: As, database: Database, samples: Path):
    """The one child of the sample, as it stands there, with the links that its place in the file makes."""
    bring_files(as_("case_management_system"), database, "cin_census", [samples / "cin-2022.xml"])
    ref = child_ref(SOURCE, "DfEX0000001")
    referral, assessment, enquiry, plan = (f"{ref}-{day}" for day in ("19701006", "19700603", "19700602", "19700217"))
    assert read_back(as_("quality_lead"), "DfEX0000001") == {
        "disability": [{"disa_disability_code": "HAND"}, {"disa_disability_code": "HEAR"}],
        "cin_episodes": [{
            "cine_referral_date": "1970-10-06", "cine_cin_primary_need_code": "N4", "cine_referral_source_code": "1A",
            "cine_referral_nfa": False, "cine_close_date": "1971-02-27", "cine_close_reason": "RC1",
        }],
        "cin_assessments": [{
            "cina_referral_id": referral, "cina_assessment_start_date": "1970-06-03",
            "cina_assessment_auth_date": "1971-07-18",
        }],
        "assessment_factors": [{"cinf_assessment_id": assessment, "cinf_assessment_factors_json": ["2A", "2B"]}],
        "cin_plans": [{
            "cinp_referral_id": referral, "cinp_cin_plan_start_date": "1971-01-24",
            "cinp_cin_plan_end_date": "1971-01-26",
        }],
        "s47_enquiry": [{
            "s47e_referral_id": referral, "s47e_s47_start_date": "1970-06-02",
            "s47e_s47_outcome_json": ["CP_CONFERENCE"],
        }],
        "initial_cp_conference": in_order([
            {"icpc_referral_id": referral, "icpc_icpc_date": "1970-12-06"},
            {"icpc_s47_enquiry_id": enquiry, "icpc_referral_id": referral, "icpc_icpc_target_date": "1970-06-23",
             "icpc_icpc_date": "1970-06-17"},
        ]),
        "cp_plans": [{
            "cppl_referral_id": referral, "cppl_cp_plan_start_date": "1970-02-17",
            "cppl_cp_plan_end_date": "1971-03-14", "cppl_cp_plan_initial_category": "PHY",
            "cppl_cp_plan_latest_category": "PHY",
        }],
        "cp_reviews": [{"cppr_cp_plan_id": plan, "cppr_cp_review_date": "1971-02-15"}],
    }  # fmt: skip


# Annex A


def lists(path: Path) -> dict[int, list[dict[str, Any]]]:
    """The rows of each list by the names of their columns."""
    book = CalamineWorkbook.from_path(str(path))
    sheets = {number: book.get_sheet_by_name(f"List {number}").to_python() for number in range(1, 10)}
    return {number: [dict(zip(header, row, strict=True)) for row in told] for number, (header, *told) in sheets.items()}


CHILD, TEAM = "Child Unique ID", "Allocated Team"


def count_annex_a(path: Path) -> dict[str, int]:
    """How many records there are of each entity; what two lists tell of one child's referral that day is one."""
    told = lists(path)

    def filled_in(number: int, column: str) -> int:
        return sum(row[column] != "" for row in told[number])

    care = len(told[8])
    teams = {(row[CHILD], row[TEAM]) for number in told for row in told[number] if row.get(TEAM)}
    referrals = {(row[CHILD], row["Date of Referral"]) for row in told[3]}
    return {
        "person": len({row[CHILD] for number in told for row in told[number]}),
        "contacts": len(told[1]), "early_help_episodes": len(told[2]), "cin_assessments": len(told[4]),
        "cin_episodes": len(referrals | {(row[CHILD], row["CIN Start Date"]) for row in told[6]}),
        "s47_enquiry": len(told[5]),
        "initial_cp_conference": filled_in(5, "Date of Initial Child Protection Conference"),
        "cin_visits": filled_in(6, "Date Child Was Last Seen"),
        "cp_plans": len(told[7]), "cp_visits": filled_in(7, "Date of the Last Statutory Visit"),
        "cp_reviews": filled_in(7, "Date of latest review conference"),
        "cla_episodes": care, "legal_status": care, "cla_placement": care, "cla_reviews": care, "cla_visits": care,
        "cla_health": filled_in(8, "Date of Last Health Assessment") + filled_in(8, "Date of Last Dental Check"),
        "care_leavers": len(told[9]),
        "department": len({team for _, team in teams}), "involvements": len({child for child, _ in teams}),
    }  # fmt: skip


def test_the_workbook_is_that_of_the_file(sender: Caller, as_: As, database: Database, samples: Path):
    path = samples / "Annex_A.xlsx"
    expected = count_annex_a(path)
    done = bring_files(sender, database, "annex_a", [path])
    assert {one["entity"]: one["created"] for one in done["entities"]} == expected
    assert kept(as_) == expected
    refs = {child_ref(SOURCE, f"{row[CHILD]:.0f}") for told in lists(path).values() for row in told}
    assert {one["child_ref"] for one in children(as_("quality_lead"))} == refs
    again = bring_files(sender, database, "annex_a", [path])
    assert {one["entity"]: one["unchanged"] for one in again["entities"]} == expected


AS_STANDING = {
    "11973218": {"contacts": [{"cont_contact_date": "2020-09-16", "cont_contact_source_code": "6"}]},
    "612306": {"early_help_episodes": [
        {"earl_episode_start_date": "2020-09-16", "earl_episode_end_date": "2020-09-30"}]},
    "6537810": {
        "cin_episodes": [
            {"cine_referral_date": "2020-09-16", "cine_referral_source_code": "8", "cine_referral_nfa": False}],
        "s47_enquiry": [{"s47e_s47_start_date": "2020-09-16", "s47e_s47_outcome_json": ["CP_CONFERENCE"]}],
        "initial_cp_conference": [{"icpc_icpc_date": "2020-10-05", "icpc_icpc_outcome_cp_flag": True}],
        "involvements": [{}],
    },
    "10692868": {
        "cin_assessments": [{"cina_assessment_start_date": "2019-05-16", "cina_assessment_child_seen": True,
                             "cina_assessment_auth_date": "2021-02-08"}],
        "involvements": [{}],
    },
    "10273003": {
        "s47_enquiry": [{"s47e_s47_start_date": "2020-09-16", "s47e_s47_outcome_json": []}], "involvements": [{}],
    },
    "8140425": {
        "cin_episodes": [{"cine_referral_date": "2006-11-23", "cine_cin_primary_need_code": "N1"}],
        "cin_visits": [{"cinv_cin_visit_date": "2021-03-05", "cinv_cin_visit_seen": True}],
    },
    "10721552": {
        "cp_plans": [{"cppl_cp_plan_start_date": "2020-11-23", "cppl_cp_plan_end_date": "2021-02-16",
                      "cppl_cp_plan_initial_category": "PHY", "cppl_cp_plan_latest_category": "PHY"}],
        "cp_visits": [{"cppv_cp_visit_date": "2021-01-22", "cppv_cp_visit_seen": True,
                       "cppv_cp_visit_seen_alone": True}],
        "cp_reviews": [{"cppr_cp_review_date": "2021-02-16"}],
        "involvements": [{}],
    },
    "1761444": {
        "cla_episodes": [{
            "clae_cla_episode_start_date": "2009-08-06", "clae_entered_care_date": "2009-08-06",
            "clae_cla_primary_need_code": "N1", "clae_cla_last_iro_contact_date": "2021-01-12"}],
        "legal_status": [{"lega_legal_status": "E1", "lega_legal_status_start_date": "2010-07-12"}],
        "cla_placement": [{"clap_cla_placement_start_date": "2009-11-02", "clap_cla_placement_type": "U6",
                           "clap_cla_placement_provider": "PR4"}],
        "cla_reviews": [{"clar_cla_review_date": "2021-01-12"}],
        "cla_visits": [{"clav_cla_visit_date": "2021-01-06"}],
        "cla_health": [
            {"clah_health_check_type": "Dental Check", "clah_health_check_date": "2020-01-17",
             "clah_health_check_status": "Completed"},
            {"clah_health_check_type": "Health Assessment", "clah_health_check_date": "2020-05-27",
             "clah_health_check_status": "Completed"}],
        "involvements": [{}],
    },
    "7961370": {
        "care_leavers": [{
            "clea_care_leaver_eligibility": "Former Relevant", "clea_care_leaver_in_touch": "YES",
            "clea_care_leaver_accommodation": "Y", "clea_care_leaver_accom_suitable": "1",
            "clea_care_leaver_activity": "F1"}],
        "involvements": [{}],
    },
}  # fmt: skip
"""Of nine children what the workbook says, read from it by eye; links and teams are looked at by themselves."""


def test_what_the_workbook_says_of_children_is_what_is_read_back(as_: As, database: Database, samples: Path):
    bring_files(as_("case_management_system"), database, "annex_a", [samples / "Annex_A.xlsx"])
    reader = as_("quality_lead")
    for child, records in AS_STANDING.items():
        without_links = {
            entity: [
                {name: value for name, value in one.items() if not name.endswith(("_id", "_team"))} for one in all_
            ]
            for entity, all_ in read_back(reader, child).items()
        }
        assert without_links == {entity: in_order(all_) for entity, all_ in records.items()}, child


def test_children_are_in_the_teams_of_the_workbook(as_: As, database: Database, samples: Path):
    """In that of the list nearest to their care, where they are in several."""
    path = samples / "Annex_A.xlsx"
    bring_files(as_("case_management_system"), database, "annex_a", [path])
    told = lists(path)
    teams = {f"{row[CHILD]:.0f}": row[TEAM] for n in (3, 4, 5, 9, 6, 7, 8) for row in told[n] if row[TEAM]}
    reader = as_("quality_lead")
    assert {child: page_of(reader, child)["team"] for child in teams} == teams


def test_with_the_period_of_care_end_its_last_placement_and_legal_status(as_: As, database: Database, samples: Path):
    path = samples / "Annex_A.xlsx"
    bring_files(as_("case_management_system"), database, "annex_a", [path])
    ceased = {f"{row[CHILD]:.0f}": row["Date Ceased to be Looked After"] for row in lists(path)[8]}
    assert sum(on != "" for on in ceased.values()) == 1
    for child, on in ceased.items():
        found = read_back(as_("quality_lead"), child)
        ends = [found["cla_episodes"][0].get("clae_cla_episode_ceased_date"),
                found["cla_placement"][0].get("clap_cla_placement_end_date"),
                found["legal_status"][0].get("lega_legal_status_end_date")]  # fmt: skip
        assert ends == [on.isoformat() if on else None] * 3


# The payloads that councils send to the Department for Education

COMPAT = "/compat/dfe/v1/children_social_care_data/870/children"


def test_the_payloads_are_those_of_the_file(as_: As, database: Database, shared: Path):
    lines = (shared / "dfe_api_payloads" / "sample.ndjson").read_text(encoding="utf-8").splitlines()
    objects = [json.loads(line) for line in lines if line.strip()]
    client, reader = as_("case_management_system"), as_("quality_lead")
    for _ in range(2):
        assert client.post(COMPAT, json=objects).status_code == 200
        refs = {child_ref(SOURCE, one["la_child_id"]) for one in objects}
        assert kept(as_) == counted(objects) | {"person": len(refs)}
        assert {one["child_ref"] for one in children(reader)} == refs
    found = read_back(reader, "Child0034")
    assert found["sdq_scores"] == [{"csdq_sdq_completed_date": "2022-06-14", "csdq_sdq_score": 20}]
    assert [one["disa_disability_code"] for one in found["disability"]] == ["HAND", "VIS"]
    (plan,) = found["cp_plans"]
    assert (plan["cppl_cp_plan_start_date"], plan["cppl_cp_plan_end_date"]) == ("2022-09-01", "2023-09-01")
    (leaver,) = found["care_leavers"]
    assert (leaver["clea_care_leaver_activity"], leaver["clea_care_leaver_accommodation"]) == ("F2", "D")


def test_another_return_is_refused_by_what_it_is(sender: Caller, samples: Path):
    """The census of the workforce stands beside that of children in need, and looks like it."""
    at = begun(sender, "cin_census")
    name = "social_work_workforce_2022.xml"
    answer = sender.put(f"{at}/files/{name}", content=(samples / name).read_bytes())
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(f"{name}, element Collection: This is not a children in need census")


def test_what_is_not_kept_of_a_return_is_told_by_name(sender: Caller, returns: Path, samples: Path):
    """Of a file that is known and not wanted it is all."""
    at = begun(sender, "ssda903")
    told = {
        kind: send(sender, at, f"2019-{kind}.csv", (returns / f"2019-{kind}.csv").read_bytes())
        for kind in ("episodes", "uasc")
    }
    count = {kind: sum(year == 2019 for year, _ in rows(returns, kind)) for kind in told}
    assert told["episodes"]["ignored_fields"] == dict.fromkeys(("HOME_POST", "PL_POST", "URN"), count["episodes"])
    assert told["uasc"]["ignored_fields"] == dict.fromkeys(("CHILD", "SEX", "DOB", "DUC"), count["uasc"])
    assert (told["uasc"]["rows"], told["uasc"]["entities"]) == (0, {})
    sender.delete(at)
    at = begun(sender, "annex_a")
    workbook = send(sender, at, "Annex_A.xlsx", (samples / "Annex_A.xlsx").read_bytes())
    assert {"Placement_postcode", "Allocated_Worker", "List_10", "List_11"} <= workbook["ignored_fields"].keys()


# The years of files


def episode(ended: str = "") -> str:
    return f"{EPISODES}7,01/05/2019,S,C2,N1,U6,PR1,{ended},{'E4A' if ended else ''},,,,\n"


OPEN, ENDED = episode(), episode("02/06/2020")
SCORE = "CHILD,DOB,SDQ_SCORE,SDQ_REASON\n7,03/04/2010,{score},\n"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("episodes 2019.csv", "Episodes 2020.csv"), ("x_1920_episodes.csv", "SSDA903 2020-21 episodes.csv"),
     ("z-2019-20.csv", "a-2020-21.csv"), ("Z_201920.csv", "Y_202021.csv")],
)  # fmt: skip
def test_the_later_year_counts_however_its_file_is_called(as_: As, database: Database, earlier: str, later: str):
    client, reader = as_("case_management_system"), as_("quality_lead")
    at = begun(client, "ssda903")
    send(client, at, "2020-header.csv", f"{HEADER}7,2,03/04/2010,WBRI,A123,,\n")
    send(client, at, later, ENDED)
    send(client, at, earlier, OPEN)
    assert finish(client, database, at)["state"] == "completed"
    (found,) = read_back(reader, "7")["cla_episodes"]
    assert found["clae_cla_episode_ceased_date"] == "2020-06-02"


def test_files_that_do_not_say_their_year_are_pointed_out_before_and_after(sender: Caller, database: Database):
    at = begun(sender, "ssda903")
    send(sender, at, "2019 oc2.csv", SCORE.format(score=9))
    send(sender, at, "header.csv", f"{HEADER}7,2,03/04/2010,WBRI,A123,,\n")
    send(sender, at, "oc3.csv", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n8,03/04/2003,YES,F1,U1\n")
    send(sender, at, "episodes.csv", OPEN)
    assert "year" not in sender.get(at).json()["sentence"], "the years of these are known, or there is one alone"
    send(sender, at, "oc2.csv", SCORE.format(score=12))
    advice = (
        " No year stands in the name of oc2.csv: the years cannot be told apart, and one goes over the other."
        " Name the files as in 2024-oc2.csv."
    )
    assert sender.get(at).json()["sentence"].endswith(f"is committed.{advice}")
    send(sender, at, "episodes later.csv", ENDED)
    assert "the name of episodes later.csv, episodes.csv, oc2.csv:" in sender.get(at).json()["sentence"]
    assert finish(sender, database, at)["sentence"].endswith("Name the files as in 2024-episodes later.csv.")


def test_two_years_of_outcomes_stay_apart_by_their_names(as_: As, database: Database):
    client, reader = as_("case_management_system"), as_("quality_lead")
    at = begun(client, "ssda903")
    send(client, at, "2020-header.csv", f"{HEADER}7,2,03/04/2010,WBRI,A123,,\n")
    for year, score in ((2019, 9), (2020, 12)):
        send(client, at, f"oc2 {year}.csv", SCORE.format(score=score))
    finish(client, database, at)
    assert read_back(reader, "7")["sdq_scores"] == [{"csdq_sdq_score": 12}, {"csdq_sdq_score": 9}]
