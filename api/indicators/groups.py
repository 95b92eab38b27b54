"""The groups of children that figures are broken down by, declared once: what each is called, and how it is found.

A sixth file because tables, rows, people's screens and the feed all stand on it. A child's groups are those of the day
that a row is of: all but the age are what the records say of the child now. Four digits hold them, one a dimension.
"""

from dataclasses import dataclass
from enum import StrEnum

from api.cases.codes import ETHNICITIES

NOT_RECORDED = "not_recorded"


@dataclass(frozen=True)
class Dimension:
    """A way to tell children apart: its groups in the order in which they are shown, each with its label.

    A group's number is its place, from 1. The last is of those of whom nothing is recorded.
    """

    code: str
    title: str
    groups: dict[str, str]

    @property
    def unknown(self) -> int:
        """The number of the last group."""
        return len(self.groups)


_BANDS = {"under_1": 0, "1_to_4": 1, "5_to_9": 5, "10_to_15": 10, "16_and_over": 16}
"""From which birthday on a child is in each band of the Department's statistics; younger than the first is unborn."""

# The codes of the school and children in need censuses in the five groups of the Government Statistical Service's
# harmonised standard for England and Wales (2021 Census), to which Chinese belongs as Asian; older tables of the
# Department had it among others. See gov.uk, "Harmonised categories for ethnicity", 18 March 2025.
_ETHNIC_GROUPS = {
    "white": "WBRI WIRI WIRT WROM WOTH", "mixed": "MWBC MWBA MWAS MOTH", "asian": "AIND APKN ABAN CHNE AOTH",
    "black": "BCRB BAFR BOTH", "other": "OOTH", NOT_RECORDED: "REFU NOBT",
}  # fmt: skip

AGE_BAND = Dimension(
    "age_band", "Age",
    {"unborn": "Unborn", "under_1": "Under 1", "1_to_4": "1 to 4", "5_to_9": "5 to 9", "10_to_15": "10 to 15",
     "16_and_over": "16 and over", NOT_RECORDED: "Not recorded"},
)  # fmt: skip
SEX = Dimension("sex", "Sex", {"male": "Male", "female": "Female", NOT_RECORDED: "Not recorded"})
ETHNICITY = Dimension(
    "ethnicity", "Ethnicity",
    {"white": "White", "mixed": "Mixed or multiple", "asian": "Asian or Asian British",
     "black": "Black or Black British", "other": "Other ethnic group", NOT_RECORDED: "Not recorded or refused"},
)  # fmt: skip
DISABILITY = Dimension(
    "disability", "Disability",
    {"disabled": "Disabled", "not_disabled": "Not disabled", NOT_RECORDED: "Not recorded"},
)  # fmt: skip

DIMENSIONS = (AGE_BAND, SEX, ETHNICITY, DISABILITY)
"""In the order of their digits."""

PARTS: dict[int, tuple[Dimension, str]] = {
    10 * place + number: (dimension, code)
    for place, dimension in enumerate(DIMENSIONS, 1) for number, code in enumerate(dimension.groups, 1)
}  # fmt: skip
"""Each group by its number among all: that of its dimension, and its own."""

Group = StrEnum("Group", {f"{one.code}_{code}": f"{one.code}.{code}" for one, code in PARTS.values()})  # type: ignore[misc]  # mypy wants the names written out
"""A group by its dimension and its code, as an address names it."""

TABLES = frozenset({"child", "disability"})
"""The tables whose rows decide on groups."""

_DIGIT = {one.code: 10 ** (len(DIMENSIONS) - place) for place, one in enumerate(DIMENSIONS, 1)}
_UNKNOWN = sum(_DIGIT[one.code] * one.unknown for one in DIMENSIONS)

_EACH = (f"{10 * place} + groups / {_DIGIT[one.code]} % 10" for place, one in enumerate(DIMENSIONS, 1))
PARTS_OF = f"unnest(array[{', '.join(_EACH)}])"
"""The numbers among all of a row's groups."""

GROUPS = f"""
       coalesce({_DIGIT["age_band"]} * coalesce(width_bucket(m.on_date, g.birthdays) + 1, {AGE_BAND.unknown})
                + g.lasting, {_UNKNOWN})::smallint as groups"""
"""The groups of a row `m` of a child `g` on its day; all unknown where nothing is known of the child."""


def of_children(which: str = "") -> str:
    """A SELECT of `child_ref`, `birthdays`, on which the bands of age begin, and `lasting`: what of the groups stays.

    A birthday counts from the first day of its month, as no more is known of it. Without a disability a child is only
    where the census's NONE was sent. `which` narrows the children: a condition on the alias `c` after the word `and`.
    """
    birthdays = ", ".join(f"c.birth_month + interval '{years} years'" for years in _BANDS.values())
    ethnicity = " ".join(
        f"when c.ethnicity in ({', '.join(repr(code) for code in codes.split())}) then {number}"
        for number, codes in enumerate(_ETHNIC_GROUPS.values(), 1)
    )
    return f"""
select c.child_ref, case when c.birth_month is not null then array[{birthdays}]::date[] end as birthdays,
       ({_DIGIT["sex"]} * case c.sex when 'M' then 1 when 'F' then 2 else {SEX.unknown} end
        + {_DIGIT["ethnicity"]} * case {ethnicity} else {ETHNICITY.unknown} end
        + case d.is_disabled when true then 1 when false then 2 else {DISABILITY.unknown} end)::smallint as lasting
  from child c
  left join (select child_ref, bool_or(code <> 'NONE') as is_disabled from disability c where true{which} group by 1) d
    on d.child_ref = c.child_ref
 where true{which}"""  # noqa: S608 - our own words


def number_of(group: Group) -> int:
    """The number among all of a group."""
    return next(number for number, (one, code) in PARTS.items() if f"{one.code}.{code}" == group)


def label_of(group: Group | None) -> str | None:
    """What a group is called: `Age: Under 1`; None of none."""
    if group is None:
        return None
    dimension, code = PARTS[number_of(group)]
    return f"{dimension.title}: {dimension.groups[code]}"


def digit_of(number: int) -> tuple[int, int]:
    """What a row's groups are to be divided by, and the digit that is then the last, of a group by its number."""
    return _DIGIT[PARTS[number][0].code], number % 10


assert {code for codes in _ETHNIC_GROUPS.values() for code in codes.split()} == ETHNICITIES
