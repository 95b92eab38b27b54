"""The addresses of moderations."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room
from api.moderations import allocating, panel, queries, selection, service
from api.moderations.schemas import (
    ModerationAgree,
    ModerationComplete,
    ModerationCreate,
    ModerationFilters,
    ModerationGrade,
    ModerationListed,
    ModerationMove,
    ModerationRead,
    ModerationReturn,
    ModeratorRead,
    PanelInvite,
    PanelRelease,
    QueueFilters,
    QueueItem,
    SelectionRead,
    StandingRead,
)

router = room("moderations")

Reader = Annotated[Who, reads(Permission.moderations_read)]
Allocator = Annotated[Who, reads(Permission.moderations_allocate)]
Moderator = Annotated[Who, reads(Permission.moderations_complete)]
AuditReader = Annotated[Who, reads(Permission.audits_read)]


@router.get("", response_model=Page[ModerationListed])
def list_moderations(db: Db, who: Reader, filters: Annotated[ModerationFilters, Query()]) -> Any:
    """The moderations you may see, the last due first unless you ask otherwise."""
    return queries.list_moderations(db, who, filters)


@router.post("", response_model=ModerationRead, status_code=201)
def allocate_moderation(db: Db, who: Allocator, new: ModerationCreate, response: Response) -> Any:
    """Give a submitted audit to a moderator, or to a panel; 409 says what ties them to auditor or child."""
    return allocating.allocate_moderation(db, who, new, response)


@router.get("/standing", response_model=StandingRead)
def read_standing(db: Db, who: Reader) -> Any:
    """How moderation stands today: what waits, what is in hand, what of it is yours, and how much is late."""
    return queries.read_standing(db, who)


@router.get("/queue", response_model=Page[QueueItem])
def list_queue(db: Db, who: Reader, filters: Annotated[QueueFilters, Query()]) -> Any:
    """The audits that were chosen for moderation and wait for a moderator, the first due first."""
    return queries.list_queue(db, who, filters)


@router.get("/queue/{audit_id}/moderators", response_model=list[ModeratorRead])
def list_moderators_for(db: Db, who: Allocator, audit_id: uuid.UUID) -> Any:
    """Who may moderate an audit, the least laden first, and last those whom something ties to it."""
    return allocating.list_moderators_for(db, who, audit_id)


@router.post("/queue/{audit_id}/take", response_model=ModerationRead, status_code=201)
def take_moderation(db: Db, who: Moderator, audit_id: uuid.UUID, response: Response) -> Any:
    """Moderate a submitted audit yourself; 409 where somebody was quicker, or something ties you to it."""
    return allocating.take_moderation(db, who, audit_id, response)


@router.get("/selections/{audit_id}", response_model=SelectionRead)
def read_selection(db: Db, who: AuditReader, audit_id: uuid.UUID) -> Any:
    """Whether an audit was chosen for moderation when it was last submitted, and by which rules, in words."""
    return selection.read_selection(db, who, audit_id)


@router.get("/{moderation_id}", response_model=ModerationRead)
def read_moderation(db: Db, who: Reader, moderation_id: uuid.UUID, response: Response) -> Any:
    """A moderation with the audit. First grades, overall reason and summary are null until it is graded."""
    return queries.read_moderation(db, who, moderation_id, response)


@router.patch("/{moderation_id}", response_model=ModerationRead)
def move_moderation(
    db: Db, who: Allocator, moderation_id: uuid.UUID, change: ModerationMove, version: IfMatch, response: Response
) -> Any:
    """Give a moderation in which nobody has graded to another moderator, or move the day it is due."""
    return allocating.move_moderation(db, who, moderation_id, change, version, response)


@router.post("/{moderation_id}/grade", response_model=ModerationRead)
def grade_moderation(
    db: Db, who: Moderator, moderation_id: uuid.UUID, change: ModerationGrade, version: IfMatch, response: Response
) -> Any:
    """Give the second grades, overall and for each graded answer; the first ones are in the answer to this."""
    return service.grade_moderation(db, who, moderation_id, change, version, response)


@router.post("/{moderation_id}/complete", response_model=ModerationRead)
def complete_moderation(
    db: Db, who: Moderator, moderation_id: uuid.UUID, change: ModerationComplete, version: IfMatch, response: Response
) -> Any:
    """End the moderation: the audit becomes final with the second grades as the reported ones."""
    return service.complete_moderation(db, who, moderation_id, change, version, response)


@router.post("/{moderation_id}/return", response_model=ModerationRead)
def return_moderation(
    db: Db, who: Moderator, moderation_id: uuid.UUID, change: ModerationReturn, version: IfMatch, response: Response
) -> Any:
    """Send the audit back to its auditor for rework; handed in again, it is moderated again."""
    return service.return_moderation(db, who, moderation_id, change, version, response)


@router.post("/{moderation_id}/panel", response_model=ModerationRead)
def invite_panel(db: Db, who: Allocator, moderation_id: uuid.UUID, change: PanelInvite, response: Response) -> Any:
    """Ask people onto a panel while no grade is revealed; the moderator has the chair, and grades as they do."""
    return allocating.invite_panel(db, who, moderation_id, change, response)


@router.post("/{moderation_id}/panel/grade", response_model=ModerationRead)
def give_panel_grades(
    db: Db, who: Moderator, moderation_id: uuid.UUID, change: ModerationGrade, response: Response
) -> Any:
    """Give your own second grades, once, as a member of the panel; with the last member's all are revealed."""
    return panel.give_panel_grades(db, who, moderation_id, change, response)


@router.post("/{moderation_id}/panel/release", response_model=ModerationRead)
def release_panel_member(
    db: Db, who: Moderator, moderation_id: uuid.UUID, change: PanelRelease, response: Response
) -> Any:
    """As the chair, let a member off the panel who has not given grades."""
    return panel.release_panel_member(db, who, moderation_id, change, response)


@router.post("/{moderation_id}/panel/agree", response_model=ModerationRead)
def agree_panel_grades(
    db: Db, who: Moderator, moderation_id: uuid.UUID, change: ModerationAgree, version: IfMatch, response: Response
) -> Any:
    """As the chair, record the grades the panel agreed, and why; each member's own stay beside them."""
    return panel.agree_panel_grades(db, who, moderation_id, change, version, response)
