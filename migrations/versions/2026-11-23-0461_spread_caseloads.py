"""Spread caseloads, and count children referred again: each child once, and workers by how many cases they hold."""

import sqlalchemy as sa
from alembic import op

from api.indicators.catalogue import added, conventions

revision = "20261123_0461"
down_revision = "20261123_0460"
branch_labels = None
depends_on = None

NEW = ("re_referred_children", "caseloads_few", "caseloads_middle")


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
