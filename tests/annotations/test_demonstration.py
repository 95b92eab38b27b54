"""What the demonstration notes on its charts is taken by the API as it stands."""

from datetime import date

from api.demonstration import council as invented
from api.demonstration.noting import notes
from tests.annotations.make import ANNOTATIONS


def test_each_note_of_the_demonstration_is_taken(as_, council):
    lead, units = as_("quality_lead"), {unit.name: str(council["north"]) for unit in invented.UNITS}
    for _, note in notes(units, date(2026, 11, 23)):
        answer = lead.post(ANNOTATIONS, json=note)
        assert answer.status_code == 201, answer.text
    found = lead.get(ANNOTATIONS).json()["items"]
    assert len(found) == 4
    assert sum(one["is_rebase"] for one in found) == 1
