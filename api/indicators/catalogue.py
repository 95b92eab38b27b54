"""The definitions of the indicators as data: what is counted, out of what, and what to beware of.

A sixth file because a definition is neither a table nor a query: the migration sows these rows. Where a release counts
otherwise in all periods, its migration raises `definition_version`; what the council counts otherwise by its
conventions comes on top, from a day on.

The words are the council's to change. So a migration adds the indicators whose code is not known yet, and brings words
up to date by `reword` alone, which leaves every indicator as it is whose words the council wrote.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, text

from api.indicators.measures import MEASURES, RATIOS, Measure, Ratio

STANDARDS = {
    1: "the child's interests come first",
    2: "the child's lived experience",
    3: "partnership with parents and carers",
    4: "children's part in decisions",
    5: "equal opportunities",
    6: "working with other agencies",
    7: "law and best practice",
    8: "records",
    9: "management and supervision",
    10: "courtesy and respect",
}
"""What each practice standard is about, in a few words of ours; its own words stand in the standards."""

_NAMESPACE = uuid.UUID("6f0a2f0e-3f3b-4f0e-9a55-1a3d2c0b7e11")
_FIRST_DAY = date(2005, 4, 1)
_SOWN_AT = datetime(2026, 11, 23, tzinfo=UTC)
ALWAYS = date(1900, 1, 1)
"""The day from which defaults count: before any record."""

_COMMON: dict[str, Any] = {"unit": "%", "polarity": "high", "standard_number": None, "target": None, "decimals": 0,
                           "definition_version": 1, "effective_from": _FIRST_DAY, "known_gaps": "",
                           "denominator_text": None}  # fmt: skip
_AUDITS = {"corner": "practice", "source": "Case audits", "owner": "Quality assurance lead"}
_SURVEYS = {"corner": "voice", "source": "Surveys", "owner": "Principal social worker"}
_RECORDS = {"corner": "numbers", "source": "Case management system", "owner": "Performance analyst"}

_TEAM_GAP = "Work whose team is not known counts for the council alone, so services may add up to less."
_VOICE_GAP = (
    "Answers are anonymous, known for the whole council alone and by the week, which counts in the month it began in. "
    "A survey counts once it has closed. People choose whether to answer. Where fewer than five did, nothing is shown."
)

_SINGLE: tuple[dict[str, Any], ...] = (
    _AUDITS | {
        "code": "audits_good", "title": "Audits graded good or better",
        "description": "The overall grade that is reported of a final audit: after moderation, the second reader's.",
        "numerator_text": "Final audits whose reported grade counts as good or better",
        "denominator_text": "Audits that became final in the period, with a reported grade",
        "known_gaps": "Audits are not a random sample of cases, and few are finished in any one month.",
    },
    _AUDITS | {
        "code": "moderation_agreement", "title": "Judgements on which the second reader agreed",
        "description": "How often the moderator, who cannot see the first grade, gives the same one.",
        "numerator_text": "Second judgements equal to the first",
        "denominator_text": "Judgements read a second time, in moderations completed in the period",
        "known_gaps": "Agreement by chance is not taken out; moderated audits are picked by rule, not at random.",
    },
    _RECORDS | {
        "code": "cp_visits_seen_alone", "title": "Child protection visits at which the child was seen alone",
        "description": "Criterion 2.1: children are seen alone, where appropriate.",
        "numerator_text": "Visits at which the child was seen alone",
        "denominator_text": "Child protection visits in the period at which the child was seen",
        "standard_number": 2,
        "known_gaps": "Where nothing is recorded the child counts as not seen alone. No allowance is made for babies. "
        + _TEAM_GAP,
    },
    _RECORDS | {
        "code": "assessments_45_days", "title": "Assessments completed within 45 working days",
        "description": "Criterion 9.1: children receive a timely service. The day of the start is day 0.",
        "numerator_text": "Assessments authorised 45 working days after their start, or sooner",
        "denominator_text": "Assessments authorised in the period",
        "standard_number": 9,
        "known_gaps": "Assessments that are still open are not counted, however late they are. " + _TEAM_GAP,
    },
    _RECORDS | {
        "code": "re_referrals_12_months", "title": "Referrals within 12 months of an earlier one",
        "description": "Referrals of children referred before within 12 months: a sign that needs were not met.",
        "numerator_text": "Referrals of a child who had an earlier referral in the 12 months before",
        "denominator_text": "Referrals received in the period",
        "polarity": "low", "standard_number": 1,
        "known_gaps": "Earlier referrals that were never sent here are not known, so the first year looks too low. "
        "Two referrals of a child on one day count as one. "
        + _TEAM_GAP,
    },
    _RECORDS | {
        "code": "children_looked_after", "title": "Children looked after",
        "description": "How many children the council looked after at the end of the last day of the period.",
        "numerator_text": "Children with an open episode of care at the end of the period's last day",
        "unit": "children", "polarity": "neutral",
        "known_gaps": "For the running period it is the number today. " + _TEAM_GAP,
    },
    _RECORDS | {
        "code": "children_on_plan", "title": "Children on a child protection plan",
        "description": "How many children had a child protection plan at the end of the last day of the period.",
        "numerator_text": "Children with an open plan of this council's at the end of the period's last day",
        "unit": "children", "polarity": "neutral",
        "known_gaps": "For the running period it is the number today. " + _TEAM_GAP,
    },
    _SURVEYS | {
        "code": "survey_responses", "title": "Answers to surveys",
        "description": "How many people have answered a survey: how much is known of what people say.",
        "numerator_text": "Surveys answered in the period",
        "unit": "responses", "polarity": "neutral", "known_gaps": _VOICE_GAP,
    },
)  # fmt: skip


def _by_standard(number: int, about: str) -> tuple[dict[str, Any], ...]:
    return (
        _AUDITS | {
            "code": f"audits_good_standard_{number}",
            "title": f"Audit judgements good or better, standard {number}: {about}",
            "description": f"The reported judgements of the criteria under standard {number} in final audits.",
            "numerator_text": f"Judgements under standard {number} that count as good or better",
            "denominator_text": f"Judgements given under standard {number} in audits that became final in the period",
            "standard_number": number,
            "known_gaps": "Criteria marked not applicable are left out. Judgements of one audit hang together, so the "
            "interval is too narrow.",
        },
        _SURVEYS | {
            "code": f"survey_agreement_standard_{number}",
            "title": f"Survey answers that agree, standard {number}: {about}",
            "description": f"Answers 4 or 5 on a scale of 1 to 5 to survey questions about standard {number}.",
            "numerator_text": f"Answers 4 or 5 to questions about standard {number}",
            "denominator_text": f"Answers 1 to 5 to questions about standard {number}, given in the period",
            "standard_number": number,
            "known_gaps": _VOICE_GAP,
        },
    )  # fmt: skip


_COUNTED: tuple[Measure | Ratio, ...] = (*MEASURES, *RATIOS)


def definitions() -> list[dict[str, Any]]:
    """One row per indicator, in the columns of the table; the ids are the same in every installation."""
    per_standard = (row for number, about in STANDARDS.items() for row in _by_standard(number, about))
    rows = ({**_COMMON, **row} for row in (*_SINGLE, *per_standard))
    return [{"id": uuid.uuid5(_NAMESPACE, row["code"]), **row} for row in rows]


def added() -> list[dict[str, Any]]:
    """The definitions that stand beside their measures, in the same columns."""
    return [
        {
            **_COMMON, "id": uuid.uuid5(_NAMESPACE, one.code), "code": one.code, "title": words.title,
            "description": words.description, "numerator_text": words.numerator, "denominator_text": words.denominator,
            "unit": words.unit, "polarity": words.polarity, "standard_number": words.standard,
            "known_gaps": words.gaps, "corner": words.corner, "source": words.source, "owner": words.owner,
            "decimals": words.decimals,
        }
        for one in _COUNTED
        if (words := one.words)
    ]  # fmt: skip


WORDS = ("title", "description", "numerator_text", "denominator_text", "known_gaps", "owner")
"""The columns that are words, in the order in which they are read."""


@cache
def delivered(code: str) -> Mapping[str, str | None]:
    """The words an indicator comes with, by column."""
    row = next(row for row in (*definitions(), *added()) if row["code"] == code)
    return MappingProxyType({name: row[name] for name in WORDS})


# Of whose words some were kept, the new ones are kept too, so that no wording is ever passed over.
_KEEP_REWORDED = f"""
with reworded as (
  update indicator i set {", ".join(f"{name} = :{name}" for name in WORDS)}
   where i.code = :code and ({", ".join(f"i.{name}" for name in WORDS)})
         is distinct from ({", ".join(f"cast(:{name} as varchar)" for name in WORDS)})
     and coalesce((select w.is_delivered from indicator_wording w where w.indicator_id = i.id
                    order by w.number desc limit 1), true)
  returning i.*)
insert into indicator_wording (id, indicator_id, number, {", ".join(WORDS)}, is_delivered, reason, written_at)
select gen_random_uuid(), r.id, k.last + 1, {", ".join(f"r.{name}" for name in WORDS)}, true,
       'A release of the product brought its words up to date.', now()
  from reworded r
  join (select indicator_id, max(number) as last from indicator_wording group by 1) k on k.indicator_id = r.id"""  # noqa: S608 - our own words


def reword(db: Connection, codes: Iterable[str]) -> None:
    """Bring the words of some indicators up to date in a migration, but for those that the council worded itself."""
    for code in codes:
        db.execute(text(_KEEP_REWORDED), {"code": code, **delivered(code)})


def conventions() -> list[dict[str, Any]]:
    """The default of every convention, as it counts from the first day on until a council sets its own."""
    return [
        {
            "id": uuid.uuid5(_NAMESPACE, f"{one.code}/{setting.name}"), "indicator_code": one.code,
            "name": setting.name, "number": setting.number, "from_on": ALWAYS, "to_on": None, "set_by_id": None,
            "reason": "The default, until the council sets its own.", "set_at": _SOWN_AT,
        }
        for one in _COUNTED
        for setting in one.settings
    ]  # fmt: skip
