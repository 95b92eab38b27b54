"""The measures: what one member of each indicator's denominator is, and whether it meets the numerator.

Each is a SELECT of one row per member with these columns, and nothing else; periods, roll-up and intervals come after.

    unit_id          uuid   the unit the member belongs to; null counts for the council alone
    on_date          date   the day that decides the period; null or in the future is left out
    met              bool   whether it counts in the numerator; null is left out
    standard_number  int    the practice standard, where there is an indicator for each; else null
    person           uuid   who answered, where the members of one person must not be seen alone, or the worker whom the
                            row is about; else null
    child_ref        text   the child behind the row, for those who may open it; null where there is none

A measure may read `holding` (whose case a child was, and when: spans that never overlap, see holding.py), `allocation`
(which workers had a child's case: then each row rests on one worker's spans), `as_at` (the days on which to take stock,
unique and indexed) and the table `indicator_setting`, through `setting`: the conventions that a council may change, as
they stood on the member's day. Each of these and each table of records is read by its
bare name, so that a `with` of the same name in front of the SELECT narrows it: to some children, or to another year.
"""

from api.indicators.measures import (
    actions,
    assessments,
    audits,
    care_health,
    care_leavers,
    care_placements,
    care_reviews,
    care_visits,
    care_workers,
    caseload,
    children_in_need,
    core_groups,
    cp_plans,
    cp_reviews,
    cp_visits,
    enquiries,
    feedback,
    missing,
    moderations,
    ratios,
    re_referrals_12_months,
    referrals,
    supervision,
    survey_response_rate,
)
from api.indicators.measures.assessments_45_days import MEASURE as ASSESSMENTS_45_DAYS
from api.indicators.measures.audits_good import MEASURE as AUDITS_GOOD
from api.indicators.measures.audits_good_standard import MEASURE as AUDITS_GOOD_STANDARD
from api.indicators.measures.children_looked_after import MEASURE as CHILDREN_LOOKED_AFTER
from api.indicators.measures.children_on_plan import MEASURE as CHILDREN_ON_PLAN
from api.indicators.measures.cp_visits_seen_alone import MEASURE as CP_VISITS_SEEN_ALONE
from api.indicators.measures.measure import Measure, Ratio, Setting
from api.indicators.measures.moderation_agreement import MEASURE as MODERATION_AGREEMENT
from api.indicators.measures.survey_agreement_standard import MEASURE as SURVEY_AGREEMENT_STANDARD
from api.indicators.measures.survey_responses import MEASURE as SURVEY_RESPONSES

__all__ = ["MEASURES", "RATIOS", "Measure", "Ratio", "Setting"]

MEASURES: tuple[Measure, ...] = (
    AUDITS_GOOD, AUDITS_GOOD_STANDARD, MODERATION_AGREEMENT, CP_VISITS_SEEN_ALONE, ASSESSMENTS_45_DAYS,
    re_referrals_12_months.MEASURE, re_referrals_12_months.CHILDREN,
    CHILDREN_LOOKED_AFTER, CHILDREN_ON_PLAN, SURVEY_AGREEMENT_STANDARD, SURVEY_RESPONSES,
    referrals.REFERRALS, referrals.REFERRALS_NFA, referrals.REFERRAL_DECISIONS,
    assessments.FROM_REFERRAL, assessments.CHILD_SEEN, assessments.OPEN_OVERDUE,
    enquiries.CONFERENCES, enquiries.ENQUIRIES_NFA,
    cp_plans.REPEAT, cp_plans.REPEAT_SOON, cp_plans.LONG_OPEN, cp_plans.LONG_CEASED, cp_reviews.MEASURE,
    cp_visits.IN_TIME, cp_visits.MADE_IN_TIME, cp_visits.LAST_ALONE, cp_visits.BEDROOM, core_groups.MEASURE,
    children_in_need.VISITS, children_in_need.PLANS,
    care_visits.MEASURE, care_reviews.IN_TIME, care_reviews.PARTICIPATION, care_placements.MANY, care_placements.STABLE,
    care_placements.FAR, care_workers.MEASURE, care_health.HEALTH, care_health.DENTAL, care_health.SDQ,
    missing.OFFERED, missing.ACCEPTED,
    care_leavers.IN_TOUCH, care_leavers.ACCOMMODATION, care_leavers.ACTIVITY, care_leavers.PATHWAY,
    caseload.ABOVE_CAP, caseload.FEW, caseload.MIDDLE, caseload.WORKERS, caseload.POSTS, caseload.CASES,
    caseload.UNALLOCATED, supervision.MEASURE,
    feedback.COMPLAINTS, feedback.COMPLIMENTS, feedback.ANSWERED, feedback.UPHELD, survey_response_rate.MEASURE,
    audits.COMPLETED, *audits.BY_KIND, audits.IN_TIME, audits.STRENGTHS, audits.SERIOUS, audits.ACTED_ON,
    audits.CHILD_HEARD, audits.FAMILY_HEARD, moderations.LOWERED, moderations.RAISED,
    actions.IN_TIME, actions.VERIFIED, actions.PROVEN,
)  # fmt: skip
"""All measures, in the order in which they are counted."""

RATIOS: tuple[Ratio, ...] = (
    ratios.CASELOAD, ratios.CASELOAD_FULL_TIME, ratios.REFERRALS, ratios.IN_CARE, ratios.ON_PLAN,
)  # fmt: skip
"""All figures made of two others."""


def find_ratio(code: str) -> Ratio | None:
    """The ratio that an indicator is; None where it is counted by a measure of its own."""
    return next((ratio for ratio in RATIOS if ratio.code == code), None)


def find_counted(code: str) -> Measure | None:
    """The measure whose rows stand behind an indicator: its own, or of a ratio that of its numerator."""
    ratio = find_ratio(code)
    return find_measure(ratio.over if ratio else code)


def find_measure(code: str) -> Measure | None:
    """The measure of an indicator, by the indicator's code; None for a code that is none."""
    bare = code.rstrip("0123456789").rstrip("_")
    return next((measure for measure in MEASURES if measure.code in (code, bare)), None)
