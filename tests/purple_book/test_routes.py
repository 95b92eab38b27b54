"""The Purple Book: chosen indicators in their order, each with target, RAG, SPC, comparators and exceptions beside."""

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.permissions import Role
from tests.access.make import Caller, make_person
from tests.comparators.make import PLANS, load, own_code
from tests.exceptions.make import CODE, STEADY, figures, make_exception, month
from tests.purple_book.make import BOOK, CODES, arrange
from tests.targets.make import make_target

As = Callable[..., Caller]


@pytest.fixture
def north(make: Session, council, as_: As):
    """A book of two lines, a year of figures of the north service with a bad end, and a target."""
    arrange(as_("quality_lead")).raise_for_status()
    figures(make, council["north"], [*STEADY, 60])
    make_target(make, CODE, 80, make_person(make, Role.data_analyst).id, tolerance=5)
    return str(council["north"])


def line_of(who: Caller, code: str = CODE, **params) -> dict:
    book = who.get(BOOK, params=params).raise_for_status().json()
    return next(line for section in book["sections"] for line in section["lines"] if line["indicator"] == code)


def test_the_book_is_empty_until_somebody_arranges_it(as_: As):
    book = as_("practitioner").get(BOOK).json()
    assert (book["sections"], book["version"], len(book["periods"])) == ([], 1, 13)


def test_lines_stand_in_the_chosen_order_and_groups(as_: As, make: Session):
    head = as_("head_of_childrens_social_care")
    made = arrange(head, ("Front door", [CODES[1]]), ("Protection", [CODES[0], "children_on_plan"]))
    assert (made.status_code, made.json()["version"], made.headers["etag"]) == (200, 2, '"2"')
    book = as_("team_manager").get(BOOK).json()
    assert [(s["title"], [line["indicator"] for line in s["lines"]]) for s in book["sections"]] == [
        ("Front door", [CODES[1]]), ("Protection", [CODES[0], "children_on_plan"]),
    ]  # fmt: skip
    assert arrange(head).status_code == 412, "somebody has arranged it in the meantime"
    assert arrange(head, version=2).json()["version"] == 3
    assert make.execute(text("select count(*) from purple_book_contents")).scalar_one() == 2, "the first is on record"


def test_target_rag_and_spc_stand_side_by_side(north: str, as_: As):
    line = line_of(as_("service_manager", unit="north"), unit_id=north)
    assert (line["target"], line["tolerance"], line["latest"], line["rag"]) == (80, 5, 11, "red")
    assert [cell["value"] for cell in line["cells"]] == [*STEADY[1:], 60, None]
    assert [cell["rag"] for cell in line["cells"][:3]] == ["green", "amber", "green"]
    assert (line["variation"], line["assurance"]) == ("concern", "hit_and_miss")
    assert line["words"] == "Concern: low; may or may not meet the target."
    empty = line_of(as_("director"), CODES[1], unit_id=north)
    assert (empty["latest"], empty["rag"], empty["variation"], empty["words"]) == (
        None,
        None,
        None,
        "Nothing is known yet.",
    )


def test_few_figures_show_rag_and_no_signal(as_: As, make: Session, council):
    arrange(as_("quality_lead")).raise_for_status()
    figures(make, council["council"], [80, 40])
    line = line_of(as_("director"))
    assert (line["variation"], line["assurance"]) == (None, None)
    assert line["words"] == "Too few points to say."


def test_the_book_says_what_the_chart_says_rebased_as_it_is(north: str, as_: As):
    lead = as_("quality_lead")
    place = {"unit_id": north, "period_type": "month"}
    rebase = {"indicator": CODE, "happened_on": month(5).isoformat(), "words": "New team", "is_rebase": True,
              "reason": "Duty staff took the visits over"}  # fmt: skip
    for step in (dict, lambda: lead.post("/api/v1/annotations", json=rebase).raise_for_status()):
        step()
        chart = lead.get(f"/api/v1/indicators/{CODE}/chart", params=place).raise_for_status().json()
        line = line_of(lead, unit_id=north)
        assert [line[name] for name in ("variation", "assurance")] == [
            chart[name] for name in ("variation", "assurance")
        ]
        assert line["words"].startswith(chart["variation_words"])
    assert line["variation"] is None, "five figures since the change are too few to tell"


def test_open_exceptions_stand_on_their_line_for_those_who_may_read_them(north: str, as_: As, make: Session, council):
    one = make_exception(make, council["north"])
    make_exception(make, council["north"], code="audits_good")
    line = line_of(as_("team_manager"), unit_id=north)
    assert [(e["id"], e["reference"], e["state"]) for e in line["exceptions"]] == [
        (str(one.id), "EXC-000001", "raised")
    ]
    assert line_of(as_("practitioner"), unit_id=north)["exceptions"] is None
    assert line_of(as_("director"))["exceptions"] == [], "of the council there is none"


def test_published_figures_stand_beside(as_: As, make: Session):
    lead = as_("quality_lead")
    own_code(make, 998, lead.person_id)
    load(lead, PLANS).raise_for_status()
    arrange(lead, ("Plans", ["cp_plans_repeat"])).raise_for_status()
    line = line_of(as_("lead_member"), "cp_plans_repeat")
    assert line["england"] == {
        "area_name": "Invented country", "period_label": "Year to March 2026", "value": 25, "value_status": "ok",
        "of_neighbours": None,
    }  # fmt: skip
    assert (line["region"]["value"], line["region"]["value_status"]) == (None, "suppressed")
    assert line["neighbours"] is None


def test_members_see_the_suppressed_figures_alone(north: str, as_: As, make: Session, council):
    make.execute(text(
        "insert into suppressed_value select * from indicator_value where period_start < ("
        " select max(period_start) from indicator_value)"
    ))  # fmt: skip
    make.execute(text("update suppressed_value set numerator = null, denominator = null, value = null,"
                      " value_status = 'suppressed' where value = 78"))  # fmt: skip
    make.commit()
    member = as_("lead_member")
    line = line_of(member, unit_id=north)
    assert 60 not in [cell["value"] for cell in line["cells"]], "what is true and not published is not shown"
    hidden = [cell for cell in line["cells"] if cell["value_status"] == "suppressed"]
    assert [(cell["numerator"], cell["value"], cell["rag"]) for cell in hidden] == [(None, None, None)]
    assert line["exceptions"] is None
    assert member.get(BOOK, params={"unit_id": str(council["north_1"])}).status_code == 404


def test_quarters_are_columns_too(north: str, as_: As):
    book = as_("director").get(BOOK, params={"unit_id": north, "period_type": "quarter"}).json()
    assert len(book["periods"]) == 13
    assert all(period["start"][5:7] in ("01", "04", "07", "10") for period in book["periods"])
    assert as_("director").get(BOOK, params={"period_type": "year"}).status_code == 422


def test_the_file_says_what_the_screen_says(north: str, as_: As):
    answer = as_("director").get(f"{BOOK}.csv", params={"unit_id": north, "bom": True})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row["indicator"] for row in rows] == list(CODES)
    assert (rows[0]["rag"], rows[0]["variation"], rows[0]["target"]) == ("red", "concern", "80.0")
    assert list(rows[0].values())[10:23] == [*(str(float(v)) for v in STEADY[1:]), "60.0", "no_data"]


@pytest.mark.parametrize(("codes", "pointer"), [
    (["nonsense"], "/groups/0/indicators/0"), ([CODE, CODE], "/groups/0/indicators/1"), ([], "/groups/0/indicators"),
])  # fmt: skip
def test_wrong_contents_are_refused_by_name(codes: list[str], pointer: str, as_: As):
    refused = arrange(as_("quality_lead"), ("A", codes))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


def test_who_may_arrange_it(as_: As, make: Session):
    for role in ("director", "service_manager", "lead_member"):
        assert arrange(as_(role)).status_code == 403
    arrange(as_("data_analyst")).raise_for_status()
    with pytest.raises(IntegrityError, match="stays on record"):
        make.execute(text("update purple_book_contents set number = 9"))


def test_text_cannot_become_a_formula(as_: As):
    arrange(as_("quality_lead"), ("=1+1", [CODE])).raise_for_status()
    assert as_("director").get(f"{BOOK}.csv").text.splitlines()[1].startswith("'=1+1,")
