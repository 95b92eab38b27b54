"""The journal through HTTP: changes by trigger, denied attempts, and who may look."""

from collections.abc import Callable

from sqlalchemy import text
from sqlmodel import Session

from tests.access.make import Caller
from tests.cases.make import make_child

As = Callable[..., Caller]
JOURNAL = "/api/v1/journal"


def test_change_is_journalled_with_field_names_and_no_content(as_: As):
    admin, other = as_("administrator"), as_("auditor")
    path = f"/api/v1/people/{other.person_id}"
    admin.patch(path, json={"job_title": "A quite secret title"}, headers={"If-Match": '"1"'})
    entries = admin.get(JOURNAL, params={"verb": "update_person"}).json()["items"]
    assert len(entries) == 1
    entry = entries[0]
    assert (entry["action"], entry["noun"], entry["fields"]) == ("changed", "person", ["job_title"])
    assert entry["subject_ids"] == [str(other.person_id)]
    assert entry["actor_id"] == str(admin.person_id)
    assert entry["actor_name"].startswith("Robin Example")
    assert "secret" not in str(entries)


def test_denied_attempt_stays_in_the_journal(as_: As):
    auditor, admin = as_("auditor"), as_("administrator")
    assert auditor.get(JOURNAL).status_code == 403
    denied = admin.get(JOURNAL, params={"action": "denied"}).json()["items"]
    assert [(d["verb"], d["actor_id"]) for d in denied] == [("list_journal", str(auditor.person_id))]


def test_change_that_fails_leaves_no_entry(as_: As):
    admin = as_("administrator")
    assert (
        admin.patch(
            f"/api/v1/people/{admin.person_id}", json={"job_title": "x"}, headers={"If-Match": '"9"'}
        ).status_code
        == 412
    )
    assert admin.get(JOURNAL, params={"verb": "update_person"}).json()["items"] == []


def test_journal_is_paged_latest_first(as_: As):
    admin = as_("administrator")
    for n in range(5):
        admin.post("/api/v1/people", json={"name": f"Person {n}", "email": f"p{n}@example.org"})
    first = admin.get(JOURNAL, params={"verb": "create_person", "limit": 4}).json()
    rest = admin.get(JOURNAL, params={"verb": "create_person", "limit": 200, "cursor": first["next_cursor"]}).json()
    ids = [e["id"] for e in first["items"] + rest["items"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == len(set(ids)) == 10, "a person and a credential each time"


def test_if_the_journal_cannot_be_written_nothing_is_answered(as_: As, make: Session):
    head = as_("head_of_childrens_social_care")
    assert head.get("/api/v1/children").status_code == 200
    make.execute(text("alter table journal_entry add constraint broken check (action <> 'seen') not valid"))
    make.commit()
    answer = head.get("/api/v1/children")
    assert answer.status_code >= 400
    assert "items" not in answer.json()


def test_journal_of_one_child(as_: As, make: Session, council: dict):
    child = make_child(make)
    head = as_("head_of_childrens_social_care")
    assert head.get(f"/api/v1/children/{child.id}").status_code == 200
    entries = head.get(JOURNAL, params={"child_id": str(child.id), "action": "seen"}).json()["items"]
    assert [(e["verb"], e["actor_id"], e["child_ids"]) for e in entries] == [
        ("read_child", str(head.person_id), [str(child.id)])
    ]
