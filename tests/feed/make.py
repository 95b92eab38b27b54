"""Makes figures for tests of the feed: visits of two months in three teams, and a child in care."""

import secrets
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.access.models import Level
from api.access.permissions import Role
from api.access.who import fingerprint
from api.cases.models import ClaEpisode
from api.comparators.models import AreaKind, PublishedValue
from api.feed.models import FeedToken
from api.indicators.models import ValueStatus
from api.indicators.service import compute_indicators
from api.kernel import clock
from api.kernel.database import Database
from tests.access.make import make_client
from tests.indicators import make as m

FEED = "/api/v1/feed"
COLUMNS = (
    "value_id,indicator,definition_version,period_type,period_start,period_end,unit_type,unit_id,unit_name,numerator,"
    "denominator,value,value_status,lower,upper,target,data_as_of,updated_at,revision,rag,unit_path,deleted_at"
)  # fmt: skip


def make_figures(make: Session, database: Database) -> Any:
    """Figures of three teams, some of them small enough to be hidden in public."""
    for team, alone, together in [("north_1", 12, 8), ("north_2", 9, 11), ("south_1", 30, 10)]:
        ref = m.child(make, team)
        m.visits(make, ref, date(2026, 10, 5), alone, together)
        m.visits(make, ref, date(2026, 9, 7), alone - 3, together)
    m.record(make, ClaEpisode, m.child(make), started_on=date(2026, 9, 2))
    return compute_indicators(database)


def make_long_history(make: Session, times: int) -> None:
    """So many times the months that are there, further back than anything is computed."""
    make.execute(text(
        "insert into indicator_value (id, indicator_id, definition_version, period_type, period_start, period_end,"
        " unit_id, numerator, denominator, value, value_status, lower, upper, data_as_of, computed_at, updated_at,"
        " revision) select gen_random_uuid(), indicator_id, definition_version, period_type,"
        " period_start - 36500 - 100 * n, period_end, unit_id, numerator, denominator, value, value_status, lower,"
        " upper, data_as_of, computed_at, updated_at, revision from indicator_value, generate_series(1, :times) n"
        " where period_type = 'month'"
    ), {"times": times})  # fmt: skip
    make.execute(text("analyze"))  # as PostgreSQL itself does a while after
    make.commit()


def make_token(make: Session, *, days: int = 30, level: Level = Level.true_figures, **client: Any) -> FeedToken:
    """A token of a new BI tool's client, whose words are its name."""
    of, _ = make_client(make, Role.bi_tool, **client)
    words = f"plf_{secrets.token_urlsafe(8)}"
    token = FeedToken(machine_client_id=of.id, name=words, level=level, token_hash=fingerprint(words),
                      created_by_id=of.id, expires_at=clock.now() + timedelta(days=days))  # fmt: skip
    make.add(token)
    make.commit()
    return token


def make_published(make: Session) -> None:
    """A figure of England's."""
    make.add(PublishedValue(indicator="re_referrals_12_months", area_kind=AreaKind.england, area_code="E92000001",
                            area_name="England", period_label="2025", period_start=date(2024, 4, 1),
                            period_end=date(2025, 3, 31), value=12.5, value_status=ValueStatus.ok, source_file="x.csv",
                            published_name="x", release=2025))  # fmt: skip
    make.commit()
