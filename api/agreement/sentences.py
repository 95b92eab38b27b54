"""What the figures of agreement say, in plain words. A sixth file because words are neither arithmetic nor queries."""

from typing import Any

from api.agreement.figures import FOR_EACH_KIND, RESAMPLES, SEED

_EXACT_UP_TO = 20
_LEANS = 0.05


def headline(figures: dict[str, Any], *, whose: str = "first grades") -> str:
    """How often moderators agreed, and what they did when they did not."""
    n, changed = figures["n"], figures["worse"] + figures["better"]
    if not n:
        return "No audit has been graded a second time in this period."
    agreed = f"Moderators agreed with {of_ten(figures['exact'], n)} {whose}"
    if not changed:
        return f"{agreed}, and changed none."
    lowered, raised = figures["worse"], figures["better"]
    if not raised or not lowered:
        return f"{agreed}; each time they changed one they {'lowered' if lowered else 'raised'} it."
    way, times = ("lowered", lowered) if lowered >= raised else ("raised", raised)
    return f"{agreed}; when they changed one they {way} it {of_ten(times, changed, 'times of')}."


def lean(figures: dict[str, Any]) -> str | None:
    """Whether changes lean one way by more than chance; None where there were too few audits to ask."""
    p = figures["sign_test_p"]
    if p is None:
        return None
    if p >= _LEANS:
        return "Changes went both ways about as often as chance would have it."
    harsher = figures["worse"] > figures["better"]
    return f"That is more than chance: first grades lean {'too high' if harsher else 'too low'} beside second ones."


def of_ten(x: int, n: int, of: str = "of") -> str:
    """So many of so many: exact where they are few, else of ten, and never "all" or "none" unless it is so."""
    if n <= _EXACT_UP_TO:
        return f"{x} {of} {n}"
    tenths = round(10 * x / n)
    if x in (0, n):
        return f"{'none' if x == 0 else 'all'} {of} {n}"
    if tenths in (0, 10):
        return f"{'fewer than 1' if tenths == 0 else 'more than 9'} {of} 10"
    return f"{tenths} {of} 10"


def own(n: int, least: int) -> str:
    """Why somebody's own figures are not shown yet."""
    return f"Your figures are shown from {least} moderated audits on; in this period you have {n}."


def spread(auditors: int, least: int, fewest: int) -> str:
    """How the spread of leans is to be read, or why it is not shown."""
    if auditors < fewest:
        return (
            f"Only {auditors} auditors have {least} moderated audits or more in this period: "
            f"from {fewest} on their spread is shown, so that nobody can be made out."
        )
    return (
        "A moderator is a second opinion, not the truth, and audits are not given out at random. "
        "Of 20 auditors one stands apart by chance alone."
    )


def method(sampled: int, audits: int) -> list[str]:
    """How the figures were made, for those who want to check them."""
    said = [
        "Intervals hold 95%. Those of overall grades are Wilson's; those of answers, shifts and coefficients come from "
        f"drawing whole audits again {RESAMPLES:,} times ({FOR_EACH_KIND} for each kind of audit; seed “{SEED}”), for "
        "the answers of one audit are not independent.",
        "Alpha is Krippendorff's for ordered grades; AC1, which is less troubled by grades that are rare, is Gwet's. "
        "Not applicable is no grade.",
        "Only second grades given blind count: of a panel the chair's own. A moderation that sent the audit back for "
        "rework counts too, as leaving it out would flatter.",
    ]
    if sampled < audits:
        said.append(
            f"Chance is told from {sampled:,} of the {audits:,} audits, taken at random, and the intervals are "
            "narrowed as the whole is larger."
        )
    return said
