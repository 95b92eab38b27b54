"""Notes on indicators: written by those who may, shown to all, naming nobody, and never changed but withdrawn."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.annotations.make import ANNOTATIONS, CODE, REASON, note


def test_a_note_is_listed_with_who_wrote_it_and_members_are_not_told_who(as_, council):
    made = note(as_("team_manager"), unit_id=str(council["north"]))
    assert made.status_code == 201, made.text
    assert (made.json()["words"], made.json()["reason"], made.json()["unit_name"]) == ("New team", None, "North")
    note(as_("quality_lead"), is_rebase=True, reason=REASON).raise_for_status()
    note(as_("quality_lead"), unit_id=str(council["north_1"])).raise_for_status()
    listed = as_("practitioner").get(ANNOTATIONS, params={"indicator": CODE}).json()["items"]
    assert [(one["unit_name"], one["is_rebase"], one["reason"]) for one in listed] == [
        ("North 1", False, None), (None, True, REASON), ("North", False, None),
    ]  # fmt: skip
    assert all(one["written_by_name"] for one in listed)
    of_north = as_("practitioner").get(ANNOTATIONS, params={"unit_id": str(council["north"])}).json()["items"]
    assert [one["unit_name"] for one in of_north] == [None, "North"]
    shown = as_("lead_member").get(ANNOTATIONS).json()["items"]
    assert [(one["unit_name"], one["reason"], one["written_by_name"]) for one in shown] == [
        (None, None, None), ("North", None, None),
    ]  # fmt: skip


def test_a_withdrawn_note_stays_on_record_with_its_reason(as_, council):
    lead = as_("quality_lead")
    written = note(lead).json()["id"]
    gone = lead.post(f"{ANNOTATIONS}/{written}/withdraw", json={"reason": "It was another team."})
    assert (gone.status_code, gone.json()["withdrawn_reason"]) == (200, "It was another team."), gone.text
    assert lead.get(ANNOTATIONS).json()["items"] == []
    assert len(lead.get(ANNOTATIONS, params={"withdrawn": True}).json()["items"]) == 1
    again = lead.post(f"{ANNOTATIONS}/{written}/withdraw", json={"reason": "It was another team."})
    assert (again.status_code, again.json()["code"]) == (409, "already_withdrawn")


def test_who_may_not_write_is_refused(as_, council):
    for role in ("practitioner", "director", "lead_member"):
        assert note(as_(role)).status_code == 403


REBASE = {"is_rebase": True, "reason": REASON}


@pytest.mark.parametrize(
    ("role", "unit", "place", "status"),
    [
        ("team_manager", "north_1", "north_1", 201),
        ("team_manager", "north_1", "north_2", 403),
        ("team_manager", "north_1", "north", 403),
        ("team_manager", "north_1", None, 403),
        ("service_manager", "north", "north_2", 201),
        ("service_manager", "north", "north", 201),
        ("service_manager", "north", "south_1", 403),
        ("head_of_service", "south", "south_1", 201),
        ("head_of_service", "south", "council", 403),
        ("head_of_childrens_social_care", None, "south_1", 201),
        ("head_of_childrens_social_care", None, None, 201),
        ("quality_lead", None, "south", 201),
        ("quality_lead", None, None, 201),
        ("data_analyst", None, None, 201),
    ],
)
def test_limits_are_worked_out_anew_by_whose_role_covers_the_unit(role, unit, place, status, as_, council):
    caller = as_(role, unit=unit)
    answer = note(caller, unit_id=place and str(council[place]), **REBASE)
    assert answer.status_code == status, answer.text
    if status == 403:
        assert "your role does not cover it" in answer.json()["detail"]
        assert note(caller, unit_id=place and str(council[place])).status_code == 201, "a plain note moves no limits"


def test_a_rebase_is_withdrawn_by_whose_role_covers_the_unit(as_, council):
    written = note(as_("quality_lead"), unit_id=str(council["north_1"]), **REBASE).json()["id"]
    withdraw = f"{ANNOTATIONS}/{written}/withdraw"
    assert as_("team_manager", unit="south_1").post(withdraw, json={"reason": REASON}).status_code == 403
    assert as_("team_manager", unit="north_1").post(withdraw, json={"reason": REASON}).status_code == 200


def test_the_database_refuses_a_rebase_beyond_reach_by_itself(as_, council, monkeypatch):
    monkeypatch.setattr("api.access.queries.covers_unit", lambda *_: True)
    refused = note(as_("team_manager", unit="north_1"), unit_id=str(council["south_1"]), **REBASE)
    assert refused.status_code == 404, "the gate of the rows stands behind the sentence"


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"indicator": "nonsense"}, "/indicator"),
        ({"unit_id": "00000000-0000-0000-0000-000000000009"}, "/unit_id"),
        ({"is_rebase": True}, "/reason"),
        ({"words": "Visited a child in RG1 2AB"}, "/words"),
        ({"reason": "Born 3 May 2014, and moved since."}, "/reason"),
        ({"happened_on": "1066-10-14"}, "/happened_on"),
        ({"words": " "}, "/words"),
    ],
)
def test_a_bad_note_is_told_which_field(more, pointer, as_, council):
    answer = note(as_("quality_lead"), **more)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("change", ["update annotation set words = 'x'", "delete from annotation"])
def test_the_database_keeps_what_was_written(change, as_, make, council):
    note(as_("quality_lead")).raise_for_status()
    with pytest.raises(IntegrityError, match="stays on record"):
        make.execute(text(change))
