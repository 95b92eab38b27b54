"""The addresses of calibrations: setting one up, grading blind, closing it, and what came out."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.calibrations import graders, queries, results, service
from api.calibrations.schemas import (
    CalibrationAgree,
    CalibrationCreate,
    CalibrationFilters,
    CalibrationGrades,
    CalibrationInvite,
    CalibrationListed,
    CalibrationProposal,
    CalibrationRead,
    CalibrationResults,
    CalibrationUpdate,
    CandidateFilters,
    GraderRead,
)
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room

router = room("calibrations")

Reader = Annotated[Who, reads(Permission.calibrations_read)]
Lead = Annotated[Who, reads(Permission.calibrations_manage)]
Grader = Annotated[Who, reads(Permission.calibrations_complete)]


@router.get("", response_model=Page[CalibrationListed])
def list_calibrations(db: Db, who: Reader, filters: Annotated[CalibrationFilters, Query()]) -> Any:
    """The calibrations you may see: those you are invited to, and those of your reach."""
    return queries.list_calibrations(db, who, filters)


@router.post("", response_model=CalibrationRead, status_code=201)
def create_calibration(db: Db, who: Lead, new: CalibrationCreate, response: Response) -> Any:
    """Set up an exercise on the case of a final audit. Nobody near the case, or who knows its grades, is invited."""
    return service.create_calibration(db, who, new, response)


@router.get("/proposal", response_model=CalibrationProposal)
def propose_calibration(db: Db, who: Reader) -> Any:
    """The criteria on which people have agreed least so far, in moderations and in closed calibrations."""
    return results.propose_calibration(db)


@router.get("/candidates", response_model=Page[GraderRead])
def list_candidates(db: Db, who: Lead, filters: Annotated[CandidateFilters, Query()]) -> Any:
    """Everybody who may grade, by name, each with what keeps them from the case of this audit, if anything does."""
    return graders.list_candidates(db, filters)


@router.get("/{calibration_id}", response_model=CalibrationRead)
def read_calibration(db: Db, who: Reader, calibration_id: uuid.UUID, response: Response) -> Any:
    """A calibration with its case, its questions, who has handed in, and what you gave yourself."""
    return queries.read_calibration(db, who, calibration_id, response)


@router.patch("/{calibration_id}", response_model=CalibrationRead)
def update_calibration(
    db: Db, who: Lead, calibration_id: uuid.UUID, change: CalibrationUpdate, version: IfMatch, response: Response
) -> Any:
    """Change the title or the days of a calibration that is not closed; it opens no later once somebody has graded."""
    return service.update_calibration(db, who, calibration_id, change, version, response)


@router.post("/{calibration_id}/invitations", response_model=CalibrationRead)
def invite_to_calibration(
    db: Db, who: Lead, calibration_id: uuid.UUID, new: CalibrationInvite, response: Response
) -> Any:
    """Invite further people while it is not closed; who is invited already stays so."""
    return service.invite_to_calibration(db, who, calibration_id, new, response)


@router.post("/{calibration_id}/grade", response_model=CalibrationRead)
def grade_calibration(
    db: Db, who: Grader, calibration_id: uuid.UUID, change: CalibrationGrades, response: Response
) -> Any:
    """Hand in your grades with their reasons, once; nobody else sees them until the calibration is closed."""
    return service.grade_calibration(db, who, calibration_id, change, response)


@router.post("/{calibration_id}/stand-aside", response_model=CalibrationRead)
def stand_aside(db: Db, who: Grader, calibration_id: uuid.UUID, response: Response) -> Any:
    """Say that you know this family, or for any other reason will not grade it; no reason is asked."""
    return service.stand_aside(db, who, calibration_id, response)


@router.post("/{calibration_id}/close", response_model=CalibrationRead)
def close_calibration(db: Db, who: Lead, calibration_id: uuid.UUID, response: Response) -> Any:
    """Close an open calibration before its last day has gone by; from then on everybody sees what came out."""
    return service.close_calibration(db, who, calibration_id, response)


@router.get("/{calibration_id}/results", response_model=CalibrationResults)
def read_calibration_results(db: Db, who: Reader, calibration_id: uuid.UUID, response: Response) -> Any:
    """What came out of a closed calibration, the hardest questions first. Grades are told without names."""
    return results.read_calibration_results(db, who, calibration_id, response)


@router.put("/{calibration_id}/agreed", response_model=CalibrationResults)
def agree_grades(
    db: Db, who: Lead, calibration_id: uuid.UUID, change: CalibrationAgree, version: IfMatch, response: Response
) -> Any:
    """Record which grades were agreed on when the results were talked over, each with the reason."""
    return results.agree_grades(db, who, calibration_id, change, version, response)
