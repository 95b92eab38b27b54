"""Ids for the records of returns, which have none: made from the child's reference and what makes the record known."""

from collections.abc import Callable, Sequence
from hashlib import blake2b

from api.imports.returns.values import Value, is_day

Reference = Callable[[str], str]
"""Gives the reference of a child (at most 16 characters) for the person id."""


class Ids:
    """The ids of one file, at most 48 characters each, in which the person id cannot be read.

    The same facts give the same id in every file and every year, so that a later file's row goes over the earlier's:
    a child's plan is known by the day it began, whichever return tells of it. Where rows that differ would come to the
    same id, the second has `-2` behind it and so on, in the order of the file; rows that are alike are one.
    """

    def __init__(self, ref: Reference) -> None:
        self._ref = ref
        self._seen: dict[str, list[int]] = {}

    def make(
        self, entity: str, person_id: Value, *, on: Value = None, kind: str | None = None, row: Sequence[object] = ()
    ) -> Value:
        """The id of the record that `row` tells of: of the child, the day `on` where one is given, and a word of ours.

        None where there is no child to make it from. A day that is none may be anything, and says nothing.
        """
        if person_id is None:
            return None
        parts = [self._ref(person_id)]
        parts += [on.replace("-", "") if is_day(on) else "unknown"] if on is not None else []
        made = "-".join(parts + ([kind] if kind else []))
        rows = self._seen.setdefault(f"{entity} {made}", [])
        mark = hash(tuple(row))
        if mark not in rows:
            rows.append(mark)
        place = rows.index(mark) + 1
        return made if place == 1 else f"{made}-{place}"


def team_id(name: str) -> str:
    """The id of a team that is known by its name alone, however it is spaced and capitalised."""
    return "team-" + blake2b(" ".join(name.casefold().split()).encode(), digest_size=8).hexdigest()
