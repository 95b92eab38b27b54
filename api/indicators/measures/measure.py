"""What a measure is, the conventions it leaves to the council, and how a child's work is brought to a team."""

from dataclasses import dataclass, field
from typing import Literal

Part = Literal["of", "met", "not"]
"""All members of a denominator, those who met, or those who did not."""


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
class Words:
    """What the catalogue says of a measure; without a denominator it is a count, whose unit says of what."""

    title: str
    description: str
    numerator: str
    denominator: str | None = None
    unit: str = "%"
    polarity: str = "high"
    standard: int | None = None
    gaps: str = ""
    corner: str = "numbers"
    source: str = "Case management system"
    owner: str = "Performance analyst"
    decimals: int = 0


@dataclass(frozen=True)
class Within:
    """That a part of a measure's members are members of another measure too, in the same month and unit.

    `whole` is the other measure's code. Where `of` is those who met there, or who did not, the two are the same people.
    The difference of the two figures counts somebody, so what members see is settled for both together.
    """

    whole: str
    part: Part = "of"
    of: Part = "of"


@dataclass(frozen=True)
class Measure:
    """One SELECT in the shape that this package describes.

    `code` is the indicator's, or what the codes of a family of indicators begin with (`..._standard` and a number).
    `is_count` says that there is no denominator: each row counts one. `is_snapshot` says that `on_date` is a day of
    `as_at`, on which stock is taken. `fewest_people` hides the value from everybody where fewer people answered.
    `settings` are the conventions that the SELECT joins, `words` what the catalogue says; those of the first measures
    stand in the catalogue itself. What is known of the present alone is `is_of_today`: earlier periods keep the figure
    that they had. What is not `is_public` is a part of another figure, and would give its hidden cells away. `within`
    says whose members these are too; of measures whose members are all the same it is enough that one says so. What a
    measure counts `begins` the stock with that code: with both public, how many ended is told too, which is settled.
    """

    code: str
    sql: str
    is_count: bool = False
    is_snapshot: bool = False
    fewest_people: int = 0
    settings: tuple[Setting, ...] = ()
    words: Words | None = None
    is_of_today: bool = False
    is_public: bool = True
    within: tuple[Within, ...] = field(default=(), repr=False)  # these two do not decide what a row means
    begins: str = field(default="", repr=False)


@dataclass(frozen=True)
class Ratio:
    """So many of one count for each of another, or for every 10,000 children who live in the council's area.

    It has no rows of its own: its numerator is the count `over`, its denominator the count `under`, both as they stand
    in the values, so that what is hidden of either is hidden here. Without `under` the denominator is the convention
    `population`, which is known of the council as a whole; as long as nobody has said it there is no figure.
    """

    code: str
    over: str
    under: str | None
    per: int
    words: Words
    settings: tuple[Setting, ...] = ()


NOBODY = "null::int as standard_number, null::uuid as person"
"""The columns that only answers to surveys and judgements by standard fill."""


def setting(code: str, name: str, day: str) -> str:
    """A join that gives `<name>.number`: the convention of a measure as it stands on a day, an SQL expression."""
    return f"""
      join indicator_setting {name} on {name}.indicator_code = '{code}' and {name}.name = '{name}'
       and {name}.from_on <= {day} and ({name}.to_on is null or {name}.to_on > {day})"""


def held_by(event: str, day: str) -> str:
    """A join that gives `held.unit_id`: the team that had the child's case on a day, or the last before it.

    `event` is the alias of a row with `child_ref`, `day` an SQL expression. The spans of `holding` never overlap.
    """
    return f"""
      left join holding held on held.child_ref = {event}.child_ref and held.from_on <= {day} and held.to_on > {day}"""


def team_of(event: str, day: str) -> str:
    """As `held_by`, for a row that may name its own team: then `coalesce(named.id, held.unit_id)` is the unit."""
    same = f"named.source_system = {event}.source_system and named.source_id = {event}.team_source_id"
    return f" left join unit named on {same} {held_by(event, day)}"


def latest(table: str, day: str, where: str = "true", *, days: int, more: str = "") -> str:
    """A derived table of `child_ref`, `day`, `on_day`: the last event up to each day of `as_at` within so many days.

    One pass over the table: each event counts until the child's next. `more` names further columns of the event.
    """
    columns = f"child_ref, {day} as on_day{more and ', ' + more}"
    named = "".join(f", e.{name.strip()}" for name in more.split(",") if more)
    return f"""(
      select e.child_ref, at.day, e.on_day{named}
        from (select {columns}, lead({day}) over (partition by child_ref order by {day}) as next_on
                from {table} where {day} is not null and {where}) e
        join as_at at on at.day >= e.on_day and at.day < least(e.next_on, e.on_day + {days}))"""  # noqa: S608 - as above


def open_at(table: str, start: str, end: str, where: str = "true") -> str:
    """A derived table of `child_ref`, `day`, `began`: the children with an open row on each day of `as_at`, once "
    "each."""
    return f"""(
      select o.child_ref, at.day, min(o.{start}) as began
        from {table} o join as_at at on at.day >= o.{start} and at.day < coalesce(o.{end}, 'infinity')
       where {where} group by o.child_ref, at.day)"""  # noqa: S608 - as above


ON_PLAN = open_at("cp_plan", "started_on", "ended_on", "o.is_other_authority is not true")
LOOKED_AFTER = open_at("cla_episode", "started_on", "ceased_on")
OPEN_CASES = open_at("referral", "referred_on", "closed_on")
