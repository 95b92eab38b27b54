"""SSDA903, the yearly return of looked-after children: CSV files, each known by its columns and not by its name.

Episodes of care and what they say of placement and legal status share one id, made of the child and the day the episode
began. A placement that goes on under a new legal status is therefore two rows, of which the second's episode begins
with the reason L: only so does a later year's file, which no longer has the first, leave both as they were.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from api.imports.returns.faults import UnreadableReturn
from api.imports.returns.ids import Ids, Reference
from api.imports.returns.values import Readable, Value, day, filled, person_id, tell, text
from api.imports.returns.years import year_of
from api.kernel.lines import LineTooLongError, blocks, delimiter_of

Row = dict[str, Value]
Pairs = Iterator[tuple[str, dict[str, Any]]]

_SEXES = {"1": "M", "2": "F", "0": "U", "9": "U"}
_CHECKS = {
    "HEALTH_ASSESSMENT": ("Health Assessment", "assessment"),
    "TEETH_CHECK": ("Dental Check", "dental"),
    "HEALTH_CHECK": ("Health Surveillance Check", "surveillance"),
}
"""Per column what the dataset calls the check, and the word for it in an id."""
_ACCOMMODATION = re.compile(r"([B-Z])([12])")


def read(name: str, stream: Readable, ref: Reference, ignored: Counter[str]) -> Pairs:
    """The records of one file; none for a file that is empty or has column names alone."""
    lines = _lines(stream)
    first = next(lines, "")
    rows = csv.reader(chain([first], lines), delimiter=delimiter_of(first), strict=True)
    columns: list[str] = []
    ids, year = Ids(ref), year_of(name)
    kind: _Kind | None = None
    try:
        for cells in rows:
            if not any(map(str.strip, cells)):
                continue
            if kind is None:
                columns = [cell.strip().upper() for cell in cells]
                kind = _kind(columns)
                continue
            row = _Row((column, text(cell)) for column, cell in zip(columns, cells, strict=False))
            row["CHILD"] = person_id(row["CHILD"])
            tell(ignored, kind.drops(columns))
            yield from kind.records(row, ids, year)
    except csv.Error:
        detail = "The file is not CSV: a quotation mark in this line, or one that was open before it, is not closed."
        raise UnreadableReturn("not_csv", detail, line=rows.line_num) from None


class _Row(dict[str, Value]):
    """A row in which a column that the file does not have holds nothing."""

    def __missing__(self, _: str) -> None:
        return None


def _lines(stream: Readable) -> Iterator[str]:
    """The lines of the file as text, in whatever encoding it came."""
    try:
        for block in blocks(stream.read, Counter(), is_quoted=False):
            yield from (line.decode() + "\n" for line in block)
    except LineTooLongError:
        raise UnreadableReturn("not_csv", "A line of this file is too long for a CSV file.") from None


@dataclass(frozen=True)
class _Kind:
    """A kind of file: the columns that no other has together, those that are read beside them, and what a row makes."""

    name: str
    columns: frozenset[str]
    others: frozenset[str]
    records: Callable[[Row, Ids, int | None], Pairs]

    def drops(self, columns: list[str]) -> list[str]:
        """Those of a file's columns of which nothing is kept; of some kinds of files it is all."""
        kept = frozenset[str]() if self.records is _nothing else self.columns | self.others
        return [column for column in columns if column and column not in kept]


def _kind(columns: list[str]) -> _Kind:
    """The kind of file that has these columns."""
    for kind in _KINDS:
        if kind.columns <= set(columns):
            return kind
    known = {column for kind in _KINDS for column in kind.columns}
    seen = ", ".join(column for column in columns if column in known) or "none"
    kinds = ", ".join(kind.name for kind in _KINDS)
    detail = f"This is none of the known files ({kinds}): of its {len(columns)} columns these are known: {seen}."
    raise UnreadableReturn("unknown_file", detail, line=1)


def _episodes(row: Row, ids: Ids, _: int | None) -> Pairs:
    child, began, ceased = row["CHILD"], day(row["DECOM"]), day(row["DEC"])
    id_ = ids.make("cla_episodes", child, on=began or "", row=tuple(row.values()))
    episode = {
        "clae_cla_episode_id": id_, "clae_person_id": child,
        "clae_cla_episode_start_date": began, "clae_cla_episode_start_reason": row["RNE"],
        "clae_cla_primary_need_code": row["CIN"],
        "clae_cla_episode_ceased_date": ceased, "clae_cla_episode_ceased_reason": row["REC"],
        "clae_cla_placement_id": id_ if row["PLACE"] else None,
    }  # fmt: skip
    yield "cla_episodes", episode | ({"clae_entered_care_date": began} if row["RNE"] == "S" else {})
    if row["PLACE"]:
        yield "cla_placement", {
            "clap_cla_placement_id": id_, "clap_person_id": child,
            "clap_cla_placement_start_date": began, "clap_cla_placement_end_date": ceased,
            "clap_cla_placement_type": row["PLACE"], "clap_cla_placement_provider": row["PLACE_PROVIDER"],
            "clap_cla_placement_change_reason": row["REASON_PLACE_CHANGE"],
        }  # fmt: skip
    if row["LS"]:
        yield "legal_status", {
            "lega_legal_status_id": id_, "lega_person_id": child, "lega_legal_status": row["LS"],
            "lega_legal_status_start_date": began, "lega_legal_status_end_date": ceased,
        }  # fmt: skip


def _header(row: Row, _: Ids, __: int | None) -> Pairs:
    sex = row["SEX"]
    person = {"pers_dob": day(row["DOB"]), "pers_sex": _SEXES.get(sex or "", sex), "pers_ethnicity": row["ETHNIC"]}
    yield "person", {"pers_person_id": row["CHILD"], **filled(person)}


def _missing(row: Row, ids: Ids, _: int | None) -> Pairs:
    began = day(row["MIS_START"])
    yield "missing", {
        "miss_table_id": ids.make("missing", row["CHILD"], on=began or "", row=tuple(row.values())),
        "miss_person_id": row["CHILD"], "miss_missing_episode_type": row["MISSING"],
        "miss_missing_episode_start_date": began, "miss_missing_episode_end_date": day(row["MIS_END"]),
    }  # fmt: skip


def _reviews(row: Row, ids: Ids, _: int | None) -> Pairs:
    held = day(row["REVIEW"])
    yield "cla_reviews", {
        "clar_cla_review_id": ids.make("cla_reviews", row["CHILD"], on=held or "", row=tuple(row.values())),
        "clar_cla_person_id": row["CHILD"],
        "clar_cla_review_date": held, "clar_cla_review_participation": row["REVIEW_CODE"],
    }  # fmt: skip


def _oc2(row: Row, ids: Ids, year: int | None) -> Pairs:
    """A year's outcomes have no day; the year is in the name of the file if anywhere. A check not had is no record."""
    child, values = row["CHILD"], tuple(row.values())
    in_year = str(year) if year else None
    if row["SDQ_SCORE"] or row["SDQ_REASON"]:
        yield "sdq_scores", {
            "csdq_table_id": ids.make("sdq_scores", child, kind=in_year, row=values), "csdq_person_id": child,
            "csdq_sdq_score": row["SDQ_SCORE"], "csdq_sdq_reason": row["SDQ_REASON"],
        }  # fmt: skip
    for column, (check, word) in _CHECKS.items():
        if row[column] == "1":
            kind = f"{year}-{word}" if year else word
            yield "cla_health", {
                "clah_health_check_id": ids.make("cla_health", child, kind=kind, row=values), "clah_person_id": child,
                "clah_health_check_type": check, "clah_health_check_status": "Completed",
            }  # fmt: skip


def _oc3(row: Row, ids: Ids, _: int | None) -> Pairs:
    """A young person has one record, of how they are now; they need not be in the year's header file."""
    child, lives = row["CHILD"], _ACCOMMODATION.fullmatch(row["ACCOM"] or "")
    yield "person", {"pers_person_id": child, **filled({"pers_dob": day(row["DOB"])})}
    yield "care_leavers", {
        "clea_table_id": ids.make("care_leavers", child, row=tuple(row.values())), "clea_person_id": child,
        "clea_care_leaver_in_touch": row["IN_TOUCH"],
        "clea_care_leaver_activity": row["ACTIV"] if row["ACTIV"] != "0" else None,
        "clea_care_leaver_accommodation": lives[1] if lives else row["ACCOM"] if row["ACCOM"] != "0" else None,
        "clea_care_leaver_accom_suitable": lives[2] if lives else None,
    }  # fmt: skip


def _nothing(_: Row, __: Ids, ___: int | None) -> Pairs:
    """A file that is known and of which nothing is kept: asylum, adoption, earlier permanence, social workers."""
    yield from ()


def _of(columns: str) -> frozenset[str]:
    return frozenset(columns.split())


_KINDS = (
    _Kind(
        "episodes", _of("CHILD DECOM RNE DEC"), _of("LS CIN PLACE PLACE_PROVIDER REC REASON_PLACE_CHANGE"), _episodes
    ),
    _Kind("header", _of("CHILD SEX DOB ETHNIC"), _of(""), _header),
    _Kind("missing", _of("CHILD MISSING MIS_START"), _of("MIS_END"), _missing),
    _Kind("reviews", _of("CHILD REVIEW REVIEW_CODE"), _of(""), _reviews),
    _Kind("oc2", _of("CHILD SDQ_SCORE SDQ_REASON"), _of("HEALTH_CHECK TEETH_CHECK HEALTH_ASSESSMENT"), _oc2),
    _Kind("oc3", _of("CHILD IN_TOUCH ACTIV ACCOM"), _of("DOB"), _oc3),
    _Kind("uasc", _of("CHILD DUC"), _of(""), _nothing),
    _Kind("previous_permanence", _of("CHILD PREV_PERM"), _of(""), _nothing),
    _Kind("placed_for_adoption", _of("CHILD DATE_PLACED"), _of(""), _nothing),
    _Kind("ad1", _of("CHILD DATE_INT DATE_MATCH"), _of(""), _nothing),
    _Kind("social_worker", _of("CHILD SW_ID"), _of(""), _nothing),
)
