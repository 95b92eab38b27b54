"""Reads a published file: which one it is, its figures, or in sentences with line and column why it is refused.

A sixth file because it is neither a query nor a rule of this room's tables: it knows what a published file looks like.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from api.comparators.models import AreaKind
from api.comparators.published import AREA, DATA_SETS, NEIGHBOURS, DataSet, Series
from api.indicators.models import ValueStatus
from api.kernel.errors import FieldError

SYMBOLS = {
    "c": ValueStatus.suppressed, "z": ValueStatus.not_applicable, "x": ValueStatus.no_data, ":": ValueStatus.no_data,
    "u": ValueStatus.no_data, "k": ValueStatus.no_data, "low": ValueStatus.no_data, "": ValueStatus.no_data,
}  # fmt: skip
"""What stands in a number's place: withheld, not applicable, not available, too unreliable, rounds to nothing."""
_LEVELS = {"National": AreaKind.england, "Regional": AreaKind.region, "Local authority": AreaKind.local_authority}
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_YEAR = re.compile(r"(19|20)\d\d")
_AUTHORITY = re.compile(r"\d{3}( / \d{3})*")
_AREA_CODE = re.compile(r"[A-Z]\d{8}")
_MOST_FAULTS = 20
_DAY = timedelta(days=1)


class RefusedError(Exception):
    """The file is refused, for these reasons."""

    def __init__(self, faults: list[FieldError]) -> None:
        super().__init__("; ".join(fault.detail for fault in faults))
        self.faults = faults


@dataclass
class ReadFile:
    """What a file says: published figures, or each council's neighbours."""

    published_name: str
    values: list[dict[str, Any]] = field(default_factory=list)
    neighbours: list[dict[str, Any]] = field(default_factory=list)


Line = tuple[int, dict[str, str]]


def read_file(name: str, content: bytes, la_code: str | None) -> ReadFile:
    """The figures of a published file; `la_code` is the council's own, of which the file must say something."""
    lines = list(_lines(content))
    header = list(lines[0][1])
    if set(header) == set(NEIGHBOURS):
        read = ReadFile("Statistical neighbours model", neighbours=list(_neighbours(name, lines[1:])))
        known = {row["la_code"] for row in read.neighbours}
    else:
        found = _data_set(header)
        read = ReadFile(found.title, values=_values(name, found, lines[1:]))
        known = {v["area_code"] for v in read.values if v["area_kind"] == AreaKind.local_authority}
    if la_code and la_code not in known:
        column = "old_la_code"
        raise _refused(
            2, column, "unknown_authority", f"no line from here on is of this council, whose code is {la_code}"
        )
    return read


def _refused(line: int, column: str, code: str, says: str) -> RefusedError:
    return RefusedError([_fault(line, column, code, says)])


def _fault(line: int, column: str, code: str, says: str) -> FieldError:
    where = f"Line {line}, column {column}" if column else f"Line {line}"
    return FieldError(pointer=f"/{line}/{column}" if column else f"/{line}", code=code, detail=f"{where}: {says}.")


def _lines(content: bytes) -> Iterator[Line]:
    """The header with itself, then each line by its columns, with its number in the file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refused(line, "", "not_text", "this is not CSV in UTF-8, as the published files are") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if len(set(header)) < len(header) or "\0" in text or not any(header):
            raise _refused(1, "", "no_header", "a published file begins with the names of its columns, each once")
        yield 1, dict.fromkeys(header, "")
        for cells in reader:
            if cells and len(cells) != len(header):
                says = f"there are {len(cells)} columns and the header has {len(header)}"
                raise _refused(reader.line_num, "", "wrong_length", says)
            if cells:
                yield reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True))
    except csv.Error as error:
        raise _refused(reader.line_num, "", "not_csv", "the quotes of this line do not close") from error


def _data_set(header: list[str]) -> DataSet:
    """The data set whose columns these are; the nearest one says which are missing or unknown."""
    names = set(header)
    nearest = max(DATA_SETS, key=lambda one: len(names & (one.known - {*AREA})) / len(one.known - {*AREA}))
    if not (names & nearest.required) - {*AREA}:
        says = "these are not the columns of any published file that an indicator is held against"
        raise _refused(1, "", "unknown_file", says)
    missing = [_fault(1, one, "missing_column", f"it is missing; {nearest.title} has it")
               for one in sorted(nearest.required - names)]  # fmt: skip
    unknown = [_fault(1, f"{place}", "unknown_column", f"its name is not known in {nearest.title}")
               for place, one in enumerate(header, 1) if one not in nearest.known]  # fmt: skip
    if missing or unknown:
        raise RefusedError([*missing, *unknown][:_MOST_FAULTS])
    return nearest


def _values(name: str, found: DataSet, lines: list[Line]) -> list[dict[str, Any]]:
    faults: list[FieldError] = []
    areas = {number: area for number, cells in lines if (area := _area(number, cells, found, faults))}
    release = max((area["period_end"].year for area in areas.values()), default=0)
    values = []
    for series in found.series:
        totals = {
            _place(areas[number]): cells
            for number, cells in lines if number in areas and series.out_of and _is(cells, series.out_of)
        }  # fmt: skip
        for number, cells in lines:
            if number in areas and _is(cells, series.where):
                out_of = totals.get(_place(areas[number])) if series.out_of else cells
                figures = _figures(number, cells, out_of, series, faults)
                label = f"{found.title}: {series.name}" if series.name else found.title
                more = {"indicator": series.indicator, "source_file": name, "published_name": label, "release": release}
                values.append(areas[number] | figures | more)
    if faults:
        raise RefusedError(faults[:_MOST_FAULTS])
    return _once(values)


def _once(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures, each place once: a file that says two things of one place is refused."""
    seen: set[tuple[Any, ...]] = set()
    for value in values:
        place = (value["indicator"], *_place(value))
        if place in seen:
            raise _refused(value["line"], "time_period", "twice", "this area and year stands here a second time")
        seen.add(place)
    return [{key: one for key, one in value.items() if key != "line"} for value in values]


def _place(area: Mapping[str, Any]) -> tuple[Any, ...]:
    return (area["area_kind"], area["area_code"], area["period_end"])


def _is(cells: Mapping[str, str], where: Mapping[str, str]) -> bool:
    return all(cells[column] == wanted for column, wanted in where.items())


def _area(number: int, cells: dict[str, str], found: DataSet, faults: list[FieldError]) -> dict[str, Any] | None:
    """Where and when a line is about; None and a fault where it does not say so."""
    kind = _LEVELS.get(cells["geographic_level"])
    checks = (
        ("time_period", bool(_YEAR.fullmatch(cells["time_period"])), "give a year as four digits"),
        ("time_identifier", cells["time_identifier"] == "Reporting year", "only reporting years are read"),
        ("geographic_level", kind is not None, "an area is National, Regional or Local authority"),
    )
    wrong = [(column, says) for column, is_right, says in checks if not is_right]
    column, pattern = {
        AreaKind.england: ("country_code", _AREA_CODE), AreaKind.region: ("region_code", _AREA_CODE),
        AreaKind.local_authority: ("old_la_code", _AUTHORITY),
    }.get(kind or AreaKind.england, ("country_code", _AREA_CODE))  # fmt: skip
    if not pattern.fullmatch(cells[column]):
        digits = "three digits, such as 870" if pattern is _AUTHORITY else "a letter and eight digits"
        wrong.append((column, f"the code of this area is {digits}"))
    if wrong or kind is None:
        faults += [_fault(number, column, "not_valid", says) for column, says in wrong]
        return None
    end = date(int(cells["time_period"]), *found.ends)
    start = end.replace(year=end.year - 1) + _DAY
    title = {AreaKind.england: "country_name", AreaKind.region: "region_name"}.get(kind, "la_name")
    return {
        "area_kind": kind, "area_code": cells[column], "area_name": cells[title][:200], "period_start": start,
        "period_end": end, "period_label": f"Year to {end:%B %Y}", "line": number,
        "region_code": cells["region_code"][:40] if kind == AreaKind.local_authority else "",
    }  # fmt: skip


def _figures(
    number: int, cells: dict[str, str], out_of: dict[str, str] | None, series: Series, faults: list[FieldError]
) -> dict[str, Any]:
    """Numerator, denominator and value; where one that is needed is a symbol, its status and no number."""
    top, symbol = _added(number, cells, series.numerator, faults)
    bottom, below = _added(number, out_of, series.denominator, faults) if out_of else (None, "x")
    if series.value:
        value, symbol = _number(number, series.value, cells[series.value], faults)
    else:
        symbol = symbol or below
        value = None if symbol or top is None or not bottom else series.per_hundred * top / bottom
    if series.per_hundred == 100 and value is not None and not 0 <= value <= 100:
        faults.append(_fault(number, series.value or series.numerator[0], "not_valid", "a percentage is from 0 to 100"))
    status = ValueStatus.ok if value is not None else SYMBOLS.get(symbol, ValueStatus.no_data)
    return {
        "numerator": None if top is None else int(top), "denominator": None if bottom is None else int(bottom),
        "value": value, "value_status": status, "symbol": "" if value is not None else symbol,
    }  # fmt: skip


def _added(
    number: int, cells: Mapping[str, str], columns: tuple[str, ...], faults: list[FieldError]
) -> tuple[float | None, str]:
    """The sum of some counts, or None and the first symbol among them."""
    total = 0.0
    for column in columns:
        value, symbol = _number(number, column, cells[column], faults)
        if value is None:
            return None, symbol
        if value != int(value):
            faults.append(_fault(number, column, "not_valid", "a count is a whole number"))
        total += value
    return (total, "") if columns else (None, "")


def _number(number: int, column: str, cell: str, faults: list[FieldError]) -> tuple[float | None, str]:
    if cell in SYMBOLS:
        return None, cell
    if not _NUMBER.fullmatch(cell) or cell.startswith("-"):
        known = ", ".join(symbol for symbol in SYMBOLS if symbol)
        faults.append(
            _fault(number, column, "not_a_number", f"this is neither a number nor one of the symbols {known}")
        )
        return None, "x"
    return float(cell), ""


def _neighbours(name: str, lines: list[Line]) -> Iterator[dict[str, Any]]:
    for number, cells in lines:
        for column in ("old_la_code", *(f"SN_{place}" for place in range(1, 11))):
            if not _AUTHORITY.fullmatch(cells[column]):
                raise _refused(
                    number, column, "not_valid", "the code of a local authority is three digits, such as 870"
                )
        for place in range(1, 11):
            yield {
                "la_code": cells["old_la_code"], "la_name": cells["la_name"][:200], "position": place,
                "neighbour_code": cells[f"SN_{place}"], "closeness": cells[f"SN_{place}P"][:40], "source_file": name,
            }  # fmt: skip
