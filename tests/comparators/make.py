"""Published files as tests need them: in the Department for Education's columns, of invented places."""

from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.kernel import clock
from tests.access.make import Caller

COMPARATORS = "/api/v1/comparators"
HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name,category,CPP_start,CPP_subsequent,CPP_subsequent_percent"
)  # fmt: skip
ENGLAND = "National,E99000001,Invented country,,,,,"
REGION = "Regional,E99000001,Invented country,X99000001,Invented region,,,"
OWN = "Local authority,E99000001,Invented country,X99000001,Invented region,998,,Ours"
OTHER = "Local authority,E99000001,Invented country,X99000001,Invented region,997,,Theirs"


def line(area: str, start: object, again: object, percent: object, year: object = 2026) -> str:
    """A line of repeat plans for an area and a year."""
    level, _, place = area.partition(",")
    return f"{year},Reporting year,{level},{place},Repeat plans,{start},{again},{percent}"


def file_of(*lines: str, header: str = HEADER) -> bytes:
    """A file of these lines."""
    return "\r\n".join([header, *lines, ""]).encode()


PLANS = file_of(
    line(ENGLAND, 1000, 250, 25),
    line(REGION, 100, "c", "c"),
    line(OWN, 50, 10, 20.0),
    line(OTHER, "z", "z", "z"),
    line(OWN, 40, 10, 25, 2025),
)


def load(who: Caller, content: bytes = PLANS, name: str = "plans.csv") -> Any:
    """Upload a file."""
    return who.post(
        f"{COMPARATORS}/loads", params={"name": name}, content=content, headers={"Content-Type": "text/csv"}
    )


def own_code(make: Session, code: int, by_id: object) -> None:
    """Settle the council's own code."""
    make.execute(text(
        "insert into local_choice (id, name, value, from_on, reason, set_by_id, set_at)"
        " values (gen_random_uuid(), 'la_code', :code, :today, 'Test', :by, :now)"
    ), {"code": code, "by": by_id, "today": clock.today(), "now": clock.now()})  # fmt: skip
    make.commit()
