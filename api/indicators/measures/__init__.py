"""The measures: what one member of each indicator's denominator is, and whether it meets the numerator.

Each is a SELECT of one row per member with these columns, and nothing else; periods, roll-up and intervals come after.

    unit_id          uuid   the unit the member belongs to; null counts for the council alone
    on_date          date   the day that decides the period; null or in the future is left out
    met              bool   whether it counts in the numerator; null is left out
    standard_number  int    the practice standard, where there is an indicator for each; else null
    person           uuid   who answered, where the members of one person must not be seen alone; else null

A measure may read `holding` (whose case a child was, and when) and `as_at` (the days on which to take stock).
"""

from api.indicators.measures import (
    assessments_45_days,
    audits_good,
    audits_good_standard,
    children_looked_after,
    children_on_plan,
    cp_visits_seen_alone,
    moderation_agreement,
    re_referrals_12_months,
    survey_agreement_standard,
    survey_responses,
)
from api.indicators.measures.measure import Measure

__all__ = ["MEASURES", "Measure"]

MEASURES: tuple[Measure, ...] = (
    audits_good.MEASURE,
    audits_good_standard.MEASURE,
    moderation_agreement.MEASURE,
    cp_visits_seen_alone.MEASURE,
    assessments_45_days.MEASURE,
    re_referrals_12_months.MEASURE,
    children_looked_after.MEASURE,
    children_on_plan.MEASURE,
    survey_agreement_standard.MEASURE,
    survey_responses.MEASURE,
)
