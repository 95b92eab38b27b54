"""What a measure is, and how a child's work is brought to a team."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One SELECT in the shape that this package describes.

    `code` is the indicator's, or what the codes of a family of indicators begin with (`..._standard` and a number).
    `is_count` says that there is no denominator: each row counts one. `is_snapshot` says that `on_date` is a day of
    `as_at`, on which stock is taken. `fewest_people` hides the value from everybody where fewer people answered.
    """

    code: str
    sql: str
    is_count: bool = False
    is_snapshot: bool = False
    fewest_people: int = 0


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
