"""The dip sample: a quarter of an hour on each of many cases, mostly whether things are in place."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

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
                "A first impression; it says whether to audit the whole case.",
                by_grade=four(
                    ("A quarter of an hour was enough to know the child, the worry and where things are going.",
                     "You could tell it to somebody at lunch, and would want to know how it goes on."),
                    ("The story can be followed, with its turns and its reasons.",
                     "From the bruise to the aunt’s house in four clear entries, and what he made of it."),
                    ("What was done can be followed; why, and what it was like for the child, cannot.",
                     "A list of visits, calls and e-mails in good order."),
                    ("After a quarter of an hour you do not know what this is about, or you are worried.",
                     "Audit the whole case, and if a child may not be safe say so today."),
                )),
        )),
    ),
)  # fmt: skip
