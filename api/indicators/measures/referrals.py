"""Referrals: how many, how many lead to nothing further, and how soon after the contact they are decided on."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, Measure, Setting, Within, Words, setting, team_of

_GAP = "Referrals whose team is not known count for the council alone."

REFERRALS = Measure(
    "referrals",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, r.referred_on as on_date, true as met, {NOBODY}, r.child_ref
      from referral r {team_of("r", "r.referred_on")}""",
    is_count=True,
    begins="cases_unallocated",
    words=Words(
        "Referrals received", "How many referrals came in: the demand on the service.",
        "Referrals received in the period",
        unit="referrals", polarity="neutral", gaps=_GAP + " A rate per 10,000 children needs the council's population.",
    ),
)  # fmt: skip

REFERRALS_NFA = Measure(
    "referrals_nfa",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, r.referred_on as on_date, coalesce(r.is_nfa, false) as met,
           {NOBODY}, r.child_ref
      from referral r {team_of("r", "r.referred_on")}""",
    within=(Within("referrals"),),
    words=Words(
        "Referrals that lead to no further action",
        "Much no further action may mean that thresholds are not understood.",
        "Referrals recorded as no further action", "Referrals received in the period", polarity="neutral", standard=6,
        gaps="A referral without a record of no further action counts as acted on. " + _GAP,
    ),
)  # fmt: skip

REFERRAL_DECISIONS = Measure(
    "referral_decisions_1_day",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, r.contacted_on as on_date,
           finish.number - start.number <= within.number as met, {NOBODY}, r.child_ref
      from (
        select c.child_ref, c.contacted_on, min(r.referred_on) as referred_on, max(r.source_system) as source_system,
               (array_agg(r.team_source_id order by r.referred_on))[1] as team_source_id
          from contact c
          join referral r on r.child_ref = c.child_ref and r.referred_on between c.contacted_on and c.contacted_on + 28
         where 'NEW_REFERRAL' = any (c.outcomes)
         group by c.child_ref, c.contacted_on) r
      join working_day start on start.day = r.contacted_on
      join working_day finish on finish.day = r.referred_on
      {setting("referral_decisions_1_day", "within", "r.contacted_on")} {team_of("r", "r.referred_on")}""",
    settings=(Setting("within", 1, "A contact is decided on within", "working days", 0, 20),),
    words=Words(
        "Contacts decided on within one working day",
        "Whether a contact becomes a referral is decided within one working "
        "day, as Working Together to Safeguard Children asks. The day of the contact is day 0.",
        "Contacts whose referral is dated one working day later, or sooner",
        "Contacts in the period that led to a referral within 28 days", standard=9,
        gaps="Contacts that led to no referral are not counted. A child's contacts on one day count as one.",
    ),
)  # fmt: skip
