"""The managers' audit: a manager reads a case of another team from beginning to end."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

TOOL = ReadyMade(
    AuditKind.managers,
    "Managers’ case audit",
    "A manager reads one child’s whole record, speaks to the worker, and says what difference the work has made.",
    "Read the record before you speak to the worker, and hear the child or the family if you can. Begin each "
    "reason with what went well. Judge the difference to the child, not the amount of paper. Whatever has to "
    "change becomes an action with a name and a day.",
    (
        Part("The child’s day", (
            Ask("Could you describe this child to a stranger from the record?", "2.1",
                "Visits at which the child was seen, alone where it was right, and what the child showed or said.",
                by_grade=four(
                    "The child stands before you: habits, worries, jokes, and how these changed as the work went on.",
                    "You know what this child’s days are like and what the child wants, in the child’s own words.",
                    "The child appears in some entries, mostly through what adults said.",
                    "You could not say who this child is, or when anybody last looked.",
                    example="“She sleeps with the light on since March. With the dolls she put dad outside the house, "
                    "and told me she can breathe on Sundays.”",
                    warning="“Home visit. Child seen, no concerns.” Written eleven times with other dates.",
                )),
            Ask("What is better in this child’s life because we are involved?", "2.4",
                "A change that somebody outside the service would notice."),
            Ask("Did what the child said or showed change a decision?", "4.2"),
        )),
        Part("Thinking and planning", (
            Ask("Does the assessment explain, rather than list, why this child needs help?", "1.2",
                "History that is used; what makes things worse and what keeps the child safe.",
                by_grade=four(
                    "Every professional would act differently after reading it, and the family recognises itself.",
                    "The reasons for worry and the strengths are weighed, and the plan follows from them.",
                    "Much is gathered, little is weighed; the plan could belong to another child.",
                    "Danger that stands in the record is missing from the assessment.",
                    example="“Three moves in a year are themselves a harm: each followed a bail condition. The plan "
                    "therefore begins with housing.”",
                    warning="Nine pages of history and two lines of analysis.",
                )),
            Ask("Does everybody, parents first, know what must change and by when?", "3.4"),
            Ask("Were relatives and friends asked what they could offer?", "3.6"),
            Ask("Was what other agencies knew used, and their disagreement heard?", "6.1"),
        )),
        Part("Steering", (
            Ask("Can you see a manager’s thinking where the work turned, or got stuck?", "9.7",
                "Decisions with reasons; drift named, and ended."),
            Ask("Did supervision help the worker to think?", "9.6"),
        )),
        Part("What must be in place", (
            check("Basic details are complete and up to date.", "8.2"),
            check("There is a chronology, and somebody has used it.", "8.3"),
            check("The family tree shows everybody who matters to the child.", "8.3"),
            check("The child was visited as often as the plan says.", "2.2"),
            check("The last supervision is recorded and no older than our policy allows.", "9.6"),
        )),
    ),
)  # fmt: skip
