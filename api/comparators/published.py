"""The published files that are known, as data: their columns, and which of our indicators their figures stand beside.

A sixth file because these are declarations, neither tables nor queries. The files are the underlying data that the
Department for Education puts beside its statistics (Explore education statistics), and its statistical neighbours
model. Where no percentage is published it is worked out from published counts, and the published name says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

AREA = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
"""The columns that every file begins with, in whatever order."""


@dataclass(frozen=True)
class Series:
    """The figures of one indicator in a file.

    `numerator` and `denominator` are columns, added up where there are several. `value` is the column of the published
    percentage, without which it is worked out. `where` says which rows hold it, `out_of` which its denominator.
    """

    indicator: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    value: str | None = None
    name: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    out_of: Mapping[str, str] = field(default_factory=dict)
    per_hundred: float = 100


@dataclass(frozen=True)
class DataSet:
    """A file by its columns. `ends` is the month and day on which its reporting year ends."""

    title: str
    series: tuple[Series, ...]
    columns: tuple[str, ...]
    ends: tuple[int, int] = (3, 31)

    @property
    def required(self) -> set[str]:
        """The columns without which it cannot be read."""
        used = {*AREA}
        for one in self.series:
            used |= {*one.numerator, *one.denominator, *one.where, *one.out_of}
            used |= {one.value} if one.value else set()
        return used

    @property
    def known(self) -> set[str]:
        """Every column it may have."""
        return {*AREA, *self.columns}


_BANDS = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
_LATE_BANDS = ("46-50_days", "51-60_days", "61+_days")
_PLACEMENTS = {"cla_group": "CLA on 31 March", "placement_stability": "With 3 or more placements during the year"}
_LONG = "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years"
_STABLE = {"cla_group": _LONG, "placement_stability": "Living with the same carer for at least 2 years"}
_WORKERS = {"cla_group": "CLA on 31 March", "sw_stability": "3 or more social workers during the year"}
_SUITABLE = {"care_leaver_age": "19 to 21 years", "breakdown": "Accommodation considered suitable"}
_ALL = "Total children"
_IN_CARE = {"population_type": "Children looked after on 31 March each year"}

POPULATION = "population_0_17"
"""What estimates of how many children live somewhere are kept as: no indicator, but what rates are worked out by."""

DATA_SETS = (
    DataSet(
        "C1 Referrals and re-referrals (to 2024)",
        (
            Series("re_referrals_12_months", ("Re_referrals",), ("Referrals",), "Re_referrals_percent"),
            Series("referrals_nfa", ("No_Further_Action",), ("Referrals",), "No_Further_Action_percent"),
            Series("referrals_rate", ("Referrals",), value="Referrals_rate", per_hundred=1),
        ),
        (
            "category", "Referrals", "Referrals_rate", "Re_referrals", "Re_referrals_percent", "No_Further_Action",
            "No_Further_Action_percent", "Not_in_Need", "Not_in_Need_percent", "Referrals_child",
            "Referrals_child_rate", "Re_referrals_child", "Re_referrals_child_percent",
        ),
    ),
    DataSet(
        "C1 Referrals and re-referrals",
        (
            Series("re_referrals_12_months", ("rereferral_count",), ("referral_count",), "rereferral_percent"),
            Series(
                "referrals_nfa", ("no_further_action_count",), ("referral_count",),
                "no_further_action_percent",
            ),
        ),
        (
            "category", "referral_count", "rereferral_count", "rereferral_percent", "no_further_action_count",
            "no_further_action_percent", "not_in_need_count", "not_in_need_percent", "referral_child_count",
            "rereferral_child_count", "rereferral_child_percent",
        ),
    ),
    DataSet(
        "C2 Duration of assessments",
        (Series("assessments_45_days", _BANDS, (*_BANDS, *_LATE_BANDS), name="bands to 45 days, added up"),),
        (
            "category", "Assessments_completed", "Assessments_completed_rate", *_BANDS, *_LATE_BANDS,
            "25th_Percentile_days", "Median_days", "75th_Percentile_days",
        ),
    ),
    DataSet(
        "C4 Section 47 enquiries and initial child protection conferences",
        (
            Series(
                "conferences_15_days", ("Duration_0-10_days", "Duration_11-15_days"), ("ICPC",),
                name="bands to 15 days, added up",
            ),
        ),
        (
            "category", "Section47", "Section47_rate", "Section47_child", "Section47_child_rate", "ICPC", "ICPC_rate",
            "ICPC_child", "ICPC_child_rate", "Duration_0-10_days", "Duration_11-15_days", "Duration_16-20_days",
            "Duration_21+_days", "Duration_25th_Percentile", "Duration_median", "Duration_75th_Percentile",
        ),
    ),
    DataSet(
        "D3 Second or subsequent child protection plans",
        (Series("cp_plans_repeat", ("CPP_subsequent",), ("CPP_start",), "CPP_subsequent_percent"),),
        ("category", "CPP_start", "CPP_subsequent", "CPP_subsequent_percent"),
    ),
    DataSet(
        "D5 Child protection plans at 31 March by duration",
        (Series("cp_plans_2_years_open", ("2_years_or_more",), ("CPP_At31",), "2_years_or_more_percent"),),
        (
            "category", "CPP_At31", "3_months_or_less", "3_months_or_less_percent", "more_than_3_months_6_months",
            "more_than_3_months_6_months_percent", "more_than_6_months_less_than_1_year",
            "more_than_6_months_less_than_1_year_percent", "1_year_less_than_2_years",
            "1_year_less_than_2_years_percent", "2_years_or_more", "2_years_or_more_percent",
        ),
    ),
    DataSet(
        "D6 Child protection plans reviewed within timescales",
        (
            Series(
                "cp_reviews_in_time", ("Reviewed_within_timescales",), ("CPP_At31_3Months",),
                "Reviewed_within_timescales_percent",
            ),
        ),
        ("category", "CPP_At31_3Months", "Reviewed_within_timescales", "Reviewed_within_timescales_percent"),
    ),
    DataSet(
        "Children looked after: numbers and rates",
        (
            Series(
                "children_looked_after_rate", ("children_count",), ("population_estimate",), "rate_per_10000",
                where=_IN_CARE, per_hundred=1,
            ),
        ),
        ("population_type", "population_estimate", "children_count", "rate_per_10000"),
    ),
    DataSet(
        "Mid-year population estimates, children aged 0 to 17",
        (
            Series(
                POPULATION, (), value="population_estimate", per_hundred=1,
                where={"age_group": "Children aged 0 to 17 years"},
            ),
        ),
        ("age_group", "population_estimate"),
        ends=(6, 30),
    ),
    DataSet(
        "Children looked after: placement stability",
        (
            Series(
                "care_3_placements", ("children_count",), ("children_count",), "children_percent",
                where=_PLACEMENTS, out_of=_PLACEMENTS | {"placement_stability": _ALL},
            ),
            Series(
                "care_stable_2_years", ("children_count",), ("children_count",), "children_percent",
                where=_STABLE, out_of=_STABLE | {"placement_stability": _ALL},
            ),
        ),
        ("cla_group", "placement_stability", "children_count", "children_percent"),
    ),
    DataSet(
        "Children looked after: stability of social workers",
        (
            Series(
                "care_3_workers", ("number",), ("number",), "percentage",
                where=_WORKERS, out_of=_WORKERS | {"sw_stability": _ALL},
            ),
        ),
        ("cla_group", "sw_stability", "number", "percentage"),
    ),
    DataSet(
        "Care leavers: suitability of accommodation, aged 19 to 21",
        (
            Series(
                "care_leavers_accommodation", ("care_leaver_count",), ("care_leaver_count",), "care_leaver_percent",
                where=_SUITABLE, out_of=_SUITABLE | {"breakdown": "Suitability total"},
            ),
        ),
        ("care_leaver_age", "breakdown", "care_leaver_count", "care_leaver_percent"),
    ),
    DataSet(
        "Children's social work workforce",
        (Series("caseload_full_time", (), (), "caseload_fte", per_hundred=1),),
        (
            "inpost_fte", "inpost_headcount", "starters_fte", "starters_headcount", "leavers_fte", "leavers_headcount",
            "turnover_rate_fte", "turnover_rate_headcount", "agency_fte", "agency_headcount", "agency_rate_fte",
            "agency_rate_headcount", "agency_cover_fte", "agency_cover_rate_fte", "vacancy_fte", "vacancy_rate_fte",
            "vacancy_agency_cover_rate_fte", "case_holders_fte", "cases", "caseload_fte", "working_days_lost_fte",
            "absence_rate_fte",
        ),
        ends=(9, 30),
    ),
)  # fmt: skip

NEIGHBOURS = (
    "old_la_code", "la_name", "region_ind", "region_name",
    *(name for place in range(1, 11) for name in (f"SN_{place}", f"SN_{place}P")),
)  # fmt: skip
"""The columns of the statistical neighbours model."""
