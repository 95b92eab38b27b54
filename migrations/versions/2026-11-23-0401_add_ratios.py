"""Add ratios: mean caseload, rates per 10,000 children, and child protection visits made in time."""

import sqlalchemy as sa
from alembic import op

from api.indicators.catalogue import added, conventions

revision = "20261123_0401"
down_revision = "20261123_0400"
branch_labels = None
depends_on = None

NEW = ("caseload", "referrals_rate", "children_looked_after_rate", "children_on_plan_rate", "cp_visits_made_in_time")


def upgrade() -> None:
    """An installation that begins with this version has the rows already: the catalogue is sown as it is today."""
    db = op.get_bind()
    known = set(db.execute(sa.text("select code from indicator")).scalars())
    sown = {"indicator": added(), "indicator_setting": conventions()}
    for table, rows in sown.items():
        new = [row for row in rows if (code := row.get("code", row.get("indicator_code"))) in NEW and code not in known]
        if new:
            op.bulk_insert(sa.table(table, *(sa.column(name) for name in new[0])), new)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
