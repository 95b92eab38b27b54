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
                    ("The child’s view runs through the record and has changed the plan more than once.",
                     "“You said no to the dentist and yes to Mr Hall. So Mr Hall comes along to the dentist.”"),
                    ("The child’s view is sought in ways that suit the child, and is answered.",
                     "“You said the contact centre smells of hospital. From May it is in the library.”"),
                    ("The child is asked, but nothing follows.",
                     "“Wishes and feelings: happy.”"),
                    ("Months pass without the child’s view.",
                     "The last words of his are from the year before last."),
                )),
            Ask("Is the child seen where the child lives, sleeps and plays?", "2.1", by_grade=four(
                ("The child shows the worker their world, at different hours, and what was seen is used.",
                 "“This is where I go when it is loud.” The cupboard under the stairs is in the safety plan."),
                ("Home, room and somewhere the child likes were seen, and described.",
                 "His room at both parents’, and the skate park on a Saturday."),
                ("The child is seen at home, in the living room, in office hours.",
                 "Nine visits on Tuesdays at four."),
                ("Where the child sleeps is not known, or the child is seen at school alone.",
                 "The address was changed in spring; nobody has been there."),
            )),
            Ask("Does the child take part in meetings in a way of their own?", "4.3", by_grade=four(
                ("The meeting is the child’s: place, people and order were chosen with them.",
                 "She chaired the first ten minutes at the café, with a list of her own."),
                ("The child took part as they wished, was prepared, and heard afterwards what came of it.",
                 "A voice message, played first; the worker rang him the same evening."),
                ("The child was invited as everybody is, or a form was filled in.",
                 "“Invited, did not attend.”"),
                ("The child had no part, and nobody says why.",
                 "Three reviews about where she lives, none with a word of hers."),
            )),
            Ask("Are children who do not speak, or speak another language, heard as well?", "5.2", by_grade=four(
                ("The worker learnt the child’s way of telling, and others use it now.",
                 "His board has a picture for “stop asking”; the school has put it on theirs."),
                ("The right help was there each time, and what the child told stands in the record.",
                 "The interpreter is a woman, as the girl asked, and the same at each visit."),
                ("Help was there sometimes, or relatives stood in for it.",
                 "The sister translated, about their father."),
                ("That the child does not speak was taken for having nothing to say.",
                 "“Non-verbal, unable to give views.”"),
            ), is_mandatory=False),
        )),
        Part("What must be in place", (
            check("The child was seen at each visit that was due.", "2.2"),
            check("The child was seen alone where it was right.", "2.1"),
            check("The bedroom was seen in the last three months.", "2.1"),
            check("The plan quotes the child.", "2.4"),
        )),
        Part("What the theme taught", (
            Ask("What explains what you found here: the worker, the team, the system?", "9.7", by_grade=four(
                ("The way the service works makes hearing children easy, and others could copy it.",
                 "One afternoon a week without meetings, kept by the manager; the visits show it."),
                ("Team and manager helped the worker to do it well.",
                 "Supervision asks each time when the child was last heard, and how."),
                ("It depends on who the worker is.",
                 "Of two children in one family, one is heard and one is not."),
                ("The way the service works stood against it, and nobody said so.",
                 "Visits are counted by ten minutes; the record has no place for a drawing."),
            ), is_mandatory=False),
        )),
    ),
)  # fmt: skip
