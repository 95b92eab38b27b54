"""The re-audit: the same case some months later, to see whether what was found has changed."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

TOOL = ReadyMade(
    AuditKind.re_audit,
    "Re-audit",
    "Goes back to an audited case some months later: was what was agreed done, and is the child better off?",
    "Read the first audit’s findings and actions, then the record since that day. Somebody other than the "
    "first auditor should do it. An action that was done and changed nothing is not a success: say so.",
    (
        Part("What was agreed", (
            check("Every action of the first audit was done.", "9.4"),
            check("They were done by the day that was agreed.", "9.4"),
            check("Somebody other than its owner verified each.", "9.4"),
            Ask("Did the actions meet what was found, or only what was easy?", "9.4"),
        )),
        Part("What has changed for the child", (
            Ask("Is the child’s life better than at the first audit?", "2.4",
                by_grade=four(
                    "Much better, the child and the family say so, and it is likely to last.",
                    "Better in what mattered most at the first audit.",
                    "The paper is better, the child’s days are much the same.",
                    "No better, or worse.",
                    example="He has been at school for nine weeks running; “mornings are quiet now”, says his mother.",
                    warning="A new plan, a new chronology, and the same three weekends alone.",
                )),
            Ask("Is the child safer, and how do you know?", "1.1"),
            Ask("Is what the child wants known, and followed?", "4.2"),
        )),
        Part("What has changed in the work", (
            Ask("Does the plan drive the work now?", "2.4"),
            Ask("Is there a manager’s grip?", "9.7"),
            Ask("What was kept of what was good at the first audit?", "9.5"),
        )),
    ),
)  # fmt: skip
