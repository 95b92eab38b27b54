"""Children by reference, the professionals who work with them, and when they did."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Computed, LargeBinary
from sqlalchemy.orm import declared_attr, deferred
from sqlmodel import Field

from api.cases.codes import DISABILITIES, ETHNICITIES, SEXES, WORKER_CHANGE_REASONS
from api.cases.declaring import CHILD_REF_LENGTH, CODE_LENGTH, ID_LENGTH, Record, ssd, ssd_child, ssd_key

CASE_WORKER = "CW"
"""The role of an involvement that says whose case it is."""


class Department(Record, table=True):
    """A department or team as its source system names it; intake keeps the units of the council in step with these."""

    entity = "department"
    title = "Departments and teams"

    source_id: str = ssd_key("dept_team_id")
    name: str | None = ssd("dept_team_name", max_length=200)
    parent_source_id: str | None = ssd("dept_team_parent_id", max_length=ID_LENGTH, parent="department")


class Worker(Record, table=True):
    """A professional: no name, only what is needed to count caseloads and to know who works with a child."""

    entity = "professionals"
    title = "Professionals"

    source_id: str = ssd_key("prof_professional_id")
    job_title: str | None = ssd("prof_professional_job_title", max_length=200)
    department_source_id: str | None = ssd("prof_professional_department", max_length=200, parent="department")
    full_time_equivalent: Decimal | None = ssd("prof_full_time_equivalency", aliases=("prof_full_time_equivalent",))
    is_agency: bool | None = ssd("prof_agency_worker_flag", label="Agency worker")


class Child(Record, table=True):
    """A child, known by a reference that nobody outside can compute from the person id.

    What is `restricted` is out of reach of people's database role; the ORM loads it only if asked.
    """

    entity = "person"
    title = "Children"
    key = "child_ref"

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    source_system: str = Field(max_length=40)
    child_ref: str = Field(
        max_length=CHILD_REF_LENGTH,
        unique=True,
        sa_column_kwargs={"info": {"ssd": "pers_person_id", "label": "Child", "key": True, "child": True}},
    )
    source_id_encrypted: bytes = Field(sa_type=LargeBinary, sa_column_kwargs={"info": {"sealed": True}})
    """The person id, with which the worker finds the case in the case system."""
    birth_on: date | None = ssd("pers_dob", label="Date of birth")
    birth_month: date | None = Field(
        default=None, sa_column_args=[Computed("birth_on - (extract(day from birth_on)::integer - 1)", persisted=True)]
    )
    """The first day of the month of birth."""
    death_on: date | None = ssd("pers_death_date", label="Date of death")
    sex: str | None = ssd("pers_sex", max_length=CODE_LENGTH, codes=SEXES)
    ethnicity: str | None = ssd("pers_ethnicity", max_length=CODE_LENGTH, codes=ETHNICITIES)
    has_ehc_plan: bool | None = ssd("pers_send_flag")
    withdrawn_at: datetime | None = None
    """Since when its source has taken the child back; nothing else is then known of it."""

    @declared_attr.directive
    def __mapper_args__(cls) -> Any:  # noqa: N805 - SQLAlchemy calls it on the class
        restricted = ("birth_on", "source_id_encrypted", "sent_hash")
        return {"properties": {name: deferred(cls.__table__.c[name]) for name in restricted}}  # type: ignore[attr-defined]  # there by then


class Disability(Record, table=True):
    """A disability of a child, as the census counts them; NONE is one of the codes."""

    entity = "disability"
    title = "Disabilities"
    natural = ("child_ref", "code")

    source_id: str = ssd_key("disa_table_id")
    child_ref: str = ssd_child("disa_person_id")
    code: str | None = ssd("disa_disability_code", max_length=CODE_LENGTH, codes=DISABILITIES, label="Disability")


class Involvement(Record, table=True):
    """A professional's time with a child, in a role and a team."""

    entity = "involvements"
    title = "Professionals involved"
    natural = ("child_ref", "worker_source_id", "role", "from_on")

    source_id: str = ssd_key("invo_involvements_id")
    child_ref: str = ssd_child("invo_person_id")
    worker_source_id: str | None = ssd("invo_professional_id", max_length=ID_LENGTH, index=True, parent="professionals")
    role: str | None = ssd("invo_professional_role_id", aliases=("invo_role_id",), max_length=ID_LENGTH)
    team_source_id: str | None = ssd("invo_professional_team", max_length=ID_LENGTH, parent="department")
    from_on: date | None = ssd("invo_involvement_start_date", label="From")
    to_on: date | None = ssd("invo_involvement_end_date", label="To")
    change_reason: str | None = ssd(
        "invo_worker_change_reason", max_length=CODE_LENGTH, codes=WORKER_CHANGE_REASONS, label="Reason for the change"
    )
    referral_source_id: str | None = ssd("invo_referral_id", max_length=ID_LENGTH, parent="cin_episodes")
