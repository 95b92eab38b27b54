"""The feed as OData 4.0 reads it: what it has, in CSDL; pages in any order; and errors in OData's own form.

A sixth file because OData is a way of asking, not another feed: the rows and their gates are those of every form.
"""

import base64
import binascii
import json
import uuid
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy import ColumnElement, Select, and_, false, literal, or_, tuple_

from api.feed.columns import DATA_SETS, EDM, SQL, Column, DataSet, Kind
from api.kernel.errors import FieldError, Invalid, NotFound, Problem, invalid_from
from api.kernel.requests import StrictRoute

HEADERS = {"OData-Version": "4.0"}
NAMESPACE = "Plumbline"
PAGE_ROWS = 5_000
MAX_PAGE_ROWS = 10_000
_OFFERED = "$filter, $select, $orderby, $top, $skip, $count, $skiptoken and $format"


class NotOffered(Problem):
    status = 501
    detail = f"The feed is for reading: it offers {_OFFERED}, and neither $expand, $apply, $search, $batch nor writing."


class BadOption(Invalid):
    detail = "An option of the address cannot be read."


class NoSuchEntitySet(NotFound):
    detail = f"There is no such table. There are: {', '.join(one.entity for one in DATA_SETS)}."


class ODataRoute(StrictRoute):
    """A route whose errors have the form of OData, with the house's code and sentence."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, its problems told as OData tells them."""
        handler = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestValidationError as error:
                return _error(invalid_from(error))
            except Problem as problem:
                return _error(problem)

        return told


def _error(problem: Problem) -> Response:
    details = [
        {"code": one.code, "target": one.pointer.removeprefix("?"), "message": _said(one)} for one in problem.errors
    ]
    error: dict[str, Any] = {"code": problem.code, "message": problem.detail}
    if details:
        error |= {"message": details[0]["message"], "target": details[0]["target"], "details": details}
    status = 400 if problem.status == 422 else problem.status
    headers = HEADERS | {"Cache-Control": "no-store"} | problem.headers
    return Response(json.dumps({"error": error}), status, headers, "application/json")


def _said(one: FieldError) -> str:
    return f"There is no such option: there are {_OFFERED}." if one.code == "extra_forbidden" else one.detail


def refuse(option: str, sentence: str) -> Invalid:
    """The problem of one option, in a sentence."""
    return BadOption(sentence, errors=[FieldError(pointer=f"?{option}", code="bad_option", detail=sentence)])


def entity_set(name: str) -> DataSet:
    """The table with the name of an entity set."""
    for one in DATA_SETS:
        if one.entity == name:
            return one
    raise NoSuchEntitySet


def service_document(root: str, shown: Sequence[DataSet]) -> dict[str, Any]:
    """What there is for whoever asks."""
    sets = [{"name": one.entity, "kind": "EntitySet", "url": one.entity} for one in shown]
    return {"@odata.context": f"{root}/$metadata", "value": sets}


def metadata() -> str:
    """The tables and their columns as CSDL in XML."""
    types = "".join(_entity_type(one) for one in DATA_SETS)
    sets = "".join(f'<EntitySet Name="{one.entity}" EntityType="{NAMESPACE}.{_type(one)}"/>' for one in DATA_SETS)
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
        f'<Schema Namespace="{NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">{types}'
        f'<EntityContainer Name="Feed">{sets}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>'
    )


def _type(data: DataSet) -> str:
    return data.entity.removesuffix("s")


def _entity_type(data: DataSet) -> str:
    columns = "".join(
        f'<Property Name="{one.name}" {EDM[one.kind]} Nullable="{str(one.is_nullable).lower()}"/>'
        for one in data.columns
    )
    return f'<EntityType Name="{_type(data)}"><Key><PropertyRef Name="{data.key}"/></Key>{columns}</EntityType>'


def selected(data: DataSet, asked: str | None) -> tuple[Column, ...]:
    """The columns of $select, in the order of the table."""
    wanted = {name.strip() for name in (asked or "*").split(",")}
    if not wanted <= {*data.names, "*"}:
        raise refuse("$select", f"There is no such column. There are: {', '.join(data.names)}.")
    return tuple(one for one in data.columns if "*" in wanted or one.name in wanted)


@dataclass(frozen=True)
class Place:
    """A column in the order, and whether it goes down."""

    column: Column
    is_down: bool = False


def ordered(data: DataSet, asked: str | None) -> list[Place]:
    """The order of $orderby, made unique by the table's own."""
    places: list[Place] = []
    for part in (asked or "").split(",") if asked and asked.strip() else []:
        name, *way = part.split()[:3] or [""]
        if name not in data.names or way not in ([], ["asc"], ["desc"]):
            raise refuse("$orderby", f"Order by columns, each with asc or desc: {', '.join(data.names)}.")
        if name not in {one.column.name for one in places}:
            places.append(Place(data.column(name), is_down=way == ["desc"]))
    known = {one.column.name for one in places}
    return places + [Place(data.column(name)) for name in data.order if name not in known]


def in_order(rows: Select[Any], places: Sequence[Place]) -> Select[Any]:
    """The rows in an order, in which null comes before every value, as OData has it."""
    shown = rows.selected_columns
    return rows.order_by(*(_way(shown[one.column.name], one) for one in places))


def _way(column: Any, one: Place) -> Any:
    if not one.column.is_nullable:
        return column.desc() if one.is_down else column.asc()
    return column.desc().nulls_last() if one.is_down else column.asc().nulls_first()


def after(rows: Select[Any], places: Sequence[Place], keys: Sequence[Any]) -> Select[Any]:
    """The rows that come after one whose values in the order are `keys`."""
    shown = rows.selected_columns
    columns = [shown[one.column.name] for one in places]
    values = [literal(key, SQL[one.column.kind]) for key, one in zip(keys, places, strict=True)]
    if not any(one.is_down or one.column.is_nullable for one in places):
        return rows.where(tuple_(*columns) > tuple_(*values))
    same: list[ColumnElement[bool]] = []
    later: list[ColumnElement[bool]] = []
    for column, value, key, one in zip(columns, values, keys, places, strict=True):
        later.append(and_(*same, _later(column, value, key, one)))
        same.append(column.is_(None) if key is None else column == value)
    return rows.where(or_(*later))


def _later(column: Any, value: Any, key: Any, one: Place) -> ColumnElement[bool]:
    if one.is_down:
        return false() if key is None else or_(column < value, column.is_(None))
    return column.is_not(None) if key is None else column > value  # type: ignore[no-any-return]  # likewise


def token_of(places: Sequence[Place], row: Any, left: int | None) -> str:
    """The $skiptoken of the page after `row`, of which so many rows are still wanted."""
    plain = [_plain(row[one.column.name]) for one in places]
    return base64.urlsafe_b64encode(json.dumps([left, plain]).encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, uuid.UUID) else value


def from_token(places: Sequence[Place], token: str) -> tuple[int | None, list[Any]]:
    """How many rows are still wanted, and the values after which to go on."""
    try:
        left, plain = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if left is not None and (type(left) is not int or not 0 <= left < 2**31):
            raise TypeError
        return left, [_read(value, one.column) for value, one in zip(plain, places, strict=True)]
    except (ValueError, TypeError, binascii.Error, AttributeError, RecursionError, OverflowError):
        raise refuse("$skiptoken", "The $skiptoken is not one of ours, or belongs to another $orderby.") from None


def _read(value: Any, one: Column) -> Any:
    if value is None and one.is_nullable:
        return None
    read = _READERS[one.kind](value)
    if (isinstance(read, datetime) and read.tzinfo is None) or (
        isinstance(read, str) and "\0" in read.encode().decode()
    ):
        raise ValueError
    return read.astimezone(UTC) if isinstance(read, datetime) else read


def _typed(*kinds: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) not in kinds or (isinstance(value, int) and abs(value) >= 2**31):
            raise TypeError
        return value

    return read


_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.id: uuid.UUID, Kind.day: date.fromisoformat,
    Kind.instant: datetime.fromisoformat, Kind.code: _typed(str), Kind.text: _typed(str),
    Kind.whole: _typed(int), Kind.number: _typed(int, float), Kind.flag: _typed(bool),
}  # fmt: skip


def check_text(words: str) -> None:
    """ValueError where the words hold what no text of the database may hold."""
    if "\0" in words.encode().decode():
        raise ValueError


def key_of(kind: Kind, words: str) -> Any:
    """The value of a key as it is written in an address; ValueError where it cannot be one."""
    if kind == Kind.id:
        return uuid.UUID(words)
    check_text(words)
    return words[1:-1].replace("''", "'")


def page_rows(prefer: str) -> tuple[int, bool]:
    """How many rows a page has, and whether its reader asked for that."""
    for part in prefer.replace(";", ",").split(","):
        name, _, number = part.strip().lower().partition("=")
        digits = number.strip().strip('"')
        if name.strip() in {"odata.maxpagesize", "maxpagesize"} and digits.isascii() and digits.isdigit():
            return min(max(int(digits[:9]), 1), MAX_PAGE_ROWS), True
    return PAGE_ROWS, False


def check_version(request: Request) -> None:
    """Refuse readers that know only an older OData."""
    at_most = request.headers.get("odata-maxversion", "4.0").strip()
    if at_most not in {"4.0", "4.01"}:
        raise refuse("OData-MaxVersion", "The feed speaks OData 4.0: OData-MaxVersion must be 4.0 or 4.01.")


def metadata_level(request: Request, asked: str | None = None) -> str:
    """How much metadata is wanted in JSON: none, or minimal; refused where JSON is not what is asked for."""
    form = (asked or request.headers.get("accept", "") or "*/*").lower()
    names = {part.partition(";")[0].strip() for part in form.split(",")}
    if not names & {"json", "application/json", "*/*", "application/*"}:
        raise refuse("$format" if asked else "Accept", "The rows come as application/json.")
    return "none" if "odata.metadata=none" in form.replace(" ", "") else "minimal"
