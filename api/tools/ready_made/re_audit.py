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
            Ask("Did the actions meet what was found, or only what was easy?", "9.4", by_grade=four(
                ("The hardest finding was met first, and its cause beyond this case as well.",
                 "Nobody had asked the father: he was asked, and the team now asks at referral."),
                ("Each weighty finding had an action that could change it.",
                 "“Not seen alone” was met by a visit a week with a plan for it."),
                ("The paper was put right; the harder findings had a reminder.",
                 "The chronology is up to date; who sees the boy on Sundays is still open."),
                ("What mattered most had no action, or actions were closed undone.",
                 "Four actions marked as done on one afternoon, without a trace in the record."),
            )),
        )),
        Part("What has changed for the child", (
            Ask("Is the child’s life better than at the first audit?", "2.4",
                by_grade=four(
                    ("Much better, the child and the family say so, and it is likely to last.",
                     "“I have my own key,” she says; the school, the nan and the nurse tell the same."),
                    ("Better in what mattered most at the first audit.",
                     "He has been at school for nine weeks running; “mornings are quiet now”, says his mother."),
                    ("The paper is better, the child’s days are much the same.",
                     "A new plan, a new chronology, and the same three weekends alone."),
                    ("No better, or worse.",
                     "She has changed school twice since, and stopped eating with the others."),
                )),
            Ask("Is the child safer, and how do you know?", "1.1", by_grade=four(
                ("What keeps the child safe works without us, was tested, and the child trusts it.",
                 "In August it was needed: he rang his aunt, she came, and she rang us."),
                ("The danger named at the first audit is smaller, and several people can show why.",
                 "No call to the police since April, and the neighbour agrees."),
                ("It may be so; it rests on what the parents say.",
                 "“Mother reports no further contact.”"),
                ("No, or nobody knows.",
                 "The bail conditions ended in May; the plan still relies on them."),
            )),
            Ask("Is what the child wants known, and followed?", "4.2", by_grade=four(
                ("The child says that something they asked for has come about.",
                 "“I said I wanted my sister on Saturdays, and now it is Saturdays.”"),
                ("It is known now, and followed or answered with a reason.",
                 "“You cannot live with dad yet, because; but you can phone him each night.”"),
                ("It is known, and waits.",
                 "He asked for a swimming place in March; it is “being looked into”."),
                ("It is no better known than at the first audit.",
                 "The same sentence stands in the new plan."),
            )),
        )),
        Part("What has changed in the work", (
            Ask("Does the plan drive the work now?", "2.4", by_grade=four(
                ("Each visit moves the plan, and the family holds it in their hands.",
                 "It hangs on the fridge with two steps crossed out and one in the girl’s writing."),
                ("Visits and meetings refer to it, and it changes as things change.",
                 "Step two was dropped in June, with the reason, and a new one took its place."),
                ("There is a better plan, and the work goes on beside it.",
                 "The plan speaks of bedtimes; the visits speak of housing."),
                ("There is none in date, or it is the old one.",
                 "The date was changed, the words were not."),
            )),
            Ask("Is there a manager’s grip?", "9.7", by_grade=four(
                ("The manager followed the audit up, saw the child’s progress, and drew on it for others.",
                 "“We missed fathers here, so I looked at my other nine.”"),
                ("Decisions since have reasons, the actions were checked, drift was ended.",
                 "Three supervisions come back to the audit, each with what has changed."),
                ("The manager knows of the audit, and left it to the worker.",
                 "“Audit actions: in progress”, three times."),
                ("Nobody steers, or what was found has been argued away.",
                 "The case had four managers since, and none mentions the audit."),
            )),
            Ask("What was kept of what was good at the first audit?", "9.5", by_grade=four(
                ("What was good grew, and others in the team do it too.",
                 "His way of drawing with her is now how the whole team begins."),
                ("What was good is still there, through changes of worker as well.",
                 "The new worker took over the Thursday walks."),
                ("Some of it went in the effort to mend the rest.",
                 "The plan is in order; the long talks have become short ones."),
                ("It is gone.",
                 "The one person she talked to has left, and nobody said goodbye."),
            )),
        )),
    ),
)  # fmt: skip
