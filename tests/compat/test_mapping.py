"""The child object as records: what becomes of each part, what is left alone, what is withdrawn, what is never kept."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from api.cases.references import child_ref
from api.compat import mapping
from api.compat.mapping import ENTITIES, Shape, Unnamed, map_children
from api.compat.schemas import Children, described
from api.intake.entities import BY_NAME
from tests.compat.make import NAMES, counted, make_delta, make_episode, make_object

SOURCE = "casesystem"
CHILD = "zebulon-child-1"
REF = child_ref(SOURCE, CHILD)
SHAPES = [one for one in vars(mapping).values() if isinstance(one, Shape)]


def said(*objects: dict[str, Any]) -> list[mapping.Said]:
    return map_children(SOURCE, Children.validate_json(json.dumps(objects)))


def records(*objects: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The records by entity, of objects that name all they speak of."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in said(*objects):
        assert not isinstance(one, Unnamed)
        found.setdefault(one[0], []).append(one[1])
    return found


def test_each_part_becomes_its_record():
    found = records(make_object())
    assert set(found) == set(ENTITIES)
    assert found == {
        "person": [{"pers_person_id": CHILD, "pers_dob": "2012-08-09", "pers_sex": "F", "pers_ethnicity": "WBRI"}],
        "disability": [
            {"disa_table_id": f"{REF}-HAND", "disa_person_id": CHILD, "disa_disability_code": "HAND"},
            {"disa_table_id": f"{REF}-VIS", "disa_person_id": CHILD, "disa_disability_code": "VIS"},
        ],
        "sdq_scores": [
            {
                "csdq_table_id": f"{REF}-2025-02-03",
                "csdq_person_id": CHILD,
                "csdq_sdq_completed_date": "2025-02-03",
                "csdq_sdq_score": 14,
            }
        ],
        "cin_episodes": [
            {
                "cine_referral_id": "r1",
                "cine_person_id": CHILD,
                "cine_referral_date": "2025-01-02",
                "cine_referral_source_code": "1C",
                "cine_referral_nfa": False,
                "cine_close_date": "2025-08-01",
                "cine_close_reason": "RC7",
            }
        ],
        "involvements": [
            {
                "invo_involvements_id": f"{REF}-SW1-2025-01-03",
                "invo_person_id": CHILD,
                "invo_referral_id": "r1",
                "invo_professional_id": "SW1",
                "invo_professional_role_id": "CW",
                "invo_involvement_start_date": "2025-01-03",
                "invo_involvement_end_date": "2025-03-01",
            }
        ],
        "cin_assessments": [
            {
                "cina_assessment_id": "a1",
                "cina_person_id": CHILD,
                "cina_referral_id": "r1",
                "cina_assessment_start_date": "2025-01-03",
                "cina_assessment_auth_date": "2025-02-01",
            }
        ],
        "assessment_factors": [
            {"cinf_table_id": "dfe-a1", "cinf_assessment_id": "a1", "cinf_assessment_factors_json": ["1C", "4A"]}
        ],
        "cin_plans": [
            {
                "cinp_cin_plan_id": "n1",
                "cinp_person_id": CHILD,
                "cinp_referral_id": "r1",
                "cinp_cin_plan_start_date": "2025-02-01",
                "cinp_cin_plan_end_date": "2025-03-01",
            }
        ],
        "s47_enquiry": [
            {
                "s47e_s47_enquiry_id": "s1",
                "s47e_person_id": CHILD,
                "s47e_referral_id": "r1",
                "s47e_s47_start_date": "2025-02-20",
                "s47e_s47_end_date": "2025-03-01",
                "s47e_s47_outcome_json": {"CP_CONFERENCE_FLAG": True},
            }
        ],
        "initial_cp_conference": [
            {
                "icpc_icpc_id": "dfe-s1",
                "icpc_person_id": CHILD,
                "icpc_referral_id": "r1",
                "icpc_s47_enquiry_id": "s1",
                "icpc_icpc_date": "2025-03-05",
            }
        ],
        "cp_plans": [
            {
                "cppl_cp_plan_id": "p1",
                "cppl_person_id": CHILD,
                "cppl_referral_id": "r1",
                "cppl_cp_plan_start_date": "2025-03-05",
            }
        ],
        "cla_placement": [
            {
                "clap_cla_placement_id": "l1",
                "clap_person_id": CHILD,
                "clap_cla_placement_start_date": "2025-04-01",
                "clap_cla_placement_end_date": "2025-06-01",
                "clap_cla_placement_type": "U4",
                "clap_cla_placement_change_reason": "CHILD",
            }
        ],
        "cla_episodes": [
            {
                "clae_cla_episode_id": "dfe-l1",
                "clae_person_id": CHILD,
                "clae_referral_id": "r1",
                "clae_cla_placement_id": "l1",
                "clae_cla_episode_start_date": "2025-04-01",
                "clae_cla_episode_start_reason": "S",
                "clae_cla_episode_ceased_date": "2025-06-01",
                "clae_cla_episode_ceased_reason": "E3",
            }
        ],
        "care_leavers": [
            {
                "clea_table_id": f"{REF}-leaver",
                "clea_person_id": CHILD,
                "clea_care_leaver_latest_contact": "2025-07-01",
                "clea_care_leaver_activity": "F2",
                "clea_care_leaver_accommodation": "D",
            }
        ],
    }


def test_intake_knows_every_column_that_is_given():
    assert len(SHAPES) == len(ENTITIES) == len({shape.entity for shape in SHAPES})
    unknown = [
        (shape.entity, column)
        for shape in SHAPES
        for column in (shape.key, shape.person, shape.referral, *shape.columns.values())
        if column and BY_NAME[shape.entity].find(column) is None
    ]
    assert unknown == []
    unknown = [
        (entity, column)
        for entity, rows in records(make_object()).items()
        for column in rows[0]
        if BY_NAME[entity].find(column) is None
    ]
    assert unknown == []


def test_nothing_that_identifies_is_read():
    names = json.dumps(described())
    assert "date_of_birth" in names
    assert [field for field in (*NAMES, "mis_child_id", "expected_date_of_birth") if f'"{field}"' in names] == []
    kept = json.dumps(records(make_object()))
    assert [value for value in (*NAMES.values(), "zebulon-supplier-1") if value in kept] == []


def test_made_up_ids_have_no_person_id_and_fit():
    long = "x" * 36
    worker = {"worker_id": "w" * 12, "start_date": "2025-01-03"}
    episode = make_episode(
        social_care_episode_id=long,
        care_worker_details=[worker],
        child_looked_after_placements=[{"child_looked_after_placement_id": long, "start_date": "2025-01-01"}],
    )
    found = records(make_object("person-" + "7" * 29, social_care_episodes=[episode]))
    keys = [row[shape.key] for shape in SHAPES if shape.entity != "person" for row in found[shape.entity]]
    assert len(keys) == 14
    assert [key for key in keys if "777" in key or len(key) > 48] == []


def test_an_item_with_its_id_alone_says_nothing():
    items = {
        "care_worker_details": [{"worker_id": "SW1"}],
        "child_and_family_assessments": [{"child_and_family_assessment_id": "a1", "purge": False}],
        "child_in_need_plans": [{"child_in_need_plan_id": "n1", "purge": False}],
        "section_47_assessments": [{"section_47_assessment_id": "s1"}],
        "child_protection_plans": [{"child_protection_plan_id": "p1", "purge": None}],
        "child_looked_after_placements": [{"child_looked_after_placement_id": "l1"}],
        "care_leavers": {"purge": False},
    }
    assert records(make_delta(**items)) == {"person": [{"pers_person_id": CHILD}]}
    empty = dict.fromkeys(items)

    assert records(make_delta(**empty)) == {"person": [{"pers_person_id": CHILD}]}


def test_absent_is_left_out_and_null_is_told():
    plan = {"child_protection_plan_id": "p1", "end_date": None}
    found = records(make_delta(child_protection_plans=[plan], closure_reason=None) | {"child_details": {"sex": None}})
    assert found["person"] == [{"pers_person_id": CHILD, "pers_sex": None}]
    assert found["cin_episodes"] == [
        {"cine_referral_id": "r1", "cine_person_id": CHILD, "cine_close_reason": None},
    ]
    assert found["cp_plans"][0]["cppl_cp_plan_end_date"] is None
    assert "cppl_cp_plan_start_date" not in found["cp_plans"][0]


@pytest.mark.parametrize("start", [{}, {"start_date": None}])
def test_an_end_without_a_start_is_of_the_latest_time_of_that_worker(start: dict[str, None]):
    person, end = said(make_delta(care_worker_details=[{"worker_id": "SW1", "end_date": "2025-09-01"} | start]))
    assert person == ("person", {"pers_person_id": CHILD})
    assert isinstance(end, Unnamed)
    assert end.where == {"invo_person_id": CHILD, "invo_professional_id": "SW1"}
    assert end.change == {"invo_person_id": CHILD, "invo_involvement_end_date": "2025-09-01"}
    assert end.latest_by == "invo_involvement_start_date"


def test_a_questionnaire_without_a_day_is_left_for_intake_to_reject():
    found = records(make_object(health_and_wellbeing={"sdq_assessments": [{"score": 3}, {}]}))
    assert found["sdq_scores"] == [{"csdq_table_id": None, "csdq_person_id": CHILD, "csdq_sdq_score": 3}]


@pytest.mark.parametrize(
    ("block", "item", "withdrawn"),
    [
        ("child_and_family_assessments", {"child_and_family_assessment_id": "a1"}, {"a1", "dfe-a1"}),
        ("child_in_need_plans", {"child_in_need_plan_id": "n1"}, {"n1"}),
        ("section_47_assessments", {"section_47_assessment_id": "s1"}, {"s1", "dfe-s1"}),
        ("child_protection_plans", {"child_protection_plan_id": "p1"}, {"p1"}),
        ("child_looked_after_placements", {"child_looked_after_placement_id": "l1"}, {"l1", "dfe-l1"}),
    ],
)
def test_the_purge_of_an_item_withdraws_what_it_told(block: str, item: dict[str, str], withdrawn: set[str]):
    found = records(make_delta(**{block: [item | {"purge": True, "start_date": "2025-01-01"}]}))
    keys = {shape.entity: shape.key for shape in SHAPES}
    gone = {row[keys[entity]] for entity, rows in found.items() for row in rows if row.get("purge") is True}
    assert gone == withdrawn
    assert sum(map(len, found.values())) == 1 + len(withdrawn)


def test_a_date_of_conference_taken_back_withdraws_the_conference():
    found = records(make_delta(section_47_assessments=[{"section_47_assessment_id": "s1", "icpc_date": None}]))
    assert set(found) == {"person", "initial_cp_conference"}
    assert found["initial_cp_conference"] == [{"icpc_icpc_id": "dfe-s1", "icpc_person_id": CHILD, "purge": True}]


def test_the_purge_of_a_block_withdraws_all_of_it():
    details = {"purge": True, "sex": "F", "disabilities": ["HAND"]}
    person, *rest = said({"la_child_id": CHILD, "child_details": details, "health_and_wellbeing": {"purge": True}})
    assert person == (
        "person", {"pers_person_id": CHILD, "pers_dob": None, "pers_sex": None, "pers_ethnicity": None},
    )  # fmt: skip
    assert [(one.shape.entity, one.where) for one in rest if isinstance(one, Unnamed)] == [
        ("disability", {"disa_person_id": CHILD}), ("sdq_scores", {"csdq_person_id": CHILD}),
    ]  # fmt: skip
    assert records(make_delta(care_leavers={"purge": True}))["care_leavers"] == [
        {"clea_table_id": f"{REF}-leaver", "clea_person_id": CHILD, "purge": True}
    ]


def test_the_purge_of_an_episode_withdraws_all_that_stands_under_it():
    _, referral, *rest = said(make_delta(purge=True, care_worker_details=[{"worker_id": "SW1"}]))
    assert referral == ("cin_episodes", {"cine_referral_id": "r1", "cine_person_id": CHILD, "purge": True})
    unnamed = [one for one in rest if isinstance(one, Unnamed)]
    assert len(unnamed) == len(rest)
    assert {one.shape.entity for one in unnamed} == set(ENTITIES) - {
        "person", "disability", "sdq_scores", "cin_episodes", "care_leavers",
    }  # fmt: skip
    assert {tuple(one.where.values()) for one in unnamed} == {(CHILD, "r1")}


def test_the_purge_of_a_child_stands_alone_and_covers_what_came_before():
    purge = {"la_child_id": CHILD, "purge": True}
    gone = ("person", {"pers_person_id": CHILD, "purge": True})
    assert said(make_object(purge=True)) == [gone]
    assert said(make_object(), purge) == [gone]
    again = said(purge, {"la_child_id": CHILD, "child_details": {"sex": "M"}})
    assert again == [gone, ("person", {"pers_person_id": CHILD, "pers_sex": "M"})]
    other = said(make_object("b"), purge)
    assert len(other) > 10
    assert gone in other


def test_the_senders_own_samples_give_as_many_records_as_they_hold(shared: Path):
    lines = (shared / "dfe_api_payloads" / "sample.ndjson").read_text().splitlines()
    objects = [json.loads(line) for line in lines]
    assert len(objects) == 5
    found = Counter(one[0] for one in said(*objects) if not isinstance(one, Unnamed))
    assert dict(found) == counted(objects)
