"""Appreciative evaluation: work that went well is studied, so that it can be had again."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

TOOL = ReadyMade(
    AuditKind.appreciative_evaluation,
    "Appreciative evaluation",
    "Studies a piece of work that succeeded, with those who did it and those it was for, to find what made it succeed.",
    "Choose work that ended well for the child. Talk to the worker, and to the child or the parents, about the "
    "best moment in it. Look for the conditions that made it possible and that others could have: time, a "
    "team, a manager, a tool. The grade says how strongly the work shows each thing.",
    (
        Part("The best of what was", (
            Ask("What was the moment at which things turned for this child?", "2.4",
                "Ask the family and the worker separately; write both answers.",
                by_grade=four(
                    "Family and worker tell the same moment, and the child’s life shows it still.",
                    "There is a clear change for the child, and people can say what brought it about.",
                    "Something went well, but nobody can say why.",
                    "The success is a closed case rather than a better life.",
                    example="Both name the evening the aunt came to the meeting: “from then on it was ours to mend”.",
                )),
            Ask("What did the worker do that made the family trust them?", "3.3"),
            Ask("Which strengths of the child and the family carried the change?", "3.1"),
        )),
        Part("What made it possible", (
            Ask("What did the team, the manager or supervision give?", "9.6"),
            Ask("What did partners give?", "6.2"),
            Ask("Which approach or research helped?", "7.2"),
        )),
        Part("More of it", (
            Ask("What would have to be in place for every child to have this?", "9.5"),
            check("The worker and the family were told that their work is being learnt from.", "9.5"),
            check("The story was written up so that no child can be recognised.", "8.5"),
        )),
    ),
)  # fmt: skip
