"""Reading the journal."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from api.access.models import MachineClient, Person
from api.access.who import Who
from api.journal.models import JournalEntry
from api.journal.schemas import JournalFilters
from api.kernel.pages import paginate, pick


def list_journal(db: Session, who: Who, filters: JournalFilters) -> dict[str, Any]:
    """Entries, the latest first."""
    entry = JournalEntry
    statement = (
        pick(
            entry.id, entry.at, entry.actor_kind, entry.actor_id, entry.verb, entry.action, entry.noun,
            entry.subject_ids, entry.child_ids, entry.fields, entry.request_id,
            func.coalesce(Person.name, MachineClient.name).label("actor_name"),
        )
        .join(Person, col(Person.id) == entry.actor_id, isouter=True)
        .join(MachineClient, col(MachineClient.id) == entry.actor_id, isouter=True)
    )  # fmt: skip
    if filters.child_id:
        statement = statement.where(col(entry.child_ids).contains([filters.child_id]))
    if filters.actor_id:
        statement = statement.where(col(entry.actor_id) == filters.actor_id)
    if filters.verb:
        statement = statement.where(col(entry.verb) == filters.verb)
    if filters.action:
        statement = statement.where(col(entry.action) == filters.action)
    return paginate(db, statement, filters, by=[col(entry.id)], descending=True)
