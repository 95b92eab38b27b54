"""What a meeting has to speak about, by rule and from live data; each forum has its own sections.

A sixth file because it is neither verb nor query: which sections a forum has, and how each is told. What stands here
is frozen when the meeting is held: numbers, days and names of colleagues, and nothing that is written about a child.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from api.kernel import clock
from api.meetings import queries
from api.meetings.models import MeetingKind
from api.statistics.intervals import wilson

LEAST_FOR_PERCENT = 10
AGREEMENT_DAYS = 365
OTHER = "other"
"""The section of what the chair adds."""

Lines = Callable[[Session, date], tuple[int, Sequence[Any]]]


@dataclass(frozen=True)
class Part:
    """A section: its words, what its lines open, where they come from and how one is told."""

    key: str
    title: str
    rule: str
    noun: str
    find: Lines
    tell: Callable[[Any], str]


def _day(day: date | datetime) -> str:
    found = day.astimezone(clock.ENGLAND).date() if isinstance(day, datetime) else day
    return f"{found.day} {found:%B %Y}"


def _moved(row: Any) -> str:
    return f"{'Lowered' if row.is_lowered else 'Raised'} by {row.gap} grades on {_day(row.completed_at)}."


_MODERATION = (
    Part("waiting", "Waiting for a second reading",
         "Handed in and chosen, and nobody moderates it yet; the oldest first.", "audit",
         lambda db, _: queries.list_waiting(db),
         lambda row: f"Handed in on {_day(row.submitted_at)} by {row.name}."),
    Part("late", "Moderations that are late", "Given to a moderator, and the day it was due has gone by.",
         "moderation", lambda db, _: queries.list_late(db),
         lambda row: f"Was due on {_day(row.due_on)} from {row.name}."),
    Part("moved", "Changed by two grades or more", "Moderated since the last meeting, and the whole moved so far.",
         "moderation", queries.list_moved, _moved),
    Part("disputes", "Disputes that are open", "Raised, and not settled yet.",
         "dispute", lambda db, _: queries.list_disputes(db),
         lambda row: f"Raised by {row.name}, to be settled by {_day(row.due_on)}."),
    Part("calibrations", "Calibrations that have closed", "Closed since the last meeting.",
         "calibration", queries.list_calibrated,
         lambda row: f"Graded by {row.graded}, closed on {_day(row.ended_on)}."),
    Part("concerns", "Concerns for safety that are open", "Raised from an audit, and not closed yet.",
         "concern", lambda db, _: queries.list_concerns(db),
         lambda row: f"Raised on {_day(row.raised_at)}, told to {row.name}."),
    Part("overdue", "Actions that are overdue", "Not done, and the day has gone by.",
         "action", lambda db, _: queries.list_overdue(db),
         lambda row: f"Was due on {_day(row.due_on)} from {row.name}."),
    Part("to_verify", "Actions that wait to be verified", "Done, and nobody has said yet that they saw it.",
         "action", lambda db, _: queries.list_to_verify(db),
         lambda row: f"Done by {row.name}, was due on {_day(row.due_on)}."),
)  # fmt: skip

_PARTS: dict[MeetingKind, tuple[Part, ...]] = {MeetingKind.audit_feedback_and_moderation: _MODERATION}


def sections_of(kind: MeetingKind) -> set[str]:
    """The keys of a forum's sections, under which decisions are made."""
    return {part.key for part in _PARTS[kind]} | {"agreement", OTHER}


def build_agenda(db: Session, kind: MeetingKind, since: date) -> list[dict[str, Any]]:
    """The sections of a meeting that looks back to a day, as plain JSON."""
    return [*(_section(db, part, since) for part in _PARTS[kind]), _agreement(db)]


def _section(db: Session, part: Part, since: date) -> dict[str, Any]:
    count, rows = part.find(db, since)
    lines = [{"noun": part.noun, "id": str(row.id), "label": row.label, "words": part.tell(row)} for row in rows]
    more = f" The first {len(lines)} are listed." if count > len(lines) else ""
    sentence = f"{count:,} {'is' if count == 1 else 'are'} on the list.{more}" if count else "There are none."
    return {"key": part.key, "title": part.title, "rule": part.rule, "sentence": sentence, "count": count,
            "lines": lines}  # fmt: skip


def _agreement(db: Session) -> dict[str, Any]:
    """How far first and second grades agree over a year, in one sentence that its n can carry."""
    found = queries.count_agreement(db, clock.today() - timedelta(days=AGREEMENT_DAYS))
    return {
        "key": "agreement", "title": "Agreement of auditors and moderators", "count": found.n, "lines": [],
        "rule": "Overall grades given blind a second time, in the last twelve months.", "sentence": _headline(found),
    }  # fmt: skip


def _headline(found: Any) -> str:
    if found.n == 0:
        return "No audit was graded a second time in the last twelve months."
    counts = (
        f"Of {found.n:,} second grades {found.same:,} were the same as the first, {found.lowered:,} lower and"
        f" {found.raised:,} higher; {found.within_one:,} were at most one grade apart."
    )
    if found.n < LEAST_FOR_PERCENT:
        return f"{counts} So few carry no percentage."
    ends = wilson(found.same, found.n)
    share, lower, upper = (round(100 * one) for one in (found.same / found.n, ends.lower, ends.upper))
    return f"{counts} The same: {share}% (95% interval {lower}% to {upper}%)."
