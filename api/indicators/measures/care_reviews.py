"""Reviews of children in care: held by the day they were due, and with the child's part in them."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, Measure, Words, held_by

IN_TIME = Measure(
    "care_reviews_in_time",
    f"""
    select held.unit_id, r.due_on as on_date, coalesce(r.reviewed_on <= r.due_on, false) as met, {NOBODY}, r.child_ref
      from cla_review r {held_by("r", "r.due_on")}
     where r.is_cancelled is not true""",
    words=Words(
        "Reviews of children in care held in time",
        "Regulation 33: within 20 working days, then three months, then every "
        "six; the day a review is due is the case system's.",
        "Reviews held on the day they were due, or before",
        "Reviews that fell due in the period and were not cancelled",
        standard=9, gaps="Reviews without a day on which they are due are left out.",
    ),
)  # fmt: skip

PARTICIPATION = Measure(
    "care_reviews_participation",
    f"""
    select held.unit_id, r.reviewed_on as on_date, r.participation <> 'PN7' as met, {NOBODY}, r.child_ref
      from cla_review r {held_by("r", "r.reviewed_on")}
     where r.is_cancelled is not true and r.participation in ('PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6', 'PN7')""",
    words=Words(
        "Reviews in which the child took part", "The child was there, or told the review their views in another way.",
        "Reviews with a code of participation from PN1 to PN6",
        "Reviews held in the period, of children of four and older, whose participation is recorded", standard=4,
        gaps="Children under four (PN0) are left out, as are reviews without a code.",
    ),
)  # fmt: skip
