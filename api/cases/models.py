"""Tables of case data: children by reference and the work with them, as case management systems push it.

Each field is declared once, here, with the Standard Safeguarding Dataset's name for it: intake derives what it
accepts, how it reads it and where it stores it from these classes alone.
"""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Computed, Index, LargeBinary, column, table
from sqlalchemy.orm import declared_attr, deferred
from sqlmodel import Field

from api.kernel.database import Table

ID_LENGTH = 48
"""The most characters an id may have in the Standard Safeguarding Dataset."""
CODE_LENGTH = 20
CHILD_REF_LENGTH = 16

CASE_WORKER = "CW"
"""The role of an involvement that says whose case it is."""


def ssd(name: str, *, aliases: tuple[str, ...] = (), max_length: int | None = None, index: bool = False) -> Any:
    """A field that the dataset calls `name`, or in some of its versions one of `aliases`."""
    info = {"ssd": name, "aliases": aliases}
    return Field(default=None, max_length=max_length, index=index, sa_column_kwargs={"info": info})


def ssd_key(name: str, *, aliases: tuple[str, ...] = ()) -> Any:
    """The field by which a record is known in its source system; a record without it is rejected."""
    return Field(max_length=ID_LENGTH, sa_column_kwargs={"info": {"ssd": name, "aliases": aliases, "key": True}})


def ssd_child(name: str, *, aliases: tuple[str, ...] = ()) -> Any:
    """The child the record is about: a person id comes in, its reference is stored. Needed in every record."""
    info = {"ssd": name, "aliases": aliases, "child": True}
    return Field(max_length=CHILD_REF_LENGTH, index=True, sa_column_kwargs={"info": info})


class Record(Table):
    """What every row of case data has: where it came from, as of when, and when it last changed here."""

    entity: ClassVar[str]
    """What the dataset calls the table, as it stands in the address it is pushed to."""
    key: ClassVar[str] = "source_id"
    """The column that is unique within a source system."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    source_system: str = Field(max_length=40)
    as_of: datetime
    """The instant for which the source system vouches for these values."""
    received_at: datetime
    updated_at: datetime

    @declared_attr.directive
    def __table_args__(cls) -> Any:  # noqa: N805 - SQLAlchemy calls it on the class
        name = str(cls.__tablename__)
        return (Index(f"uq_{name}_source", cls.key, "source_system", unique=True),)


class Department(Record, table=True):
    """A department or team as its source system names it; intake keeps the units of the council in step with these."""

    entity = "department"

    source_id: str = ssd_key("dept_team_id")
    name: str | None = ssd("dept_team_name", max_length=200)
    parent_source_id: str | None = ssd("dept_team_parent_id", max_length=ID_LENGTH)


class Worker(Record, table=True):
    """A professional: no name, only what is needed to count caseloads and to know who works with a child."""

    entity = "professionals"

    source_id: str = ssd_key("prof_professional_id")
    job_title: str | None = ssd("prof_professional_job_title", max_length=200)
    department_source_id: str | None = ssd("prof_professional_department", max_length=200)
    full_time_equivalent: Decimal | None = ssd("prof_full_time_equivalency", aliases=("prof_full_time_equivalent",))
    is_agency: bool | None = ssd("prof_agency_worker_flag")


class Child(Record, table=True):
    """A child, known by a reference that nobody outside can compute from the person id.

    `birth_on` and `source_id_encrypted` are out of reach of people's database role; the ORM loads them only if asked.
    """

    entity = "person"
    key = "child_ref"
    __table_args__ = ()

    child_ref: str = Field(
        max_length=CHILD_REF_LENGTH,
        unique=True,
        sa_column_kwargs={"info": {"ssd": "pers_person_id", "key": True, "child": True}},
    )
    source_id_encrypted: bytes = Field(sa_type=LargeBinary, sa_column_kwargs={"info": {"sealed": True}})
    """The person id, with which the worker finds the case in the case system."""
    birth_on: date | None = ssd("pers_dob")
    birth_month: date | None = Field(
        default=None, sa_column_args=[Computed("birth_on - (extract(day from birth_on)::integer - 1)", persisted=True)]
    )
    """The first day of the month of birth."""
    death_on: date | None = ssd("pers_death_date")
    sex: str | None = ssd("pers_sex", max_length=CODE_LENGTH)
    ethnicity: str | None = ssd("pers_ethnicity", max_length=CODE_LENGTH)
    has_ehc_plan: bool | None = ssd("pers_send_flag")

    @declared_attr.directive
    def __mapper_args__(cls) -> Any:  # noqa: N805 - SQLAlchemy calls it on the class
        restricted = ("birth_on", "source_id_encrypted")
        return {"properties": {name: deferred(cls.__table__.c[name]) for name in restricted}}  # type: ignore[attr-defined]  # there by then


class Involvement(Record, table=True):
    """A professional's time with a child, in a role and a team."""

    entity = "involvements"

    source_id: str = ssd_key("invo_involvements_id")
    child_ref: str = ssd_child("invo_person_id")
    worker_source_id: str | None = ssd("invo_professional_id", max_length=ID_LENGTH, index=True)
    role: str | None = ssd("invo_professional_role_id", aliases=("invo_role_id",), max_length=ID_LENGTH)
    team_source_id: str | None = ssd("invo_professional_team", max_length=ID_LENGTH)
    from_on: date | None = ssd("invo_involvement_start_date")
    to_on: date | None = ssd("invo_involvement_end_date")
    referral_source_id: str | None = ssd("invo_referral_id", max_length=ID_LENGTH)


class Referral(Record, table=True):
    """A referral and the episode of need that it opened."""

    entity = "cin_episodes"

    source_id: str = ssd_key("cine_referral_id")
    child_ref: str = ssd_child("cine_person_id")
    referred_on: date | None = ssd("cine_referral_date")
    primary_need: str | None = ssd(
        "cine_cin_primary_need_code", aliases=("cine_cin_primary_need",), max_length=CODE_LENGTH
    )
    source_code: str | None = ssd(
        "cine_referral_source_code", aliases=("cine_referral_source",), max_length=CODE_LENGTH
    )
    is_nfa: bool | None = ssd("cine_referral_nfa")
    closed_on: date | None = ssd("cine_close_date")
    close_reason: str | None = ssd("cine_close_reason", max_length=CODE_LENGTH)
    team_source_id: str | None = ssd("cine_referral_team", aliases=("cine_referral_team_id",), max_length=ID_LENGTH)
    worker_source_id: str | None = ssd("cine_referral_worker_id", max_length=ID_LENGTH)


class Assessment(Record, table=True):
    """A child and family assessment."""

    entity = "cin_assessments"

    source_id: str = ssd_key("cina_assessment_id")
    child_ref: str = ssd_child("cina_person_id")
    referral_source_id: str | None = ssd("cina_referral_id", max_length=ID_LENGTH)
    started_on: date | None = ssd("cina_assessment_start_date")
    is_child_seen: bool | None = ssd("cina_assessment_child_seen")
    authorised_on: date | None = ssd("cina_assessment_auth_date")
    is_nfa: bool | None = ssd("cina_assessment_outcome_nfa")
    team_source_id: str | None = ssd("cina_assessment_team", max_length=ID_LENGTH)
    worker_source_id: str | None = ssd("cina_assessment_worker_id", max_length=ID_LENGTH)


class CpPlan(Record, table=True):
    """A child protection plan."""

    entity = "cp_plans"

    source_id: str = ssd_key("cppl_cp_plan_id")
    child_ref: str = ssd_child("cppl_person_id")
    referral_source_id: str | None = ssd("cppl_referral_id", max_length=ID_LENGTH)
    conference_source_id: str | None = ssd("cppl_icpc_id", max_length=ID_LENGTH)
    started_on: date | None = ssd("cppl_cp_plan_start_date")
    ended_on: date | None = ssd("cppl_cp_plan_end_date")
    is_other_authority: bool | None = ssd("cppl_cp_plan_ola")
    initial_category: str | None = ssd("cppl_cp_plan_initial_category", max_length=100)
    latest_category: str | None = ssd("cppl_cp_plan_latest_category", max_length=100)


class CpVisit(Record, table=True):
    """A visit to a child who has a child protection plan."""

    entity = "cp_visits"

    source_id: str = ssd_key("cppv_cp_visit_id")
    child_ref: str = ssd_child("cppv_person_id")
    plan_source_id: str | None = ssd("cppv_cp_plan_id", max_length=ID_LENGTH)
    visited_on: date | None = ssd("cppv_cp_visit_date")
    is_seen: bool | None = ssd("cppv_cp_visit_seen")
    is_seen_alone: bool | None = ssd("cppv_cp_visit_seen_alone")
    is_bedroom_seen: bool | None = ssd("cppv_cp_visit_bedroom")


class ClaEpisode(Record, table=True):
    """An episode of being looked after: one placement under one legal status; a period of care is a chain of them."""

    entity = "cla_episodes"

    source_id: str = ssd_key("clae_cla_episode_id")
    child_ref: str = ssd_child("clae_person_id")
    started_on: date | None = ssd("clae_cla_episode_start_date", aliases=("clae_cla_episode_start",))
    start_reason: str | None = ssd("clae_cla_episode_start_reason", max_length=CODE_LENGTH)
    primary_need: str | None = ssd(
        "clae_cla_primary_need_code", aliases=("clae_cla_primary_need",), max_length=CODE_LENGTH
    )
    ceased_on: date | None = ssd("clae_cla_episode_ceased_date", aliases=("clae_cla_episode_ceased",))
    cease_reason: str | None = ssd("clae_cla_episode_ceased_reason", max_length=CODE_LENGTH)
    period_source_id: str | None = ssd("clae_cla_id", max_length=ID_LENGTH)
    referral_source_id: str | None = ssd("clae_referral_id", max_length=ID_LENGTH)
    placement_source_id: str | None = ssd("clae_cla_placement_id", aliases=("clae_placement_id",), max_length=ID_LENGTH)
    entered_care_on: date | None = ssd("clae_entered_care_date")
    last_reviewer_contact_on: date | None = ssd("clae_cla_last_iro_contact_date")


ENTITIES: tuple[type[Record], ...] = (
    Department, Worker, Child, Involvement, Referral, Assessment, CpPlan, CpVisit, ClaEpisode,
)  # fmt: skip
"""The entities of the dataset that are kept; the order is one in which a council may send them, but none is needed."""

child_team = table(
    "child_team", column("child_id"), column("child_ref"), column("unit_id"), column("worker_source_id"),
    column("from_on"), column("to_on"),
)  # fmt: skip
"""The view of whose case each child is or last was: one row a child; `to_on` is null or ahead while it is open."""
