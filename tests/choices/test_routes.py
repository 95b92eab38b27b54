"""The council's own figures: settled from a day on, with a reason, and never in hindsight."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from api.choices.models import KNOWN, ChoiceName
from api.choices.queries import find_choice
from api.kernel import clock
from tests.access.make import Caller

As = Callable[..., Caller]
CHOICES = "/api/v1/choices"
REASON = "The service improvement board agreed it in June."


def on(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def settle(who: Caller, value: object, days: int = 0, name: str = "moderation_share"):
    return who.put(f"{CHOICES}/{name}", json={"value": value, "from_on": on(days), "reason": REASON})


def test_every_choice_counts_with_its_default_until_it_is_settled(as_: As, make: Session):
    lead = as_("quality_lead")
    listed = lead.get(CHOICES).json()
    assert [one["name"] for one in listed] == list(KNOWN)
    assert all(one["value"] == one["default"] and one["settled"] is one["coming"] is None for one in listed)
    settled = settle(lead, 30)
    assert settled.status_code == 200, settled.text
    one = settled.json()
    assert (one["value"], one["default"]) == (30, 20)
    assert (one["settled"]["from_on"], one["settled"]["reason"]) == (on(0), REASON)
    assert one["settled"]["set_by_id"] == str(lead.person_id)
    assert find_choice(make, ChoiceName.moderation_share) == 30
    assert as_("practitioner").get(CHOICES).json()[9]["value"] == 30, "everybody of the staff sees what is settled"


def test_a_later_day_does_not_count_yet(as_: As, make: Session, travel):
    lead = as_("head_of_childrens_social_care")
    settle(lead, 30)
    later = settle(lead, 50, days=10).json()
    assert (later["value"], later["coming"]["value"], later["coming"]["from_on"]) == (30, 50, on(10))
    assert find_choice(make, ChoiceName.moderation_share) == 30
    assert find_choice(make, ChoiceName.moderation_share, clock.today() + timedelta(days=9)) == 30
    assert find_choice(make, ChoiceName.moderation_share, clock.today() + timedelta(days=10)) == 50
    travel(clock.now() + timedelta(days=11))
    assert find_choice(make, ChoiceName.moderation_share) == 50


def test_the_later_word_for_one_day_counts_and_the_earlier_stays_on_record(as_: As, make: Session):
    lead = as_("quality_lead")
    for value in (30, 40, 25):
        settle(lead, value).raise_for_status()
    assert find_choice(make, ChoiceName.moderation_share) == 25
    path = f"{CHOICES}/moderation_share/changes"
    assert [one["value"] for one in lead.get(path).json()["items"]] == [25, 40, 30]
    first = lead.get(path, params={"limit": 2}).json()
    rest = lead.get(path, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert ([one["value"] for one in rest["items"]], rest["next_cursor"]) == ([30], None)
    assert lead.get(f"{CHOICES}/audit_days/changes").json()["items"] == []


@pytest.mark.parametrize("name", list(KNOWN))
def test_bounds_hold_and_name_the_field(name: ChoiceName, as_: As):
    lead, known = as_("quality_lead"), KNOWN[name]
    for value in (known.least - 1, known.most + 1):
        refused = settle(lead, value, name=name)
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/value"]
        assert refused.json()["errors"][0]["detail"] == (
            f"Give a whole number from {known.least} to {known.most}: {known.unit}."
        )
    assert settle(lead, known.least, name=name).json()["value"] == known.least
    assert settle(lead, known.most, name=name).json()["value"] == known.most


@pytest.mark.parametrize(("change", "pointer"), [
    ({"value": 12.5}, "/value"), ({"value": None}, "/value"), ({"value": "x"}, "/value"), ({"value": 2**31}, "/value"),
    ({"from_on": "soon"}, "/from_on"), ({"reason": "So"}, "/reason"), ({"reason": None}, "/reason"),
    ({"set_at": "2020-01-01"}, "/set_at"),
])  # fmt: skip
def test_bad_values_are_refused_by_name(change: dict, pointer: str, as_: As):
    body = {"value": 20, "from_on": on(0), "reason": REASON} | change
    refused = as_("quality_lead").put(f"{CHOICES}/moderation_share", json=body)
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])


def test_an_unknown_choice_is_refused(as_: As):
    lead = as_("quality_lead")
    assert settle(lead, 1, name="bonus").status_code == 422
    assert lead.get(f"{CHOICES}/bonus/changes").status_code == 422


def test_the_past_is_not_settled_over_again(as_: As, make: Session):
    refused = settle(as_("quality_lead"), 30, days=-1)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/from_on")
    assert find_choice(make, ChoiceName.moderation_share, clock.today() - timedelta(days=1)) == 20


@pytest.mark.parametrize("change", ["update local_choice set value = 99", "delete from local_choice"])
def test_what_was_settled_never_changes(change: str, as_: As, make: Session):
    settle(as_("quality_lead"), 30).raise_for_status()
    with pytest.raises(IntegrityError, match="stays on record"):
        make.execute(text(change))


@pytest.mark.parametrize(("days", "is_own"), [(-1, True), (0, False)])
def test_the_database_lets_nobody_write_into_the_past_or_for_another(days: int, is_own: bool, as_: As, make, database):
    lead, other = as_("quality_lead"), as_("quality_lead")
    with database.transaction() as db:
        db.execute(text("select set_config('app.who', :who, true)"), {"who": str(lead.person_id)})
        row = {"who": (lead if is_own else other).person_id, "on": date.fromisoformat(on(days))}
        with pytest.raises(DBAPIError, match="row-level security"):
            db.execute(text(
                "insert into local_choice (id, name, value, from_on, reason, set_by_id, set_at)"
                " values (gen_random_uuid(), 'audit_days', 1, :on, '', :who, now())"
            ), row)  # fmt: skip
        db.rollback()
