"""The thematic audit: one question is asked of many cases; ready-made with being seen and heard as its theme."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

TOOL = ReadyMade(
    AuditKind.thematic,
    "Thematic audit: seen and heard",
    "Asks few and exact questions of many cases about one theme; put your own theme in its place.",
    "Keep to the theme: half an hour a case. Another auditor must be able to find what you found, so write "
    "where in the record it stands. If you meet a danger to a child that has nothing to do with the theme, "
    "report it at once.",
    (
        Part("The theme", (
            Ask("How well is this child heard?", "4.2",
                by_grade=four(
                    "The child’s view runs through the record and has changed the plan more than once.",
                    "The child’s view is sought in ways that suit the child, and is answered.",
                    "The child is asked, but nothing follows.",
                    "Months pass without the child’s view.",
                    example="“You said the contact centre smells of hospital. From May it is in the library.”",
                    warning="“Wishes and feelings: happy.”",
                )),
            Ask("Is the child seen where the child lives, sleeps and plays?", "2.1"),
            Ask("Does the child take part in meetings in a way of their own?", "4.3"),
            Ask("Are children who do not speak, or speak another language, heard as well?", "5.2", is_mandatory=False),
        )),
        Part("What must be in place", (
            check("The child was seen at each visit that was due.", "2.2"),
            check("The child was seen alone where it was right.", "2.1"),
            check("The bedroom was seen in the last three months.", "2.1"),
            check("The plan quotes the child.", "2.4"),
        )),
        Part("What the theme taught", (
            Ask("What explains what you found here: the worker, the team, the system?", "9.7", is_mandatory=False),
        )),
    ),
)  # fmt: skip
