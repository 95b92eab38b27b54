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

# Table C3, factors identified at the end of assessment, 2024: episodes with any factor, and those with each, by its
# code in the census. Private fostering is published for five codes together, and numbers under six not at all.
EPISODES_WITH_FACTORS = 2494
FACTORS: dict[str, int] = {
    "1A": 37, "1B": 211, "1C": 46, "2A": 101, "2B": 198, "2C": 68, "3A": 248, "3B": 603, "3C": 140, "4A": 321,
    "4B": 525, "4C": 80, "5A": 209, "5B": 44, "5C": 32, "6A": 97, "6B": 128, "6C": 14, "7A": 71, "9A": 6, "10A": 61,
    "11A": 34, "13A": 21, "14A": 250, "15A": 89, "16A": 288, "17A": 345, "18B": 49, "18C": 238, "19B": 80, "19C": 50,
    "23A": 19, "24A": 98, "20": 496,
}  # fmt: skip

# Table C4, section 47 enquiries and initial conferences (2013 to 2024), in the order of YEARS; then the conferences of
# 2024 by working days from the enquiry's start, in the order of CONFERENCE_BANDS. The table leaves the last band open.
SECTION_47_ENQUIRIES = (1103, 1026, 1093)
CONFERENCES = (362, 339, 309)
CONFERENCE_BANDS: tuple[tuple[int, int], ...] = ((4, 10), (11, 15), (16, 20), (21, 30))
CONFERENCES_BY_BAND = (43, 168, 56, 42)

# Table D6, plans of three months or longer reviewed within timescales (2013 to 2024), in the order of YEARS.
REVIEWED_IN_TIME_PERCENT = (83.2, 78.4, 76.3)

# Care leavers aged 19 to 21, 2024: those whose accommodation is known to be suitable, and of whom nothing is known.
SUITABLE_ACCOMMODATION_PERCENT = 81
NO_INFORMATION_PERCENT = 14
