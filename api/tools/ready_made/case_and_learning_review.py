"""The case and learning review: a case that troubled people is gone through, for what the system can learn."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

TOOL = ReadyMade(
    AuditKind.case_and_learning_review,
    "Case and learning review",
    "Goes through a case that troubled people, with those who were in it, for what the whole system can learn.",
    "Hold it with everybody who worked with the child, sometimes together with the safeguarding partnership. "
    "Ask how things looked at the time, not how they look now. Look past the person to what made their action "
    "make sense. Say what one team can change, and what must change in the standard, the tool or the policy "
    "itself.",
    (
        Part("The story", (
            Ask("What was life like for the child through this time?", "2.4",
                "Tell it from the child’s side first, in order."),
            Ask("Which were the moments at which it could have gone another way?", "2.2"),
            Ask("What did people see, believe and expect at each of them?", "8.4"),
        )),
        Part("Why it made sense", (
            Ask("Did the history reach those who had to decide?", "8.3",
                by_grade=four(
                    "Whoever decided had the whole story in front of them and weighed it.",
                    "What mattered from the past was known and used when decisions were made.",
                    "Parts of the history were known to some, and nobody put them together.",
                    "Decisions were made as if the family had no past.",
                    example="The chronology, read aloud at the strategy meeting, showed the fourth bruise in a spring.",
                    warning="Each of five referrals was treated as the first.",
                )),
            Ask("Did agencies hear each other, also where they disagreed?", "6.5"),
            Ask("Did management and supervision see the drift, the overload or the fear?", "9.7"),
            Ask("Did poverty, race or disability change how the family was read?", "5.3"),
            Ask("What went well in spite of everything?", "9.5"),
        )),
        Part("Learning", (
            Ask("What can the team change by itself?", "9.4"),
            Ask("What must change in a standard, a tool, a policy or a resource?", "7.4"),
            check("The family was told about the review and asked for its view.", "3.2"),
            check("Those who worked with the child took part.", "9.6"),
            check("It is agreed who tells whom what was learnt, and by when.", "7.4"),
        )),
    ),
)  # fmt: skip
