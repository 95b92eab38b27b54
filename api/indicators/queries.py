"""Reading indicators and their values, true or suppressed as whoever asks may see them."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from fastapi import Response
from sqlalchemy import Integer, Select, cast, func, literal, or_, text
from sqlmodel import Session, col, select

from api.access.models import Person, Unit, UnitKind
from api.access.who import Who
from api.cases.models import Child, Involvement
from api.indicators.groups import Group, digit_of, number_of
from api.indicators.models import (
    Computation,
    Corner,
    Indicator,
    IndicatorRevision,
    IndicatorSetting,
    IndicatorValue,
    IndicatorWording,
    PeriodType,
    Polarity,
    SuppressedValue,
    ValueStatus,
    definition_change,
    indicator_member,
    indicator_part,
)
from api.indicators.schemas import (
    IndicatorFilters,
    MemberFilters,
    Narrowed,
    PlaceFilters,
    RevisionFilters,
    ValueFilters,
    WholeGroupFilters,
)
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag


def values_for(who: Who) -> Any:
    """The table of values that `who` may read; the database's own gate says the same."""
    return SuppressedValue if who.is_public_reader else IndicatorValue


def list_indicators(db: Session, who: Who, filters: IndicatorFilters) -> dict[str, Any]:
    """The catalogue by code."""
    statement = _described()
    if filters.corner:
        statement = statement.where(col(Indicator.corner) == filters.corner)
    if filters.standard_number:
        statement = statement.where(col(Indicator.standard_number) == filters.standard_number)
    return paginate(db, statement, filters, by=[col(Indicator.code)])


def _described() -> Select[Any]:
    """Indicators as the catalogue shows them: with the version of the definition that is in force today."""
    table, change, w = Indicator.__table__.columns, definition_change.c, IndicatorWording  # type: ignore[attr-defined]
    changes = select(func.coalesce(func.max(change.number), 0)).where(change.indicator_code == table.code)
    today = changes.where(change.from_on <= clock.today()).scalar_subquery()
    wordings = select(func.coalesce(func.max(col(w.number)), 1)).where(col(w.indicator_id) == table.id)
    as_they_are = (one for one in table if one is not table.definition_version)
    in_force = (table.definition_version + today).label("definition_version")
    return pick(*as_they_are, in_force, wordings.scalar_subquery().label("version"))


def read_indicator(db: Session, code: str, response: Response | None = None) -> Any:
    """An indicator as the catalogue shows it, or NotFound; the response is given its ETag."""
    row = db.execute(_described().where(col(Indicator.code) == code)).one_or_none()
    if row is None:
        raise NotFound
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    return row


def get_indicator_for_update(db: Session, code: str) -> Indicator:
    """The indicator's row, held until the transaction ends, or NotFound."""
    found: Indicator | None = db.execute(
        select(Indicator).where(Indicator.code == code).with_for_update()
    ).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def list_wordings(db: Session, who: Who, indicator_id: uuid.UUID) -> list[dict[str, Any]]:
    """Every wording that is kept, the latest first; who wrote it is for staff to know."""
    w = IndicatorWording
    columns: list[Any] = [
        w.number, w.title, w.description, w.numerator_text, w.denominator_text, w.known_gaps, w.owner, w.is_delivered,
        w.reason, w.written_at,
    ]  # fmt: skip
    statement = pick(*columns).where(col(w.indicator_id) == indicator_id).order_by(col(w.number).desc())
    if not who.is_public_reader:
        statement = statement.add_columns(col(Person.name).label("written_by_name"))
        statement = statement.outerjoin(Person, col(Person.id) == w.written_by_id)
    return [{"written_by_name": None, **row._mapping} for row in db.execute(statement)]


def list_definition_days(db: Session, code: str) -> list[date]:
    """The days from which a measure counted otherwise than before, the earliest first."""
    change = definition_change.c
    statement = pick(change.from_on).where(change.indicator_code == code).order_by(change.from_on)
    return list(db.execute(statement).scalars())


def get_indicator(db: Session, code: str) -> Indicator:
    """The indicator with the code, or NotFound."""
    found: Indicator | None = db.execute(select(Indicator).where(Indicator.code == code)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def list_setting_changes(db: Session, who: Who, code: str) -> dict[str, list[Any]]:
    """All that was ever set of each convention of a measure, the latest first; who set it is for staff to know."""
    c = IndicatorSetting
    statement = select(c.name, c.number, c.from_on, c.to_on, c.reason, c.set_at)  # type: ignore[call-overload]  # six
    if not who.is_public_reader:
        statement = statement.add_columns(col(Person.name).label("set_by_name"))
        statement = statement.outerjoin(Person, col(Person.id) == c.set_by_id)
    rows = db.execute(statement.where(c.indicator_code == code).order_by(col(c.from_on).desc(), col(c.set_at).desc()))
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.name, []).append({"set_by_name": None, **row._mapping})
    return found


def list_standing_settings(db: Session, code: str, name: str) -> list[IndicatorSetting]:
    """The rows of a convention that count for a day at least, the earliest first."""
    c = IndicatorSetting
    stands = or_(col(c.to_on).is_(None), col(c.to_on) > c.from_on)
    statement = select(c).where(c.indicator_code == code, c.name == name, stands).order_by(col(c.from_on))
    return list(db.execute(statement.with_for_update()).scalars())


def list_trial(db: Session, sql: str, **values: Any) -> dict[Any, tuple[int, int]]:
    """Numerator and denominator by month of a measure that is tried out."""
    return {row.month: (row.x, row.n) for row in db.execute(text(sql), values)}


def list_divided(db: Session, code: str, over: str, first: date, last: date) -> list[Any]:
    """The council's months of the count `over`, each with the population that the ratio `code` has on its last day."""
    v, s = IndicatorValue, IndicatorSetting
    of_day = (col(s.from_on) <= col(v.period_end), or_(col(s.to_on).is_(None), col(s.to_on) > col(v.period_end)))
    population = select(s.number).where(col(s.indicator_code) == code, col(s.name) == "population", *of_day)
    statement = pick(v.period_start, v.period_end, v.numerator, population.scalar_subquery().label("population"))
    statement = statement.join(Indicator, col(Indicator.id) == v.indicator_id).join(Unit, col(Unit.id) == v.unit_id)
    statement = statement.where(col(Indicator.code) == over, col(Unit.kind) == UnitKind.council)
    months = (col(v.period_type) == PeriodType.month, col(v.period_start).between(first, last))
    return list(db.execute(statement.where(*months, col(v.numerator).is_not(None))).all())


def get_shown_unit(db: Session, who: Who, unit_id: uuid.UUID | None) -> Unit:
    """The unit, or without an id the council; NotFound where its figures are not for `who`."""
    statement = select(Unit).order_by(col(Unit.id)).limit(1)
    statement = statement.where(Unit.id == unit_id if unit_id else Unit.kind == UnitKind.council)
    unit: Unit | None = db.execute(statement).scalar_one_or_none()
    if unit is None or (who.is_public_reader and unit.kind == UnitKind.team):
        raise NotFound
    return unit


def list_series(db: Session, who: Who, indicator_id: uuid.UUID, unit_id: uuid.UUID, kind: PeriodType) -> list[Any]:
    """The values of one indicator, unit and type of period, the oldest first."""
    v = values_for(who)
    columns: list[Any] = [
        v.period_start, v.period_end, v.definition_version, v.numerator, v.denominator, v.value, v.value_status,
        v.lower, v.upper,
    ]  # fmt: skip
    place = (v.indicator_id == indicator_id, v.unit_id == unit_id, v.period_type == kind)
    return list(db.execute(select(*columns).where(*place).order_by(col(v.period_start))).all())


def list_evidence(db: Session, who: Who, unit_id: uuid.UUID) -> list[Any]:
    """Every indicator's quarters and years for a unit, the latest first, with what the catalogue says of each."""
    v = values_for(who)
    columns: list[Any] = [
        Indicator.code, Indicator.title, Indicator.corner, Indicator.standard_number, Indicator.unit,
        Indicator.polarity, v.period_type, v.period_start, v.period_end, v.numerator, v.denominator, v.value,
        v.value_status, v.data_as_of,
    ]  # fmt: skip
    statement = select(*columns).join(Indicator, col(Indicator.id) == v.indicator_id)
    statement = statement.where(v.unit_id == unit_id, v.period_type != PeriodType.month)
    return list(db.execute(statement.order_by(col(v.period_start).desc(), col(Indicator.code))).all())


def values_statement(who: Who, filters: Narrowed) -> tuple[Select[Any], list[Any]]:
    """The rows of the feed in its columns, and the columns that order it."""
    v = values_for(who)
    columns: list[Any] = [
        col(v.id).label("value_id"), col(Indicator.code).label("indicator"), v.definition_version, v.period_type,
        v.period_start, v.period_end, col(Unit.kind).label("unit_type"), v.unit_id, col(Unit.name).label("unit_name"),
        v.numerator, v.denominator, v.value, v.value_status, v.lower, v.upper, Indicator.target, v.data_as_of,
        v.updated_at, v.revision,
    ]  # fmt: skip
    statement = select(*columns).join(Indicator, col(Indicator.id) == v.indicator_id)
    statement = statement.join(Unit, col(Unit.id) == v.unit_id)
    if filters.indicator:
        statement = statement.where(Indicator.code == filters.indicator)
    if filters.unit_id:
        statement = statement.where(v.unit_id == filters.unit_id)
    if filters.period_type:
        statement = statement.where(v.period_type == filters.period_type)
    if filters.period_from:
        statement = statement.where(v.period_start >= filters.period_from)
    if filters.period_to:
        statement = statement.where(v.period_end <= filters.period_to)
    if filters.updated_since:
        statement = statement.where(v.updated_at > filters.updated_since)
    return statement, [v.updated_at, v.id]


def list_whole_groups(db: Session, who: Who, filters: WholeGroupFilters) -> dict[str, Any]:
    """The figures members see that say the same of everybody in a group, the smallest groups first."""
    v = SuppressedValue
    columns: list[Any] = [
        v.id, col(Indicator.code).label("indicator"), Indicator.title, v.unit_id, col(Unit.name).label("unit_name"),
        v.period_type, v.period_start, v.numerator, v.denominator,
    ]  # fmt: skip
    statement = select(*columns).join(Indicator, col(Indicator.id) == v.indicator_id)
    statement = statement.join(Unit, col(Unit.id) == v.unit_id)
    statement = statement.where(Indicator.unit == "%", col(v.numerator).in_((0, v.denominator)))
    if filters.period_type:
        statement = statement.where(v.period_type == filters.period_type)
    return paginate(db, statement, filters, by=[col(v.denominator), col(v.id)])


def list_values(db: Session, who: Who, filters: ValueFilters) -> dict[str, Any]:
    """Values in the order in which they last changed, so that a reader can go on where it stopped."""
    statement, by = values_statement(who, filters)
    return paginate(db, statement, filters, by=by)


def find_last_computation(db: Session) -> Computation | None:
    """The latest computation, or None before the first."""
    return db.execute(select(Computation).order_by(col(Computation.number).desc()).limit(1)).scalar_one_or_none()


def read_state(db: Session, who: Who) -> str:
    """What the whole feed stands on, as one short text: the data set's revision, and a digest of names and targets.

    For public readers it is when a figure that they are shown last changed, so that nothing tells of all the others.
    """
    stands = "(select max(updated_at) from suppressed_value)" if who.is_public_reader else (
        "(select max(revision) from computation)"
    )  # fmt: skip
    state = text(
        f"select coalesce({stands}::text, '0') || '-' || md5("  # noqa: S608 - our own words
        " coalesce((select string_agg(concat_ws('|', id, kind, name), '/' order by id) from unit), '') ||"
        " coalesce((select string_agg(concat_ws('|', code, target), '/' order by code) from indicator), ''))"
    )
    said = str(db.execute(state).scalar_one()).replace(" ", "T")
    return f"{said}-{'public' if who.is_public_reader else 'true'}"


def list_counts(db: Session) -> list[Any]:
    """The counts just made of councils and services of what few may have answered, for the rule of what to hide."""
    return list(db.execute(text(
        "select f.*, u.parent_id from fresh f join unit u on u.id = f.unit_id"
        " where u.kind in ('council', 'service') and f.fewest_people > 0"
    )).all())  # fmt: skip


def count_values(db: Session) -> int:
    """How many values there are."""
    return int(db.execute(text("select count(*) from indicator_value where value_status <> 'no_data'")).scalar_one())


def find_place(db: Session, who: Who, indicator_id: uuid.UUID, unit_id: uuid.UUID, filters: PlaceFilters) -> Any:
    """The value of a place as `who` may see it, the latest if no period is named; None where there never was one."""
    v = values_for(who)
    statement = select(v).where(v.indicator_id == indicator_id, v.unit_id == unit_id)
    statement = statement.where(v.period_type == filters.period_type)
    if filters.period_start:
        statement = statement.where(v.period_start == filters.period_start)
    return db.execute(statement.order_by(col(v.period_start).desc()).limit(1)).scalar_one_or_none()


def list_starts(db: Session, who: Who, indicator_id: uuid.UUID, unit_id: uuid.UUID, kind: PeriodType) -> list[date]:
    """The first days of the periods of which `who` may see something, the latest first."""
    v = values_for(who)
    of_place = (v.indicator_id == indicator_id, v.unit_id == unit_id, v.period_type == kind)
    statement = select(v.period_start).where(*of_place, v.value_status != ValueStatus.no_data)
    return list(db.execute(statement.order_by(col(v.period_start).desc())).scalars())


def list_revisions(db: Session, value: Any, filters: RevisionFilters) -> dict[str, Any]:
    """What a value was before, the latest first."""
    r = IndicatorRevision
    columns: list[Any] = [
        r.revision, r.definition_version, r.numerator, r.denominator, r.value, r.value_status, r.computed_at,
        r.replaced_at,
    ]  # fmt: skip
    statement = select(*columns).where(*_same_place(value))
    return paginate(db, statement, filters, by=[col(r.revision)], descending=True)


def count_revisions(db: Session, value: Any) -> int:
    """How many values a value had before."""
    return int(db.execute(select(func.count()).select_from(IndicatorRevision).where(*_same_place(value))).scalar_one())


def _same_place(value: Any) -> list[Any]:
    r = IndicatorRevision
    return [r.indicator_id == value.indicator_id, r.unit_id == value.unit_id, r.period_type == value.period_type,
            r.period_start == value.period_start]  # fmt: skip


def list_members(db: Session, value: Any, first: date, last: date, filters: MemberFilters) -> dict[str, Any]:
    """The children behind a value whom the transaction may see, by reference and day."""
    m = indicator_member.c
    columns: list[Any] = [col(Child.id).label("child_id"), m.child_ref, m.on_date, m.met]
    statement = pick(*columns, func.count().label("times")).join(Child, col(Child.child_ref) == m.child_ref)
    statement = statement.where(*_behind(value, first, last, filters.group)).group_by(*columns)
    if filters.met is not None:
        statement = statement.where(m.met == filters.met)
    page = paginate(db, statement, filters, by=[m.child_ref, m.on_date, cast(m.met, Integer)])
    saw(db, [row.child_id for row in page["items"]])
    return page


def count_members(
    db: Session, value: Any, first: date, last: date, group: Group | None = None
) -> tuple[int, int]:  # fmt: skip
    """How many of the numerator and of all that is counted, or of a group of them, the transaction may see."""
    counts = select(func.count().filter(indicator_member.c.met), func.count()).select_from(indicator_member)
    x, n = db.execute(counts.where(*_behind(value, first, last, group))).one()
    return int(x), int(n)


def count_parts(db: Session, value: Any, first: date, last: date) -> dict[int, tuple[int, int]]:
    """How many of the numerator and of all that is counted are in each group, by its number; none where nobody is."""
    p = indicator_part.c
    statement = select(p.part, func.sum(p.x).label("x"), func.sum(p.n).label("n")).group_by(p.part)
    months = p.month.between(first.replace(day=1), last)
    of_place = (p.indicator_id == value.indicator_id, p.unit_id.in_(_below(value.unit_id)), months)
    return {row.part: (int(row.x), int(row.n)) for row in db.execute(statement.where(*of_place))}


def list_of_worker(
    db: Session, worker_id: str, flows: tuple[date, date], stock_on: date, stocks: Collection[str]
) -> list[Any]:
    """What indicators of case records counted of the children whose case a worker had on that very day, child by child.

    `flows` are the first and last day of what happened; of the indicators in `stocks` it is what stood on `stock_on`.
    """
    m, i = indicator_member.c, Involvement
    had = (
        col(i.child_ref) == m.child_ref, col(i.worker_source_id) == worker_id, col(i.role) == "CW",
        col(i.from_on) <= m.on_date, or_(col(i.to_on).is_(None), col(i.to_on) > m.on_date),
    )  # fmt: skip
    is_stock = col(Indicator.code).in_(stocks)
    columns: list[Any] = [
        col(Indicator.code).label("indicator"), Indicator.title, Indicator.polarity, col(Child.id).label("child_id"),
        m.child_ref,
    ]  # fmt: skip
    counted = (func.count().filter(m.met).label("met"), func.count().label("counted"))
    statement = pick(*columns, *counted).select_from(indicator_member)
    statement = statement.join(Indicator, col(Indicator.id) == m.indicator_id)
    statement = statement.join(Child, col(Child.child_ref) == m.child_ref).where(
        col(Indicator.unit) == "%", col(Indicator.corner) == Corner.numbers,
        col(Indicator.polarity) != Polarity.neutral,
        or_(is_stock & (m.on_date == stock_on), ~is_stock & m.on_date.between(*flows)),
        select(literal(1)).where(*had).exists(),
    )  # fmt: skip
    rows = list(db.execute(statement.group_by(*columns).order_by(col(Indicator.title), m.child_ref)).all())
    saw(db, {row.child_id for row in rows})
    return rows


def _behind(value: Any, first: date, last: date, group: Group | None = None) -> list[Any]:
    m = indicator_member.c
    of_place = [
        m.indicator_id == value.indicator_id,
        m.unit_id.in_(_below(value.unit_id)),
        m.on_date.between(first, last),
    ]
    if group is None:
        return of_place
    by, digit = digit_of(number_of(group))
    return [*of_place, m.groups.op("/")(by).op("%")(10) == digit]


def _below(unit_id: uuid.UUID) -> Any:
    return select(func.unnest(func.unit_and_below(unit_id)).column_valued())
