"""Count care leavers from an age that the council says: in law they begin at 17, published are those of 19 to 21."""

import sqlalchemy as sa
from alembic import op

from api.indicators.catalogue import conventions

revision = "20261123_0436"
down_revision = "20261123_0435"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An installation that begins with this version has the rows already: the catalogue is sown as it is today."""
    known = {tuple(row) for row in op.get_bind().execute(sa.text("select indicator_code, name from indicator_setting"))}
    ages = [
        row for row in conventions() if row["indicator_code"].startswith("care_leavers_") and row["name"] == "from_age"
    ]
    new = [row for row in ages if (row["indicator_code"], row["name"]) not in known]
    if new:
        op.bulk_insert(sa.table("indicator_setting", *(sa.column(name) for name in new[0])), new)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
