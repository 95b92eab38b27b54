"""What is remembered of each measure: how far it was counted, and since when counting it fails.

A sixth file because both the steps of a refresh and whoever calls it write here.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.indicators.rows import run
from api.kernel import clock

log = logging.getLogger("plumbline.worker")

_LATEST_RETRY = timedelta(hours=6)

STATES = "select * from measure_state"
_REMEMBER = """
insert into measure_state (code, signature, seen_to, seen_at, counted_to, is_by_child, checked_at, failures,
  received_to)
values (:code, :signature, :seen_to, clock_timestamp(), :today, :is_by_child, clock_timestamp(), 0, :received)
    on conflict (code) do update
   set signature = excluded.signature, seen_to = excluded.seen_to, seen_at = excluded.seen_at,
       counted_to = excluded.counted_to, is_by_child = excluded.is_by_child, failures = 0, failure = null,
       retry_at = null, received_to = excluded.received_to,
       checked_at = case when :is_checked then excluded.checked_at else measure_state.checked_at end"""
_FAILED = """
insert into measure_state (code, signature, seen_to, seen_at, counted_to, is_by_child, checked_at, failures, failure,
  retry_at)
values (:code, '', 0, clock_timestamp(), :today, false, clock_timestamp(), 1, :failure, :retry_at)
    on conflict (code) do update
   set signature = '', failures = measure_state.failures + 1, failure = excluded.failure,
       retry_at = excluded.retry_at"""

Opener = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction of plumbline_system."""


def remember(
    db: Session, code: str, signature: str, *, seen_to: int, today: date, received: datetime | None,
    is_by_child: bool, is_checked: bool = False,
) -> None:  # fmt: skip
    """Keep that a measure, or with an empty code all of the records, was counted up to a transaction and a day."""
    run(db, _REMEMBER, code=code, signature=signature, seen_to=seen_to, today=today, is_by_child=is_by_child,
        is_checked=is_checked, received=received)  # fmt: skip


def put_off(opened: Opener, code: str, error: DBAPIError) -> None:
    """Try a measure, or all where no code is given, again later, and tell it in the log unless that was told before."""
    if error.connection_invalidated:
        raise error
    kind = type(error.orig).__name__
    with opened() as db:
        before = next((row for row in run(db, STATES) if row.code == code), None)
        if before is None or before.failure != kind:
            log.error("figures cannot be counted", extra={"operation": code or "indicators", "kind": kind})
        wait = timedelta(minutes=2) * 2 ** min(before.failures if before else 0, 10)
        run(db, _FAILED, code=code, today=clock.today(), failure=kind, retry_at=clock.now() + min(wait, _LATEST_RETRY))
