"""The addresses of the council's own figures."""

from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.choices import queries, service
from api.choices.models import ChoiceName
from api.choices.schemas import ChoiceChange, ChoiceFilters, ChoiceRead, ChoiceSet
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room

router = room("choices")

Reader = Annotated[Who, requires(Permission.choices_read)]
Setter = Annotated[Who, requires(Permission.choices_set)]


@router.get("", response_model=list[ChoiceRead])
def list_choices(db: Db, who: Reader) -> Any:
    """The council's own figures as they count today; where it has settled nothing, the default."""
    return queries.list_choices(db)


@router.put("/{name}", response_model=ChoiceRead)
def set_choice(db: Db, who: Setter, name: ChoiceName, new: ChoiceSet) -> Any:
    """Settle a figure from a day on, with the reason; a later day does not count before it has come."""
    return service.set_choice(db, who, name, new)


@router.get("/{name}/changes", response_model=Page[ChoiceChange])
def list_choice_changes(db: Db, who: Reader, name: ChoiceName, filters: Annotated[ChoiceFilters, Query()]) -> Any:
    """All that was ever settled of a figure, by whom and why, the latest said first."""
    return queries.list_changes(db, name, filters)
