"""Sharing cases out over auditors, as evenly as conflicts of interest allow.

A sixth file because it is neither reading nor a verb: a pure function over who may take what.
"""

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Case = TypeVar("Case", bound=Hashable)
Auditor = TypeVar("Auditor", bound=Hashable)


def share_out(may_take: Mapping[Case, Sequence[Auditor]], held: Mapping[Auditor, int]) -> dict[Case, Auditor]:
    """Who takes which case: as many cases as can be taken, the loads as even as they can be.

    `may_take` says of each case who may have it; cases that nobody may have are left out of the answer. `held` is what
    each auditor has to do already: where loads are equal, the case goes to whoever has less. Where anybody may take
    anything, no two loads differ by more than one. Optimal semi-matching (Harvey, Ladner, Lovász and Tamir, 2006,
    "Semi-matchings for bipartite graphs and load balancing", the second algorithm): each case goes to the least loaded
    auditor who can be reached by passing cases on.
    """
    given: dict[Case, Auditor] = {}
    has: dict[Auditor, dict[Case, None]] = {one: {} for one in held}
    for case, able in may_take.items():
        if able:
            _give(case, may_take, given, has, held)
    return given


def _give(
    case: Case, may_take: Mapping[Case, Sequence[Auditor]], given: dict[Case, Auditor],
    has: dict[Auditor, dict[Case, None]], held: Mapping[Auditor, int],
) -> None:  # fmt: skip
    """Give a case to the least loaded whom a chain of passed-on cases reaches, and pass those cases on."""
    came_by: dict[Auditor, Case] = {}
    queue = deque([case])
    while queue:
        passed = queue.popleft()
        for auditor in may_take[passed]:
            if auditor not in came_by:
                came_by[auditor] = passed
                queue.extend(has[auditor])
    order = {auditor: place for place, auditor in enumerate(held)}
    auditor = min(came_by, key=lambda one: (len(has[one]), held[one], order[one]))
    while True:
        passed = came_by[auditor]
        before = given.get(passed)
        given[passed] = auditor
        has[auditor][passed] = None
        if before is None:
            return
        del has[before][passed]
        auditor = before
