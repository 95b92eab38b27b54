"""Tables of the Standard Safeguarding Dataset as `SELECT *` gives them, with invented rows, as large as is asked."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

Row = Callable[[Random, int, str], str]

_FIRST = date(2020, 11, 1)
_DAYS = [f"{_FIRST + timedelta(days=n)} 00:00:00.000" for n in range(2_190)]
_FLAGS = '{""NEW_REFERRAL_FLAG"":""Y"",""SINGLE_ASSESSMENT_FLAG"":""Y"",""NFA_FLAG"":""N"",""COMMENTS"":""As agreed.""}'


def _day(rng: Random) -> str:
    return _DAYS[int(rng.random() * 2_190)]


def _yes(rng: Random, share: float) -> str:
    return "Y" if rng.random() < share else "N"


def _person(rng: Random, n: int, _: str) -> str:
    return f"{700_300 + n},Invented,Child{n},{'MF'[n & 1]},,WBRI,{_day(rng)},999{n:07},,,{_yes(rng, 0.2)},,,N,British"


def _visit(rng: Random, n: int, child: str) -> str:
    how = f"{_yes(rng, 0.95)},{_yes(rng, 0.7)},{_yes(rng, 0.4)}"
    return f"{8_100_900 + n},{child},{4_400_300 + n % 9_000},{_day(rng)},{how}"


def _cin_visit(rng: Random, n: int, child: str) -> str:
    return f"{9_200_100 + n},{child},{_day(rng)},{_yes(rng, 0.9)},{_yes(rng, 0.6)},{_yes(rng, 0.3)}"


def _cla_visit(rng: Random, n: int, child: str) -> str:
    return f"{6_300_100 + n},{5_500_100 + n % 5_000},{child},{_day(rng)},{_yes(rng, 0.9)},{_yes(rng, 0.6)}"


def _involvement(rng: Random, n: int, child: str) -> str:
    return (
        f"{3_100_500 + n},W{n % 300},CW,T{n % 40},{_day(rng)},{_day(rng)},Team change,{child},{2_200_700 + n % 80_000}"
    )


def _referral(rng: Random, n: int, child: str) -> str:
    return (
        f'{2_200_700 + n},{child},{_day(rng)},N{n % 10},1C,Schools,"{_FLAGS}",{_yes(rng, 0.1)},RC{1 + n % 7},'
        f"{_day(rng)},T{n % 40},W{n % 300}"
    )


def _assessment(rng: Random, n: int, child: str) -> str:
    return (
        f'{1_700_200 + n},{child},{2_200_700 + n % 80_000},{_day(rng)},{_yes(rng, 0.9)},{_day(rng)},"{_FLAGS}",'
        f"{_yes(rng, 0.2)},T{n % 40},W{n % 300}"
    )


def _contact(rng: Random, n: int, child: str) -> str:
    return f'{5_100_100 + n},{child},{_day(rng)},1C,Schools,"{_FLAGS}"'


def _episode(rng: Random, n: int, child: str) -> str:
    return (
        f"{4_900_100 + n},{child},{_day(rng)},S,N1,{_day(rng)},E4,{5_500_100 + n % 5_000},{2_200_700 + n % 80_000},"
        f"{6_600_100 + n},{_day(rng)},{_day(rng)}"
    )


TABLES: dict[str, tuple[float, str, Row]] = {
    "person": (
        0.04,
        "pers_person_id,pers_forename,pers_surname,pers_sex,pers_gender,pers_ethnicity,pers_dob,pers_common_child_id,"
        "pers_legacy_id,pers_upn_unknown,pers_send_flag,pers_expected_dob,pers_death_date,pers_is_mother,"
        "pers_nationality", _person,
    ),
    "contacts": (
        0.16,
        "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code,cont_contact_source_desc,"
        "cont_contact_outcome_json", _contact,
    ),
    "cin_episodes": (
        0.08,
        "cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code,cine_referral_source_code,"
        "cine_referral_source_desc,cine_referral_outcome_json,cine_referral_nfa,cine_close_reason,cine_close_date,"
        "cine_referral_team,cine_referral_worker_id", _referral,
    ),
    "cin_assessments": (
        0.08,
        "cina_assessment_id,cina_person_id,cina_referral_id,cina_assessment_start_date,cina_assessment_child_seen,"
        "cina_assessment_auth_date,cina_assessment_outcome_json,cina_assessment_outcome_nfa,cina_assessment_team,"
        "cina_assessment_worker_id", _assessment,
    ),
    "involvements": (
        0.24,
        "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,"
        "invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,invo_person_id,"
        "invo_referral_id", _involvement,
    ),
    "cin_visits": (
        0.16,
        "cinv_cin_visit_id,cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen,cinv_cin_visit_seen_alone,"
        "cinv_cin_visit_bedroom", _cin_visit,
    ),
    "cp_visits": (
        0.12,
        "cppv_cp_visit_id,cppv_person_id,cppv_cp_plan_id,cppv_cp_visit_date,cppv_cp_visit_seen,"
        "cppv_cp_visit_seen_alone,cppv_cp_visit_bedroom", _visit,
    ),
    "cla_visits": (
        0.08,
        "clav_cla_visit_id,clav_cla_id,clav_person_id,clav_cla_visit_date,clav_cla_visit_seen,"
        "clav_cla_visit_seen_alone", _cla_visit,
    ),
    "cla_episodes": (
        0.04,
        "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,"
        "clae_cla_primary_need_code,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_id,"
        "clae_referral_id,clae_cla_placement_id,clae_entered_care_date,clae_cla_last_iro_contact_date", _episode,
    ),
}  # fmt: skip
"""Each table's share of all rows, its columns and its rows: some 25 rows a child, as six years of a council hold."""


def write_tables(folder: Path, rows: int) -> dict[str, int]:
    """Write the tables as CSV files; returns how many rows each has."""
    counts = {name: int(rows * share) for name, (share, _, _) in TABLES.items()}
    children = counts["person"]
    for name, (_, columns, make) in TABLES.items():
        rng = Random(name)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(columns + "\n")
            file.writelines(_lines(rng, counts[name], children, make))
    return counts


def _lines(rng: Random, count: int, children: int, make: Row) -> Iterator[str]:
    for n in range(count):
        yield make(rng, n, str(700_300 + int(rng.random() * children))) + "\n"


def change_some(folder: Path, every: int) -> int:
    """Change each `every`th line of each table a little, as a day's work does; returns how many."""
    changed = 0
    for name in TABLES:
        path = folder / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for at in range(every, len(lines), every):
            lines[at] = lines[at].replace(",Y", ",N", 1) if ",Y" in lines[at] else lines[at].replace(",N", ",Y", 1)
            changed += 1
        path.write_text("".join(lines), encoding="utf-8")
    return changed
