"""The supervision audit: what supervision gave to the worker, and through the worker to the child."""

from api.tools.models import AuditKind
from api.tools.ready_made.declared import Ask, Part, ReadyMade, check, four

TOOL = ReadyMade(
    AuditKind.supervision,
    "Supervision audit",
    "Reads the supervision of one child’s case over six months: did it happen, did it make people think, did it steer?",
    "Read the last six months of supervision about this child beside the child’s record. Ask the worker and "
    "the supervisor separately what they remember. This is about the quality of supervision, never a file on "
    "the worker.",
    (
        Part("Thinking", (
            Ask("Did supervision make the worker think about this child in a new way?", "9.6",
                "Questions, hypotheses, feelings named; more than a list of tasks.",
                by_grade=four(
                    ("You can point to the conversation after which the work took another direction, and why.",
                     "“We both dread him. What does she do with that dread at night?” The plan began with nights."),
                    ("Ideas are tested, the child is in the room, and the worker leaves with more than tasks.",
                     "“We asked who in this family gains when the worker is angry. Next visit: see the "
                     "grandmother alone.”"),
                    ("Tasks are listed and ticked; thinking is left to the worker.",
                     "“Continue as per plan” in four months out of six."),
                    ("There is no supervision of this case, or it repeats the same words each time.",
                     "The same paragraph stands under March, April and June."),
                )),
            Ask("Is the child’s own experience talked about each time?", "2.4",
                by_grade=four(
                    ("They begin with the child’s week, and decisions are tried against it.",
                     "“Walk me through her Tuesday.” The gap between bus and bedtime became the plan."),
                    ("Each record says what the child’s days are like now, and what that asks of us.",
                     "“He eats at school and at nan’s. What is weekends?”"),
                    ("The child comes up, after the adults, and briefly.",
                     "“Child fine at school”, below a page on the parents’ court dates."),
                    ("The child is missing.",
                     "Six records about housing; the child has no sentence."),
                )),
            Ask("Are the worker’s assumptions about class, race or disability gently questioned?", "5.1",
                by_grade=four(
                    ("It is part of each conversation, goes both ways, and changed the work.",
                     "“Would we call it resistance if he had a degree?” They rang him and asked what he had meant."),
                    ("The supervisor asks, the worker thinks, and something in the plan shows it.",
                     "“What do we not know about how grief is lived in this family?”"),
                    ("It is touched once, as a heading.",
                     "“Diversity: considered.”"),
                    ("Prejudice stands in the record and nobody answered it.",
                     "“Typical of the estate”, two months running."),
                )),
        )),
        Part("Steering", (
            Ask("Are delay and drift noticed, and ended?", "9.7",
                by_grade=four(
                    ("Drift is foreseen; what would show it was agreed beforehand, and acted on.",
                     "“If he has not moved by the 1st, we go to panel on the 8th.” They went."),
                    ("Delay is named with its length, and ended with a step and a day.",
                     "“Eleven weeks for the report: I ring their manager today.”"),
                    ("It is noticed and carried over.",
                     "“Still awaiting” in four records."),
                    ("Months pass and nobody says so.",
                     "The plan’s date went by in January; the next word on it is from July."),
                )),
            Ask("Do decisions come with reasons, and does somebody come back to them?", "9.3",
                by_grade=four(
                    ("Each has its reason and what would overturn it, and both are looked at later.",
                     "“We keep her home because of the aunt. The aunt is ill: we decide again today.”"),
                    ("Reasons are written, and the next record says what came of it.",
                     "“Last time: unannounced visit. It showed the empty fridge; now we do this.”"),
                    ("Decisions are there, reasons sometimes, and few are returned to.",
                     "“Agreed to step down.” Why is not said."),
                    ("Decisions without reasons, or none where one was needed.",
                     "The case went to another team between two records."),
                )),
        )),
        Part("Caring", (
            Ask("Is good work noticed and named?", "9.5",
                by_grade=four(
                    ("It is named exactly, told to others, and built on.",
                     "“How you let the silence be on Friday: would you show the team?”"),
                    ("The worker hears what they did well, and why it mattered to the child.",
                     "“He came to the door because you had kept your word about the photo.”"),
                    ("Thanks in general.",
                     "“Good work this month.”"),
                    ("Only what is missing is talked about.",
                     "Six records of overdue tasks, in the month the child came home."),
                )),
            Ask("Is the workload and the worker’s wellbeing looked at honestly?", "9.2",
                by_grade=four(
                    ("The worker could say what was too much, and it was changed before the child felt it.",
                     "Two cases moved the same week; the visit she feared was made by both."),
                    ("Load and feelings are asked about, and something follows.",
                     "“You sleep badly since the fire. Occupational health by Thursday; I take the court date.”"),
                    ("It is asked and noted.",
                     "“Busy but coping.”"),
                    ("The worker was left alone with too much, and the child’s visits show it.",
                     "Twenty-nine children, three months without a word about it, five missed visits."),
                )),
        )),
        Part("Was it done?", (
            check("Supervision took place as often as our policy asks.", "9.6"),
            check("It is recorded on the child’s record within five working days.", "9.6"),
            check("Actions of the last time were looked at.", "9.6"),
            check("The worker has a copy of what was agreed.", "9.6"),
        )),
    ),
)  # fmt: skip
