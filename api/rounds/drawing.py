"""Drawing the cases of a round: the counts beforehand, the draw, its repetition, and why a child was drawn or not.

A sixth file because all four must follow the very same steps from a frame to a sample.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.access.models import Unit
from api.access.who import Who
from api.audits.queries import sees_free_text
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import Conflict
from api.rounds import queries
from api.rounds.frame import EXCLUDED, OUTSIDE, Moment, stratum_of
from api.rounds.models import CaseState, Round, RoundCase, RoundLine
from api.rounds.rule import FramePreview, FrameRule, Stratify
from api.statistics.sampling import Sample, draw, number_of, shares

MIN_RESERVES = 2
"""In each stratum at least so many stand in reserve, where there are so many; else as many as are drawn."""

_SEPARATOR = "|"
_EMPTY = dict.fromkeys(("unit_id", "case_type", "age_band"))
_COLUMNS = {Stratify.team: "unit_id", Stratify.case_type: "case_type", Stratify.age_band: "age_band"}


class RoundNotDrawn(Conflict):
    detail = "Nobody of this round is drawn yet."


def moment_of(db: Session, rule: FrameRule, at: datetime | None = None) -> Moment:
    """The moment as of which a frame is read: now, or that of a draw that is over."""
    months = rule.recently_audited_months
    if months is None:
        months = find_choice(db, ChoiceName.recently_audited_months)
    instant = at or clock.now()
    return Moment(instant.astimezone(clock.ENGLAND).date(), instant, months)


def preview_frame(db: Session, who: Who, wanted: FramePreview) -> dict[str, Any]:
    """A frame in counts: how many, by stratum, left out for which reason, and how the audits would be shared out."""
    moment = moment_of(db, wanted.rule)
    counts = queries.count_frame(db, wanted.rule, moment)
    outside: Counter[str] = Counter()
    excluded: Counter[str] = Counter()
    eligible: Counter[tuple[str, ...]] = Counter()
    left_out: Counter[tuple[str, ...]] = Counter()
    for row in counts:
        if row.outside:
            outside[row.outside] += row.children
            continue
        stratum = stratum_of(row, wanted.stratify_by)
        (left_out if row.excluded else eligible)[stratum] += row.children
        if row.excluded:
            excluded[row.excluded] += row.children
    taken = _share_lines(eligible, wanted.sizes, wanted.minimum)
    strata = [
        _stratum(key, wanted.stratify_by, eligible[key], taken[key], left_out[key])
        for key in sorted({*eligible, *left_out})
    ]
    names = queries.names_of(db, Unit, [uuid.UUID(one["unit_id"]) for one in strata if one["unit_id"]])
    return {
        "on": moment.on, "children": sum(row.children for row in counts),
        "in_rule": eligible.total() + left_out.total(), "eligible": eligible.total(),
        "outside": queries.told(outside, OUTSIDE), "excluded": queries.told(excluded, EXCLUDED),
        "strata": queries.in_order(strata, names), "drawn": taken.total(),
        "shortfall": sum(wanted.sizes) - taken.total(), "recently_audited_months": moment.recent_months,
    }  # fmt: skip


def _share_lines(eligible: Counter[tuple[str, ...]], sizes: Iterable[int], minimum: int) -> Counter[tuple[str, ...]]:
    """How many each stratum gives to all lines together, each line drawing from what those before it left."""
    left, taken = Counter(eligible), Counter[tuple[str, ...]]()
    for size in sizes:
        given = Counter(shares(left, size, minimum))
        left -= given
        taken += given
    return taken


def _stratum(key: tuple[str, ...], by: list[Stratify], population: int, sampled: int, excluded: int) -> dict[str, Any]:
    values = {_COLUMNS[one]: value or None for one, value in zip(by, key, strict=True)}
    figures = {"population": population, "sampled": sampled, "excluded": excluded}
    return _EMPTY | values | figures | {"weight": population / sampled if sampled else None}


def draw_lines(round_: Round, lines: Iterable[RoundLine], rows: list[Any]) -> list[tuple[RoundLine, Sample[Any]]]:
    """The sample of each line, of those whom the lines before it left; the same seed and rows give the same."""
    by = [Stratify(one) for one in round_.stratify_by]
    gone: set[str] = set()

    def excluded(row: Any) -> str | None:
        return row.excluded or ("another_line" if row.id in gone else None)

    found = []
    for line in lines:
        sample = draw(
            rows, seed=seed_of(round_, line), size=line.size, by=lambda row: stratum_of(row, by),
            minimum=round_.minimum, exclude=excluded,
        )  # fmt: skip
        gone |= {one.unit.id for one in sample.chosen}
        found.append((line, sample))
    return found


def seed_of(round_: Round, line: RoundLine) -> str:
    """Each line draws by numbers of its own."""
    return f"{round_.seed}:{line.position}"


def result_of(round_: Round, sample: Sample[Any]) -> dict[str, Any]:
    """What a line keeps of its sample in counts."""
    by = [Stratify(one) for one in round_.stratify_by]
    strata = [_stratum(s.key, by, s.population, s.sampled, s.excluded) for s in sample.strata]
    return {"strata": strata, "excluded": dict(Counter(sample.excluded.values())), "shortfall": sample.shortfall}


def cases_of(round_: Round, line: RoundLine, sample: Sample[Any], taken: set[str]) -> list[RoundCase]:
    """The cases of a line's sample and its reserves; a child who is in `taken` has a case already and gets no other."""
    weights: Mapping[Any, float | None] = {stratum.key: stratum.weight for stratum in sample.strata}
    sampled = {stratum.key: stratum.sampled for stratum in sample.strata}
    spare = [one for key, rest in sample.reserves.items() for one in rest[: max(MIN_RESERVES, sampled[key])]]
    found = []
    for state, some in ((CaseState.drawn, sample.chosen), (CaseState.reserve, spare)):
        for one in some:
            if one.unit.id in taken:
                continue
            row = one.unit
            weight = weights[one.stratum] if state == CaseState.drawn else None
            found.append(RoundCase(
                round_id=round_.id, round_line_id=line.id, child_id=row.child_id, child_ref=row.id,
                unit_id=row.unit_id, worker_source_id=row.worker_source_id, case_type=row.case_type,
                age_band=row.age_band, stratum=_SEPARATOR.join(one.stratum), place=one.place, number=one.number,
                weight=weight, state=state,
            ))  # fmt: skip
    return found


def digest_of(drawn: Iterable[tuple[RoundLine, Sample[Any]]]) -> str:
    """The digest of the frame: that of the first line, whom no other left anybody out for."""
    return next(iter(drawn))[1].digest


def check_round(db: Session, who: Who, round_id: uuid.UUID) -> dict[str, Any]:
    """Draw again by the stored seed from the frame as the records have it now, and compare; nothing is changed."""
    round_ = queries.get_round(db, round_id)
    if round_.drawn_at is None:
        raise RoundNotDrawn
    rule = FrameRule.model_validate(round_.rule)
    rows = queries.read_frame(db, rule, moment_of(db, rule, round_.drawn_at))
    lines = queries.list_lines(db, round_id)
    drawn = draw_lines(round_, lines, rows)
    now = {(line.id, one.unit.id) for line, sample in drawn for one in sample.chosen}
    then = queries.list_first_drawn(db, round_id)
    digest, same = digest_of(drawn), now == then
    return {
        "is_same_frame": digest == round_.frame_digest, "is_same_sample": same,
        "frame_digest": round_.frame_digest, "frame_digest_now": digest,
        "sentence": _checked(digest == round_.frame_digest, same),
    }  # fmt: skip


def _checked(is_same_frame: bool, is_same_sample: bool) -> str:
    if is_same_frame:
        drawn = "and the same cases are drawn" if is_same_sample else "but other cases are drawn, which cannot be"
        return f"The frame is the one that was drawn from, {drawn}."
    drawn = "the same cases would be drawn" if is_same_sample else "not all of the same cases would be drawn"
    return f"The records have changed since the draw, so the frame is another one; from it, {drawn}."


def explain_child(db: Session, who: Who, round_id: uuid.UUID, child_ref: str) -> dict[str, Any]:
    """What became of one child in a round, and why."""
    round_ = queries.get_round(db, round_id)
    if round_.drawn_at is None:
        raise RoundNotDrawn
    case = queries.find_case_of_child(db, round_id, child_ref)
    rule = FrameRule.model_validate(round_.rule)
    row = None if case else queries.find_in_frame(db, rule, moment_of(db, rule, round_.drawn_at), child_ref)
    saw(db, [case.child_id if case else row.child_id if row else None])
    lines = {line.id: line for line in queries.list_lines(db, round_id)}
    line = lines[case.round_line_id] if case else next(iter(lines.values()))
    stratum = case.stratum if case else _SEPARATOR.join(stratum_of(row, _by(round_))) if row else None
    last = queries.find_last_drawn(db, line.id, stratum) if stratum is not None else None
    number = number_of(seed_of(round_, line), child_ref)
    told = {
        "child_ref": child_ref, "reason": None, "number": number, "last_drawn": last,
        "place": case.place if case else None,
    }  # fmt: skip
    return told | (_of_case(who, case) if case else _of_row(who, rule, row, number, last))


def _by(round_: Round) -> list[Stratify]:
    return [Stratify(one) for one in round_.stratify_by]


def _of_case(who: Who, case: RoundCase) -> dict[str, Any]:
    where = f"place {case.place} in its stratum by its random number"
    sentence = {
        CaseState.drawn: f"Drawn: {where}.",
        CaseState.reserve: f"Not drawn, and in reserve: {where}.",
        CaseState.replaced: f"Drawn, and replaced since: {where}.",
    }[case.state]
    return {
        "outcome": case.state.value,
        "sentence": sentence,
        "reason": case.replaced_reason if sees_free_text(who) else None,
    }


def _of_row(who: Who, rule: FrameRule, row: Any | None, number: float, last: float | None) -> dict[str, Any]:
    if row is None:
        sentence = "The records know of no open work with this child on the day of the draw."
        return {"outcome": "unknown", "sentence": sentence}
    if row.outside:
        return {"outcome": "outside", "reason": row.outside,
                "sentence": f"The rule does not mean this child. {OUTSIDE[row.outside]}."}  # fmt: skip
    if row.excluded:
        named = next((one.reason for one in rule.excluded if one.child_ref == row.id), None)
        said = f": {named}" if row.excluded == "named" and named and sees_free_text(who) else ""
        return {"outcome": "excluded", "reason": row.excluded,
                "sentence": f"Left out before the draw. {EXCLUDED[row.excluded]}{said}."}  # fmt: skip
    if last is not None and number < last:
        sentence = (
            "By its number this child would be drawn from the records as they are now: they have changed since the"
            " draw, or another line of the round came first."
        )
        return {"outcome": "not_drawn", "sentence": sentence}
    return {"outcome": "not_drawn", "sentence": "In the frame and not drawn: smaller random numbers came first."}
