"""The ready-made tools: one for each kind of audit that the framework names, in words of our own.

A council begins a draft from one, changes what it likes and publishes it. A question whose criterion the standards in
force no longer have stays, without the link.
"""

from api.tools.ready_made import (
    appreciative_evaluation,
    case_and_learning_review,
    dip_sample,
    direct_observation,
    managers,
    multi_agency,
    peer,
    re_audit,
    supervision,
    thematic,
)
from api.tools.ready_made.declared import Ask, Part, ReadyMade

__all__ = ["READY_MADE", "Ask", "Part", "ReadyMade"]

READY_MADE = {
    one.TOOL.kind: one.TOOL
    for one in (
        managers,
        peer,
        multi_agency,
        supervision,
        direct_observation,
        appreciative_evaluation,
        case_and_learning_review,
        thematic,
        dip_sample,
        re_audit,
    )
}
"""By kind of audit, in the order of the framework."""
