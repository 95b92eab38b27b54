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
                "Name one thing, so exactly that somebody else could do it."),
            Ask("How did the worker get close to this child?", "4.2",
                "Games, drawings, walks, an interpreter, patience.",
                by_grade=four(
                    "The worker invented a way that suited this child alone, and the child used it.",
                    "More than one way was tried until the child had a voice in the record.",
                    "The usual questions were asked; a quiet child stayed quiet.",
                    "Nobody tried.",
                    example="A boy who would not talk indoors was met on the football field, with his cousin there.",
                    warning="“Too young to express views” for a child of six.",
                )),
        )),
        Part("The work itself", (
            Ask("Does the plan say things that a tired parent could do on Monday?", "2.4"),
            Ask("Are parents treated as people who know something?", "3.3"),
            Ask("Is the family’s language, faith, culture or disability more than a ticked box?", "5.2"),
            Ask("When something happened, was the answer quick enough?", "2.2"),
            Ask("Could you take this case over tomorrow?", "8.4"),
        )),
        Part("Quick look", (
            check("Each visit says why it was made and what came of it.", "8.1"),
            check("Words are plain: no unexplained abbreviations.", "8.1"),
            check("Appointments were kept, or missed ones explained to the family.", "10.2"),
        )),
    ),
)  # fmt: skip
