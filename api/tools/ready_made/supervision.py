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
                    "You can point to the conversation after which the work took another direction, and why.",
                    "Ideas are tested, the child is in the room, and the worker leaves with more than tasks.",
                    "Tasks are listed and ticked; thinking is left to the worker.",
                    "There is no supervision of this case, or it repeats the same words each time.",
                    example="“We asked who in this family gains when the worker is angry. Next visit: see the "
                    "grandmother alone.”",
                    warning="“Continue as per plan” in four months out of six.",
                )),
            Ask("Is the child’s own experience talked about each time?", "2.4"),
            Ask("Are the worker’s assumptions about class, race or disability gently questioned?", "5.1"),
        )),
        Part("Steering", (
            Ask("Are delay and drift noticed, and ended?", "9.7"),
            Ask("Do decisions come with reasons, and does somebody come back to them?", "9.3"),
        )),
        Part("Caring", (
            Ask("Is good work noticed and named?", "9.5"),
            Ask("Is the workload and the worker’s wellbeing looked at honestly?", "9.2"),
        )),
        Part("Was it done?", (
            check("Supervision took place as often as our policy asks.", "9.6"),
            check("It is recorded on the child’s record within five working days.", "9.6"),
            check("Actions of the last time were looked at.", "9.6"),
            check("The worker has a copy of what was agreed.", "9.6"),
        )),
    ),
)  # fmt: skip
