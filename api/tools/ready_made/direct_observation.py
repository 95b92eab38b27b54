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
            Ask("Did the worker know what this visit or meeting was for?", "8.1", by_grade=four(
                ("The worker knew what would make it a good visit for this child, and had a second way ready.",
                 "“If she will not talk we plant the beans. I want to know who wakes her.”"),
                ("The purpose was clear, came from the plan, and was told to the family.",
                 "“Today I should like to see his room with him, and to talk about Sundays.”"),
                ("There was a purpose in general.",
                 "“A statutory visit, to see how things are.”"),
                ("The worker came because it was due.",
                 "In the car: “I have not read the last one.”"),
            )),
            check("The family was asked, and agreed to the observation.", "10.1"),
        )),
        Part("With the child", (
            Ask("Did the worker reach this child?", "2.1",
                "Eye height, time, play, silence; words that the child uses.",
                by_grade=four(
                    ("The child led, and told or showed something that will shape the plan.",
                     "He sat on the floor and waited. After ten minutes she handed him the red brick: "
                     "“that’s mummy”."),
                    ("The child was at ease, understood why the worker came, and was heard.",
                     "She asked his rabbit’s opinion first; then he told her his own."),
                    ("The worker was kind, but spoke over the child to the adults.",
                     "The child’s three attempts to show a picture went unseen."),
                    ("The child was not seen, or was frightened and nobody noticed.",
                     "He went under the table when the worker raised his voice, and stayed there."),
                ), is_mandatory=False),
            Ask("Was the child told what would happen next?", "4.1", by_grade=four(
                ("The child helped to decide what happens next, and could say it.",
                 "“So on Thursday I show you my school and you bring the photo.”"),
                ("The child was told in fitting words, and asked whether it was all right.",
                 "A drawing of the week with a car on the day of the visit."),
                ("The adults were told, with the child in the room.",
                 "“I shall come in ten working days,” above a four-year-old’s head."),
                ("The child did not know, or was told what was not true.",
                 "“I am just here for a chat”, before taking photographs."),
            ), is_mandatory=False),
        )),
        Part("With the adults", (
            Ask("Was the worry said plainly and without humiliating anybody?", "3.4", by_grade=four(
                ("It was said so that the parent could bear it, and said it back in their own words.",
                 "“You are scared I’ll use again, and so is he.” — “Yes. And so are you, I think.”"),
                ("The worry was plain, kindly said, and the parent knew what it was about.",
                 "“I am worried because the baby has lost weight twice. I do not think you want that.”"),
                ("It was said softly enough to be missed, or in words of our own.",
                 "“We have some concerns around parenting capacity.”"),
                ("It was not said, or it shamed.",
                 "“What sort of mother does that?”"),
            )),
            Ask("Were parents’ own ideas drawn out?", "3.3", by_grade=four(
                ("The plan that left the room was the family’s, and better for it.",
                 "“What did you do the week it went well?” They built the plan from that week."),
                ("Open questions, time to think, and an idea of theirs was taken up.",
                 "“Who would you ring at two in the morning?” She is in the plan now."),
                ("They were asked at the end whether they agreed.",
                 "“Is that okay with you both?”"),
                ("They were told.",
                 "The worker spoke for eighteen of twenty minutes."),
            )),
            Ask("Was the worker alert to who had the power in the room?", "5.1", by_grade=four(
                ("The worker saw it, shifted it gently, and somebody who never spoke, spoke.",
                 "He sent the uncle for the photographs, and turned his chair to the mother."),
                ("The worker noticed, made room for the quiet ones, and spoke of their own power.",
                 "“I know I am the one with the badge. What would you tell me if I were not?”"),
                ("It was noticed afterwards, in the car.",
                 "“She kept looking at him before she answered.”"),
                ("It was not noticed, or was used.",
                 "He answered each question put to her, and was thanked."),
            )),
            Ask("In a meeting: did everybody’s knowledge reach the table?", "4.3", by_grade=four(
                ("Child and family spoke first, and what they knew shaped what was decided.",
                 "The boy’s film opened the conference; two decisions quote it."),
                ("Everybody was asked, also who was absent, and the child’s view was there in some form.",
                 "The chair read the letter aloud and asked what it changes."),
                ("Reports were read in turn.",
                 "Forty minutes of professionals, five of parents, a line for the child."),
                ("Somebody who knew what mattered was not asked or was cut short.",
                 "“We have to move on,” to the grandmother who saw it."),
            ), is_mandatory=False),
        )),
        Part("After", (
            Ask("Does the record say what you saw?", "8.4", "Compare it with your own notes a week later.",
                by_grade=four(
                    ("It says what you saw and what you missed, and what the worker now thinks differs.",
                     "“He laughed at the word home. I took it for joy; I am no longer sure.”"),
                    ("What happened, what was said and what it means stand apart, and agree with your notes.",
                     "Her words are in quotation marks, and the thinking begins with “I think”."),
                    ("It is true, and thin.",
                     "“Positive visit, child engaged well.”"),
                    ("It says what did not happen, or leaves out what mattered.",
                     "“Child seen alone.” His mother stood in the door."),
                )),
            check("The worker was on time, or explained and apologised.", "10.2"),
            check("Feedback was given to the worker within a day.", "9.5"),
        )),
    ),
)  # fmt: skip
