"""What drawing a stratified sample costs: from 50,000 children, beside reading the frame they are drawn from.

Both are done in one process against one PostgreSQL, turn by turn; what is held to a bound is the whole of it, reading
and drawing, over reading alone.
"""

import json
import statistics
import time
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.kernel import clock
from api.rounds.drawing import draw_lines
from api.rounds.frame import Moment
from api.rounds.models import Round, RoundLine
from api.rounds.queries import read_frame
from api.rounds.rule import FrameRule
from tests.access.make import make_council
from tests.bench.own import own_service

CHILDREN, SIZE, TURNS, AT_MOST = 50_000, 100, 7, 2.0
RULE = FrameRule.model_validate({
    "case_types": ["cin", "cp"], "recently_audited_months": 12,
    "flags": [{"name": "no_visit", "number": 20}, {"name": "no_supervision", "number": 42}], "flags_needed": "any",
})  # fmt: skip
SINCE = "'casesystem', now(), now(), now()"
FILL = (
    "insert into child (id, source_system, as_of, received_at, updated_at, child_ref, source_id_encrypted, birth_on)"
    f" select gen_random_uuid(), {SINCE}, upper(lpad(to_hex(n), 16, '0')), 'x', date '2009-01-01' + n % 6000"
    f" from generate_series(1, {CHILDREN}) n",
    "insert into involvement (source_id, source_system, as_of, received_at, updated_at, child_ref, worker_source_id,"
    " role, team_source_id, from_on)"
    f" select 'i' || child_ref, {SINCE}, child_ref, 'w' || abs(hashtext(child_ref)) % 400, 'CW',"
    " (array['north_1', 'north_2', 'south_1'])[1 + abs(hashtext(child_ref)) % 3], current_date - 200 from child",
    "insert into referral (source_id, source_system, as_of, received_at, updated_at, child_ref, referred_on)"
    f" select 'r' || child_ref, {SINCE}, child_ref, current_date - 200 from child",
    "insert into cp_plan (source_id, source_system, as_of, received_at, updated_at, child_ref, started_on)"
    f" select 'p' || child_ref, {SINCE}, child_ref, current_date - 100 from child where child_ref like '%7'",
    "insert into cin_visit (source_id, source_system, as_of, received_at, updated_at, child_ref, visited_on)"
    f" select 'v' || child_ref || n, {SINCE}, child_ref, current_date - 15 * n from child, generate_series(0, 5) n"
    " where child_ref like '%0' or n > 2",
)


def measure() -> dict[str, Any]:
    """Median seconds of reading the frame, and of reading and drawing, and one over the other."""
    with own_service() as (_, database):
        with Session(database.engine) as make:
            make_council(make)
            make.execute(text("set local statement_timeout = 0"))
            for statement in FILL:
                make.execute(text(statement))
            make.commit()
            make.execute(text("analyze"))
            make.commit()
        with database.transaction() as db:
            for name, value in (("who", str(uuid.uuid4())), ("reach", "{council}")):
                db.execute(text(f"select set_config('app.{name}', :value, true)"), {"value": value})
            reading, drawing = _turns(db)
    ratio = drawing / reading
    return {
        "name": "sampling", "children": CHILDREN, "reading_seconds": round(reading, 3),
        "drawing_seconds": round(drawing, 3), "ratio": round(ratio, 2), "at_most": AT_MOST,
        "is_met": ratio < AT_MOST,
    }  # fmt: skip


def _turns(db: Session) -> tuple[float, float]:
    """Turn by turn: the frame read, and the frame read and drawn from."""
    round_, line = _round()

    def read() -> list[Any]:
        rows = read_frame(db, RULE, Moment(clock.today(), clock.now(), 12))
        assert len(rows) > CHILDREN / 2
        return rows

    def draw() -> None:
        [(_, sample)] = draw_lines(round_, [line], read())
        assert len(sample.chosen) == SIZE

    taken: dict[str, list[float]] = {"read": [], "draw": []}
    for _ in range(TURNS):
        taken["read"].append(_timed(read))
        taken["draw"].append(_timed(draw))
    return statistics.median(taken["read"]), statistics.median(taken["draw"])


def _round() -> tuple[Round, RoundLine]:
    day = date(2026, 1, 1)
    days = dict.fromkeys(("period_from", "period_to", "from_on", "to_on", "due_on"), day)
    by = ["team", "case_type", "age_band"]
    round_ = Round(title="Bench", kind="monthly", seed="bench", stratify_by=by, created_by_id=uuid.uuid4(), **days)
    return round_, RoundLine(round_id=round_.id, position=1, audit_tool_id=uuid.uuid4(), kind="managers", size=SIZE)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
