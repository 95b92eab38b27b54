"""Published figures of one English unitary authority, the yardstick of the invented council.

The figures are Reading's (local authority code 870), reporting years ending 31 March 2022, 2023 and 2024: the three
latest years that every table below has in common. Source: Department for Education, Explore education statistics, and
Office for National Statistics, under the Open Government Licence v3.0. They are facts about a real authority used for
proportion alone; no record of a real child or worker stands behind anything in this package.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublishedYear:
    """One reporting year: counts are whole numbers, percentages are of the table's own denominator."""

    year: int
    # Table C1, children in need: referrals and re-referrals (2013 to 2024).
    referrals: int
    re_referrals_percent: float  # within 12 months of an earlier referral
    no_further_action_percent: float
    not_in_need_percent: float  # assessed and found not to be in need
    # Table B1, children in need (2013 to 2024).
    in_need_at_31_march: int  # open episodes, plans and children looked after included
    # Table C2, duration of assessments (2014 to 2024), in the order of ASSESSMENT_BANDS.
    assessment_bands: tuple[int, ...]
    # Table D3, plans which are a second or subsequent plan (2013 to 2024).
    plans_started: int
    plans_repeat_percent: float
    # Table D5, plans at 31 March by length of time (2013 to 2025).
    plans_at_31_march: int
    plans_three_months_or_less_percent: float
    # Children looked after: numbers and rates per 10,000 children (2025 release).
    looked_after_at_31_march: int
    looked_after_started: int
    looked_after_ceased: int
    # Children looked after: placement stability (2025 release).
    three_placements_percent: float

    @property
    def assessments_in_45_days_percent(self) -> float:
        """Share of completed assessments that took 45 working days or fewer, from the bands (0 to 100)."""
        return 100 * sum(self.assessment_bands[:6]) / sum(self.assessment_bands)


# Working days, both ends included. Table C2 leaves the last band open; 130 is where the invented council stops.
ASSESSMENT_BANDS: tuple[tuple[int, int], ...] = (
    (0, 0),
    (1, 10),
    (11, 20),
    (21, 30),
    (31, 40),
    (41, 45),
    (46, 50),
    (51, 60),
    (61, 130),
)

YEARS: tuple[PublishedYear, PublishedYear, PublishedYear] = (
    PublishedYear(
        year=2022,
        referrals=2449,
        re_referrals_percent=20.5,
        no_further_action_percent=1.0,
        not_in_need_percent=35.8,
        in_need_at_31_march=1516,
        assessment_bands=(12, 221, 303, 361, 493, 434, 231, 133, 80),
        plans_started=301,
        plans_repeat_percent=28.2,
        plans_at_31_march=217,
        plans_three_months_or_less_percent=25.8,
        looked_after_at_31_march=234,
        looked_after_started=79,
        looked_after_ceased=116,
        three_placements_percent=6.0,
    ),
    PublishedYear(
        year=2023,
        referrals=2843,
        re_referrals_percent=25.1,
        no_further_action_percent=6.3,
        not_in_need_percent=39.7,
        in_need_at_31_march=1601,
        assessment_bands=(29, 115, 317, 429, 489, 283, 313, 307, 398),
        plans_started=251,
        plans_repeat_percent=27.9,
        plans_at_31_march=179,
        plans_three_months_or_less_percent=38.0,
        looked_after_at_31_march=250,
        looked_after_started=99,
        looked_after_ceased=84,
        three_placements_percent=8.0,
    ),
    PublishedYear(
        year=2024,
        referrals=3003,
        re_referrals_percent=26.6,
        no_further_action_percent=5.9,
        not_in_need_percent=44.0,
        in_need_at_31_march=1710,
        assessment_bands=(16, 114, 321, 412, 519, 337, 366, 347, 335),
        plans_started=263,
        plans_repeat_percent=30.0,
        plans_at_31_march=235,
        plans_three_months_or_less_percent=20.9,
        looked_after_at_31_march=266,
        looked_after_started=112,
        looked_after_ceased=97,
        three_placements_percent=12.0,
    ),
)

# Children's social work workforce, 2025 release, reporting year 2024: share of social workers who are agency staff
# (headcount) and who left in the year (headcount).
AGENCY_PERCENT = 13.8
TURNOVER_PERCENT = 24.0

# Children looked after: social worker stability, reporting year 2024: three or more social workers in the year.
THREE_WORKERS_PERCENT = 33.0
