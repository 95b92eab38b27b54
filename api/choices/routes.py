"""The addresses of the council's own figures."""

from typing import Annotated, Any

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.choices import queries
from api.choices.schemas import ChoiceRead
from api.kernel.database import Db
from api.kernel.requests import room

router = room("choices")

Reader = Annotated[Who, requires(Permission.choices_read)]


@router.get("", response_model=list[ChoiceRead])
def list_choices(db: Db, who: Reader) -> Any:
    """The council's own figures as they count today; where it has settled nothing, the default."""
    return queries.list_choices(db)
