"""What an auditor looks for under each practice standard, in plain words.

A sixth file because it is neither table nor verb: the words a tool starts with, which it then keeps for ever.
"""

_BY_STANDARD = {
    1: "Look for decisions that start from this child's safety and needs. Was harm noticed early and acted on, was the "
    "assessment the right one, and does the plan lead to a settled home and a childhood with room to grow?",
    2: "Look for this child's day as the child lives it. Who saw them, how often and on their own, what did they "
    "show or say, and is anything in that day better since we became involved?",
    3: "Look for parents and carers who know what we worry about, what has to change and by when, and whose own ideas "
    "were taken up. Were relatives and friends considered before anybody else?",
    4: "Look for the child's own words or signs in the record, the way they were drawn out, and what was done because "
    "of them. If the child was not at a meeting, who spoke for them?",
    5: "Look for this family as it is: language, faith, culture, disability, money and neighbourhood. Did the work fit "
    "around them, and was anything unfair named and challenged?",
    6: "Look for what other agencies knew, whether they were asked in time, and whether their view changed the plan. "
    "Where people disagreed, was it settled and written down?",
    7: "Look for the legal ground of each main step, the procedure that applied, and the reason where it was not "
    "followed. Does the thinking draw on what is known to work?",
    8: "Look for a record a stranger could follow: facts up to date, opinion marked as opinion, a chronology and a "
    "family tree that are used, and nothing stored where it should not be.",
    9: "Look for a manager's hand in the case: decisions with reasons, supervision that makes people think, drift "
    "spotted and stopped, and good work noticed.",
    10: "Look for courtesy that can be seen: promises kept, calls returned, visits on time, an apology where one was "
    "due, and no family sent from one office to the next.",
}

_ELSEWHERE = "Look for what was done, what shows that it was done well, and what difference it made to this child."


def guidance_for(set_code: str, number: int) -> str:
    """The guidance for a standard of a set, by its number; a plain question where none has been written."""
    return _BY_STANDARD.get(number, _ELSEWHERE) if set_code == "practice" else _ELSEWHERE
