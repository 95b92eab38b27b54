"""OData's $filter as a condition on the columns of the feed: parsed by odata-query, and let through a short list.

A sixth file because what a stranger may write is decided here and nowhere else. The condition looks at what is shown,
and is put beside what the gates allow, never in their place. Nulls compare as OData has it: they are equal to null
alone, and what is asked of one is false, never unknown.
"""

import math
import re
import uuid
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from typing import Any, NoReturn

from odata_query import ast
from odata_query import exceptions as wrong
from odata_query.grammar import ODataLexer, ODataParser
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    and_,
    cast,
    extract,
    false,
    func,
    literal,
    not_,
    or_,
)

from api.feed.columns import SQL, DataSet, Kind
from api.kernel.errors import FieldError, Invalid

MAX_LENGTH = 4_000
MAX_DEPTH = 60
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class BadFilter(Invalid):
    detail = "The filter cannot be read."


def refuse(sentence: str, place: int) -> NoReturn:
    """Say what is wrong with a filter, and at which character, counted from 1; `place` counts from 0."""
    said = f"{sentence} At character {place + 1}."
    raise BadFilter(said, errors=[FieldError(pointer="?$filter", code="bad_filter", detail=said)])


class Value:
    """A part of the filter that has a value: what it is in SQL, its kind, and whether it may be null."""

    def __init__(self, sql: Any, kind: Kind | None, *, is_nullable: bool = False, plain: Any = None) -> None:
        self.sql, self.kind, self.is_nullable, self.plain = sql, kind, is_nullable, plain


_NUMBERS = {Kind.whole, Kind.number}
_TEXTS = {Kind.text, Kind.code}
_COMPARE: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b, ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b, ast.Lt: lambda a, b: a < b, ast.LtE: lambda a, b: a <= b,
}  # fmt: skip
_PARTS = {"year", "month", "day"}
_WORDS = {"tolower": func.lower, "toupper": func.upper, "trim": func.trim}
_MATCHES = {"contains", "startswith", "endswith"}
_FUNCTIONS = sorted(_PARTS | set(_WORDS) | _MATCHES | {"date", "length"})


def condition(data: DataSet, shown: Any, asked: str) -> ColumnElement[bool]:
    """The condition that a filter stands for, over the columns `shown` of a table; BadFilter says what is wrong."""
    if len(asked) > MAX_LENGTH:
        refuse(f"The filter is longer than {MAX_LENGTH:,} characters.", MAX_LENGTH)
    if wrong_letter := _NO_TEXT.search(asked):
        refuse("The filter holds a character that no text may hold.", wrong_letter.start())
    return _Reader(data, shown, asked).truth()


def _comma(before: Any) -> Any:
    comma = copy(before)
    comma.type = comma.value = ","
    return comma


class _Reader:
    """Reads the tree of one filter."""

    def __init__(self, data: DataSet, shown: Any, asked: str) -> None:
        self.data, self.shown, self.asked = data, shown, asked
        self.words: list[Any] = []
        """The words of the filter, each with its place, as the parser takes them for the parts of its tree."""
        self.tree = self._parsed()
        self.places: dict[int, int] = {id(word.value): word.index for word in self.words}

    def _parsed(self) -> Any:
        try:
            return ODataParser().parse(self._tokens())
        except wrong.UnknownFunctionException as error:
            refuse(f"There is no such function. There are: {', '.join(_FUNCTIONS)}.", self._last(error.function_name))
        except wrong.ArgumentCountException as error:
            refuse("The function takes another number of values.", self._last(error.function_name))
        except wrong.ODataException as error:
            token = getattr(error, "token", None)
            refuse("The filter cannot be read from here on.", token.index if token else len(self.asked))
        except (ValueError, OverflowError, RecursionError, TypeError, AttributeError):
            refuse("The filter holds a value that is none.", self.words[-1].index if self.words else 0)

    def _tokens(self) -> Iterator[Any]:
        """What the parser reads: as written, but for a list of one, which it would take for a pair of brackets."""
        listed: list[str] | None = None
        for token in ODataLexer().tokenize(self.asked):
            if is_dataclass(token.value):
                self.words.append(token)
            if token.type == "IN":
                listed = []
            elif listed is not None and token.type != "WS":
                if listed[:1] == ["("] and len(listed) == 2 and token.type == ")":
                    yield _comma(token)
                listed = [*listed, token.type] if len(listed) < 2 else None
            yield token

    def _last(self, name: str) -> int:
        """Where a name was read last."""
        return next((one.index for one in reversed(self.words) if getattr(one.value, "name", None) == name), 0)

    def truth(self) -> ColumnElement[bool]:
        """The whole filter."""
        return self._truth(self.tree, 0)

    def _truth(self, node: Any, depth: int) -> ColumnElement[bool]:
        """A part that is true or false."""
        if depth > MAX_DEPTH:
            refuse(f"The filter is nested deeper than {MAX_DEPTH}.", self._at(node))
        if isinstance(node, ast.BoolOp):
            both = self._truth(node.left, depth + 1), self._truth(node.right, depth + 1)
            return and_(*both) if isinstance(node.op, ast.And) else or_(*both)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return not_(self._truth(node.operand, depth + 1))
        if isinstance(node, ast.Compare):
            return self._compared(node)
        if isinstance(node, ast.Call) and node.func.name in _MATCHES:
            return self._matched(node)
        found = self.value(node)
        if found.kind != Kind.flag:
            refuse("A filter compares: write a column, eq, ne, gt, ge, lt, le or in, and a value.", self._at(node))
        truth: ColumnElement[bool] = found.sql
        return truth.is_(True) if found.is_nullable else truth

    def value(self, node: Any) -> Value:
        """A part that has a value: a column, a function of one, or a value as it is written."""
        if isinstance(node, ast.Identifier) and not node.namespace:
            if node.name not in self.data.names:
                refuse(f"There is no such column. There are: {', '.join(self.data.names)}.", self._at(node))
            one = self.data.column(node.name)
            return Value(self.shown[one.name], one.kind, is_nullable=one.is_nullable)
        if isinstance(node, ast.Call):
            return self._called(node)
        if type(node) in _LITERALS:
            return self._literal(node)
        refuse(
            "This is not offered in a filter: it knows comparisons, and, or, not, in, and a few functions.",
            self._at(node),
        )

    def _literal(self, node: Any) -> Value:
        kind, sql_type = _LITERALS[type(node)]
        try:
            plain = node.py_val
        except (ValueError, OverflowError, wrong.ODataException):
            refuse("This is no value.", self._at(node))
        if (isinstance(plain, float) and not math.isfinite(plain)) or (isinstance(plain, int) and abs(plain) >= 2**63):
            refuse("The number is too large.", self._at(node))
        if isinstance(plain, datetime) and plain.tzinfo is None:
            plain = plain.replace(tzinfo=UTC)
        return Value(literal(plain, sql_type) if kind else None, kind, is_nullable=kind is None, plain=plain)

    def _called(self, node: Any) -> Value:
        name = node.func.name
        if name not in _FUNCTIONS or name in _MATCHES or len(node.args) != 1:
            refuse(f"There is no such function here. There are: {', '.join(_FUNCTIONS)}.", self._at(node.func))
        one = self.value(node.args[0])
        if name in _PARTS and one.kind in (Kind.day, Kind.instant):
            return Value(cast(extract(name, one.sql), Integer), Kind.whole, is_nullable=one.is_nullable)
        if name == "date" and one.kind in (Kind.day, Kind.instant):
            return Value(cast(one.sql, SQL[Kind.day]), Kind.day, is_nullable=one.is_nullable)
        if one.kind in _TEXTS and name == "length":
            return Value(func.length(one.sql), Kind.whole, is_nullable=one.is_nullable)
        if one.kind in _TEXTS and name in _WORDS:
            return Value(_WORDS[name](one.sql), Kind.text, is_nullable=one.is_nullable)
        refuse("The function does not take a value of this kind.", self._at(node.func))

    def _matched(self, node: Any) -> ColumnElement[bool]:
        name, (left, right) = node.func.name, [self.value(one) for one in node.args]
        if left.kind not in _TEXTS or right.kind not in _TEXTS or right.plain is None:
            refuse(f"{name} takes a column of text, and text in quotes.", self._at(node.func))
        found: ColumnElement[bool] = getattr(left.sql, name)(right.plain, autoescape=True)
        return func.coalesce(found, false()) if left.is_nullable else found

    def _compared(self, node: Any) -> ColumnElement[bool]:
        if isinstance(node.comparator, ast.In):
            if not isinstance(node.right, ast.List):
                refuse("After in comes a list of values in brackets.", self._at(node.right))
            left = self.value(node.left)
            return or_(*(self._pair(ast.Eq, left, self.value(one), node) for one in node.right.val))
        return self._pair(type(node.comparator), self.value(node.left), self.value(node.right), node)

    def _pair(self, how: type, left: Value, right: Value, node: Any) -> ColumnElement[bool]:
        if left.kind is None or right.kind is None:
            return self._with_null(how, left, right, node)
        left, right = self._alike(left, right, node)
        if not left.is_nullable and not right.is_nullable:
            return _COMPARE[how](left.sql, right.sql)  # type: ignore[no-any-return]  # it compares columns
        if how is ast.Eq:
            return left.sql.is_not_distinct_from(right.sql)  # type: ignore[no-any-return]  # likewise
        if how is ast.NotEq:
            return left.sql.is_distinct_from(right.sql)  # type: ignore[no-any-return]  # likewise
        return func.coalesce(_COMPARE[how](left.sql, right.sql), false())

    def _with_null(self, how: type, left: Value, right: Value, node: Any) -> ColumnElement[bool]:
        known = left if right.kind is None else right
        if how not in (ast.Eq, ast.NotEq) or known.kind is None:
            refuse("With null there are eq and ne alone.", self._at(node.left))
        column: ColumnElement[Any] = known.sql
        return column.is_(None) if how is ast.Eq else column.is_not(None)

    def _alike(self, left: Value, right: Value, node: Any) -> tuple[Value, Value]:
        """The two as values of one kind: days, instants and ids may be written as text."""
        for one, other, is_turned in ((left, right, False), (right, left, True)):
            as_it = _as(one.kind, other)
            if as_it is not None:
                return (as_it, one) if is_turned else (one, as_it)
        refuse("The two sides are not of one kind.", self._at(node.left))

    def _at(self, node: Any) -> int:
        """Where a part begins."""
        found, parts = [], [node]
        while parts:
            part = parts.pop()
            if id(part) in self.places:
                found.append(self.places[id(part)])
            parts += part if isinstance(part, list) else vars(part).values() if is_dataclass(part) else ()
        return min(found)


_LITERALS: dict[type, tuple[Kind | None, Any]] = {
    ast.Null: (None, None), ast.Integer: (Kind.whole, BigInteger()), ast.Float: (Kind.number, SQL[Kind.number]),
    ast.Boolean: (Kind.flag, SQL[Kind.flag]), ast.String: (Kind.text, SQL[Kind.text]),
    ast.Date: (Kind.day, SQL[Kind.day]), ast.DateTime: (Kind.instant, SQL[Kind.instant]),
    ast.GUID: (Kind.id, SQL[Kind.id]),
}  # fmt: skip


def _as(kind: Kind | None, other: Value) -> Value | None:
    """`other` as a value of a kind, or None where it cannot be one."""
    if kind == other.kind or {kind, other.kind} <= _NUMBERS or {kind, other.kind} <= _TEXTS:
        return other
    if kind == Kind.instant and other.kind == Kind.day:
        return Value(cast(other.sql, DateTime(timezone=True)), Kind.instant, is_nullable=other.is_nullable)
    if not isinstance(other.plain, str):
        return None
    try:
        plain = _written(kind, other.plain)
    except (ValueError, OverflowError):
        return None
    return plain and Value(literal(plain, SQL[kind]), kind, plain=plain) if kind else None


def _written(kind: Kind | None, words: str) -> Any:
    if kind == Kind.id:
        return uuid.UUID(words)
    if kind == Kind.day:
        return date.fromisoformat(words)
    if kind == Kind.instant:
        found = datetime.fromisoformat(words)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
