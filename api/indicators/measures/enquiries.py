"""Section 47 enquiries and the conferences that follow from them."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import FIRST_DAY, NOBODY, Measure, Setting, Words, setting, team_of

CONFERENCES = Measure(
    "conferences_15_days",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, c.held_on as on_date,
           finish.number - start.number + first_day.number <= within.number as met, {NOBODY}, c.child_ref
      from child_protection_conference c
      join section47_enquiry e on e.source_id = c.enquiry_source_id and e.source_system = c.source_system
      join working_day start on start.day = e.started_on
      join working_day finish on finish.day = c.held_on
      {setting("conferences_15_days", "within", "c.held_on")} {setting("conferences_15_days", "first_day", "c.held_on")}
      {team_of("c", "c.held_on")}
     where c.is_transfer_in is not true and c.held_on >= e.started_on""",
    settings=(Setting("within", 15, "A conference is in time within", "working days", 1, 250), FIRST_DAY),
    words=Words(
        "Initial conferences within 15 working days",
        "From the strategy discussion at which the section 47 enquiry began, "
        "which is day 0, to the initial child protection conference. Every conference counts.",
        "Conferences held 15 working days after the enquiry began, or sooner",
        "Initial conferences held in the period, without transfers in, whose enquiry is known", standard=9,
        gaps="Conferences that are not linked to an enquiry are left out.",
    ),
)  # fmt: skip

ENQUIRIES_NFA = Measure(
    "enquiries_nfa",
    f"""
    select coalesce(named.id, held.unit_id) as unit_id, e.ended_on as on_date,
           coalesce(e.is_nfa, 'NFA' = any (e.outcomes), false) as met, {NOBODY}, e.child_ref
      from section47_enquiry e {team_of("e", "e.ended_on")}""",
    words=Words(
        "Section 47 enquiries that lead to no further action", "Families go through an enquiry for nothing, or risk is "
        "missed: either is worth a look.",
        "Enquiries recorded as no further action", "Section 47 enquiries that ended in the period", polarity="neutral",
        standard=6, gaps="An enquiry without a record of no further action counts as acted on.",
    ),
)  # fmt: skip
