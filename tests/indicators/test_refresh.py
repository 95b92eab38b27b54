"""The worker's question: is there anything new to compute?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from api.indicators.service import refresh_indicators
from api.kernel import clock
from api.kernel.database import Database


def last_computed(make: Session, when: str) -> None:
    """Say that the last computation was at an instant, given as SQL."""
    make.execute(text(f"update computation set at = {when} where number = (select max(number) from computation)"))
    make.commit()


def test_indicators_are_computed_at_first_after_a_change_and_after_a_long_while(
    database: Database, make: Session, council: dict, travel: Callable[[datetime], None]
):
    assert refresh_indicators(database) is not None, "nothing was computed before"
    last_computed(make, "now() + interval '1 minute'")
    assert refresh_indicators(database) is None, "nothing has changed since"
    last_computed(make, "now() - interval '1 minute'")
    assert refresh_indicators(database) is not None, "the council's units were made after that"
    last_computed(make, "now() + interval '1 minute'")
    make.execute(text("update person set job_title = 'x'"))
    make.commit()
    assert refresh_indicators(database) is None, "a person's title moves no figure"
    travel(clock.now() + timedelta(minutes=17))
    assert refresh_indicators(database) is not None, "answers to surveys are found by computing now and then"
