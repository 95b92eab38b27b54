"""What children, parents and practitioners of the invented council say: its surveys and their answers, as a plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SCALE = (1, 2, 3, 4, 5)
"""From "strongly disagree" to "strongly agree"; None is a question left out."""


@dataclass(frozen=True)
class QuestionPlan:
    """A statement to agree or disagree with, and the number of the standard it tells of."""

    text: str
    standard: int | None


@dataclass(frozen=True)
class ResponsePlan:
    """One answered form: when, and a value (1 to 5) or None for each question in its order."""

    answered_on: date
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class SurveyPlan:
    """One wave of a survey. `links` is how many were handed out, more than came back."""

    title: str
    audience: str  # child, parent_or_carer or practitioner
    introduction: str
    questions: tuple[QuestionPlan, ...]
    opens_on: date
    closes_on: date
    state: str  # open or closed
    links: int
    responses: tuple[ResponsePlan, ...]


_CHILD = (
    "We want to know what it is like to have a social worker. You do not have to answer. Nobody will know it was you.",
    (
        ("My social worker cares about what is best for me.", 1),
        ("My social worker knows what my life is like.", 2),
        ("I can talk to my social worker on my own.", 2),
        ("I know what is in my plan.", 2),
        ("My social worker talks with my family.", 3),
        ("People ask me what I think before they decide things.", 4),
        ("When I say what I want, something happens.", 4),
        ("People are fair to me and to my family.", 5),
        ("The people who help me talk to each other.", 6),
        ("My social worker comes when they say they will.", 10),
        ("My social worker is kind to me.", 10),
    ),
)
_PARENT = (
    "Tell us how it has been to work with children's social care. Your answers are anonymous.",
    (
        ("The work with my family puts my child first.", 1),
        ("My child's social worker understands our daily life.", 2),
        ("I was asked for my own ideas about what would help.", 3),
        ("I know what has to change, and why.", 3),
        ("My child's views were heard.", 4),
        ("Our culture, language and faith were respected.", 5),
        ("The services that help us work together.", 6),
        ("My rights were explained to me.", 7),
        ("What is written about us is accurate.", 8),
        ("I was treated with courtesy.", 10),
        ("Calls and messages are answered.", 10),
    ),
)
_PRACTITIONER = (
    "The health check for practitioners: what helps you to do good work, and what gets in the way.",
    (
        ("I have enough time for direct work with children.", 2),
        ("I have the tools and training to hear what children say.", 4),
        ("We talk openly about equality and discrimination in our work.", 5),
        ("Partner agencies respond when I need them.", 6),
        ("I can get at policy, guidance and research when I need it.", 7),
        ("I can keep my recording up to date in working hours.", 8),
        ("My supervision is regular and reflective.", 9),
        ("My workload lets me do this job well.", 9),
        ("Good practice is noticed here.", 9),
        ("Colleagues and managers treat one another with respect.", 10),
    ),
)

# Where opinion stands for each standard, on the scale of 1 to 5, for each audience: lower than practice audits say.
_OPINION = {
    "child": {1: 3.75, 2: 3.1, 3: 3.5, 4: 2.8, 5: 3.6, 6: 3.2, 10: 3.9},
    "parent_or_carer": {1: 3.5, 2: 3.15, 3: 3.3, 4: 3.1, 5: 3.7, 6: 3.0, 7: 3.2, 8: 2.9, 10: 3.6},
    "practitioner": {2: 2.8, 4: 3.2, 5: 3.6, 6: 3.2, 7: 3.7, 8: 2.6, 9: 3.3, 10: 4.0},
}
_GAIN = {"child": {2: 0.22, 4: 0.28}, "parent_or_carer": {2: 0.12, 4: 0.18}, "practitioner": {2: 0.1, 4: 0.3, 9: -0.12}}
"""What each wave adds for a standard: practice week reached the children, and workloads grew."""

# Audience, title, form, days before the end on which its waves opened, answers of each wave, share that came back.
_SURVEYS = (
    ("child", "What it is like to have a social worker", _CHILD, (960, 595, 230), (92, 118, 141), 0.24),
    ("parent_or_carer", "Working with your family", _PARENT, (905, 540, 175), (124, 163, 151), 0.19),
    ("practitioner", "Practitioners' health check", _PRACTITIONER, (390, 25), (66, 61), 0.78),
)
_OPEN_FOR = 42
_SMALL = (
    "Leaving care: your views",
    "You have left care, or soon will. Tell us how it has been. Nobody will know it was you.",
    (
        ("I was part of making my pathway plan.", 4),
        ("My personal adviser knows what matters to me.", 2),
        ("I know where to go when something goes wrong.", 1),
        ("My home is right for me.", 1),
        ("The services that help me work together.", 6),
        ("I have my own photographs and papers.", 2),
        ("I am treated with respect.", 10),
        ("My culture and faith are respected.", 5),
    ),
    4,
)


def survey_plans(seed: int, end: date) -> list[SurveyPlan]:
    """The surveys up to `end` in the order in which they opened; each wave is a survey of its own.

    Three of children and three of parents and carers, two of practitioners, and one of care leavers that four
    answered, too few to show. The practitioners' second is still open.
    """
    rng = Random(f"{seed}:voice")
    found = [
        _wave(rng, survey, end - timedelta(days=days), place, end)
        for survey in _SURVEYS
        for place, days in enumerate(survey[3])
    ]
    title, introduction, lines, count = _SMALL
    questions, opens = _questions(lines), end - timedelta(days=80)
    closes = opens + timedelta(days=_OPEN_FOR)
    answers = _answers(rng, "child", questions, 1, count, (opens, closes))
    found.append(SurveyPlan(title, "child", introduction, questions, opens, closes, "closed", 18, answers))
    return sorted(found, key=lambda one: one.opens_on)


_Lines = tuple[tuple[str, int], ...]


def _wave(
    rng: Random,
    survey: tuple[str, str, tuple[str, _Lines], tuple[int, ...], tuple[int, ...], float],
    opens: date,
    place: int,
    end: date,
) -> SurveyPlan:
    audience, title, (introduction, lines), _, counts, share = survey
    closes, questions, count = opens + timedelta(days=_OPEN_FOR), _questions(lines), counts[place]
    answers = _answers(rng, audience, questions, place, count, (opens, min(closes, end)))
    links = round(count / share)
    state, title = "closed" if closes <= end else "open", f"{title}, {opens.year}"
    return SurveyPlan(title, audience, introduction, questions, opens, closes, state, links, answers)


def _questions(lines: _Lines) -> tuple[QuestionPlan, ...]:
    return tuple(QuestionPlan(text, standard) for text, standard in lines)


def _answers(
    rng: Random,
    audience: str,
    questions: tuple[QuestionPlan, ...],
    wave: int,
    count: int,
    between: tuple[date, date],
) -> tuple[ResponsePlan, ...]:
    """Forms in the order of their days. Most come early; who is content with one thing tends to be with others."""
    opinion, gain = _OPINION[audience], _GAIN[audience]
    days = (between[1] - between[0]).days
    found: list[ResponsePlan] = []
    for _ in range(count):
        mood, values = rng.gauss(0, 0.6), []
        for question in questions:
            standing = 3.3 if question.standard is None else opinion.get(question.standard, 3.3)
            level = standing + wave * gain.get(question.standard or 0, 0.03) + mood + rng.gauss(0, 0.85)
            values.append(None if rng.random() < 0.04 else min(5, max(1, round(level))))
        found.append(ResponsePlan(between[0] + timedelta(days=int(days * rng.random() ** 1.6)), tuple(values)))
    return tuple(sorted(found, key=lambda one: one.answered_on))
