"""Tell the days of rare events: charts of what lies between them need the days, and no child behind them."""

from alembic import op

revision = "20261123_0402"
down_revision = "20261123_0401"
branch_labels = None
depends_on = None

# Whoever reads true figures of a unit reads how many there were on each day, of the whole unit and not of the children
# within their sight alone. Rows that people answered are left out, as their days are nobody's to know.
DAYS = """
create function indicator_days(indicator_ids uuid[], unit_id uuid)
  returns table (indicator_id uuid, on_date date, met int, counted int)
  language sql stable security definer set search_path = pg_catalog, public as $f$
select r.indicator_id, r.on_date, count(*) filter (where r.met)::int, count(*)::int
  from public.indicator_member r
  join public.indicator i on i.id = r.indicator_id and r.on_date >= i.effective_from
 where r.indicator_id = any (indicator_ids) and r.unit_id = any (public.unit_and_below(indicator_days.unit_id))
   and r.on_date <= public.england_today() and r.person is null
 group by 1, 2 order by 1, 2
$f$;
alter function indicator_days(uuid[], uuid) owner to plumbline_system;
revoke execute on function indicator_days(uuid[], uuid) from public;
grant execute on function indicator_days(uuid[], uuid) to plumbline_app;
"""


def upgrade() -> None:
    op.execute(DAYS)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
