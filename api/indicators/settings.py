"""The conventions by which an indicator is counted: what they are, setting one from a day on, and trying one out.

A sixth file because they are a noun of their own: a council changes a convention with a reason, and first looks at what
that would have done to its last twelve months.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.access.who import Who
from api.indicators import queries
from api.indicators.measures import RATIOS, Measure, Ratio, Setting, find_measure, find_ratio
from api.indicators.measures.ratios import POPULATION
from api.indicators.models import IndicatorSetting, PeriodType
from api.indicators.schemas import SettingSet, SettingTrial
from api.indicators.sentences import figure, period_label
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid, NotFound

_MONTHS = 12

# The measure reads these in the place of the tables of the same names: month ends of the year alone, the council alone,
# and the conventions as they would be.
_TRIAL = """
with as_at as (
  select (month + interval '1 month - 1 day')::date as day
    from generate_series(cast(:first as timestamp), cast(:last as timestamp), interval '1 month') month
), holding as (
  select ''::text as child_ref, null::uuid as unit_id, null::date as from_on, null::date as to_on where false
), indicator_setting as (
  select indicator_code, name, from_on, to_on,
         case when :is_tried and indicator_code = :code and name = :name then :number else number end as number
    from public.indicator_setting
)
select (on_date - extract(day from on_date)::int + 1) as month, count(*) filter (where met) as x, count(*) as n
  from ({measure}) m
 where on_date >= :first and on_date < :after and met is not null group by 1"""


def list_settings(db: Session, who: Who, code: str) -> list[dict[str, Any]]:
    """The conventions of an indicator as they count today, each with all that was ever set; none where it has none."""
    measure = _measure(db, code)
    changes = queries.list_setting_changes(db, who, measure.code)
    return [_read(known, changes.get(known.name, [])) for known in measure.settings]


def _measure(db: Session, code: str) -> Measure | Ratio:
    measure = find_ratio(code) or find_measure(queries.get_indicator(db, code).code)
    if measure is None:
        raise NotFound
    return measure


def _known(measure: Measure | Ratio, name: str) -> Setting:
    found = next((known for known in measure.settings if known.name == name), None)
    if found is None:
        raise NotFound
    return found


def _read(known: Setting, history: list[Any]) -> dict[str, Any]:
    today = clock.today()
    counts = (c["number"] for c in history if c["from_on"] <= today and (c["to_on"] is None or c["to_on"] > today))
    rows = [{name: value for name, value in change.items() if name != "name"} for change in history]
    words = asdict(known) | {"default": known.number}
    return words | {"number": next(counts, known.number), "history": rows}


def set_setting(db: Session, who: Who, code: str, name: str, new: SettingSet) -> dict[str, Any]:
    """Set a convention from a day on, until the next one that is already set; what was set before stays on record."""
    measure = _measure(db, code)
    known = _known(measure, name)
    faults = [*_out_of_bounds(known, new.number), *_past(new)]
    if faults:
        raise Invalid(errors=faults)
    _put(db, measure.code, name, new, who)
    return next(one for one in list_settings(db, who, code) if one["name"] == name)


def _put(db: Session, code: str, name: str, new: SettingSet, who: Who | None) -> None:
    standing = queries.list_standing_settings(db, code, name)
    before = [row for row in standing if row.from_on <= new.from_on and (row.to_on is None or row.to_on > new.from_on)]
    for row in before:
        row.to_on = new.from_on
    db.flush()
    until = next((row.from_on for row in standing if row.from_on > new.from_on), None)
    db.add(IndicatorSetting(
        indicator_code=code, name=name, number=new.number, from_on=new.from_on, to_on=until, reason=new.reason,
        set_by_id=who.id if who else None, set_at=clock.now(),
    ))  # fmt: skip
    db.flush()


def populate(db: Session, who: Who | None, estimates: Mapping[date, int], reason: str) -> None:
    """Let every rate per 10,000 know how many children live here, from some days on; nobody is the command line.

    Where a rate has the very number from the very day already, nothing changes.
    """
    for ratio in RATIOS:
        if POPULATION not in ratio.settings:
            continue
        known = {row.from_on: row.number for row in queries.list_standing_settings(db, ratio.code, POPULATION.name)}
        for from_on, number in sorted(estimates.items()):
            if known.get(from_on) != number:
                new = SettingSet(number=number, from_on=from_on, reason=reason, changes_the_past=True)
                _put(db, ratio.code, POPULATION.name, new, who)


def _out_of_bounds(known: Setting, number: int) -> list[FieldError]:
    if known.least <= number <= known.most:
        return []
    detail = f"Give a whole number from {known.least} to {known.most}: {known.unit}."
    return [FieldError(pointer="/number", code="out_of_bounds", detail=detail)]


def _past(new: SettingSet) -> list[FieldError]:
    if new.from_on >= clock.today() or new.changes_the_past:
        return []
    detail = "That day has passed, so published figures would change: begin today or later, or say that you mean it."
    return [FieldError(pointer="/from_on", code="in_the_past", detail=detail)]


def preview_setting(db: Session, code: str, name: str, trial: SettingTrial) -> dict[str, Any]:
    """The council's last twelve whole months as they are counted, and as this number would count them."""
    measure = _measure(db, code)
    faults = _out_of_bounds(_known(measure, name), trial.number)
    if faults:
        raise Invalid(errors=faults)
    starts = _last_months(clock.today())
    if isinstance(measure, Ratio):
        old, new = _divided(db, measure, trial.number, starts)
    else:
        old, new = (_counts(db, measure, name, trial.number, starts, is_tried=tried) for tried in (False, True))
    points = [
        {"period_start": at, "label": period_label(PeriodType.month, at), "old": _figure(measure, old.get(at)),
         "new": _figure(measure, new.get(at))}
        for at in starts
    ]  # fmt: skip
    changed = sum(point["old"] != point["new"] for point in points)
    return {"name": name, "number": trial.number, "changed": changed, "points": points,
            "sentence": _sentence(measure, points, changed)}  # fmt: skip


def _last_months(today: date) -> list[date]:
    running = today.year * 12 + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(running - _MONTHS, running)]


def _counts(
    db: Session, measure: Measure, name: str, number: int, starts: list[date], *, is_tried: bool
) -> dict[date, tuple[int, int]]:
    """As the computation counts, which alone sees every row."""
    before = db.execute(text("select current_setting('role')")).scalar_one()
    become = text("select set_config('role', :role, true)")
    db.execute(become, {"role": "plumbline_system"})
    values = {"code": measure.code, "name": name, "number": number, "is_tried": is_tried, "first": starts[0],
              "last": starts[-1], "after": clock.today().replace(day=1)}  # fmt: skip
    found = queries.list_trial(db, _TRIAL.format(measure=measure.sql), **values)
    db.execute(become, {"role": before})
    return found


Counts = dict[date, tuple[int, int]]


def _divided(db: Session, ratio: Ratio, number: int, starts: list[date]) -> tuple[Counts, Counts]:
    """What is counted of each month with the population as it stands, and with the one that is tried."""
    rows = queries.list_divided(db, ratio.code, ratio.over, starts[0], starts[-1])
    return ({row.period_start: (row.numerator, row.population or 0) for row in rows},
            {row.period_start: (row.numerator, number) for row in rows})  # fmt: skip


def _figure(measure: Measure | Ratio, counted: tuple[int, int] | None) -> dict[str, Any]:
    x, n = counted or (0, 0)
    if isinstance(measure, Ratio):
        return {"numerator": x, "denominator": n, "value": round(measure.per * x / n, 4) if n else None}
    if measure.is_count:
        return {"numerator": x, "denominator": None, "value": float(x)}
    return {"numerator": x, "denominator": n, "value": round(100 * x / n, 4) if n else None}


def _sentence(measure: Measure | Ratio, points: list[dict[str, Any]], changed: int) -> str:
    if not changed:
        return "None of the last twelve whole months would have come out differently."
    last = next(point for point in reversed(points) if point["old"] != point["new"])
    unit = measure.words.unit if isinstance(measure, Ratio) else "%"
    said = [
        "nothing to count" if last[when]["value"] is None else figure(last[when]["value"], unit, 1)
        for when in ("new", "old")
    ]
    return f"{changed} of the last twelve whole months would have come out differently; {last['label']}: {said[0]} " \
           f"instead of {said[1]}."  # fmt: skip
