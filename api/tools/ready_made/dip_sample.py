"""The dip sample: a quarter of an hour on each of many cases, mostly whether things are in place."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check

TOOL = ReadyMade(
    AuditKind.dip_sample,
    "Dip sample",
    "A quarter of an hour on each of many cases: are the things in place without which good work cannot be?",
    "Answer from the record alone, in a quarter of an hour. Met means that it is there and in date; partly met "
    "means that it is there and of no use. A dip sample finds where to look; it does not tell how good "
    "practice is.",
    (
        Part("In place", (
            check("Basic details are complete and up to date.", "8.2"),
            check("There is a chronology of use to a new worker.", "8.3"),
            check("There is a family tree.", "8.3"),
            check("There is a plan in date.", "2.4"),
            check("The child was visited when the plan says so.", "2.2"),
            check("The child was seen alone at the last visit, or it says why not.", "2.1"),
            check("Recording is up to date to within five working days.", "8.1"),
            check("Supervision took place within our policy’s interval.", "9.6"),
            check("A manager’s last decision stands there with its reason.", "9.3"),
        )),
        Part("One look at quality", (
            Ask("From this quarter of an hour: does the record tell the child’s story?", "8.1",
                "A first impression; it says whether to audit the whole case."),
        )),
    ),
)  # fmt: skip
