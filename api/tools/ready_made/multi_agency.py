"""The multi-agency audit: each agency reads its own record, then all read the child's story together."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

_TOGETHER = four(
    "Agencies thought as one team around the child, and changed course together when the child’s life changed.",
    "Each knew what the others did; the plan was one plan, and gaps were closed within days.",
    "Each did its own part well enough, but nobody put the parts together.",
    "What one agency knew would have changed what another did, and it was not told.",
    example="The school rang the nurse and the worker on the morning the girl came without shoes; by evening all "
    "three had a part in one plan.",
    warning="Three agencies each closed the case because another was involved.",
)


def _agency(agency: str, *own: Ask) -> Part:
    return Part(f"{agency}: what we knew and did", (
        Ask("What did we know about this child, and what did we do with it?", "6.1"),
        Ask("Did we share in time what others needed?", "6.4"),
        *own,
        check("We were at the meetings we were asked to, or sent a report.", "6.3"),
        check("Our record names the other agencies’ people.", "6.3"),
    ), agency)  # fmt: skip


TOOL = ReadyMade(
    AuditKind.multi_agency,
    "Multi-agency audit",
    "Each agency answers for its own part; then all of them answer together what the child got from it.",
    "Every agency fills in its part from its own record before the meeting. At the meeting read the parts "
    "aloud in the order of the child’s life, then answer the last part together. Nobody grades another "
    "agency’s part.",
    (
        _agency("Children’s social care",
                Ask("Did our decisions take the others’ professional opinions into account?", "6.1"),
                check("Agency checks were made in child protection enquiries.", "6.6")),
        _agency("Health", Ask("Was the child’s health and development understood, and acted on?", "1.3")),
        _agency("Education", Ask("Did school or nursery notice changes in the child’s days, and tell?", "1.3")),
        _agency("Police", Ask("Was the child seen and heard at incidents, as well as the adults?", "2.1")),
        _agency("Adult services and probation",
                Ask("Were the adults’ difficulties looked at as a child would live them?", "6.1", is_mandatory=False)),
        Part("Together", (
            Ask("Was there one plan, with a part for each, that the family could follow?", "6.2", by_grade=_TOGETHER),
            Ask("Where we disagreed, was it said, settled and written down?", "6.5"),
            Ask("What is better in this child’s life because we worked together?", "2.4"),
        )),
    ),
)  # fmt: skip
