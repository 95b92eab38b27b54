"""Exemplars over HTTP: written without naming anybody, published, found, reworded, retired."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from api.standards.models import Criterion
from tests.audits.make import As, at, make_audit
from tests.exemplars.make import WORDS, first_standard, make_exemplar

EXEMPLARS = "/api/v1/exemplars"
WHY = "It shows the child's own words acted on."


def test_an_exemplar_is_written_published_and_seen_by_everybody(as_: As, make: Session):
    writer, reader, standard = as_("principal_social_worker"), as_("practitioner"), first_standard(make)
    criterion = make.exec(select(Criterion).where(Criterion.practice_standard_id == standard.id)).first()
    new = {"standard_id": str(standard.id), "criterion_id": str(criterion.id), "grade": "good", "words": WORDS,
           "why": WHY}  # fmt: skip
    answer = writer.post(EXEMPLARS, json=new)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["state"], made["standard_number"], made["criterion_code"]) == ("draft", 1, criterion.code)
    assert (made["grade_label"], made["grade_position"], made["has_unpublished_wording"]) == ("Good", 2, True)
    path = f"{EXEMPLARS}/{made['id']}"
    assert reader.get(path).status_code == 404, "a draft is for those who write exemplars"
    assert reader.get(EXEMPLARS).json()["items"] == []
    assert writer.post(f"{path}/publish", headers=at(1)).json()["state"] == "published"
    assert writer.post(f"{path}/publish", headers=at(2)).json()["code"] == "nothing_to_publish"
    seen = reader.get(path).json()
    assert (seen["words"], seen["why"], seen["wordings"]) == (WORDS, WHY, [])
    assert [one["id"] for one in reader.get(EXEMPLARS).json()["items"]] == [made["id"]]


@pytest.mark.parametrize(("change", "pointer", "code"), [
    ({"words": "Kim was born on 3 April 2015."}, "/words", "full_date"),
    ({"why": "See AB2CDE3FGH4IJ567 for the plan."}, "/why", "child_reference"),
    ({"grade": "splendid"}, "/grade", "unknown_grade"),
    ({"scale_code": "stars"}, "/scale_code", "unknown"),
    ({"audit_id": "00000000-0000-0000-0000-000000000000"}, "/audit_id", "unknown"),
    ({"standard_id": "00000000-0000-0000-0000-000000000000"}, "/standard_id", "unknown"),
    ({"criterion_id": "00000000-0000-0000-0000-000000000000"}, "/criterion_id", "unknown"),
    ({"words": "Short."}, "/words", "string_too_short"),
    ({"more": 1}, "/more", "extra_forbidden"),
])  # fmt: skip
def test_what_is_wrong_with_an_exemplar_is_named(as_: As, make: Session, change: dict, pointer: str, code: str):
    new = {"standard_id": str(first_standard(make).id), "grade": "good", "words": WORDS, "why": WHY} | change
    answer = as_("moderator").post(EXEMPLARS, json=new)
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert "AB2CDE" not in answer.text


def test_new_words_wait_to_be_published_and_old_ones_are_kept(as_: As, make: Session):
    writer, reader, row = as_("quality_lead", unit="council"), as_("auditor"), make_exemplar(make)
    path = f"{EXEMPLARS}/{row.id}"
    changed = writer.patch(path, json={"words": "Said better: the child chose the aims."}, headers=at(1)).json()
    assert changed["has_unpublished_wording"]
    assert [one["is_shown"] for one in changed["wordings"]] == [False, True]
    assert reader.get(path).json()["words"] == WORDS
    assert writer.patch(path, json={"words": "Born on 3/4/2015, it seems."}, headers=at(2)).status_code == 422
    assert writer.patch(path, json={"grade": "inadequate"}, headers=at(2)).json()["code"] == "grade_is_published"
    assert writer.patch(path, json={"why": WHY}, headers=at(1)).status_code == 412
    assert writer.patch(path, json={"why": WHY}).status_code == 428
    writer.post(f"{path}/publish", headers=at(2))
    assert reader.get(path).json()["words"].startswith("Said better")
    assert reader.patch(path, json={"why": WHY}, headers=at(3)).status_code == 403


def test_a_retired_exemplar_leaves_the_library_for_good(as_: As, make: Session):
    writer, reader, row = as_("moderator"), as_("auditor"), make_exemplar(make)
    path = f"{EXEMPLARS}/{row.id}"
    assert writer.post(f"{path}/retire", headers=at(1)).json()["state"] == "retired"
    assert reader.get(path).status_code == 404
    assert writer.get(EXEMPLARS).json()["items"] == []
    assert [one["id"] for one in writer.get(f"{EXEMPLARS}?state=retired").json()["items"]] == [str(row.id)]
    assert writer.post(f"{path}/publish", headers=at(2)).json()["code"] == "exemplar_is_retired"
    draft = make_exemplar(make, state="draft")
    assert writer.post(f"{EXEMPLARS}/{draft.id}/retire", headers=at(1)).json()["state"] == "retired"


def test_the_source_audit_is_named_to_those_who_may_see_it(as_: As, make: Session):
    audit = make_audit(make, state="final")
    row = make_exemplar(make, audit_id=audit.id)
    path = f"{EXEMPLARS}/{row.id}"
    for role, unit, named in (
        ("quality_lead", "council", True), ("team_manager", "north_1", True), ("team_manager", "south_1", False),
        ("principal_social_worker", "council", False),
    ):  # fmt: skip
        found = as_(role, unit=unit).get(path).json()
        assert (found["audit_id"] == str(audit.id)) is named, role
        assert (found["audit_reference"] is not None) is named, role


def test_the_library_is_searched_and_filtered(as_: As, make: Session):
    reader = as_("practitioner")
    one = make_exemplar(make, words="The chronology was used in supervision, 100% of it.")
    whole = make_exemplar(make, criterion_code="", grade="outstanding")
    other = make_exemplar(make, standard_number=2, criterion_code="2.4", grade="inadequate")
    make_exemplar(make, state="draft")

    def ids(query: str) -> list[str]:
        return [item["id"] for item in reader.get(f"{EXEMPLARS}?{query}").json()["items"]]

    assert ids("") == [str(whole.id), str(one.id), str(other.id)]
    assert ids("q=CHRONOLOGY") == ids("q=100%25") == [str(one.id)]
    assert ids("q=%25%25") == []
    assert ids("standard_number=2") == ids("grade=inadequate") == ids("criterion_code=2.4") == [str(other.id)]
    assert ids("criterion_code=1.1") == [str(whole.id), str(one.id)]
    assert ids("state=draft") == []
    first = reader.get(f"{EXEMPLARS}?limit=2&total=true").json()
    assert first["total"] == 3
    assert ids(f"limit=2&cursor={first['next_cursor']}") == [str(other.id)]


def test_two_changing_an_exemplar_at_once_change_it_once(as_: As, make: Session):
    writer, row = as_("moderator"), make_exemplar(make)

    def change(n: int) -> int:
        words = {"words": f"Wording number {n}, which is long enough."}
        return writer.patch(f"{EXEMPLARS}/{row.id}", json=words, headers=at(1)).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(change, range(4))) == [200, 412, 412, 412]


@pytest.mark.parametrize("change", [
    "update exemplar_text set words = 'x'", "delete from exemplar_text", "delete from exemplar",
    "update exemplar set grade = 'inadequate'", "update exemplar set criterion_code = '1.2'",
])  # fmt: skip
def test_wordings_and_what_is_published_never_change(change: str, make: Session, council):
    make_exemplar(make)
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))
