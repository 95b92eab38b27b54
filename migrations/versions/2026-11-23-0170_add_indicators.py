"""Add indicators: their definitions, their values, the suppressed values, computations and working days."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from api.indicators.catalogue import definitions

revision = "20261123_0170"
down_revision = "20261123_0160"
branch_labels = None
depends_on = None

# True values go to plumbline_app, but never to whoever may see suppressed figures alone; plumbline_public has no
# privilege on them at all. Values are written by plumbline_system, and are no event about a child: no journal.
GATE = """
call guard_table('indicator');
call guard_table('computation');
call guard_table('indicator_value', null, false);
call guard_table('suppressed_value', null, false);
call guard_table('working_day', null, false);

grant select on indicator, computation, suppressed_value to plumbline_public;
create policy seen on indicator for select to plumbline_app, plumbline_public using ((select app_who()) is not null);
create policy seen on computation for select to plumbline_app, plumbline_public using ((select app_who()) is not null);
create policy seen on suppressed_value for select to plumbline_app, plumbline_public using ((select app_who()) is not null);
create policy seen on indicator_value for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));
"""


def upgrade() -> None:
    op.create_table(
        "computation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("data_as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("computed", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_computation")),
        sa.UniqueConstraint("number", name=op.f("uq_computation_number")),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("numerator_text", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("denominator_text", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "polarity", sa.Enum("high", "low", "neutral", name="polarity", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "corner",
            sa.Enum("voice", "numbers", "practice", name="corner", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("standard_number", sa.Integer(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("known_gaps", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("owner", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    op.create_table(
        "working_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_working_day")),
    )
    op.create_table(
        "indicator_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column(
            "period_type",
            sa.Enum("month", "quarter", "year", name="periodtype", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column(
            "value_status",
            sa.Enum(
                "ok",
                "suppressed",
                "no_data",
                "not_applicable",
                "provisional",
                name="valuestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lower", sa.Float(), nullable=True),
        sa.Column("upper", sa.Float(), nullable=True),
        sa.Column("data_as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("computed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_value_indicator_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_indicator_value_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
        sa.UniqueConstraint("indicator_id", "unit_id", "period_type", "period_start", name="uq_indicator_value_place"),
    )
    op.create_index("ix_indicator_value_change", "indicator_value", ["updated_at", "id"], unique=False)
    op.create_index(op.f("ix_indicator_value_unit_id"), "indicator_value", ["unit_id"], unique=False)
    op.create_table(
        "suppressed_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column(
            "period_type",
            sa.Enum("month", "quarter", "year", name="periodtype", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column(
            "value_status",
            sa.Enum(
                "ok",
                "suppressed",
                "no_data",
                "not_applicable",
                "provisional",
                name="valuestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lower", sa.Float(), nullable=True),
        sa.Column("upper", sa.Float(), nullable=True),
        sa.Column("data_as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("computed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_suppressed_value_indicator_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_suppressed_value_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressed_value")),
        sa.UniqueConstraint("indicator_id", "unit_id", "period_type", "period_start", name="uq_suppressed_value_place"),
    )
    op.create_index("ix_suppressed_value_change", "suppressed_value", ["updated_at", "id"], unique=False)
    op.create_index(op.f("ix_suppressed_value_unit_id"), "suppressed_value", ["unit_id"], unique=False)

    # Filled in before the gate closes over them.
    op.bulk_insert(sa.table("indicator", *(sa.column(name) for name in definitions()[0])), definitions())

    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
