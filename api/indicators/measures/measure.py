"""What a measure is, the conventions it leaves to the council, and how a child's work is brought to a team."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """A convention of a measure that a council may change from a day on: the default, in words, and its bounds."""

    name: str
    number: int
    title: str
    unit: str
    least: int
    most: int


FIRST_DAY = Setting("first_day", 0, "The day of the start counts as day", "0 or 1", 0, 1)
"""Day 0 is the Department for Education's reading of a number of working days."""


@dataclass(frozen=True)
class Measure:
    """One SELECT in the shape that this package describes.

    `code` is the indicator's, or what the codes of a family of indicators begin with (`..._standard` and a number).
    `is_count` says that there is no denominator: each row counts one. `is_snapshot` says that `on_date` is a day of
    `as_at`, on which stock is taken. `fewest_people` hides the value from everybody where fewer people answered.
    `settings` are the conventions that the SELECT joins.
    """

    code: str
    sql: str
    is_count: bool = False
    is_snapshot: bool = False
    fewest_people: int = 0
    settings: tuple[Setting, ...] = ()


def setting(code: str, name: str, day: str) -> str:
    """A join that gives `<name>.number`: the convention of a measure as it stands on a day, an SQL expression."""
    return f"""
      join indicator_setting {name} on {name}.indicator_code = '{code}' and {name}.name = '{name}'
       and {name}.from_on <= {day} and ({name}.to_on is null or {name}.to_on > {day})"""


def held_by(event: str, day: str) -> str:
    """A lateral join that gives `held.unit_id`: the team that had the child's case on a day, or the last before it.

    `event` is the alias of a row with `child_ref`, `day` an SQL expression.
    """
    return f"""
      left join lateral (
        select h.unit_id from holding h
         where h.child_ref = {event}.child_ref and (h.from_on is null or h.from_on <= {day})
         order by (h.to_on is null or h.to_on > {day}) desc, h.from_on desc nulls last, h.source_id desc
         limit 1) held on true"""  # noqa: S608 - both are our own words


def team_of(event: str, day: str) -> str:
    """As `held_by`, for a row that may name its own team: then `coalesce(named.id, held.unit_id)` is the unit."""
    same = f"named.source_system = {event}.source_system and named.source_id = {event}.team_source_id"
    return f" left join unit named on {same} {held_by(event, day)}"
