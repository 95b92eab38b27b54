"""The readers of returns: real files counted by other means, invented ones for each oddity, and nothing identifying."""

import csv
import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from api.imports.returns import FORMATS, UnreadableReturn, read_return, workbook, year_of
from api.intake.entities import BY_NAME
from tests.imports.make_returns import (
    CHILD,
    CONTACT,
    CONTACTS,
    DETAILS,
    EPISODES,
    HEADER,
    LAUGHS,
    NAMES,
    OUTSIDE,
    book,
    census,
)

Pairs = list[tuple[str, dict[str, Any]]]

YEARS = range(2017, 2022)
KINDS = ("episodes", "header", "missing", "reviews", "oc2", "oc3")


def ref(person_id: str) -> str:
    return sha256(person_id.encode()).hexdigest()[:16].upper()


def read(format: str, content: bytes | str | Path, name: str = "file") -> Pairs:  # noqa: A002
    body = content.read_bytes() if isinstance(content, Path) else content
    return list(read_return(format, name, io.BytesIO(body.encode() if isinstance(body, str) else body), ref, Counter()))


def ignored(format: str, content: bytes | str, name: str = "file") -> dict[str, int]:  # noqa: A002
    told: Counter[str] = Counter()
    list(read_return(format, name, io.BytesIO(content.encode() if isinstance(content, str) else content), ref, told))
    return dict(told)


def of(pairs: Pairs, entity: str) -> list[dict[str, Any]]:
    return [record for name, record in pairs if name == entity]


def id_of(record: dict[str, Any]) -> Any:
    return next(iter(record.values()))


def refusal(format: str, content: bytes | str, name: str = "file") -> UnreadableReturn:  # noqa: A002
    with pytest.raises(UnreadableReturn) as caught:
        read(format, content, name)
    return caught.value


# The real files


@pytest.fixture
def ssda903(shared: Path) -> Path:
    return shared / "ssda903_multi_year"


@pytest.fixture
def others(shared: Path) -> Path:
    return shared / "annex_a_and_cin"


def rows(folder: Path, kind: str) -> Iterator[tuple[int, dict[str, str]]]:
    for year in YEARS:
        with (folder / f"{year}-{kind}.csv").open(newline="", encoding="utf-8") as file:
            yield from ((year, row) for row in csv.DictReader(file))


def five_years(folder: Path) -> Pairs:
    return [pair for path in sorted(folder.glob("*.csv")) for pair in read("ssda903", path, path.name)]


def test_ssda903_counts_are_those_of_the_files(ssda903: Path):
    counted = Counter(entity for entity, _ in five_years(ssda903))
    by_kind = {kind: [row for _, row in rows(ssda903, kind)] for kind in KINDS}
    episodes, outcomes = by_kind["episodes"], by_kind["oc2"]
    assert len(episodes) > 3_000
    assert counted == {
        "cla_episodes": len(episodes),
        "cla_placement": sum(row["PLACE"] != "" for row in episodes),
        "legal_status": sum(row["LS"] != "" for row in episodes),
        "person": len(by_kind["header"]) + len(by_kind["oc3"]),
        "cla_reviews": len(by_kind["reviews"]),
        "missing": len(by_kind["missing"]),
        "sdq_scores": sum(row["SDQ_SCORE"] + row["SDQ_REASON"] != "" for row in outcomes),
        "cla_health": sum(
            row[column] == "1" for row in outcomes for column in ("HEALTH_CHECK", "TEETH_CHECK", "HEALTH_ASSESSMENT")
        ),
        "care_leavers": len(by_kind["oc3"]),
    }


def test_a_later_year_of_ssda903_goes_over_the_earlier_and_distinct_rows_stay_apart(ssda903: Path):
    pairs = five_years(ssda903)
    last = {id_of(record): record for record in of(pairs, "cla_episodes")}
    ends = {(row["CHILD"], row["DECOM"]): row["DEC"] for _, row in rows(ssda903, "episodes")}
    assert len(last) == len(ends)
    for record in last.values():
        year, month, day = record["clae_cla_episode_start_date"].split("-")
        end = ends[record["clae_person_id"], f"{day}/{month}/{year}"]
        assert record["clae_cla_episode_ceased_date"] == ("-".join(end.split("/")[::-1]) or None)
    assert len({id_of(r) for r in of(pairs, "care_leavers")}) == len({row["CHILD"] for _, row in rows(ssda903, "oc3")})
    assert len({id_of(r) for r in of(pairs, "sdq_scores")}) == len(of(pairs, "sdq_scores"))
    for year in YEARS:
        told = of(read("ssda903", ssda903 / f"{year}-reviews.csv"), "cla_reviews")
        distinct = {tuple(row.values()) for at, row in rows(ssda903, "reviews") if at == year}
        assert len({id_of(record) for record in told}) == len(distinct)


def test_cin_census_counts_are_those_of_the_file(others: Path):
    path = others / "cin-2022.xml"
    tree = ElementTree.parse(path)  # a file we know

    def count(place: str) -> int:
        return len(tree.findall(f".//{place}"))

    assert Counter(entity for entity, _ in read("cin_census", path)) == {
        "person": count("Child"),
        "disability": count("Disability"),
        "cin_episodes": count("CINdetails"),
        "cin_assessments": count("Assessments"),
        "assessment_factors": count("Assessments/FactorsIdentifiedAtAssessment"),
        "cin_plans": count("CINPlanDates"),
        "s47_enquiry": count("Section47"),
        "initial_cp_conference": count("Section47/DateOfInitialCPC") + count("CINdetails/DateOfInitialCPC"),
        "cp_plans": count("ChildProtectionPlans"),
        "cp_reviews": count("CPPreviewDate"),
    }


def test_annex_a_counts_are_those_of_the_workbook(others: Path):
    path = others / "Annex_A.xlsx"
    book = CalamineWorkbook.from_path(str(path))
    lists = {n: book.get_sheet_by_name(f"List {n}").to_python()[1:] for n in range(1, 12)}

    def filled(number: int, column: str) -> int:
        header = book.get_sheet_by_name(f"List {number}").to_python()[0]
        return sum(row[header.index(column)] != "" for row in lists[number])

    assert all(lists.values())
    care = len(lists[8])
    teams = {
        n: book.get_sheet_by_name(f"List {n}").to_python()[0].index("Allocated Team") for n in (3, 4, 5, 6, 7, 8, 9)
    }
    with_team = [(row[0], row[at]) for n, at in teams.items() for row in lists[n] if row[at]]
    assert Counter(entity for entity, _ in read("annex_a", path)) == {
        "person": len({row[0] for n in range(1, 10) for row in lists[n]}),
        "contacts": len(lists[1]),
        "early_help_episodes": len(lists[2]),
        "cin_episodes": len(lists[3]) + len(lists[6]),
        "cin_assessments": len(lists[4]),
        "s47_enquiry": len(lists[5]),
        "initial_cp_conference": filled(5, "Date of Initial Child Protection Conference"),
        "cin_visits": filled(6, "Date Child Was Last Seen"),
        "cp_plans": len(lists[7]),
        "cp_visits": filled(7, "Date of the Last Statutory Visit"),
        "cp_reviews": filled(7, "Date of latest review conference"),
        "cla_episodes": care, "legal_status": care, "cla_placement": care, "cla_reviews": care, "cla_visits": care,
        "cla_health": filled(8, "Date of Last Health Assessment") + filled(8, "Date of Last Dental Check"),
        "care_leavers": len(lists[9]),
        "department": len({team for _, team in with_team}),
        "involvements": len({child for child, _ in with_team}),
    }  # fmt: skip


def test_intake_knows_every_column_and_rejects_no_record_of_the_real_files(ssda903: Path, others: Path):
    pairs = five_years(ssda903) + read("cin_census", others / "cin-2022.xml")
    by_entity: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for entity, record in pairs + read("annex_a", others / "Annex_A.xlsx"):
        by_entity[entity].append(record)
    assert len(by_entity) == 25
    for entity, records in by_entity.items():
        batch = BY_NAME[entity].read("made-up", records)
        assert not batch.ignored, entity
        assert None not in batch.rows, entity


def test_ids_are_short_and_hold_no_person_id(ssda903: Path, others: Path):
    pairs = five_years(ssda903) + read("cin_census", others / "cin-2022.xml") + read("annex_a", others / "Annex_A.xlsx")
    people = {record["pers_person_id"] for record in of(pairs, "person")}
    starts = {"team", *map(ref, people)}
    for entity, record in pairs:
        if entity != "person":
            made = id_of(record)
            assert len(made) <= 48
            assert made.split("-")[0] in starts
            assert not any(part in people for part in made.split("-"))


# SSDA903, invented

PERSON = {"pers_person_id": "7", "pers_dob": "2010-04-03", "pers_sex": "F", "pers_ethnicity": "WBRI"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{HEADER}7,2,03/04/2010,WBRI,A123,,\n", id="plain"),
        pytest.param(f"\ufeff{HEADER}7,2,03/04/2010,WBRI,A123,,\n", id="byte order mark"),
        pytest.param(f'\ufeff"CHILD",{HEADER[6:]}7,2,03/04/2010,WBRI,A123,,\n', id="mark before a quotation"),
        pytest.param("upn,Ethnic, dob ,SEX,child\nA123,WBRI,3/4/2010,2,7\n", id="other order and case"),
        pytest.param(f"\n\r\n{HEADER}\n7,2,2010-04-03,WBRI,A123,,\n\n,,,,,,\n", id="blank lines"),
        pytest.param(f"{HEADER}7.0,2,40271,WBRI,A123,,\n", id="numbers from a spreadsheet"),
        pytest.param(f'{HEADER}7,2,03/04/2010,WBRI,"A1\n23",,\r\n', id="line break in quotation marks"),
        pytest.param(f"{HEADER}7,2,03/04/2010,WBRI\n", id="cells left out"),
        pytest.param(f"{HEADER}7,2,03/04/2010,WBRI,,,,,,surplus\n", id="cells too many"),
    ],
)
def test_a_header_file_is_read_in_all_its_forms(content: str):
    assert read("ssda903", content) == [("person", PERSON)]


def test_a_line_break_within_a_cell_parts_words():
    (record,) = of(read("ssda903", f'{HEADER}"7\n8",2,03/04/2010,WBRI,,,\n'), "person")
    assert record["pers_person_id"] == "7 8"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_what_stands_between_columns_is_seen(delimiter: str):
    content = f"{HEADER}7,2,03/04/2010,WBRI,A123,,\n".replace(",", delimiter)
    assert read("ssda903", content) == [("person", PERSON)]
    assert read("ssda903", content.encode("utf-16")) == [("person", PERSON)]


def test_windows_1252_is_read_where_utf_8_is_not():
    content = b"CHILD,REVIEW,REVIEW_CODE\nZo\xeb,01/02/2020,PN1\n" + "Zoë,02/02/2020,PN2\n".encode()
    assert [record["clar_cla_person_id"] for _, record in read("ssda903", content)] == ["Zoë", "Zoë"]


@pytest.mark.parametrize("content", ["", "\n", " \r\n\n", HEADER, HEADER.strip(), "\ufeff"])
def test_a_file_with_nothing_in_it_has_no_records(content: str):
    assert read("ssda903", content) == []


@pytest.mark.parametrize(
    "content",
    [
        "CHILD,SEX,DOB,DUC\n7,2,03/04/2010,01/01/2028\n",
        "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n7,03/04/2010,Z1,,\n",
        "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n7,03/04/2010,01/01/2020,,\n",
        "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR\n7,,01/01/2020,01/01/2020,1,2,MF,L0\n",
    ],
)
def test_files_of_which_nothing_is_kept_are_known(content: str):
    assert read("ssda903", content) == []


def test_what_a_file_is_is_told_by_its_columns_and_not_by_its_name():
    content = f"{HEADER}7,2,03/04/2010,WBRI,A123,,\n"
    assert read("ssda903", content, "2020-episodes.csv") == [("person", PERSON)]


def test_an_unknown_file_is_refused_without_a_word_of_what_it_holds():
    told = refusal("ssda903", "CHILD,Quillfeather,DOB\n7,Zebulon,03/04/2010\n")
    assert told.code == "unknown_file"
    assert "CHILD" in told.detail
    assert "episodes, header, missing" in told.detail
    assert "QUILLFEATHER" not in repr((told, vars(told))).upper()


def test_an_open_quotation_mark_is_refused_with_its_line_and_swallows_no_rows():
    told = refusal("ssda903", HEADER + '7,2,03/04/2010,WBRI,"A123,,\n' + "8,1,03/04/2011,WBRI,,,\n" * 3)
    assert (told.code, told.line) == ("not_csv", 5)
    assert "too long" in refusal("ssda903", HEADER + "7" * 2_000_000).detail


def test_an_episode_is_an_episode_a_placement_and_a_legal_status():
    pairs = read("ssda903", f"{EPISODES}7,01/05/2020,S,C2,N1,U6,PR1,02/06/2021,X1,CARPL,RG1 1AA,RG1 1AB,SC1\n")
    made = f"{ref('7')}-20200501"
    assert dict(pairs) == {
        "cla_episodes": {
            "clae_cla_episode_id": made, "clae_person_id": "7", "clae_cla_episode_start_date": "2020-05-01",
            "clae_cla_episode_start_reason": "S", "clae_cla_primary_need_code": "N1",
            "clae_cla_episode_ceased_date": "2021-06-02", "clae_cla_episode_ceased_reason": "X1",
            "clae_cla_placement_id": made, "clae_entered_care_date": "2020-05-01",
        },
        "cla_placement": {
            "clap_cla_placement_id": made, "clap_person_id": "7", "clap_cla_placement_start_date": "2020-05-01",
            "clap_cla_placement_end_date": "2021-06-02", "clap_cla_placement_type": "U6",
            "clap_cla_placement_provider": "PR1", "clap_cla_placement_change_reason": "CARPL",
        },
        "legal_status": {
            "lega_legal_status_id": made, "lega_person_id": "7", "lega_legal_status": "C2",
            "lega_legal_status_start_date": "2020-05-01", "lega_legal_status_end_date": "2021-06-02",
        },
    }  # fmt: skip


def test_rows_that_differ_never_share_an_id_and_rows_that_are_alike_do():
    same_day = "7,01/05/2020,S,C2,N1,U6,PR1,,,,,,\n7,01/05/2020,S,V2,N1,U6,PR1,,,,,,\n"
    ids = [id_of(record) for record in of(read("ssda903", EPISODES + same_day), "cla_episodes")]
    assert ids == [f"{ref('7')}-20200501", f"{ref('7')}-20200501-2"]
    first, second = same_day.splitlines(keepends=True)
    ids = [id_of(record) for record in of(read("ssda903", EPISODES + first * 2 + second), "cla_episodes")]
    assert ids == [f"{ref('7')}-20200501", f"{ref('7')}-20200501", f"{ref('7')}-20200501-2"]
    undated = "7,Smith,S,C2,N1,U6,PR1,,,,,,\n7,soon,S,C2,N1,U6,PR1,,,,,,\n"
    records = of(read("ssda903", EPISODES + undated), "cla_episodes")
    assert [id_of(record) for record in records] == [f"{ref('7')}-unknown", f"{ref('7')}-unknown-2"]
    assert [record["clae_cla_episode_start_date"] for record in records] == ["Smith", "soon"]


def test_a_row_without_a_child_loses_no_other_and_has_no_id():
    pairs = read("ssda903", "CHILD,REVIEW,REVIEW_CODE\n,01/02/2020,PN1\n7,01/02/2020,PN1\n")
    assert [(id_of(record), record["clar_cla_person_id"]) for _, record in pairs] == [
        (None, None),
        (f"{ref('7')}-20200201", "7"),
    ]


def test_outcomes_of_a_year_are_told_apart_by_the_year_in_the_file_name():
    content = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,HEALTH_CHECK,TEETH_CHECK,HEALTH_ASSESSMENT\n7,,12,,0,1,1\n"
    ids = {
        name: [id_of(record) for _, record in read("ssda903", content, name)]
        for name in ("2019 oc2.csv", "oc2-2020.csv", "oc2.csv", "oc2-20200331.csv")
    }
    assert ids["2019 oc2.csv"] == [f"{ref('7')}-2019", f"{ref('7')}-2019-assessment", f"{ref('7')}-2019-dental"]
    assert ids["oc2.csv"] == [ref("7"), f"{ref('7')}-assessment", f"{ref('7')}-dental"] == ids["oc2-20200331.csv"]
    assert not {*ids["2019 oc2.csv"]} & {*ids["oc2-2020.csv"]}


@pytest.mark.parametrize(
    ("name", "year"),
    [("2023-oc2.csv", 2023), ("oc2 2023-24.csv", 2023), ("OC2_202324.csv", 2023), ("oc2_2324", 2023),
     ("23-24 oc2", 2023), ("oc2 2023_2024", 2023), ("2021.csv", 2021), ("SSDA903_1920_OC2", 2019), ("oc2.csv", None),
     ("oc2-20200331.csv", None), ("oc2 1234.csv", None), ("ssda903-oc2.csv", None), ("2020-03-31.csv", 2020)],
)  # fmt: skip
def test_the_year_is_told_from_the_name_of_a_file(name: str, year: int | None):
    assert year_of(name) == year


def test_accommodation_and_its_suitability_are_two_facts():
    content = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n7,,YES,F1,U1\n8,,NO,0,0\n9,,YES,G5,X2\n10,,YES,G5,??\n"
    told = of(read("ssda903", content), "care_leavers")
    names = ("accommodation", "accom_suitable", "activity")
    assert [[record[f"clea_care_leaver_{name}"] for name in names] for record in told] == [
        ["U", "1", "F1"], [None, None, None], ["X", "2", "G5"], ["??", None, "G5"],
    ]  # fmt: skip


SSDA903_ROWS = {
    "episodes": {"CHILD": "7", "DECOM": "01/05/2020", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6",
                 "PLACE_PROVIDER": "PR1", "DEC": "02/06/2021", "REC": "X1", "REASON_PLACE_CHANGE": "CARPL",
                 "HOME_POST": "RG1", "PL_POST": "RG2", "URN": "SC1"},
    "header": {"CHILD": "7", "SEX": "2", "DOB": "03/04/2010", "ETHNIC": "WBRI", "UPN": "A123", "MOTHER": "1",
               "MC_DOB": "01/02/2020"},
    "missing": {"CHILD": "7", "DOB": "03/04/2010", "MISSING": "M", "MIS_START": "01/02/2020", "MIS_END": "02/02/2020"},
    "reviews": {"CHILD": "7", "DOB": "03/04/2010", "REVIEW": "01/02/2020", "REVIEW_CODE": "PN1"},
    "oc2": {"CHILD": "7", "DOB": "03/04/2010", "SDQ_SCORE": "9", "SDQ_REASON": "SDQ1", "CONVICTED": "1",
            "HEALTH_CHECK": "1", "IMMUNISATIONS": "1", "TEETH_CHECK": "1", "HEALTH_ASSESSMENT": "1"},
    "oc3": {"CHILD": "7", "DOB": "03/04/2010", "IN_TOUCH": "YES", "ACTIV": "F1", "ACCOM": "U1"},
    "uasc": {"CHILD": "7", "DUC": "03/04/2028"},
}  # fmt: skip


@pytest.mark.parametrize("kind", SSDA903_ROWS)
def test_a_column_is_told_to_be_left_out_if_it_changes_nothing_and_only_then(kind: str):
    row = SSDA903_ROWS[kind]

    def content(row: dict[str, str]) -> str:
        return ",".join(row) + "\n" + ",".join(row.values()) + "\n"

    told = ignored("ssda903", content(row))
    whole = read("ssda903", content(row))
    changing = {column for column in row if read("ssda903", content(row | {column: ""})) != whole}
    assert told == dict.fromkeys(row.keys() - changing, 1)


def test_what_is_not_kept_of_a_census_is_counted():
    child = CHILD.format(id=7, details=DETAILS.format(nfa="0")).replace(
        "</Child>", "<PersonNote>?</PersonNote></Child>"
    )
    assert ignored("cin_census", census(child, child)) == {"UPN": 2, "PersonNote": 2}


def test_what_is_not_kept_of_a_workbook_is_counted():
    rows_ = [[*CONTACTS, "Placement postcode"], [*CONTACT, "RG1 1ZZ"], [*CONTACT, ""]]
    assert ignored("annex_a", book({"List 1": rows_, "List 10": [["Child Unique ID"], [7]]})) == {
        "Age": 2, "Placement_postcode": 2, "List_10": 1,
    }  # fmt: skip


# The census, invented


def test_a_census_is_read_with_and_without_a_namespace():
    children = [CHILD.format(id=n, details=DETAILS.format(nfa="0")) for n in (7, 8)]
    plain = read("cin_census", census(*children))
    assert plain == read("cin_census", census(*children, namespace=' xmlns="urn:made-up"'))
    assert Counter(entity for entity, _ in plain) == {
        "person": 2, "cin_episodes": 2, "s47_enquiry": 2, "initial_cp_conference": 2, "cp_plans": 2, "cp_reviews": 4,
    }  # fmt: skip
    assert plain[0][1] == {
        "pers_person_id": "7", "pers_dob": "2012-03-04", "pers_sex": "F", "pers_ethnicity": "WBRI",
    }  # fmt: skip


def test_a_later_census_goes_over_the_earlier():
    first = read("cin_census", census(CHILD.format(id=7, details=DETAILS.format(nfa="false"))))
    later = read("cin_census", census(CHILD.format(id=7, details=DETAILS.format(nfa="true"))))
    assert [id_of(record) for _, record in first] == [id_of(record) for _, record in later]
    assert [of(pairs, "cin_episodes")[0]["cine_referral_nfa"] for pairs in (first, later)] == ["N", "Y"]


def test_two_referrals_of_a_child_on_one_day_stay_apart_with_what_hangs_on_them():
    pairs = read("cin_census", census(CHILD.format(id=7, details=DETAILS.format(nfa="0") + DETAILS.format(nfa="1"))))
    referrals = [id_of(record) for record in of(pairs, "cin_episodes")]
    assert len(set(referrals)) == 2
    assert [record["cppl_referral_id"] for record in of(pairs, "cp_plans")] == referrals
    assert len({id_of(record) for record in of(pairs, "cp_plans")}) == 2


def test_a_child_without_an_id_loses_no_other():
    pairs = read("cin_census", census(CHILD.format(id="", details=""), CHILD.format(id="7", details="")))
    assert [record["pers_person_id"] for _, record in pairs] == [None, "7"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(LAUGHS, "unsafe_xml", id="billion laughs"),
        pytest.param(OUTSIDE, "unsafe_xml", id="external entity"),
        pytest.param('<!DOCTYPE Message SYSTEM "http://127.0.0.1/x.dtd"><Message/>', "unsafe_xml", id="document type"),
        pytest.param("", "not_xml", id="empty"),
        pytest.param("PK\x03\x04", "not_xml", id="not XML at all"),
        pytest.param(census(CHILD.format(id=7, details=""))[:-20], "not_xml", id="cut short"),
        pytest.param('<?xml version="1.0" encoding="zebulon"?><Message/>', "not_xml", id="unknown encoding"),
        pytest.param(census(collection="CSWW"), "unknown_file", id="another collection"),
        pytest.param("<Message/>", "unknown_file", id="no collection and no child"),
        pytest.param(census("<Child>" + "<x/>" * 60_000 + "</Child>"), "too_large", id="one endless child"),
    ],
)
def test_what_is_no_census_is_refused(content: str, code: str):
    assert refusal("cin_census", content).code == code


def test_a_census_is_not_kept_in_memory():
    """Of 3,000 children there are never more elements at once than one child may have."""
    many = census(*(CHILD.format(id=n, details=DETAILS.format(nfa="0")) for n in range(3_000)))
    assert many.count("</") > 50_000
    assert len(of(read("cin_census", many), "person")) == 3_000


# Annex A, invented

EXPECTED = [
    ("person", PERSON),
    ("contacts", {"cont_contact_id": f"{ref('7')}-20200501", "cont_person_id": "7",
                  "cont_contact_date": "2020-05-01", "cont_contact_source_code": "6"}),
]  # fmt: skip


@pytest.mark.parametrize("name", ["List 1", "list1", "LIST_1", "Annex A List 1 (contacts)", "1. Contacts"])
def test_a_sheet_is_known_by_the_number_of_its_list(name: str):
    assert read("annex_a", book({"Cover": [["Made-up council"]], name: [CONTACTS, CONTACT]})) == EXPECTED


def test_a_header_is_found_beneath_titles_in_any_order_and_wording():
    shuffled = [
        "ContactSource",
        "DATE OF  CONTACT",
        "Child's age",
        "DoB",
        "Ethnic group",
        "Sex",
        "Child unique identifier",
    ]
    rows_ = [["Contacts"], [], ["From", "", "To"], shuffled, CONTACT[::-1], [], ["", ""]]
    assert read("annex_a", book({"List 1": rows_})) == EXPECTED


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("01/05/2020", "2020-05-01"), (43952, "2020-05-01"), (43952.25, "2020-05-01"),
     ("2020-05-01T10:00:00", "2020-05-01"), ("43952", "2020-05-01"), ("next week", "next week"), ("", None)],
)  # fmt: skip
def test_days_come_as_text_or_as_a_spreadsheet_s_numbers(written: object, read_as: str | None):
    pairs = read("annex_a", book({"List 1": [CONTACTS, [*CONTACT[:5], written, "6"]]}))
    assert of(pairs, "contacts")[0]["cont_contact_date"] == read_as


@pytest.mark.parametrize(
    ("column", "written", "read_as"),
    [
        ("sex", ["b) Female", "Female", "F", "f", "b)", "2"], "F"),
        ("sex", ["a) Male", "male", "M", "a)"], "M"),
        ("sex", ["c) Not stated/recorded", "Unknown", "d) Neither", "Indeterminate"], "U"),
        ("ethnicity", ["a) WBRI", "WBRI", "White British", "a)", "a) White British", "WBRI - White British"], "WBRI"),
        ("ethnicity", ["e) WROM", "Gypsy/Roma"], "WROM"),
        ("ethnicity", ["f) MWBC", "White and Black Caribbean"], "MWBC"),
        ("ethnicity", ["n) BCRB", "Caribbean", "Black Caribbean"], "BCRB"),
        ("ethnicity", ["m) AOTH", "Any other Asian background"], "AOTH"),
        ("ethnicity", ["s) NOBT", "t) NOBT", "Information not yet obtained"], "NOBT"),
        ("ethnicity", ["Martian"], "Martian"),
    ],
)
def test_codes_are_one_however_they_are_written(column: str, written: list[str], read_as: str):
    place = {"sex": 1, "ethnicity": 2}[column]
    for value in written:
        row = [*CONTACT[:place], value, *CONTACT[place + 1 :]]
        assert of(read("annex_a", book({"List 1": [CONTACTS, row]})), "person")[0][f"pers_{column}"] == read_as


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("q) 6: Police", "6"), ("Police", "6"), ("6", "6"), (6, "6"), ("u) 10: Unknown", "10"), ("1A: Individual", "1A"),
     ("INDIVIDUAL - family member, relative or carer", "1A"), ("Schools", "2A"), ("School nurse", "3C"),
     ("p1) 5D: LA services", "5D"), ("t) 9: Anonymous", "9"), ("3F anything at all", "3F"), ("gossip", "gossip")],
)  # fmt: skip
def test_sources_of_contact_are_one_however_they_are_written(written: object, read_as: str):
    pairs = read("annex_a", book({"List 1": [CONTACTS, [*CONTACT[:6], written]]}))
    assert of(pairs, "contacts")[0]["cont_contact_source_code"] == read_as


REFERRALS = [
    "Child Unique ID",
    "Date of Referral",
    "Referral Source",
    "Referral NFA?",
    "Allocated Team",
    "Allocated Worker",
]
NEEDS = ["Child Unique ID", "CIN Start Date", "Primary Need Code", "CIN Closure Date", "Case Status", "Allocated Team"]


def test_what_two_lists_tell_of_a_referral_and_of_a_team_is_put_together():
    pairs = read("annex_a", book({
        "List 6": [NEEDS, ["7", "01/05/2020", "N1 - Abuse or neglect", "01/09/2020", "e) Closed", "Locality  2"]],
        "List 3": [REFERRALS, ["7.0", "01/05/2020", "Police", "a) Yes", "Front door", "Zebulon Quillfeather"]],
    }))  # fmt: skip
    (referral,) = of(pairs, "cin_episodes")
    assert (referral["cine_referral_source_code"], referral["cine_cin_primary_need_code"]) == ("6", "N1")
    assert (referral["cine_referral_nfa"], referral["cine_close_date"]) == ("Y", "2020-09-01")
    (involvement,) = of(pairs, "involvements")
    teams = {record["dept_team_id"]: record["dept_team_name"] for record in of(pairs, "department")}
    assert teams[referral["cine_referral_team"]] == "Front door"
    assert teams[involvement["invo_professional_team"]] == "Locality 2"
    assert involvement["invo_involvement_end_date"] == "2020-09-01"
    assert "invo_professional_id" not in involvement


CARE = ["Child Unique ID", "Date Started to be Looked After", "Start date of current legal status",
        "Child's Legal Status", "Allocated Team"]  # fmt: skip


def test_the_team_of_a_child_in_care_is_not_ended_by_a_closed_need():
    pairs = read("annex_a", book({
        "List 6": [NEEDS, ["7", "01/05/2020", "N1", "01/09/2020", "e) Closed", "Locality 2"]],
        "List 8": [CARE, ["7", "01/06/2020", "02/06/2020", "C2: FCO", "Care 1"]],
    }))  # fmt: skip
    (involvement,) = of(pairs, "involvements")
    assert involvement["invo_involvement_end_date"] is None
    (status,) = of(pairs, "legal_status")
    assert (status["lega_legal_status"], status["lega_legal_status_start_date"]) == ("C2", "2020-06-02")


def test_an_assessment_that_found_no_need_of_support_ended_with_nothing_further():
    header = ["Child Unique ID", "Continuous Assessment Start Date", "Was the child assessed as requiring support?"]
    rows_ = [header, ["7", 43952, "a) Yes"], ["8", 43952, "No"], ["9", 43952, ""]]
    told = of(read("annex_a", book({"List 4": rows_})), "cin_assessments")
    assert [record["cina_assessment_outcome_nfa"] for record in told] == ["N", "Y", None]


def test_a_child_last_seen_is_a_visit_in_need_only_where_the_case_is_one():
    header = ["Child Unique ID", "CIN Start Date", "Date Child Was Last Seen", "Case Status"]
    statuses = ["a) Looked after child", "b) Child Protection plan", "c) Child in need plan", "Child in need"]
    rows_ = [header, *([n, 43952, 44000, status] for n, status in enumerate(statuses, 1))]
    assert [r["cinv_person_id"] for r in of(read("annex_a", book({"List 6": rows_})), "cin_visits")] == ["3", "4"]


def test_a_period_of_care_has_an_id_that_no_episode_has():
    period = of(read("annex_a", book({"List 8": [CARE, ["7", "01/05/2020", "", "", ""]]})), "cla_episodes")
    episode = of(read("ssda903", f"{EPISODES}7,01/05/2020,S,C2,N1,U6,PR1,,,,,,\n"), "cla_episodes")
    assert id_of(period[0]) != id_of(episode[0])


def test_rows_without_a_child_lose_no_other():
    pairs = read("annex_a", book({"List 1": [CONTACTS, ["", *CONTACT[1:]], ["", "Male", *CONTACT[2:]], CONTACT]}))
    assert [record["pers_person_id"] for record in of(pairs, "person")] == [None, None, "7"]


def test_adoption_lists_are_known_and_nothing_of_them_is_kept():
    assert read("annex_a", book({"List 10": [["Child Unique ID"], ["7"]], "List 11": [["Whatever"], ["7"]]})) == []


def test_an_empty_list_is_fine_and_one_without_a_header_is_refused():
    assert read("annex_a", book({"List 1": [], "List 2": [["Child Unique ID", "Assessment start date"]]})) == []
    told = refusal("annex_a", book({"List 1": [["Zebulon", "Quillfeather"], CONTACT]}))
    assert (told.code, told.sheet) == ("no_header_row", "List 1")
    assert "Zebulon" not in repr(vars(told))


def test_a_workbook_without_a_list_is_refused():
    assert refusal("annex_a", book({"Sheet1": [CONTACTS, CONTACT]})).code == "unknown_file"


def test_what_is_no_workbook_or_cut_short_is_refused():
    whole = book({"List 1": [CONTACTS, CONTACT]})
    for content in (b"", b"PK", b"CHILD,SEX\n", whole[:200], whole[:-30], whole[30:], b"\xd0\xcf\x11\xe0" + whole):
        assert refusal("annex_a", content).code == "not_a_workbook"
    assert refusal("annex_a", whole.replace(b"sheet1.xml", b"sheet9.xml")).code == "not_a_workbook"
    for other in ("xl/workbook.bin", "content.xml"):
        assert refusal("annex_a", book({"List 1": [CONTACTS, CONTACT]}, {other: "x"})).code == "not_a_workbook"


def test_a_zip_bomb_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch):
    bomb = book({"List 1": [CONTACTS, CONTACT]}, {"xl/media/image1.png": "0" * workbook.MOST_BYTES})
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was opened"))
    monkeypatch.setattr(workbook, "CalamineWorkbook", None)
    assert refusal("annex_a", bomb).code == "too_large"


def test_a_zip_that_lies_about_its_size_is_refused():
    honest = book({"List 1": [CONTACTS, CONTACT]}, {"xl/x.png": "0" * 77_777})
    size = (77_777).to_bytes(4, "little")
    assert honest.count(size) == 2
    assert refusal("annex_a", honest.replace(size, (99).to_bytes(4, "little"))).code == "not_a_workbook"


FAR = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(FAR + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', id="the last cell there is"),
        pytest.param(FAR + '<row r="1048576">' + "<c><v>1</v></c>" * 9 + "</row>", id="cells without a place"),
        pytest.param(FAR + '<row r="1048576"/><row>' + "<c><v>1</v></c>" * 9 + "</row>", id="a row without a place"),
        pytest.param(FAR + '<c r="XFD1048576"><v>1</v></c>', id="a cell outside of rows"),
    ],
)
def test_cells_far_apart_are_refused_before_room_is_made_for_them(cells: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "CalamineWorkbook", None)
    assert refusal("annex_a", book({"List 1": cells})).code == "too_large"


def test_texts_announced_in_thousands_of_millions_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "CalamineWorkbook", None)
    strings = f'<sst xmlns="{NAMES}/spreadsheetml/2006/main" count="1" uniqueCount="4000000000"><si><t>x</t></si></sst>'
    assert refusal("annex_a", book({"List 1": []}, {"xl/sharedStrings.xml": strings})).code == "too_large"


# Nothing identifying

CANARIES = ("Zebulon", "Quillfeather", "A987654321098", "RG1 1ZZ", "9434765919", "Larkspur")


def test_nothing_identifying_leaves_the_readers():
    """Every kind of file with names, pupil and health numbers, postcodes and workers wherever it has room for them."""
    name, surname, upn, postcode, nhs, street = CANARIES
    files: list[tuple[str, bytes | str]] = [
        ("ssda903", f"{HEADER.strip()},NAME\n7,2,03/04/2010,WBRI,{upn},1,01/02/2020,{name} {surname}\n"),
        ("ssda903", f"{EPISODES}7,01/05/2020,S,C2,N1,U6,PR1,,,,{postcode},{postcode},{street}\n"),
        ("ssda903", f"CHILD,DOB,REVIEW,REVIEW_CODE,IRO\n7,,01/02/2020,PN1,{name} {surname}\n"),
        ("ssda903", f"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM,PA\n7,,YES,F1,U1,{name}\n"),
        ("ssda903", f"CHILD,DOB,MISSING,MIS_START,MIS_END,NHS\n7,,M,01/02/2020,,{nhs}\n"),
        ("ssda903", f"CHILD,SDQ_SCORE,SDQ_REASON,TEETH_CHECK,DENTIST\n7,9,,1,{name}\n"),
        ("cin_census", census(
            CHILD.format(id=7, details=DETAILS.format(nfa="0"))
            .replace("A123456789012", upn)
            .replace("<ChildCharacteristics>", f"<Forename>{name}</Forename><ChildCharacteristics><Postcode>{postcode}"
                     f"</Postcode><NHS>{nhs}</NHS>")
            .replace("<Section47>", f"<Section47><Worker>{name} {surname}</Worker><Address>{street}</Address>"))),
        ("annex_a", book({
            "List 2": [["Child Unique ID", "Child name", "Assessment start date", "Organisation completing assessment"],
                       ["7", f"{name} {surname}", 43952, f"{street} School, {postcode}"]],
            "List 3": [[*REFERRALS, "UPN", "NHS number", "Address"],
                       ["7", 43952, "Police", "No", "Front door", f"{name} {surname}", upn, nhs, f"1 {street}"]],
            "List 8": [["Child Unique ID", "Date Started to be Looked After", "Start Date of Most Recent Placement",
                        "Placement Type", "Placement postcode", "Placement address", "Allocated Worker"],
                       ["7", 43952, 43952, "U6", postcode, f"1 {street}", name]],
            "List 9": [["Child Unique ID", "LA in Touch", "Allocated Personal Advisor", "Allocated Worker"],
                       ["7", "Yes", f"{name} {surname}", name]],
        })),
    ]  # fmt: skip
    for format_, content in files:
        pairs = read(format_, content, f"{surname}.csv")
        assert pairs
        told = repr(pairs)
        assert [canary for canary in CANARIES if canary.lower() in told.lower()] == []


def test_the_formats_are_those_that_an_import_may_name():
    assert FORMATS == ("ssda903", "cin_census", "annex_a")
    with pytest.raises(KeyError):
        read("ssd", "")


def test_columns_are_named_as_the_dataset_names_them(shared: Path, others: Path, ssda903: Path):
    """As its specification does, and for a review's child as its tables do."""
    named = {"clar_cla_person_id"}
    for path in (shared / "ssd_spec_v1.4.5" / "objects").glob("*.yml"):
        named |= set(re.findall(r"^\s*- name: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    pairs = five_years(ssda903) + read("cin_census", others / "cin-2022.xml") + read("annex_a", others / "Annex_A.xlsx")
    assert {column for _, record in pairs for column in record} - named == set()
