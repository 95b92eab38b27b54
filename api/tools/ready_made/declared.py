"""How a ready-made tool is declared: parts with questions, linked to criteria of the practice standards by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.tools.models import AuditKind, QuestionKind


@dataclass(frozen=True)
class Ask:
    """A question; `code` is the criterion's. `by_grade` has what a grade means and an invented example of it."""

    text: str
    code: str = ""
    look_for: str = ""
    kind: QuestionKind = QuestionKind.quality
    by_grade: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    is_mandatory: bool = True


@dataclass(frozen=True)
class Part:
    """A section: its title, its questions, and the agency that answers it where several do."""

    title: str
    asks: tuple[Ask, ...]
    agency: str = ""


@dataclass(frozen=True)
class ReadyMade:
    """A tool to begin from: what it is for in one sentence, and how it is done in some more."""

    kind: AuditKind
    title: str
    purpose: str
    introduction: str
    parts: tuple[Part, ...]


def check(text: str, code: str = "", look_for: str = "", *, is_mandatory: bool = True) -> Ask:
    """A question of compliance: whether something that must be done was done."""
    return Ask(text, code, look_for, QuestionKind.compliance, is_mandatory=is_mandatory)


def four(
    outstanding: tuple[str, str], good: tuple[str, str], requires_improvement: tuple[str, str],
    inadequate: tuple[str, str],
) -> dict[str, tuple[str, str]]:  # fmt: skip
    """What each of Ofsted's four means for a question, and an invented example of it: a pair for each grade."""
    return {
        "outstanding": outstanding,
        "good": good,
        "requires_improvement": requires_improvement,
        "inadequate": inadequate,
    }
