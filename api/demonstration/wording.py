"""What auditors of the invented council write: short sentences put together from fragments, about nobody."""

from random import Random

# For each criterion: what a strong record shows, and what a weak one lacks.
_SEEN: dict[str, tuple[str, str]] = {
    "1.1": ("safeguarding procedures were followed at each step", "the strategy discussion was not recorded in time"),
    "1.2": ("the assessment draws on the agreed tools and names the child's needs", "needs are listed but not weighed"),
    "1.3": (
        "school, health and play are all part of the plan",
        "there is little about how the child is doing at school",
    ),
    "1.4": ("the long-term plan is settled and the child knows it", "there is no second plan if the first one fails"),
    "2.1": (
        "the child was seen alone and their own words are on record",
        "the child was not seen alone at most visits",
    ),
    "2.2": ("help came quickly once the risk had changed", "six weeks passed between the decision and the first visit"),
    "2.3": ("life story work has begun and belongings moved with the child", "no life story work is on the record"),
    "2.4": (
        "the plan is specific, dated and written so that a parent can follow it",
        "the actions have no dates or owners",
    ),
    "3.1": ("a family group conference shaped the plan", "the wider family was not asked before decisions were made"),
    "3.2": ("both parents took part in the assessment", "the father was not spoken to"),
    "3.3": ("the parents' own ideas are in the plan", "the parents' views are summed up in a single line"),
    "3.4": (
        "the worries and what must change are set out in plain words",
        "it is unclear what has to change, and by when",
    ),
    "3.5": ("family time is regular, reviewed and good for the child", "missed family time was not followed up"),
    "3.6": ("relatives were looked for early and assessed", "a relative who came forward was assessed late"),
    "4.1": ("the child was told about advocacy and how to complain", "advocacy is not mentioned"),
    "4.2": ("drawing and scaling tools were used to hear the child", "no tools were used to help the child to speak"),
    "4.3": ("the child chose how to take part in the meeting", "the child's views reached the meeting second hand"),
    "5.1": (
        "the worker named an unfair assumption and dealt with it",
        "a stereotype in the referral was left unchallenged",
    ),
    "5.2": ("language, faith and culture shape how help is given", "an interpreter was needed and not booked"),
    "5.3": ("housing and money worries are part of the analysis", "the effect of poor housing is not considered"),
    "5.4": (
        "the worker spoke up for the family with housing and the school",
        "the family were left to find support alone",
    ),
    "6.1": ("the school's and the health visitor's views are weighed", "the nursery was not asked for its view"),
    "6.2": ("partners each hold a part of the plan", "the plan rests on the social worker alone"),
    "6.3": ("partners describe a responsive working relationship", "core group members were told late of changes"),
    "6.4": ("information was shared promptly and in proportion", "the minutes reached partners three weeks late"),
    "6.5": ("a disagreement with a partner was settled within days", "a disagreement was left without a decision"),
    "6.6": ("agency checks were complete before the decision", "checks with health were missing at the decision"),
    "7.1": ("statutory steps and timescales were kept", "a review fell outside its timescale without a reason"),
    "7.2": ("the analysis uses research well and with a light hand", "the plan does not draw on what is known to work"),
    "7.3": ("support was matched to need without duplication", "two services were doing the same work"),
    "7.4": ("learning from an earlier audit is visible", "actions from an earlier audit were not picked up"),
    "8.1": (
        "recording is up to date and gives the purpose of each contact",
        "several visits were written up weeks later",
    ),
    "8.2": ("basic details are complete and current", "the record still shows an earlier school"),
    "8.3": ("genogram, chronology and plan are all there and useful", "the chronology stops a year ago"),
    "8.4": (
        "fact and opinion are kept apart and the analysis is clear",
        "case notes are long and the analysis is thin",
    ),
    "8.5": ("information is stored and shared as it should be", "a sibling's information was filed on this record"),
    "9.1": ("the manager's tracking kept the work on time", "drift was not noticed for two months"),
    "9.2": (
        "the worker has the skills and time that this case needs",
        "the case was allocated before the handover was done",
    ),
    "9.3": ("management decisions and their reasons are easy to find", "the reason for stepping down is not recorded"),
    "9.4": ("the manager had audited the case and checked the actions", "there is no sign of the manager's own audit"),
    "9.5": ("good work was noticed and shared with the team", "strong direct work went without recognition"),
    "9.6": ("supervision is monthly and reflective", "supervision is a list of tasks with a gap of three months"),
    "9.7": (
        "the manager challenged delay and it made a difference",
        "delay was noted in supervision but not challenged",
    ),
    "10.1": ("letters are warm, clear and prompt", "messages from the family went unanswered for a week"),
    "10.2": ("visits were on time and changes were explained", "two visits were moved on the day without an apology"),
    "10.3": (
        "one worker spoke for all of the council's services",
        "the family had to repeat their story to three teams",
    ),
}
_ANY = ("the work on this point is thorough", "the record says little on this point")

_WHERE = (
    "in the case notes", "in the latest assessment", "in the minutes of the last meeting", "across the visits read",
    "in the plan and its review", "in supervision records", "over the last six months", "throughout the record",
)  # fmt: skip
_DIFFERENCE = (
    "and life at home is measurably better for it", "and the family say that it changed things",
    "and it is an example to share", "and partners describe the difference it made",
)  # fmt: skip
_SMALL_GAP = (
    "A little more detail would help the next reader.", "The next review should build on it.",
    "Timing could be tighter.", "One recent entry is thinner than the rest.",
)  # fmt: skip
_PARTLY = (
    "There are signs of improvement in the last month.", "The worker knows this and could explain it.",
    "Earlier work on the same case was better.", "Some of it was put right before the audit.",
)  # fmt: skip
_HARM = (
    "The child's situation was left unclear for too long.", "This needs action by the team manager this week.",
    "Risk was not fully understood as a result.", "The manager was told on the day of the audit.",
)  # fmt: skip
_ABSENT = (
    "Does not apply at this stage of the work.", "Not relevant to this child's situation.",
    "The work has not reached this point yet.", "There was no occasion for it in the period read.",
)  # fmt: skip

_OVERALL = {
    "outstanding": ("Skilled work that has changed this child's daily life.", "The child is at the centre throughout."),
    "good": ("Steady, thoughtful work with a clear plan.", "The child is known well and the plan is moving."),
    "requires_improvement": (
        "Sound in places, but the plan does not yet drive the work.",
        "Contact is regular; its purpose is not always clear.",
    ),
    "inadequate": (
        "Drift has left the child without the help that was agreed.",
        "The record does not show that the child is safe enough.",
    ),
}
_STANDARD = (
    "the child's best interests", "the child's lived experience", "partnership with parents", "involving the child",
    "equality", "work with other agencies", "law and guidance", "recording", "management and supervision", "courtesy",
)  # fmt: skip

_AGREED = ("The evidence supports the grade.", "Read afresh, the same view.", "Clear reasons, well evidenced.")
_LOWERED = (
    "The grade leans on process; the effect on the child is not shown.", "The strengths are real but so are the gaps.",
    "Good intentions are graded here, not yet outcomes.", "The reasons describe a weaker picture than the grade.",
)  # fmt: skip
_RAISED = (
    "Direct work is stronger than the grade allows.", "The gap found is small beside the progress made.",
    "The auditor marks down for recording alone.",
)  # fmt: skip
_QUALITY = {
    "high": ("Every grade has a reason and points to the evidence.", "Balanced, specific and fair to the worker."),
    "adequate": ("Most reasons are clear; a few restate the grade.", "Good on process, lighter on impact."),
    "poor": ("Several reasons do not say what was read.", "Grades and reasons do not match in places."),
}


def reason(rng: Random, code: str, grade: str | None) -> str:
    """Why a criterion was graded so; `grade` is None where it does not apply."""
    strong, weak = _SEEN.get(code, _ANY)
    if grade is None:
        return rng.choice(_ABSENT)
    where = rng.choice(_WHERE)
    if grade == "outstanding":
        return f"{_sentence(where)}, {strong}, {rng.choice(_DIFFERENCE)}."
    if grade == "good":
        return f"{_sentence(where)}, {strong}. {rng.choice(_SMALL_GAP) if rng.random() < 0.6 else ''}".strip()
    ending = _PARTLY if grade == "requires_improvement" else _HARM
    return f"{_sentence(where)}, {weak}. {rng.choice(ending)}"


def overall(rng: Random, grade: str, best: int, worst: int) -> tuple[str, str]:
    """Reason of the overall grade and the summary; `best` and `worst` are numbers of standards, 1 to 10."""
    why = rng.choice(_OVERALL[grade])
    ending = "Share it at the team meeting." if grade == "outstanding" else "Agree actions with the team manager."
    strength, area = _sentence(_STANDARD[best - 1]), _STANDARD[worst - 1]
    return why, f"{why} Strongest: {strength}. To improve: {area}. {ending}"


def moderation(rng: Random, outcome: str) -> str:
    """Why the second reading agreed, raised or lowered."""
    return rng.choice({"agreed": _AGREED, "lowered": _LOWERED, "raised": _RAISED}[outcome])


def audit_quality(rng: Random, level: str) -> str:
    """What the moderator says of the audit itself."""
    return rng.choice(_QUALITY[level])


_ASPECTS = {
    "evidence": {
        "high": "Each grade names the visit, note or plan it rests on.",
        "adequate": "Most grades name what was read; some rest on the file as a whole.",
        "poor": "What was read is not named, so nobody can look again.",
    },
    "childs_voice": {
        "high": "The child is quoted, and the grade says what their words changed.",
        "adequate": "The child was asked; what they said is told in one line.",
        "poor": "The child's words are copied from the plan; nobody asked them.",
    },
    "analysis": {
        "high": "It says why things went as they did, and what difference it made.",
        "adequate": "It describes well what happened, and less well why.",
        "poor": "It lists events and dates, and weighs none of them.",
    },
    "actions": {
        "high": "Every action has an owner, a day and a way to tell that it worked.",
        "adequate": "Actions have owners and days; how they will be proven is open.",
        "poor": 'Actions say "improve recording", without an owner or a day.',
    },
}


def aspects(rng: Random, level: str) -> dict[str, dict[str, str]]:
    """What the moderator says of each aspect of an audit whose quality is `level` on the whole."""
    levels = ("high", "adequate", "poor")
    found = {}
    for aspect, words in _ASPECTS.items():
        place = min(2, max(0, levels.index(level) + rng.choice((-1, 0, 0, 0, 1))))
        found[aspect] = {"rating": levels[place], "words": words[levels[place]]}
    return found


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
