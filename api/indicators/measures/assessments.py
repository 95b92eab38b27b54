"""Assessments: timely from the referral on, with the child seen, and those that are open for too long."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import FIRST_DAY, NOBODY, Measure, Setting, Words, held_by, setting, team_of

_GAP = "Work whose team is not known counts for the council alone."
_WITHIN = Setting("within", 45, "An assessment is in time within", "working days", 1, 250)

FROM_REFERRAL = Measure(
    "assessments_45_days_from_referral",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, a.authorised_on as on_date,
           finish.number - start.number + first_day.number <= within.number as met, {NOBODY}, a.child_ref
      from assessment a
      join referral r on r.source_id = a.referral_source_id and r.source_system = a.source_system
      join working_day start on start.day = r.referred_on
      join working_day finish on finish.day = a.authorised_on
      {setting("assessments_45_days_from_referral", "within", "a.authorised_on")}
      {setting("assessments_45_days_from_referral", "first_day", "a.authorised_on")} {team_of("a", "a.authorised_on")}
     where a.authorised_on >= r.referred_on""",
    settings=(_WITHIN, FIRST_DAY),
    words=Words(
        "Assessments completed within 45 working days of the referral",
        "As Working Together to Safeguard Children words "
        "it: counted from the day of the referral, not from that of the assessment's start.",
        "Assessments authorised 45 working days after the referral, or sooner",
        "Assessments authorised in the period whose referral is known", standard=9, gaps=_GAP,
    ),
    is_public=False,
)  # fmt: skip

CHILD_SEEN = Measure(
    "assessments_child_seen",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, a.authorised_on as on_date,
           coalesce(a.is_child_seen, false) as met, {NOBODY}, a.child_ref
      from assessment a {team_of("a", "a.authorised_on")}""",
    words=Words(
        "Assessments in which the child was seen", "An assessment without the child is not an assessment of the child.",
        "Assessments in which the child was seen", "Assessments authorised in the period", standard=2,
        gaps="Where nothing is recorded the child counts as not seen. " + _GAP,
    ),
)  # fmt: skip

# Members see the assessments that are completed: with those that are open, how many began would be told month by month.
OPEN_OVERDUE = Measure(
    "assessments_overdue",
    f"""
    select held.unit_id, a.day as on_date, today.number - start.number > within.number as met, {NOBODY}, a.child_ref
      from (
        select a.child_ref, a.started_on, at.day
          from assessment a
          join as_at at on at.day >= a.started_on and at.day < coalesce(a.authorised_on, 'infinity')) a
      join working_day start on start.day = a.started_on
      join working_day today on today.day = a.day
      {setting("assessments_overdue", "within", "a.day")} {held_by("a", "a.day")}""",
    is_snapshot=True,
    settings=(_WITHIN,),
    words=Words(
        "Open assessments that are overdue", "Of the assessments open at the end of the period's last day, those that "
        "began more than 45 working days before.",
        "Open assessments older than 45 working days", "Assessments open at the end of the period's last day",
        polarity="low", standard=9, gaps="Assessments never closed in the records stay open here. " + _GAP,
    ),
    is_public=False,
)  # fmt: skip
