"""The peer audit: two practitioners of different teams read each other's work."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

TOOL = ReadyMade(
    AuditKind.peer,
    "Peer audit",
    "A practitioner reads a colleague’s case and both talk about it: learning goes two ways.",
    "Take an hour to read and half an hour to talk. You are a colleague, not an inspector: ask what the worker "
    "was proud of before you ask what was hard. Tell the worker your grades yourself, and take one thing home "
    "for your own practice.",
    (
        Part("What the worker is proud of", (
            Ask("What here would you want to borrow for your own work?", "9.5",
                "Name one thing, so exactly that somebody else could do it.",
                by_grade=four(
                    ("There is something that the whole service should learn, and the worker could teach it.",
                     "A diary in pictures that parent and child keep together, looked at on each visit."),
                    ("There is something you will do yourself from next week.",
                     "She ends each visit by asking the child what the next one is for."),
                    ("It is sound work, with little that others could take from it.",
                     "Visits were kept and written up; how they were done is not told."),
                    ("You found nothing that you would want to do as it was done here.",
                     "Each visit followed the form, with the child in the next room."),
                )),
            Ask("How did the worker get close to this child?", "4.2",
                "Games, drawings, walks, an interpreter, patience.",
                by_grade=four(
                    ("The worker invented a way that suited this child alone, and the child used it.",
                     "He made a radio show of her week; by the third one she was the presenter."),
                    ("More than one way was tried until the child had a voice in the record.",
                     "A boy who would not talk indoors was met on the football field, with his cousin there."),
                    ("The usual questions were asked; a quiet child stayed quiet.",
                     "“Too young to express views” for a child of six."),
                    ("Nobody tried.",
                     "In seven months the child was spoken to once, in front of the stepfather."),
                )),
        )),
        Part("The work itself", (
            Ask("Does the plan say things that a tired parent could do on Monday?", "2.4",
                by_grade=four(
                    ("The parent wrote the steps, they are small and exact, and the child knows them too.",
                     "“Tea at six, phone in the drawer till he is asleep. He may remind me.”"),
                    ("Each step says who, what and by when, in words the family uses.",
                     "“Amir walks the girls to school on Tuesdays and Fridays from the 3rd.”"),
                    ("The aims are right and the steps are vague, or all of them are ours.",
                     "“Improve routines. Social worker to monitor.”"),
                    ("Nobody could act on it, or it asks the impossible.",
                     "Four courses in one month for a mother with a baby and no car."),
                )),
            Ask("Are parents treated as people who know something?", "3.3",
                by_grade=four(
                    ("Parents’ ideas lead the plan, also where they were hard to hear.",
                     "Her own idea, that his brother holds the money, is step one and has worked since."),
                    ("They were asked what they think would help, and what they said was used.",
                     "“You know when he is about to blow. What do you see first?”"),
                    ("They are spoken to politely and told what will happen.",
                     "The father’s offer to change shifts is noted, and nobody came back to it."),
                    ("They are written about, blamed or left out.",
                     "“Mother is not engaging”, after two letters to an old address."),
                )),
            Ask("Is the family’s language, faith, culture or disability more than a ticked box?", "5.2",
                by_grade=four(
                    ("The work was shaped around who this family is, and something unfair was put right.",
                     "Reviews moved to after Friday prayer; the worker got the leaflet redone in large print."),
                    ("What it means to this child is known, and the work fits around it.",
                     "The interpreter is the same at each visit, and the boy chose her."),
                    ("It is written down and makes no difference to the work.",
                     "“Roma” in the form; nothing on why the family fears offices."),
                    ("It is wrong, missing, or guessed, and the child lost by it.",
                     "A deaf father was interviewed through his eight-year-old."),
                )),
            Ask("When something happened, was the answer quick enough?", "2.2",
                by_grade=four(
                    ("Things were seen coming, and the answer was there before the harm.",
                     "The worker moved the visit to the day of his release, with the aunt in the house."),
                    ("The answer came while it still helped, and fitted how serious it was.",
                     "The call from school at two; the worker was there at half past three."),
                    ("The answer came, late or smaller than the event.",
                     "Ten days from the neighbour’s call to the visit, with no reason given."),
                    ("The child was left in danger though we knew.",
                     "“Discuss at next core group” about a missing night."),
                )),
            Ask("Could you take this case over tomorrow?", "8.4",
                by_grade=four(
                    ("You would know what to say at the door, and why.",
                     "A page at the top says what we think, what would change our mind, and who trusts whom."),
                    ("Facts, thinking and next steps are there, and opinion is marked as opinion.",
                     "“I saw: two mattresses, no sheets. I think: he is ashamed; ask about money.”"),
                    ("You could, after a day of reading and three calls.",
                     "All visits are there; why the plan was changed in May is not."),
                    ("The story is in the worker’s head.",
                     "Since April there are titles of entries without text."),
                )),
        )),
        Part("Quick look", (
            check("Each visit says why it was made and what came of it.", "8.1"),
            check("Words are plain: no unexplained abbreviations.", "8.1"),
            check("Appointments were kept, or missed ones explained to the family.", "10.2"),
        )),
    ),
)  # fmt: skip
