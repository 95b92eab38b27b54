"""The multi-agency audit: each agency reads its own record, then all read the child's story together."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

_KNEW = four(
    ("We saw what it meant for the child early, acted on it, and our act made a difference.",
     "“She fell asleep at ten each day. We asked, found the night shifts, and breakfast club began on Monday.”"),
    ("What we knew about the child was looked at as a whole, and we did our part of what followed.",
     "Three missed appointments were read as one sign, and somebody went to the door."),
    ("We knew parts, dealt with each by itself, and did not ask what they add up to.",
     "Each absence has its note; nobody counted forty of them."),
    ("We knew of harm, or should have, and did nothing that reached the child.",
     "The mark on his arm is in our notes of May, and nowhere else."),
)  # fmt: skip
_SHARED = four(
    ("What others needed reached the right person before they asked, with what we thought of it.",
     "The call came before the discharge: what happened, what we fear, what we shall do by Friday."),
    ("What was needed was told in time, in words that the others could use, and kept to what mattered.",
     "A page for the meeting, two days ahead: facts, our view, our offer."),
    ("It was shared when asked, or in part, or too late to be of use.",
     "Our report arrived the day after the conference."),
    ("What we held back would have changed what another agency did.",
     "We knew he was back in the house; nobody told the school that let him collect her."),
)  # fmt: skip


def _agency(agency: str, *own: Ask) -> Part:
    return Part(f"{agency}: what we knew and did", (
        Ask("What did we know about this child, and what did we do with it?", "6.1", by_grade=_KNEW),
        Ask("Did we share in time what others needed?", "6.4", by_grade=_SHARED),
        *own,
        check("We were at the meetings we were asked to, or sent a report.", "6.3"),
        check("Our record names the other agencies’ people.", "6.3"),
    ), agency)  # fmt: skip


TOOL = ReadyMade(
    AuditKind.multi_agency,
    "Multi-agency audit",
    "Each agency answers for its own part; then all of them answer together what the child got from it.",
    "Every agency fills in its part from its own record before the meeting. At the meeting read the parts "
    "aloud in the order of the child’s life, then answer the last part together. Nobody grades another "
    "agency’s part.",
    (
        _agency("Children’s social care",
                Ask("Did our decisions take the others’ professional opinions into account?", "6.1", by_grade=four(
                    ("Their opinions changed ours where they were better, and they were told so.",
                     "“You were right about the grandfather. We have stopped the visits; thank you.”"),
                    ("Decisions name what each agency thought, and say why they went as they did.",
                     "“Health would have waited; we did not, because of the second fall.”"),
                    ("Opinions were gathered, and the decision looks as if they had not been.",
                     "Five views in the minutes and an outcome that answers none of them."),
                    ("A warning from another agency was passed over, and the child bore it.",
                     "The head teacher’s letter was answered after the injury."),
                )),
                check("Agency checks were made in child protection enquiries.", "6.6")),
        _agency("Health",
                Ask("Was the child’s health and development understood, and acted on?", "1.3", by_grade=four(
                    ("Body, mind and growth were looked at together, and the child is well where it was not.",
                     "Her weight, teeth and sleep were read as one story; all three are on the mend."),
                    ("Needs were found in time, treated, and explained to family and partners.",
                     "The hearing test was done in three weeks, and the teacher knows where he should sit."),
                    ("Appointments were offered; whether they were kept or helped was not followed.",
                     "“Was not brought” twice, and a letter of discharge."),
                    ("A need that could be seen was missed or left.",
                     "Two lines on the chart crossed downwards in a year without a word."),
                ))),
        _agency("Education",
                Ask("Did school or nursery notice changes in the child’s days, and tell?", "1.3", by_grade=four(
                    ("Small changes were noticed by those who know the child, told the same day, and acted on.",
                     "“He gave away his lunch again.” By three o’clock the worker and the nan knew."),
                    ("Attendance, mood and learning are watched together, and changes are told within days.",
                     "The form tutor’s note on Mondays led to the visit of the 12th."),
                    ("Changes were noted inside the school, and told when somebody asked.",
                     "A folder of worries was opened at the conference."),
                    ("The child changed before everybody’s eyes and nobody told.",
                     "Off the roll in June; first mentioned to us in October."),
                ))),
        _agency("Police",
                Ask("Was the child seen and heard at incidents, as well as the adults?", "2.1", by_grade=four(
                    ("Officers found the child, spoke with the child in a fitting way, and what was said was used.",
                     "“I sat on the stairs with him. He showed me where he hides.” The plan has the place."),
                    ("The child was seen and spoken to, and what was seen reached social care the next day.",
                     "Names, ages, where each child was, what each said; shared by nine."),
                    ("The children are listed.",
                     "“Two children asleep upstairs”, written from the hall."),
                    ("Children who were there do not appear.",
                     "Five calls to the address; the third child is in none of them."),
                ))),
        _agency("Adult services and probation",
                Ask("Were the adults’ difficulties looked at as a child would live them?", "6.1", by_grade=four(
                    ("Treatment or order was planned around the child’s days, with the child’s worker.",
                     "The day of the dose was moved so that he is awake for school."),
                    ("It is known who is a parent, what the difficulty means at home, and it was told.",
                     "“When she does not sleep, her girl stays up with her. We rang on the second night.”"),
                    ("The children are known about, and play no part in the work with the adult.",
                     "“Has two children” on the first page, and never again."),
                    ("Nobody asked whether there are children, or what they live with.",
                     "Risk to the public is scored; the baby in the flat is not in the plan."),
                ), is_mandatory=False)),
        Part("Together", (
            Ask("Was there one plan, with a part for each, that the family could follow?", "6.2", by_grade=four(
                ("Agencies thought as one team around the child, and changed course together when the child’s life "
                 "changed.",
                 "When the father came back, one call on one evening changed five people’s week."),
                ("Each knew what the others did; the plan was one plan, and gaps were closed within days.",
                 "The school rang the nurse and the worker on the morning the girl came without shoes; by evening all "
                 "three had a part in one plan."),
                ("Each did its own part well enough, but nobody put the parts together.",
                 "Three agencies each closed the case because another was involved."),
                ("What one agency knew would have changed what another did, and it was not told.",
                 "Housing was evicting the family while the plan was for the baby to come home to it."),
            )),
            Ask("Where we disagreed, was it said, settled and written down?", "6.5", by_grade=four(
                ("Disagreement was welcome, was settled for the child’s good, and made the plan better.",
                 "“We think you are wrong about contact.” Next day both managers sat with the family, and it changed."),
                ("It was said plainly, settled by the agreed steps in days, and both sides are on record.",
                 "The escalation took four days; reason and outcome stand in both records."),
                ("It was said in corridors, or was noted and left.",
                 "“Health not in agreement”, and nothing after it."),
                ("It was never said or never settled, and the child was stuck between us.",
                 "Two plans for one boy, for five months."),
            )),
            Ask("What is better in this child’s life because we worked together?", "2.4", by_grade=four(
                ("What none of us could have done alone is there, the child feels it, and it lasts.",
                 "He lives with his gran, in a house one found, with a school place another found, and he sings."),
                ("The child’s days are better in something that mattered, and each part can be seen in it.",
                 "She is in school each day: the bus, the club and the inhaler came from three of us."),
                ("Our work with each other is better; the child’s days are much the same.",
                 "The meetings are well attended."),
                ("Nothing is better, or we got in each other’s way.",
                 "Four visits in one week from four agencies, and none in the next three."),
            )),
        )),
    ),
)  # fmt: skip
