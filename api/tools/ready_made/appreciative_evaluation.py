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
                    ("Family and worker tell the same moment, and the child’s life shows it still.",
                     "Both name the evening the aunt came to the meeting: “from then on it was ours to mend”. "
                     "A year on, the aunt still comes on Wednesdays."),
                    ("There is a clear change for the child, and people can say what brought it about.",
                     "“When she stayed for tea.” He has eaten with them since."),
                    ("Something went well, but nobody can say why.",
                     "“It just got better in the spring.”"),
                    ("The success is a closed case rather than a better life.",
                     "“All actions complete”; the child says nothing is different."),
                )),
            Ask("What did the worker do that made the family trust them?", "3.3", by_grade=four(
                ("The family names acts that anybody could learn, and trusts the next worker more for them.",
                 "“She rang when she said, even with bad news. So I opened the door to the new one.”"),
                ("Something exact was done, and the family noticed it.",
                 "“He said sorry for the letter.”"),
                ("The family liked the worker; what was done is not clear.",
                 "“She was nice.”"),
                ("There was little trust, and the good end came from elsewhere.",
                 "“We did it to get you out of the house.”"),
            )),
            Ask("Which strengths of the child and the family carried the change?", "3.1", by_grade=four(
                ("Strengths nobody had seen were found, named to the family, and carried it beyond our leaving.",
                 "His cooking, laughed at for years, became the house’s Friday, with eleven at the table."),
                ("Strengths were asked for early, written down, and the plan stands on them.",
                 "“She never missed a school run, even that winter. We began there.”"),
                ("Strengths are listed, and the plan would be the same without them.",
                 "“Strengths: loves the children.”"),
                ("The work went round the family.",
                 "All steps were ours; the grandfather who paid for the bus is not mentioned."),
            )),
        )),
        Part("What made it possible", (
            Ask("What did the team, the manager or supervision give?", "9.6", by_grade=four(
                ("Something was arranged on purpose, can be repeated, and the worker could not have done without.",
                 "Three Fridays free of duty, settled in ten minutes, so that he could go along to the allotment."),
                ("Time, thinking or cover were given when it counted.",
                 "“My manager sat in the car outside the first night.”"),
                ("The team was friendly; what it gave to this child is not to be seen.",
                 "“They are always there for you.”"),
                ("It succeeded in spite of us.",
                 "Visits were made in her own time."),
            )),
            Ask("What did partners give?", "6.2", by_grade=four(
                ("Partners changed how they work for this child, and do so for others now.",
                 "The school keeps a room open at eight; six children come."),
                ("Partners did something beyond their usual part, and it can be named.",
                 "The midwife came to the core group with the father’s mother."),
                ("Partners did their usual part.",
                 "Reports arrived on time."),
                ("Partners stayed away, or were not asked.",
                 "“We managed without health in the end.”"),
            )),
            Ask("Which approach or research helped?", "7.2", by_grade=four(
                ("An approach was chosen for a reason, used with skill, and taught to others.",
                 "Video of ten good minutes, watched with her; the team now has the camera."),
                ("A known way of working was used knowingly, and helped.",
                 "“We used the three houses because he would not be asked.”"),
                ("A name is given; how it was used is not.",
                 "“Relationship-based practice.”"),
                ("Chance.",
                 "“I do what feels right.”"),
            )),
        )),
        Part("More of it", (
            Ask("What would have to be in place for every child to have this?", "9.5", by_grade=four(
                ("It is known, costed, somebody has it in hand, and other children already get it.",
                 "An hour a week for each worker with one child: two teams have tried it since May."),
                ("Conditions are named that a team or manager could bring about.",
                 "“The same interpreter, booked for six months.”"),
                ("Wishes in general.",
                 "“More time and smaller caseloads.”"),
                ("It depended on one person who has left.",
                 "“Nobody else knew how she did it.”"),
            )),
            check("The worker and the family were told that their work is being learnt from.", "9.5"),
            check("The story was written up so that no child can be recognised.", "8.5"),
        )),
    ),
)  # fmt: skip
