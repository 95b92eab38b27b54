"""The columns of the feed, declared once: JSON, CSV, NDJSON, Parquet, OData and the SQL views all follow from here.

Columns are only ever added at the end, and none is ever taken away or given another kind.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import Boolean, Date, DateTime, Float, Integer, String, TableClause, Uuid, column, table


class Kind(StrEnum):
    """What stands in a column."""

    id = "id"
    code = "code"
    """One of a few words of ours; it needs no escaping anywhere."""
    text = "text"
    day = "day"
    instant = "instant"
    whole = "whole"
    number = "number"
    flag = "flag"


SQL: dict[Kind, Any] = {
    Kind.id: Uuid(), Kind.code: String(), Kind.text: String(), Kind.day: Date(), Kind.instant: DateTime(timezone=True),
    Kind.whole: Integer(), Kind.number: Float(53), Kind.flag: Boolean(),
}  # fmt: skip
ARROW: dict[Kind, Any] = {
    Kind.id: pa.string(), Kind.code: pa.string(), Kind.text: pa.string(), Kind.day: pa.date32(),
    Kind.instant: pa.timestamp("us", tz="UTC"), Kind.whole: pa.int32(), Kind.number: pa.float64(),
    Kind.flag: pa.bool_(),
}  # fmt: skip
EDM: dict[Kind, str] = {
    Kind.id: 'Type="Edm.Guid"', Kind.code: 'Type="Edm.String"', Kind.text: 'Type="Edm.String"',
    Kind.day: 'Type="Edm.Date"', Kind.instant: 'Type="Edm.DateTimeOffset" Precision="6"',
    Kind.whole: 'Type="Edm.Int32"', Kind.number: 'Type="Edm.Double"', Kind.flag: 'Type="Edm.Boolean"',
}  # fmt: skip
"""As CSDL writes it; an instant without its precision would have whole seconds."""


@dataclass(frozen=True)
class Column:
    """A column of the feed."""

    name: str
    kind: Kind
    is_nullable: bool = False


@dataclass(frozen=True)
class DataSet:
    """A table of the feed: its view in the database, its columns, its key, and the order in which it is read."""

    name: str
    entity: str
    """Its name as an entity set of OData."""
    view: str
    columns: tuple[Column, ...]
    key: str
    order: tuple[str, ...]
    """The last of these is the key; none of them is ever null."""
    is_of_few: bool = False
    """Whether its rows tell of few, so that only those read it who read true figures."""

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [one.name for one in self.columns]

    def column(self, name: str) -> Column:
        """The column with a name that is known."""
        return next(one for one in self.columns if one.name == name)

    def table(self, view: str | None = None) -> TableClause:
        """The view to select from; another than the usual one where somebody may see less."""
        typed: list[Any] = [column(one.name, SQL[one.kind]) for one in self.columns]
        return table(view or self.view, *typed, schema="feed")


def _columns(words: str) -> tuple[Column, ...]:
    """Columns from `name:kind` words; a question mark at the end says that it may be null."""
    found = [[*word.rstrip("?").split(":"), word] for word in words.split()]
    return tuple(Column(name, Kind(kind), is_nullable=word.endswith("?")) for name, kind, word in found)


VALUES = DataSet(
    "values", "IndicatorValues", "indicator_values",
    _columns(
        "value_id:id indicator:code definition_version:whole period_type:code period_start:day period_end:day"
        " unit_type:code unit_id:id unit_name:text numerator:whole? denominator:whole? value:number? value_status:code"
        " lower:number? upper:number? target:number? data_as_of:instant updated_at:instant revision:whole rag:code?"
        " unit_path:text deleted_at:instant?"
    ),
    "value_id", ("updated_at", "value_id"),
)  # fmt: skip
INDICATORS = DataSet(
    "indicators", "Indicators", "indicators",
    _columns(
        "indicator:code title:text description:text numerator_text:text denominator_text:text? unit:text polarity:code"
        " corner:code standard_number:whole? target:number? source:text known_gaps:text owner:text decimals:whole"
        " definition_version:whole effective_from:day"
    ),
    "indicator", ("indicator",),
)  # fmt: skip
UNITS = DataSet(
    "units", "Units", "units", _columns("unit_id:id unit_type:code unit_name:text parent_id:id? unit_path:text"),
    "unit_id", ("unit_id",),
)  # fmt: skip
PERIODS = DataSet(
    "periods", "Periods", "periods",
    _columns(
        "period:code period_type:code period_start:day period_end:day label:text financial_year:whole is_over:flag"
    ),
    "period", ("period",),
)  # fmt: skip
COMPARATORS = DataSet(
    "comparators", "Comparators", "comparators",
    _columns(
        "comparator_id:id indicator:code area_kind:code area_code:text area_name:text region_code:text"
        " period_label:text period_start:day period_end:day numerator:whole? denominator:whole? value:number?"
        " value_status:code source_file:text published_name:text"
    ),
    "comparator_id", ("comparator_id",),
)  # fmt: skip

BREAKDOWNS = DataSet(
    "breakdowns", "Breakdowns", "breakdowns",
    _columns(
        "breakdown_id:id indicator:code period_type:code period_start:day period_end:day unit_type:code unit_id:id"
        " unit_name:text dimension:code group_code:code group_label:text numerator:whole denominator:whole?"
    ),
    "breakdown_id", ("breakdown_id",), is_of_few=True,
)  # fmt: skip

DATA_SETS = (VALUES, INDICATORS, UNITS, PERIODS, COMPARATORS, BREAKDOWNS)
