"""What is asked and told about children: by reference, with no name, number or address."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.cases.declaring import ID_LENGTH
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, Read, Write


class ChildStatus(StrEnum):
    """How a child stands with the council: in need, with a protection plan, looked after."""

    cin = "cin"
    cp = "cp"
    cla = "cla"


class ChildFilters(PageParams):
    """Which children."""

    q: Annotated[str | None, Field(max_length=40, pattern=r"^[^\x00]*$", description="The reference begins so.")] = None
    status: ChildStatus | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="Their team now is this unit or one beneath it.")] = None


class ChildListed(Read):
    """A child in a list. The age is counted from the month of birth."""

    id: uuid.UUID
    child_ref: str
    age_years: int | None
    unit_id: uuid.UUID | None
    unit_name: str | None
    statuses: list[ChildStatus]


class CaseSought(Write):
    """The number by which a case system knows a child. It is looked for and not kept."""

    person_id: Annotated[Line, Field(min_length=1, max_length=ID_LENGTH)]


class CaseFound(Read):
    """Where a child's case is found: in which source system, and by which number there."""

    child_id: uuid.UUID
    child_ref: str
    source_system: str
    person_id: str


class CasesFound(Read):
    """The children in your sight with a number: at most one in each source system."""

    items: list[CaseFound]


class ReferralRead(Read):
    """A referral and the episode of need it opened; `source_id` finds it in the case system."""

    source_id: str
    referred_on: date | None
    primary_need: str | None
    source_code: str | None
    is_nfa: bool | None
    closed_on: date | None
    close_reason: str | None


class AssessmentRead(Read):
    """A child and family assessment."""

    source_id: str
    started_on: date | None
    authorised_on: date | None
    is_child_seen: bool | None
    is_nfa: bool | None


class CpPlanRead(Read):
    """A child protection plan."""

    source_id: str
    started_on: date | None
    ended_on: date | None
    initial_category: str | None
    latest_category: str | None


class CpVisitRead(Read):
    """A visit under a child protection plan."""

    visited_on: date
    is_seen: bool | None
    is_seen_alone: bool | None
    is_bedroom_seen: bool | None


class ClaEpisodeRead(Read):
    """An episode of being looked after."""

    source_id: str
    started_on: date | None
    start_reason: str | None
    primary_need: str | None
    ceased_on: date | None
    cease_reason: str | None


class InvolvementRead(Read):
    """A professional's time with the child: by code, with no name."""

    worker_source_id: str | None
    role: str | None
    unit_name: str | None
    from_on: date | None
    to_on: date | None


class RecordField(Read):
    """One field of a record: what the dataset calls it, what people read, and the value as it was sent."""

    name: str
    label: str
    value: Annotated[
        bool | int | float | str | list[str] | None,
        Field(description="A day is YYYY-MM-DD; null where the source said nothing, which is not no."),
    ]


class ChildRecord(Read):
    """A record about a child, with where it came from and when; `source_id` finds it in the case system."""

    source_id: str
    source_system: str
    as_of: Annotated[datetime, Field(description="The instant for which the source vouches for the values.")]
    received_at: Annotated[datetime, Field(description="When the values last changed here.")]
    fields: list[RecordField]


class ChildRecordGroup(Read):
    """A child's records of one entity, the newest first; `count` may be more than the items on the page."""

    entity: Annotated[str, Field(description="What the dataset calls it, as it stands in the address of records.")]
    title: str
    count: int
    last_received_at: datetime
    source_systems: list[str]
    items: list[ChildRecord]


class ChildDetail(Read):
    """A child's facts as the case system sent them, the latest first."""

    id: uuid.UUID
    child_ref: str
    age_years: int | None
    birth_month: Annotated[str | None, Field(description="YYYY-MM")]
    sex: str | None
    statuses: list[ChildStatus]
    unit_id: uuid.UUID | None
    team: str | None
    worker_code: str | None
    referrals: list[ReferralRead]
    assessments: list[AssessmentRead]
    plans: list[CpPlanRead]
    visits: list[CpVisitRead]
    episodes: list[ClaEpisodeRead]
    involvements: list[InvolvementRead]
    source_system: str
    as_of: Annotated[datetime, Field(description="The instant for which the source vouches for the child's own facts.")]
    received_at: Annotated[datetime, Field(description="When the child's own facts last changed here.")]
    last_received_at: Annotated[datetime, Field(description="When anything about the child last changed here.")]
    records: Annotated[list[ChildRecordGroup], Field(description="All records, by entity, of those that any came of.")]
