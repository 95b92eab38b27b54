"""Taking in a batch of children as the DfE's receiver would: all of it, or none where its form is wrong."""

import re
import uuid
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from math import ceil

from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json
from sqlalchemy import text
from sqlmodel import Session

from api.access.who import Who
from api.compat import queries
from api.compat.mapping import ENTITIES, PERSON, Record, Unnamed, map_children
from api.compat.schemas import MAX_CHILDREN, Child, Children
from api.intake.models import Channel
from api.intake.service import SourceSystemUnknown, take
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid, NotFound, TooLarge, TooMany
from api.kernel.settings import settings

MAX_FAULTS = 100
MINUTE = timedelta(minutes=1)

_LA_CODE = re.compile(r"[0-9]{3}|E[0-9]{8}")
_TURN = text("select pg_advisory_xact_lock(hashtextextended(:what, 0))")


class UnknownAuthority(NotFound):
    detail = "An authority's code is three digits, or E and eight digits."


class NotChildren(Invalid):
    status = 400
    detail = "The body must be a JSON array of one to a hundred child objects."


class TooManyChildren(TooLarge):
    detail = f"A batch carries at most {MAX_CHILDREN} children: send several."


class TooManyBatches(TooMany):
    detail = "This client has sent as many batches as a minute may bring. Wait as long as Retry-After says."


def push_children(db: Session, who: Who, request_id: str, la_code: str, body: bytes) -> list[str]:
    """Take in a batch of children and give a receipt's name for each, in their order.

    The names are made of the request's number and the child's place, so nothing is stored for them.
    """
    if not _LA_CODE.fullmatch(la_code):
        raise UnknownAuthority
    if who.source_system is None:
        raise SourceSystemUnknown
    now = _take_turn(db, who, who.source_system)
    children = _children(body)
    for entity, records in _records(db, who.source_system, children):
        take(db, who, who.source_system, Channel.compat, entity, records, as_of=now)
    moment = f"{now:%Y-%m-%d_%H:%M:%S}.{now.microsecond // 10_000:02d}"
    return [f"{moment}_{uuid.uuid5(uuid.UUID(request_id), str(index))}.json" for index in range(len(children))]


def _take_turn(db: Session, who: Who, source_system: str) -> datetime:
    """Let the batches of a source in one after the other, and no more of a client's than a minute may bring.

    The moment at which one is let in is that for which it vouches, so that none is older than one that went before.
    The lock is PostgreSQL's and what is counted are receipts: all processes agree.
    """
    db.execute(_TURN, {"what": f"compat|{source_system}"})
    now = clock.now()
    count, first = queries.count_batches(db, who.id, now - MINUTE)
    if first is not None and count >= settings.compat_batches_per_minute:
        seconds = max(1, ceil((first + MINUTE - now).total_seconds()))
        raise TooManyBatches(headers={"Retry-After": str(seconds)})
    return now


def _children(body: bytes) -> list[Child]:
    """The children of a body; a fault of form in one refuses all, as each sender expects."""
    words = _as_text(body)
    try:
        found = from_json(words, allow_inf_nan=False)
    except ValueError:
        raise NotChildren from None
    if not isinstance(found, list) or not found:
        raise NotChildren
    if len(found) > MAX_CHILDREN:
        raise TooManyChildren
    try:
        return Children.validate_json(words)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> NotChildren:
    """What is wrong with the children, each by its place, and nothing of what was sent."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    errors = [
        FieldError(
            pointer="".join(f"/{part}" for part in fault["loc"]),
            code=fault["type"],
            detail=f"{_path(fault['loc'])}: {fault['msg']}",
        )
        for fault in _first_of_each(faults)
    ]
    return NotChildren("\n".join(error.detail for error in errors), errors=errors)


def _as_text(body: bytes) -> str:
    """The body's text. PowerShell 5.1 sends Latin-1 unless told otherwise; beyond ASCII it says nothing we keep."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _first_of_each(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """As many faults as are told, in their order: the first of every child before the second of any."""
    turns: Counter[int | str] = Counter()
    ranked = []
    for place, fault in enumerate(faults):
        child = fault["loc"][0]
        ranked.append((turns[child], place))
        turns[child] += 1
    return [faults[place] for place in sorted(place for _, place in sorted(ranked)[:MAX_FAULTS])]


def _path(loc: tuple[int | str, ...]) -> str:
    """`[3].social_care_episodes.0.referral_date`: senders take every number in brackets for a child's place."""
    return f"[{loc[0]}]" + "".join(f".{part}" for part in loc[1:])


def _records(db: Session, source_system: str, children: list[Child]) -> list[tuple[str, list[Record]]]:
    """What the children say, by entity in the order in which it is taken in; children are withdrawn before all else."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    withdrawn: list[Record] = []
    for said in map_children(source_system, children):
        if isinstance(said, Unnamed):
            ids = queries.find_unnamed(db, source_system, said)
            found[said.shape.entity] += [{said.shape.key: one} | said.change for one in ids]
        elif said[0] == PERSON.entity and "purge" in said[1]:
            withdrawn.append(said[1])
        else:
            found[said[0]].append(said[1])
    wanted = [(PERSON.entity, withdrawn), *((entity, found[entity]) for entity in ENTITIES)]
    return [(entity, records) for entity, records in wanted if records]
