"""Reading the feed: rows of its views as whoever asks may see them, what it stands on, and tokens."""

import uuid
from typing import Any

from sqlalchemy import Select, func, text
from sqlmodel import Session, col, select

from api.access.models import Level, MachineClient, RoleGrant, UnitKind
from api.access.permissions import Role
from api.access.who import Who
from api.feed.columns import DATA_SETS, UNITS, VALUES, DataSet
from api.feed.models import FeedToken
from api.feed.schemas import FeedBreakdownParams, FeedParams, FeedValueParams
from api.indicators.breakdowns import BreakdownsTellOfFew
from api.indicators.queries import find_last_computation
from api.kernel.errors import NotFound
from api.kernel.pages import PageParams, paginate, pick


def rows_for(who: Who, data: DataSet, *, with_deleted: bool = False) -> Select[Any]:
    """All rows of a table of the feed that `who` may read, in its columns; the database's own gates say the same.

    Raises BreakdownsTellOfFew where that is none.
    """
    is_public = who.is_public_reader
    if is_public and data.is_of_few:
        raise BreakdownsTellOfFew
    if data is VALUES:
        view = "suppressed_values" if is_public else data.view
        return pick(*data.table(f"{view}_with_deleted" if with_deleted else view).c)
    rows = data.table()
    return pick(*rows.c).where(rows.c.unit_type != UnitKind.team) if is_public and data is UNITS else pick(*rows.c)


def data_sets_for(who: Who) -> list[DataSet]:
    """The tables of the feed that `who` may read."""
    return [one for one in DATA_SETS if not (one.is_of_few and who.is_public_reader)]


def narrow(rows: Select[Any], filters: FeedParams) -> Select[Any]:
    """The rows that the filters ask for: they look at what is shown, and at nothing behind it."""
    shown = rows.selected_columns
    if isinstance(filters, FeedBreakdownParams):
        for name, wanted in filters.narrowing():
            rows = rows.where(shown[name] == wanted)
        return rows
    if not isinstance(filters, FeedValueParams):
        return rows
    for name in ("indicator", "unit_id", "unit_type", "period_type", "value_status"):
        if (wanted := getattr(filters, name)) is not None:
            rows = rows.where(shown[name] == wanted)
    if filters.period_from:
        rows = rows.where(shown.period_start >= filters.period_from)
    if filters.period_to:
        rows = rows.where(shown.period_end <= filters.period_to)
    if filters.updated_since:
        rows = rows.where(shown.updated_at > filters.updated_since)
    return rows


def beginning(filters: FeedParams) -> tuple[Any, ...] | None:
    """The place in the order of values before which no row can be asked for; None is before the first."""
    if not isinstance(filters, FeedValueParams) or filters.updated_since is None:
        return None
    return filters.updated_since, uuid.UUID(int=2**128 - 1)


def list_rows(db: Session, data: DataSet, rows: Select[Any], filters: FeedParams) -> dict[str, Any]:
    """A page in the order in which the table is read."""
    return paginate(db, rows, filters, by=[rows.selected_columns[name] for name in data.order])


def list_shown(db: Session, rows: Select[Any]) -> list[dict[str, Any]]:
    """The rows of a statement, by the names of their columns."""
    return [dict(row) for row in db.connection().execute(rows).mappings()]


def count_rows(db: Session, rows: Select[Any]) -> int:
    """How many rows a statement has."""
    return int(db.connection().execute(select(func.count()).select_from(rows.order_by(None).subquery())).scalar_one())


def read_state(db: Session) -> str:
    """What the feed stands on, as one short text: it changes with any figure, name or target."""
    return str(db.connection().execute(text("select feed.state()")).scalar_one())


def read_refreshed(db: Session, who: Who) -> dict[str, Any]:
    """When the figures were last computed, and how far the case records then reached."""
    last = find_last_computation(db)
    return {
        "revision": None if who.is_public_reader else last.revision if last else 0,
        "computed_at": last.at if last else None,
        "data_as_of": last.data_as_of if last else None,
    }


def _tokens() -> Select[Any]:
    return pick(
        FeedToken.id, FeedToken.name, FeedToken.machine_client_id, MachineClient.client_id,
        col(MachineClient.name).label("client_name"), FeedToken.level, FeedToken.created_at, FeedToken.expires_at,
        FeedToken.revoked_at,
    ).join(MachineClient, col(MachineClient.id) == FeedToken.machine_client_id)  # fmt: skip


def list_tokens(db: Session, who: Who, filters: PageParams) -> dict[str, Any]:
    """Tokens, the newest first."""
    by = [col(FeedToken.created_at), col(FeedToken.id)]
    return paginate(db, _tokens(), filters, by=by, descending=True)


def read_token(db: Session, token_id: uuid.UUID) -> Any:
    """A token as it is shown, or NotFound."""
    row = db.execute(_tokens().where(col(FeedToken.id) == token_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def get_token(db: Session, token_id: uuid.UUID) -> FeedToken:
    """The token's row, or NotFound."""
    token = db.get(FeedToken, token_id)
    if token is None:
        raise NotFound
    return token


def find_tool(db: Session, client_id: uuid.UUID) -> MachineClient | None:
    """The machine client with this id, if it is a BI tool's and is not revoked."""
    found: MachineClient | None = db.execute(
        select(MachineClient)
        .join(RoleGrant, col(RoleGrant.machine_client_id) == MachineClient.id)
        .where(MachineClient.id == client_id, col(MachineClient.is_active), RoleGrant.role == Role.bi_tool)
    ).scalar_one_or_none()
    return found


def level_of(who: Who) -> Level:
    """The level at which `who` reads the feed."""
    return Level.suppressed if who.is_public_reader else Level.true_figures
