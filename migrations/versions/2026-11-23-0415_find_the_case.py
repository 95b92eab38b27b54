"""Let those who may find a child's case in the case system: they are given the sealed person id, one child at a time."""

from alembic import op

revision = "20261123_0415"
down_revision = "20261123_0402"
branch_labels = None
depends_on = None

# The sealed id stays out of reach as a column. Of a child in the asker's sight it is given alone, by the same words as
# the policies on child: whoever adds a policy and forgets it here gives nobody more than before.
FIND = """
create function sealed_person(child_id uuid) returns table (source_system text, sealed bytea)
  language sql stable security definer set search_path = pg_catalog, public as $f$
select c.source_system::text, c.source_id_encrypted
  from public.child c
 where c.id = sealed_person.child_id and c.withdrawn_at is null and public.app_who() is not null
   and (public.app_reaches('council') or public.app_reaches('records')
        or c.child_ref in (select public.children_in_reach())
        or c.id in (select public.children_under_audit()) or c.id in (select public.children_moderated())
        or c.id in (select public.children_calibrated()) or c.id in (select public.children_disputed()))
$f$;
alter function sealed_person(uuid) owner to plumbline_system;
revoke execute on function sealed_person(uuid) from public;
grant execute on function sealed_person(uuid) to plumbline_app;
"""


def upgrade() -> None:
    op.execute(FIND)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
