"""Count full-time posts: mean caseload as the Department for Education counts it, and its published figures beside it."""

import sqlalchemy as sa
from alembic import op

from api.indicators.catalogue import added

revision = "20261123_0435"
down_revision = "20261123_0416"
branch_labels = None
depends_on = None

NEW = ("posts_with_cases", "caseload_full_time")
PEOPLE_GAP = next(row["known_gaps"] for row in added() if row["code"] == "caseload")


def upgrade() -> None:
    """An installation that begins with this version has the rows already: the catalogue is sown as it is today."""
    db = op.get_bind()
    known = set(db.execute(sa.text("select code from indicator")).scalars())
    new = [row for row in added() if row["code"] in NEW and row["code"] not in known]
    if new:
        op.bulk_insert(sa.table("indicator", *(sa.column(name) for name in new[0])), new)
    db.execute(sa.text("update indicator set known_gaps = :gap where code = 'caseload'"), {"gap": PEOPLE_GAP})
    db.execute(sa.text("update published_value set indicator = 'caseload_full_time' where indicator = 'caseload'"))


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
