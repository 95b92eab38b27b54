"""Keep words: a practitioner's own view stays in their sight, and voices and findings name who wrote them down."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0380"
down_revision = "20261123_0360"
branch_labels = None
depends_on = None

# What somebody has written of an audit stays in their sight for ever, by name and tool as before. Whether the audit is
# in moderation is not told apart from its having been handed in: every inadequate one is moderated.
REACH = """
create function audits_viewed()
  returns table (id uuid, reference text, kind text, audit_tool_id uuid, child_id uuid, child_ref text, due_on date,
                 period_from date, period_to date, is_asking boolean, ended text)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select k.id, k.reference, k.kind, k.audit_tool_id, k.child_id, k.child_ref, k.due_on, k.period_from, k.period_to,
         true, null
    from public.audits_asking() k
  union all
  select a.id, 'A-' || lpad(a.number::text, greatest(6, length(a.number::text)), '0'), a.kind::text, a.audit_tool_id,
         a.child_id, a.child_ref::text, a.due_on, a.period_from, a.period_to,
         false, case when a.state in ('final', 'withdrawn') then a.state::text end
    from public.practitioner_view v join public.audit a on a.id = v.audit_id
   where v.person_id = public.app_who() and a.id not in (select k.id from public.audits_asking() k) $f$;
"""

# An audit that was never given to somebody else has one auditor, who wrote all of it.
WRITERS = """
update {table} w set written_by_id = a.auditor_id from audit a
 where a.id = w.audit_id and not exists (select from audit_handover h where h.audit_id = a.id)
"""

# Whoever gives an audit to somebody else takes what is the first auditor's judgement out of it; it is kept as a copy.
OPEN = "exists (select from audit a where a.id = audit_id and a.state in ('allocated', 'in_progress', 'returned'))"
GATE = f"""
create policy removed_at_handover on finding for delete to plumbline_app
  using ((select app_reaches('council')) and {OPEN});
create policy handed_over on voice_record for update to plumbline_app
  using ((select app_reaches('council')) and {OPEN});
create policy handed_over on voice for update to plumbline_app
  using ((select app_reaches('council')) and {OPEN});
create policy handed_over on voice_on_section for update to plumbline_app
  using ((select app_reaches('council')) and exists (select from voice v where v.id = voice_id and
         exists (select from audit a where a.id = v.audit_id and a.state in ('allocated', 'in_progress', 'returned'))));
"""


def _name_writers(table: str) -> None:
    """Without the triggers: nobody is known here whom the journal could name, and no word is changed."""
    op.add_column(table, sa.Column("written_by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(f"fk_{table}_written_by_id"), table, "person", ["written_by_id"], ["id"])
    bind = op.get_bind()
    owner = bind.exec_driver_sql("select current_setting('role')").scalar_one()
    bind.exec_driver_sql(f"alter table {table} disable trigger user")
    bind.exec_driver_sql("set local role plumbline_system")
    bind.exec_driver_sql(WRITERS.format(table=table))
    bind.exec_driver_sql(f"set local role {owner}")
    bind.exec_driver_sql(f"alter table {table} enable trigger user")


def upgrade() -> None:
    op.execute(REACH)
    op.execute("alter function audits_viewed() owner to plumbline_system")
    op.execute("revoke all on function audits_viewed() from public")
    op.execute("grant execute on function audits_viewed() to plumbline_app")
    _name_writers("voice")
    _name_writers("finding")
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
