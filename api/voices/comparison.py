"""Where practitioner and auditor agree: pure rules over grades.

A sixth file because it is neither reading nor writing, and is proven by itself.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any


def middle_grade(grades: Sequence[str], levels: Sequence[str]) -> str | None:
    """The middle one of several grades by their places on the scale; of two in the middle, the worse.

    `levels` are the codes of the scale, the best first; grades that are not on it are left out.
    """
    places = sorted(levels.index(grade) for grade in grades if grade in levels)
    return levels[places[len(places) // 2]] if places else None


def compare(
    own: Mapping[tuple[str, uuid.UUID | None], str],
    first: Mapping[uuid.UUID, str],
    overall: str | None,
    sections: Mapping[uuid.UUID, Sequence[uuid.UUID]],
    levels: Sequence[str],
) -> list[dict[str, Any]]:
    """A row for each place that both have graded.

    `own` are the practitioner's grades by ("overall", None), ("section", id) or ("question", id); `first` the
    auditor's by question; `sections` the questions of each section.
    """
    rows = []
    for (kind, at), grade in own.items():
        if kind == "overall":
            theirs = overall
        elif kind == "question":
            theirs = first.get(at) if at else None
        else:
            theirs = middle_grade([first[q] for q in sections.get(at, ()) if q in first], levels) if at else None
        if theirs is not None:
            rows.append(
                {"kind": kind, "id": at, "practitioner": grade, "auditor": theirs, "is_agreed": grade == theirs}
            )
    return rows
