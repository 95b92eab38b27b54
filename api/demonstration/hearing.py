"""What child, family and practitioner of the invented council say when an audit asks them: about nobody."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

SHARES = {"child": 0.55, "family_1": 0.60, "practitioner": 0.70}
"""In how many audits each voice is given, give or take what a team is better or worse at."""

_OTHERWISE = {
    "child": (("not_appropriate", 40), ("unreachable", 30), ("declined", 30)),
    "family_1": (("declined", 50), ("unreachable", 45), ("not_appropriate", 5)),
    "practitioner": (("unreachable", 45), ("declined", 20), ("not_appropriate", 35)),
}
_WHY = {
    ("child", "not_appropriate"): (
        "A baby of seven months; how the baby is with the carer was observed at a visit instead.",
        "In the week of a court hearing; the guardian advised against it.",
    ),
    ("child", "unreachable"): (
        "Two letters and a message by the worker, and no answer in three weeks.",
        "Moved to another school that week; two calls to the carer were not returned.",
    ),
    ("child", "declined"): ("Does not want to talk to another grown-up.", "Would rather play football, fair enough."),
    ("family_1", "declined"): ("Had said it all to the worker already.", "Too much going on at the moment."),
    ("family_1", "unreachable"): (
        "Three calls at other times of the day and a letter.",
        "The number is no longer used.",
    ),
    ("family_1", "not_appropriate"): ("Police asked that nobody speak to them before the interview.",),
    ("practitioner", "unreachable"): ("Off sick for the whole of the fortnight; the manager was asked.",),
    ("practitioner", "declined"): ("Has a new baby on the caseload and asked to be left out this time.",),
    ("practitioner", "not_appropriate"): ("Left the council in the summer; the new worker has met the child once.",),
}
# What is said, by whom: warm, mixed or sore, each with the number of the standard it is about.
_SAID = {
    "child": (
        ("She listens and she does what she says.", 2), ("He plays cards with me and asks real questions.", 4),
        ("I like that she tells me what will happen next.", 4), ("Too many people come, and they ask the same.", 2),
        ("I did not know what the meeting was for.", 4), ("I want to see my gran more.", 2),
        ("She came late again and then it was only short.", 2), ("I can ring her, and she rings back.", 2),
    ),
    "family_1": (
        ("They told me straight what had to change, and they helped me do it.", 3),
        ("The plan is in words I can follow.", 3), ("I was asked what I thought before it was decided.", 3),
        ("I got the report the night before the meeting.", 3), ("Three workers in a year; I start again each time.", 3),
        ("Nobody asked the father of my children anything.", 3), ("She treats us with respect.", 3),
    ),
    "practitioner": (
        ("Direct work with the child went well once I had the time for it.", 4),
        ("Supervision helped me see that the plan had drifted.", 9), ("I should have brought the school in sooner.", 6),
        ("The genogram changed what we did.", 8), ("I had too many children in proceedings that month.", 9),
    ),
}  # fmt: skip
_MEANS = {
    "child": (("met", 60), ("observed", 15), ("advocate", 10), ("phone", 15)),
    "family_1": (("phone", 60), ("met", 25), ("letter_or_survey", 15)),
    "practitioner": (("met", 70), ("phone", 30)),
}
_RELATIONS = (("mother", 60), ("father", 15), ("grandparent", 8), ("foster_carer", 17))
_CHANGES = (
    "Lowered one judgement: the record reads better than it was for them.",
    "Raised one judgement: the work with them is better than the record shows.",
)
_PROUD = (
    "We found an uncle nobody had asked, and the child now spends Sundays there.",
    "The plan is written with the child, and in the child's words.",
    "I kept going to see them, and in the end they opened the door.",
)
_DIFFERENTLY = (
    "Ask for the speech therapist's view in the first month, not the fourth.",
    "Write up visits the same day; two were a week late.",
    "Bring the core group together earlier when the school began to worry.",
)
_REASONS = ("It went well for this family, and the record shows it.", "Sound work with gaps that I know of.")


def voices_of(rng: Random, team_id: str, day: date, sections: Mapping[int, str]) -> dict[str, Any]:
    """The voices of an audit as they are sent, heard in the fortnight to `day`; `sections` are ids by standard."""
    leaning = Random(f"voices of {team_id}").uniform(-0.12, 0.18)
    return {
        place: _given(rng, place, day, sections) if rng.random() < share + leaning else _not_given(rng, place)
        for place, share in SHARES.items()
    }


def _given(rng: Random, place: str, day: date, sections: Mapping[int, str]) -> dict[str, Any]:
    (words, _), (more, standard) = rng.sample(_SAID[place], 2)
    is_changed = rng.random() < 0.15
    voice: dict[str, Any] = {
        "state": "given", "means": _pick(rng, _MEANS[place]), "asked_by": "auditor", "said": words,
        "heard_on": (day - timedelta(days=rng.randrange(14))).isoformat(), "is_judgement_changed": is_changed,
    }  # fmt: skip
    if is_changed:
        voice["change"] = rng.choice(_CHANGES)
    if place == "family_1":
        voice["relation"] = _pick(rng, _RELATIONS)
    if standard in sections and rng.random() < 0.6:
        voice["sections"] = {sections[standard]: {"said": more, "is_judgement_changed": is_changed}}
    return voice


def _not_given(rng: Random, place: str) -> dict[str, Any]:
    state = _pick(rng, _OTHERWISE[place])
    return {"state": state, "reason": rng.choice(_WHY[place, state])}


def _pick(rng: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([name for name, _ in weighted], weights=[weight for _, weight in weighted])[0]


def view_of(rng: Random, grade: str | None, sections: Mapping[int, str]) -> dict[str, Any]:
    """A practitioner's own view as it is sent: mostly of the auditor's `grade`, and of a few standards."""
    kinder = {"inadequate": "requires_improvement", "requires_improvement": "good", "good": "outstanding"}
    own = grade or "good"
    if rng.random() < 0.35:
        own = kinder.get(own, own)
    graded = {
        sections[number]: {"grade": own, "reason": rng.choice(_REASONS)} for number in (2, 4, 8) if number in sections
    }
    return {
        "overall_grade": own, "overall_reason": rng.choice(_REASONS), "proud_of": rng.choice(_PROUD),
        "would_do_differently": rng.choice(_DIFFERENTLY), "sections": graded,
    }  # fmt: skip
