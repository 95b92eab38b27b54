"""Direct observation of practice: somebody goes along to a visit or a meeting, and watches."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

TOOL = ReadyMade(
    AuditKind.direct_observation,
    "Direct observation of practice",
    "Somebody the worker trusts goes along to a visit or meeting, watches, and says within the day what they saw.",
    "Agree with the worker beforehand what to look at, and ask the family whether you may come. Sit where you "
    "are not in the way and write little. Give your feedback the same day, strengths first, and ask what the "
    "family thought.",
    (
        Part("Before", (
            Ask("Did the worker know what this visit or meeting was for?", "8.1"),
            check("The family was asked, and agreed to the observation.", "10.1"),
        )),
        Part("With the child", (
            Ask("Did the worker reach this child?", "2.1",
                "Eye height, time, play, silence; words that the child uses.",
                by_grade=four(
                    "The child led, and told or showed something that will shape the plan.",
                    "The child was at ease, understood why the worker came, and was heard.",
                    "The worker was kind, but spoke over the child to the adults.",
                    "The child was not seen, or was frightened and nobody noticed.",
                    example="He sat on the floor and waited. After ten minutes she handed him the red brick: "
                    "“that’s mummy”.",
                    warning="The child’s three attempts to show a picture went unseen.",
                ), is_mandatory=False),
            Ask("Was the child told what would happen next?", "4.1", is_mandatory=False),
        )),
        Part("With the adults", (
            Ask("Was the worry said plainly and without humiliating anybody?", "3.4"),
            Ask("Were parents’ own ideas drawn out?", "3.3"),
            Ask("Was the worker alert to who had the power in the room?", "5.1"),
            Ask("In a meeting: did everybody’s knowledge reach the table?", "4.3", is_mandatory=False),
        )),
        Part("After", (
            Ask("Does the record say what you saw?", "8.4", "Compare it with your own notes a week later."),
            check("The worker was on time, or explained and apologised.", "10.2"),
            check("Feedback was given to the worker within a day.", "9.5"),
        )),
    ),
)  # fmt: skip
