"""Add cases: children by reference, the work with them, and who sees which child."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0120"
down_revision = "20261123_0110"
branch_labels = None
depends_on = None

OF_A_CHILD = ("involvement", "referral", "assessment", "cp_plan", "cp_visit", "cla_episode")
OF_NO_CHILD = ("department", "worker")

# Whose case a child is: of the case worker's involvement that is open, or else of the last one.
TEAMS = """
create function england_today() returns date language sql stable parallel safe
  as $f$ select (app_now() at time zone 'Europe/London')::date $f$;

create function child_team_on(day date)
  returns table (child_id uuid, child_ref varchar, unit_id uuid, worker_source_id varchar, from_on date, to_on date)
  language sql stable as $f$
  select distinct on (i.child_ref) c.id, i.child_ref, u.id, i.worker_source_id, i.from_on, i.to_on
    from involvement i
    join child c on c.child_ref = i.child_ref
    left join worker w on w.source_id = i.worker_source_id and w.source_system = i.source_system
    left join unit u on u.source_system = i.source_system and u.source_id = coalesce(i.team_source_id, w.department_source_id)
   where i.role = 'CW' and (i.from_on is null or i.from_on <= day)
   order by i.child_ref, (i.to_on is null or i.to_on > day) desc, i.from_on desc nulls last, i.source_id desc $f$;

create view child_team with (security_invoker = true) as select * from child_team_on(england_today());
grant select on child_team to plumbline_app, plumbline_system;
"""

# A function of plumbline_system, because the tables it looks into follow the very policy that asks it.
REACH = """
create function children_in_reach() returns setof text
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select t.child_ref from public.child_team t
   where cardinality(public.app_units()) > 0 and t.unit_id = any (public.app_units())
     and (t.to_on is null or t.to_on > public.england_today())
  union
  select i.child_ref from public.involvement i
   where public.app_reaches('own') and i.worker_source_id = public.app_worker()
     and (i.from_on is null or i.from_on <= public.england_today())
     and (i.to_on is null or i.to_on > public.england_today()) $f$;
alter function children_in_reach() owner to plumbline_system;
revoke all on function children_in_reach() from public;
grant execute on function children_in_reach() to plumbline_app;

create policy seen on child for select to plumbline_app
  using ((select app_reaches('council')) or child_ref in (select children_in_reach()));
"""

# The day of birth and the sealed person id are for computation and intake alone.
RESTRICTED = """
revoke select on child from plumbline_app;
grant select (id, source_system, as_of, received_at, updated_at, child_ref, birth_month, death_on, sex, ethnicity, has_ehc_plan)
  on child to plumbline_app;
"""

PUSHED = """
revoke insert, update, delete on {table} from plumbline_app;
grant select, insert, update on {table} to plumbline_intake;
create policy pushed on {table} to plumbline_intake
  using ((select app_who()) is not null) with check ((select app_who()) is not null);
"""


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("referral_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("is_child_seen", sa.Boolean(), nullable=True),
        sa.Column("authorised_on", sa.Date(), nullable=True),
        sa.Column("is_nfa", sa.Boolean(), nullable=True),
        sa.Column("team_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("worker_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_child_ref"), "assessment", ["child_ref"], unique=False)
    op.create_index("uq_assessment_source", "assessment", ["source_id", "source_system"], unique=True)
    op.create_table(
        "child",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("source_id_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column(
            "birth_month",
            sa.Date(),
            sa.Computed("birth_on - (extract(day from birth_on)::integer - 1)", persisted=True),
            nullable=True,
        ),
        sa.Column("death_on", sa.Date(), nullable=True),
        sa.Column("sex", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("ethnicity", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("has_ehc_plan", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
        sa.UniqueConstraint("child_ref", name=op.f("uq_child_child_ref")),
    )
    op.create_table(
        "cla_episode",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("start_reason", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("primary_need", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("ceased_on", sa.Date(), nullable=True),
        sa.Column("cease_reason", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("period_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("referral_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("placement_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("entered_care_on", sa.Date(), nullable=True),
        sa.Column("last_reviewer_contact_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cla_episode")),
    )
    op.create_index(op.f("ix_cla_episode_child_ref"), "cla_episode", ["child_ref"], unique=False)
    op.create_index("uq_cla_episode_source", "cla_episode", ["source_id", "source_system"], unique=True)
    op.create_table(
        "cp_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("referral_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("conference_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("is_other_authority", sa.Boolean(), nullable=True),
        sa.Column("initial_category", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("latest_category", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cp_plan")),
    )
    op.create_index(op.f("ix_cp_plan_child_ref"), "cp_plan", ["child_ref"], unique=False)
    op.create_index("uq_cp_plan_source", "cp_plan", ["source_id", "source_system"], unique=True)
    op.create_table(
        "cp_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("plan_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("is_seen", sa.Boolean(), nullable=True),
        sa.Column("is_seen_alone", sa.Boolean(), nullable=True),
        sa.Column("is_bedroom_seen", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cp_visit")),
    )
    op.create_index(op.f("ix_cp_visit_child_ref"), "cp_visit", ["child_ref"], unique=False)
    op.create_index("uq_cp_visit_source", "cp_visit", ["source_id", "source_system"], unique=True)
    op.create_table(
        "department",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("parent_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
    )
    op.create_index("uq_department_source", "department", ["source_id", "source_system"], unique=True)
    op.create_table(
        "involvement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("worker_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("team_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("referral_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement")),
    )
    op.create_index(op.f("ix_involvement_child_ref"), "involvement", ["child_ref"], unique=False)
    op.create_index(op.f("ix_involvement_worker_source_id"), "involvement", ["worker_source_id"], unique=False)
    op.create_index("uq_involvement_source", "involvement", ["source_id", "source_system"], unique=True)
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("primary_need", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("source_code", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("is_nfa", sa.Boolean(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("team_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("worker_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_child_ref"), "referral", ["child_ref"], unique=False)
    op.create_index("uq_referral_source", "referral", ["source_id", "source_system"], unique=True)
    op.create_table(
        "worker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("job_title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("department_source_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("full_time_equivalent", sa.Numeric(), nullable=True),
        sa.Column("is_agency", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.create_index("uq_worker_source", "worker", ["source_id", "source_system"], unique=True)

    op.execute(TEAMS)
    op.execute("call guard_table('child', 'id')")
    for table in (*OF_NO_CHILD, *OF_A_CHILD):
        op.execute(f"call guard_table('{table}')")
    for table in ("child", *OF_NO_CHILD, *OF_A_CHILD):
        op.execute(PUSHED.format(table=table))
    op.execute(REACH)
    op.execute(RESTRICTED)
    for table in OF_NO_CHILD:
        op.execute(f"create policy seen on {table} for select to plumbline_app using ((select app_who()) is not null)")
    for table in OF_A_CHILD:
        op.execute(
            f"create policy seen on {table} for select to plumbline_app"
            f" using (exists (select from child c where c.child_ref = {table}.child_ref))"
        )


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
