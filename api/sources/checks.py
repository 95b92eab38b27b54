"""What may be wrong with a row, made from the declarations: a new column brings its checks with it.

A sixth file because a check is neither reading nor a verb: one condition that the counts and the lists of rows share.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Date, FromClause, and_, bindparam, func, literal, true
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Table as SqlTable

from api.cases.declaring import dated, facts, label
from api.cases.models import ENTITIES, Child, Record
from api.kernel import clock
from api.sources.schemas import Check, Severity

BY_NAME: dict[str, type[Record]] = {model.entity: model for model in ENTITIES}

TODAY: ColumnElement[date] = bindparam("today", type_=Date, callable_=clock.today)
"""The day on which a check is made."""

_ENDS = frozenset({"to_on", "ended_on", "closed_on", "ceased_on", "authorised_on", "death_on"})
"""The names that columns have which say when something ended."""
_PLANNED = frozenset({"due_on", "target_on"})
"""The names that columns have which say when something is to be: they may lie ahead."""
_IN_SIGHT = {"birth_on": "birth_month"}
"""Columns that people's database role cannot read, and what stands for them."""
_ONLY_LOOK = {
    (Check.future_date, "cla_health"),  # planned health checks are sent too
    (Check.future_date, "visit_frequency"),  # agreed ahead
    (Check.missing_date, "person"),  # children before they are born
    (Check.missing_date, "care_leavers"),  # nobody has been in touch yet
    (Check.missing_date, "sdq_scores"),  # the return of children looked after gives the year alone
    (Check.missing_date, "cla_health"),  # likewise
}


@dataclass(frozen=True)
class Link:
    """The row that a column points to, at most one, and what joins it."""

    there: FromClause
    on: ColumnElement[bool]


@dataclass(frozen=True)
class Rule:
    """One check of one column: the condition under which a row is a finding, and how it is told."""

    model: type[Record]
    check: Check
    column: SqlColumn[Any]
    condition: ColumnElement[bool]
    severity: Severity
    title: str
    sentence: str
    parent: type[Record] | None = None
    link: Link | None = None
    """Joined, not looked up row by row: over a million rows that is five times as fast."""

    @property
    def field(self) -> str:
        """The column, as the dataset calls it."""
        return str(self.column.info["ssd"])

    @property
    def key(self) -> str:
        """The check's name among those of its entity."""
        return f"{self.check} {self.field}"

    def join(self, rows: FromClause) -> FromClause:
        """The rows with what the condition looks at beside them."""
        return rows.outerjoin(self.link.there, self.link.on) if self.link else rows


def table_of(model: type[Record]) -> SqlTable:
    """The table of an entity."""
    table: SqlTable = model.__table__  # type: ignore[attr-defined]  # SQLAlchemy gives every mapped class its table
    return table


def is_kept(table: SqlTable) -> ColumnElement[bool]:
    """Whether a row stands for something still: a child that was withdrawn leaves one behind."""
    return table.c.withdrawn_at.is_(None) if "withdrawn_at" in table.c else true()


@cache
def rules_of(model: type[Record]) -> tuple[Rule, ...]:
    """All checks of an entity, in the order in which they are shown."""
    return (*_of_children(model), *_of_parents(model), *_of_codes(model), *_of_dates(model))


def _of_children(model: type[Record]) -> Iterator[Rule]:
    column = table_of(model).columns.get("child_ref")
    if column is not None and model is not Child:
        there = table_of(Child).alias("their_child")
        yield Rule(
            model, Check.unknown_child, column, and_(column.is_not(None), there.c.child_ref.is_(None)), Severity.mend,
            "The child was never sent", "Send the child as a person from the same source, or mend the person id.",
            Child, Link(there, and_(there.c.child_ref == column, there.c.withdrawn_at.is_(None))),
        )  # fmt: skip


def _of_parents(model: type[Record]) -> Iterator[Rule]:
    table = table_of(model)
    for column in facts(model):
        if (name := column.info.get("parent")) is None:
            continue
        parent = BY_NAME[name]
        there = table_of(parent).alias(f"their_{column.name}")
        is_there = and_(there.c.source_id == column, there.c.source_system == table.c.source_system)
        yield Rule(
            model, Check.orphan, column, and_(column.is_not(None), there.c.source_id.is_(None)), Severity.mend,
            f"{label(column)}: not among the {_small(parent.title)}",
            f"Send the record it points to ({parent.entity}), or mend the link.", parent, Link(there, is_there),
        )  # fmt: skip


def _of_codes(model: type[Record]) -> Iterator[Rule]:
    for column in facts(model):
        if (codes := column.info.get("codes")) is None:
            continue
        is_list = isinstance(column.type, ARRAY)
        condition = (
            ~column.bool_op("<@")(literal(sorted(codes), column.type)) if is_list else column.not_in(sorted(codes))
        )
        yield Rule(
            model, Check.unknown_code, column, condition, Severity.mend, f"{label(column)}: a code outside the list",
            "Choose a code of the list in the case system, or map the local code to one when sending.",
        )  # fmt: skip


def _of_dates(model: type[Record]) -> Iterator[Rule]:
    main = dated(model)
    if main is None:
        return
    days = [column for column in facts(model) if isinstance(column.type, Date)]
    planned = [column.is_(None) for column in days if column.name in _PLANNED]
    yield _of_date(model, Check.missing_date, main, and_(_seen(main).is_(None), *planned), "missing")
    for column in days:
        if column.name not in _PLANNED:
            yield _of_date(model, Check.future_date, column, _seen(column) > TODAY, "in the future", column is main)
    for column in days:
        if column.name in _ENDS:
            yield _of_date(model, Check.end_before_start, column, column < _seen(main), f"before {_small(label(main))}")


_REMEDIES = {
    Check.missing_date: "Enter the date in the case system: without it the record is counted nowhere.",
    Check.future_date: "Look at the date in the case system: it had not come when the rows were counted.",
    Check.end_before_start: "Look at both dates in the case system: one of them is wrong.",
}


def _of_date(
    model: type[Record], check: Check, column: SqlColumn[Any], condition: ColumnElement[bool], said: str,
    is_sure: bool = True,
) -> Rule:  # fmt: skip
    severity = Severity.mend if is_sure and (check, model.entity) not in _ONLY_LOOK else Severity.look
    return Rule(model, check, column, condition, severity, f"{label(column)}: {said}", _REMEDIES[check])


def _seen(column: SqlColumn[Any]) -> SqlColumn[Any]:
    """The column, or what stands for it where people's database role cannot read it."""
    return column.table.c[_IN_SIGHT.get(column.name, column.name)]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def code_sent(rule: Rule) -> ColumnElement[str] | None:
    """What was sent, as one text, where the check is of a code."""
    if rule.check is not Check.unknown_code:
        return None
    is_list = isinstance(rule.column.type, ARRAY)
    sent: ColumnElement[str] = func.array_to_string(rule.column, " ") if is_list else rule.column
    return sent
