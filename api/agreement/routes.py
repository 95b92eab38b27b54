"""The addresses of agreement. None of them lists figures by named auditor, and none shows somebody another's."""

from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.agreement import queries, service
from api.agreement.schemas import (
    AgreementFilters,
    CouncilAgreement,
    ExternalRatingCreate,
    ExternalRatingRead,
    GapFilters,
    GapRead,
    HardestRead,
    LeansRead,
    OwnAgreement,
    PeriodFilters,
    RatingFilters,
)
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room

router = room("agreement")

Reader = Annotated[Who, requires(Permission.agreement_read)]
Moderating = Annotated[Who, reads(Permission.moderations_allocate)]
AuditReader = Annotated[Who, reads(Permission.audits_read)]
ModerationReader = Annotated[Who, reads(Permission.moderations_read)]
Enterer = Annotated[Who, reads(Permission.agreement_enter)]


@router.get("", response_model=CouncilAgreement)
def tell_agreement(db: Db, who: Reader, filters: Annotated[AgreementFilters, Query()]) -> Any:
    """How far first and second grades agree, and which way they lean; each figure with its n and its interval."""
    return service.tell_agreement(db, filters)


@router.get("/hardest", response_model=list[HardestRead])
def tell_hardest(db: Db, who: Reader, filters: Annotated[AgreementFilters, Query()]) -> Any:
    """The criteria whose grades agree least, with their n; those with fewer than ten answers stand last."""
    return service.tell_hardest(db, filters)


@router.get("/mine", response_model=OwnAgreement)
def tell_own(db: Db, who: Reader, filters: Annotated[PeriodFilters, Query()]) -> Any:
    """Your own grades beside their moderations and beside the council's. Nobody else can ask for yours."""
    return service.tell_own(db, who, filters)


@router.get("/leans", response_model=LeansRead)
def tell_leans(db: Db, who: Moderating, filters: Annotated[PeriodFilters, Query()]) -> Any:
    """How the leans of auditors are spread, for those who moderate: how many lean how far, and never who."""
    return service.tell_leans(db, filters)


@router.get("/gaps", response_model=Page[GapRead])
def list_gaps(db: Db, who: ModerationReader, filters: Annotated[GapFilters, Query()]) -> Any:
    """Audits you may see whose two overall grades lie two places or more apart, the latest first: cases to discuss."""
    return queries.list_gaps(db, filters)


@router.get("/ratings", response_model=Page[ExternalRatingRead])
def list_external_ratings(db: Db, who: AuditReader, filters: Annotated[RatingFilters, Query()]) -> Any:
    """Inspectors' grades of an audit beside its own, the latest entered first."""
    return queries.list_external_ratings(db, filters)


@router.post("/ratings", response_model=ExternalRatingRead, status_code=201)
def enter_external_rating(db: Db, who: Enterer, new: ExternalRatingCreate) -> Any:
    """Enter an inspector's grades for a final audit; they never change, but later ones may supersede them."""
    return service.enter_external_rating(db, who, new)
