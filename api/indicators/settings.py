"""The conventions by which an indicator is counted: what they are, setting one from a day on, and trying one out.

A sixth file because they are a noun of their own: a council changes a convention with a reason, and first looks at what
that would have done to its last twelve months.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from operator import methodcaller
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.access.who import Who
from api.indicators import queries
from api.indicators.catalogue import ALWAYS
from api.indicators.defining import SettingSet, SettingTrial
from api.indicators.measures import RATIOS, Measure, Ratio, Setting, find_counted, find_measure, find_ratio
from api.indicators.measures.ratios import POPULATION
from api.indicators.models import IndicatorSetting, PeriodType
from api.indicators.sentences import figure, period_label
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid, NotFound

_MONTHS = 12

# The measure reads these in the place of the tables of the same names: month ends of the year alone, the council alone,
# and the conventions as they would be: what is tried counts until the next day for which something is set already, or
# from the first of days for good.
_TRIAL = """
with as_at as (
  select (month + interval '1 month - 1 day')::date as day
    from generate_series(cast(:first as timestamp), cast(:last as timestamp), interval '1 month') month
), holding as (
  select ''::text as child_ref, null::uuid as unit_id, null::date as from_on, null::date as to_on where false
), tried as (
  select cast(:from_on as date) as from_on, min(s.from_on) as to_on
    from public.indicator_setting s
   where s.indicator_code = :code and s.name = :name and s.from_on > :from_on
     and s.from_on > :always and (s.to_on is null or s.to_on > s.from_on) and :from_on > :always
), indicator_setting as (
  select s.indicator_code, s.name, s.from_on, s.to_on, s.number
    from public.indicator_setting s
   where not (:is_tried and s.indicator_code = :code and s.name = :name)
   union all
  select s.indicator_code, s.name, s.from_on, least(s.to_on, t.from_on), s.number
    from public.indicator_setting s cross join tried t
   where :is_tried and s.indicator_code = :code and s.name = :name and s.from_on < t.from_on
   union all
  select s.indicator_code, s.name, s.from_on, s.to_on, s.number
    from public.indicator_setting s cross join tried t
   where :is_tried and s.indicator_code = :code and s.name = :name and s.from_on >= t.to_on
   union all
  select :code, :name, t.from_on, t.to_on, :number from tried t where :is_tried
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
    starts = _last_months(today := clock.today())
    from_on = trial.from_on if trial.from_on and trial.from_on < today else None
    if isinstance(measure, Ratio):
        old, new = _divided(db, measure, trial.number, starts, from_on)
    else:
        old, new = (_counts(db, measure, name, trial.number, starts, tried) for tried in (None, from_on or ALWAYS))

    def point(label: str, at: date, counted: Callable[[Counts], tuple[int, int] | None]) -> dict[str, Any]:
        figures = {"old": _figure(measure, counted(old)), "new": _figure(measure, counted(new))}
        return {"period_start": at, "label": label, **figures}

    months = [(at, period_label(PeriodType.month, at)) for at in starts]
    points = [point(label, at, methodcaller("get", at)) for at, label in months]
    is_stock = (measured := find_counted(code)) is not None and measured.is_snapshot
    year = point(f"{months[0][1]} to {months[-1][1]}", starts[0], partial(_together, starts[-1], measure, is_stock))
    changed = sum(one["old"] != one["new"] for one in points)
    return {"name": name, "number": trial.number, "from_on": from_on, "changed": changed, "points": points,
            "year": year, "sentence": _sentence(measure, points, year, changed)}  # fmt: skip


def _last_months(today: date) -> list[date]:
    running = today.year * 12 + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(running - _MONTHS, running)]


Counts = Mapping[date, tuple[int, int]]


def _together(last: date, measure: Measure | Ratio, is_stock: bool, counts: Counts) -> tuple[int, int] | None:
    """The numerator and the denominator of twelve months as a year has them: of a stock those of its last month."""
    if is_stock or not counts:
        return counts.get(last)
    numerator, denominator = (sum(counted[at] for counted in counts.values()) for at in (0, 1))
    return numerator, counts[max(counts)][1] if isinstance(measure, Ratio) else denominator


def _counts(db: Session, measure: Measure, name: str, number: int, starts: list[date], tried: date | None) -> Counts:
    """As the computation counts, which alone sees every row; with the number from the day `tried` on, if any."""
    before = db.execute(text("select current_setting('role')")).scalar_one()
    become = text("select set_config('role', :role, true)")
    db.execute(become, {"role": "plumbline_system"})
    values = {"code": measure.code, "name": name, "number": number, "is_tried": tried is not None,
              "from_on": tried or ALWAYS, "always": ALWAYS, "first": starts[0], "last": starts[-1],
              "after": clock.today().replace(day=1)}  # fmt: skip
    found = queries.list_trial(db, _TRIAL.format(measure=measure.sql), **values)
    db.execute(become, {"role": before})
    return found


def _divided(
    db: Session, ratio: Ratio, number: int, starts: list[date], from_on: date | None
) -> tuple[Counts, Counts]:  # fmt: skip
    """What is counted of each month with the population as it stands, and with the one that is tried from a day on."""
    rows = queries.list_divided(db, ratio.code, ratio.over, starts[0], starts[-1])
    standing = queries.list_standing_settings(db, ratio.code, POPULATION.name) if from_on else []
    until = next((row.from_on for row in standing if from_on and row.from_on > from_on), date.max)
    old = {row.period_start: (row.numerator, row.population or 0) for row in rows}
    return old, {
        row.period_start: (row.numerator, number)
        if (from_on or date.min) <= row.period_end < until else old[row.period_start]
        for row in rows
    }  # fmt: skip


def _figure(measure: Measure | Ratio, counted: tuple[int, int] | None) -> dict[str, Any]:
    x, n = counted or (0, 0)
    if isinstance(measure, Ratio):
        return {"numerator": x, "denominator": n, "value": round(measure.per * x / n, 4) if n else None}
    if measure.is_count:
        return {"numerator": x, "denominator": None, "value": float(x)}
    return {"numerator": x, "denominator": n, "value": round(100 * x / n, 4) if n else None}


def _sentence(measure: Measure | Ratio, points: list[dict[str, Any]], year: dict[str, Any], changed: int) -> str:
    if not changed:
        return "None of the last twelve whole months would have come out differently."
    last = next(point for point in reversed(points) if point["old"] != point["new"])
    told = [f"{one['label']}: {_said(measure, one, 'new')} instead of {_said(measure, one, 'old')}"
            for one in (year, last)]  # fmt: skip
    return f"{changed} of the last twelve whole months would have come out differently. {told[0]}; {told[1]}."


def _said(measure: Measure | Ratio, point: dict[str, Any], when: str) -> str:
    value = point[when]["value"]
    if value is None:
        return "nothing to count"
    is_percent = not isinstance(measure, Ratio) and not measure.is_count
    return figure(value, "%" if is_percent else "", 0 if isinstance(measure, Measure) and measure.is_count else 1)
