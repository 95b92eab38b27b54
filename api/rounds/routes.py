"""The addresses of rounds."""

import uuid
from typing import Annotated, Any

from fastapi import Path, Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page, PageParams
from api.kernel.requests import IfMatch, room
from api.rounds import allocating, coverage, drawing, queries, service
from api.rounds.rule import ChildRef, FramePreview
from api.rounds.schemas import (
    CaseFilters,
    CaseRead,
    CaseReplace,
    CaseUpdate,
    CoverageFilters,
    CoverageRead,
    DrawCheckRead,
    FrameRead,
    ProposalCreate,
    ReminderRead,
    RoundClose,
    RoundCreate,
    RoundFilters,
    RoundListed,
    RoundRead,
    UnauditedChild,
    UnauditedFilters,
    WhyRead,
)

router = room("rounds")

Reader = Annotated[Who, reads(Permission.rounds_read)]
Manager = Annotated[Who, reads(Permission.rounds_manage)]
Auditor = Annotated[Who, reads(Permission.audits_complete)]


@router.get("", response_model=Page[RoundListed])
def list_rounds(db: Db, who: Reader, filters: Annotated[RoundFilters, Query()]) -> Any:
    """The rounds you may see, the latest first unless you ask otherwise; an auditor sees those they audit in."""
    return queries.list_rounds(db, who, filters)


@router.post("", response_model=RoundRead, status_code=201)
def create_round(db: Db, who: Manager, new: RoundCreate, response: Response) -> Any:
    """Plan a round as a draft: its frame by rule, its tools and sizes, its days. Nobody is drawn yet."""
    return service.create_round(db, who, new, response)


@router.post("/preview", response_model=FrameRead)
def preview_frame(db: Db, who: Manager, wanted: FramePreview) -> Any:
    """Count a frame by stratum and by reason for leaving out, and share the sizes out; nobody is drawn or named."""
    return drawing.preview_frame(db, who, wanted)


@router.get("/coverage", response_model=CoverageRead)
def read_coverage(db: Db, who: Reader, filters: Annotated[CoverageFilters, Query()]) -> Any:
    """What was audited how often over the last months, and what never: teams, workers, standards, kinds, ages."""
    return coverage.read_coverage(db, who, filters)


@router.get("/coverage/children", response_model=Page[UnauditedChild])
def list_unaudited_children(db: Db, who: Reader, filters: Annotated[UnauditedFilters, Query()]) -> Any:
    """The children with open work whose case no audit has looked at over the last months, of those you may see."""
    return coverage.list_unaudited_children(db, who, filters)


@router.get("/reminders", response_model=Page[ReminderRead])
def list_reminders(db: Db, who: Auditor, filters: Annotated[PageParams, Query()]) -> Any:
    """Your own audits that are due soon or overdue, and when you were reminded of them. No e-mail is sent."""
    return queries.list_reminders(db, who, filters)


@router.get("/{round_id}", response_model=RoundRead)
def read_round(db: Db, who: Reader, round_id: uuid.UUID, response: Response) -> Any:
    """A round and its board: what is done against what is expected by today. You count the cases you may see."""
    return queries.read_round(db, who, round_id, response)


@router.put("/{round_id}", response_model=RoundRead)
def update_round(
    db: Db, who: Manager, round_id: uuid.UUID, change: RoundCreate, version: IfMatch, response: Response
) -> Any:
    """Plan a draft anew; after the draw it stands."""
    return service.update_round(db, who, round_id, change, version, response)


@router.delete("/{round_id}", status_code=204)
def discard_round(db: Db, who: Manager, round_id: uuid.UUID) -> None:
    """Take away a draft; a round that was drawn stays for good."""
    service.discard_round(db, who, round_id)


@router.post("/{round_id}/draw", response_model=RoundRead)
def draw_round(db: Db, who: Manager, round_id: uuid.UUID, version: IfMatch, response: Response) -> Any:
    """Draw the cases by the round's seed from the frame as it stands now; it is done once and stands."""
    return service.draw_round(db, who, round_id, version, response)


@router.get("/{round_id}/check", response_model=DrawCheckRead)
def check_round(db: Db, who: Manager, round_id: uuid.UUID) -> Any:
    """Draw again by the same seed and compare, so that anybody can see that nobody was picked by hand."""
    return drawing.check_round(db, who, round_id)


@router.get("/{round_id}/why/{child_ref}", response_model=WhyRead)
def explain_child(db: Db, who: Reader, round_id: uuid.UUID, child_ref: Annotated[ChildRef, Path()]) -> Any:
    """Why a child's case was drawn, was not, or was left out."""
    return drawing.explain_child(db, who, round_id, child_ref)


@router.get("/{round_id}/cases", response_model=Page[CaseRead])
def list_round_cases(db: Db, who: Reader, round_id: uuid.UUID, filters: Annotated[CaseFilters, Query()]) -> Any:
    """The cases of a round that you may see, with their auditors and how their audits stand."""
    return queries.list_round_cases(db, who, round_id, filters)


@router.post("/{round_id}/propose", response_model=RoundRead)
def propose_auditors(
    db: Db, who: Manager, round_id: uuid.UUID, new: ProposalCreate, version: IfMatch, response: Response
) -> Any:
    """Share the cases out evenly over auditors who are near none of them; it is a proposal, to look at and change."""
    return allocating.propose_auditors(db, who, round_id, new, version, response)


@router.patch("/{round_id}/cases/{case_id}", response_model=CaseRead)
def update_round_case(db: Db, who: Manager, round_id: uuid.UUID, case_id: uuid.UUID, change: CaseUpdate) -> Any:
    """Give a case to somebody else; 409 says what ties them to the child, which only a reason sets aside."""
    return allocating.update_case(db, who, round_id, case_id, change)


@router.post("/{round_id}/cases/{case_id}/replace", response_model=CaseRead)
def replace_round_case(db: Db, who: Manager, round_id: uuid.UUID, case_id: uuid.UUID, change: CaseReplace) -> Any:
    """Let a case fall away for a reason; the answer is the next in line of its stratum, which takes its place."""
    return allocating.replace_case(db, who, round_id, case_id, change)


@router.post("/{round_id}/allocate", response_model=RoundRead)
def allocate_round(db: Db, who: Manager, round_id: uuid.UUID, version: IfMatch, response: Response) -> Any:
    """Make the audits as they were shared out; 409 names each case whose auditor can no longer take it."""
    return allocating.allocate_round(db, who, round_id, version, response)


@router.post("/{round_id}/close", response_model=RoundRead)
def close_round(
    db: Db, who: Manager, round_id: uuid.UUID, change: RoundClose, version: IfMatch, response: Response
) -> Any:
    """Close a round, with a note where audits are still to be done; they go on as they are."""
    return service.close_round(db, who, round_id, change, version, response)
