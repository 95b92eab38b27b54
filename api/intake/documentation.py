"""What is told about an entity and its columns, from the declarations that also validate and store them.

A sixth file because it is neither query nor rule: the same declarations in words.
"""

from typing import Any

from sqlalchemy import ARRAY, Boolean, Column, Date, Integer, Numeric

from api.cases.declaring import label
from api.intake.entities import Accepted, Entity

_KINDS: tuple[tuple[type, str], ...] = (
    (Date, "date"), (Boolean, "flag"), (Integer, "whole_number"), (Numeric, "number"), (ARRAY, "codes"),
)  # fmt: skip


def describe(entity: Entity) -> dict[str, Any]:
    """An entity as an EntityDeclared."""
    return {
        "entity": entity.name, "title": entity.title, "description": entity.description,
        "fields": [_field(accepted, entity.table.c[accepted.column]) for accepted in entity.accepted],
    }  # fmt: skip


def _field(accepted: Accepted, column: Column[Any]) -> dict[str, Any]:
    codes = column.info.get("codes")
    return {
        "name": accepted.name, "aliases": list(column.info.get("aliases", ())), "kind": _kind(column),
        "label": label(column), "max_length": accepted.max_length, "is_key": "key" in column.info,
        "is_needed": accepted.is_needed, "is_child": accepted.is_child, "parent": column.info.get("parent"),
        "codes": sorted(codes) if codes else None,
    }  # fmt: skip


def _kind(column: Column[Any]) -> str:
    return next((name for kind, name in _KINDS if isinstance(column.type, kind)), "text")
