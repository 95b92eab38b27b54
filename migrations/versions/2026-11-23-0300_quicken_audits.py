"""Quicken audits: who sees few finds them by index, agreement is counted by the year too."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0300"
down_revision = "20261123_0290"
branch_labels = None
depends_on = None

# The ids that the policy of audits lets somebody see who sees neither the council's nor a unit's nor those in moderation:
# found by index, where the policy would be asked of every audit in the order of the list.
REACH = """
create function audits_within_reach() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public rows 100 as $f$
  select a.id from public.audit a
   where public.app_reaches('allocated') and a.auditor_id = public.app_who()
     and (a.state in ('allocated', 'in_progress', 'submitted', 'in_moderation', 'returned')
          or a.state = 'final' and a.finalised_at > public.app_now() - interval '90 days')
  union
  select a.id from public.audit a
   where a.state = 'final' and a.child_id in (select public.own_children()) $f$;
"""

# As it was, but counted by the year beside the month: grains 4 to 7 are 0 to 3 with the first day of a year.
COUNT = """
create or replace function note_agreement(moderations uuid[]) returns void
  language sql volatile security definer set search_path = pg_catalog, public as $f$
  with reading as (
    select m.id as moderation_id, m.audit_id, m.moderator_id, m.completed_at, m.first_grade, a.kind, a.unit_id,
           a.auditor_id, t.judgement_scale_id as scale_id, sits.reader_id,
           case when sits.reader_id is null then m.second_grade else (
             select g.grade from public.moderation_panel_grade g
              where g.moderation_id = m.id and g.person_id = sits.reader_id and g.tool_question_id is null
           ) end as second_grade
      from public.moderation m
      join public.audit a on a.id = m.audit_id
      join public.audit_tool t on t.id = a.audit_tool_id
      left join lateral (
        select p.person_id as reader_id from public.moderation_panel_member p
         where p.moderation_id = m.id and p.given_at is not null and p.released_at is null
         order by p.person_id <> m.moderator_id, p.given_at limit 1
      ) sits on true
     where m.id = any (moderations) and m.state in ('completed', 'returned')
  ), answer as (
    select r.moderation_id, s.practice_standard_id, q.criterion_id, one.position as first, two.position as second
      from reading r
      join public.moderation_judgement j on j.moderation_id = r.moderation_id
      left join public.moderation_panel_grade g
        on g.moderation_id = r.moderation_id and g.person_id = r.reader_id and g.tool_question_id = j.tool_question_id
      join public.tool_question q on q.id = j.tool_question_id
      join public.tool_section s on s.id = q.tool_section_id
      join public.judgement_level one on one.judgement_scale_id = r.scale_id and one.code = j.first_grade
      join public.judgement_level two on two.judgement_scale_id = r.scale_id
       and two.code = case when r.reader_id is null then j.second_grade else g.grade end
  ), counted as (
    select moderation_id, practice_standard_id, first, second, count(*) as n from answer group by 1, 2, 3, 4
  ), packed as (
    select moderation_id, array_agg(practice_standard_id) as standard_ids, array_agg(first)::smallint[] as firsts,
           array_agg(second)::smallint[] as seconds, array_agg(n)::smallint[] as counts
      from counted group by 1
  ), noted as (
    insert into public.agreement_pair (
      moderation_id, audit_id, kind, unit_id, judgement_scale_id, auditor_id, moderator_id, completed_on,
      first_grade, second_grade, drawn, standard_ids, firsts, seconds, counts)
    select r.moderation_id, r.audit_id, r.kind, r.unit_id, r.scale_id, r.auditor_id, coalesce(r.reader_id, r.moderator_id),
           (r.completed_at at time zone 'Europe/London')::date, one.position, two.position,
           ('x' || left(md5(r.audit_id::text), 15))::bit(60)::bigint,
           coalesce(p.standard_ids, '{}'), coalesce(p.firsts, '{}'), coalesce(p.seconds, '{}'), coalesce(p.counts, '{}')
      from reading r
      join public.judgement_level one on one.judgement_scale_id = r.scale_id and one.code = r.first_grade
      join public.judgement_level two on two.judgement_scale_id = r.scale_id and two.code = r.second_grade
      left join packed p using (moderation_id)
    on conflict do nothing
    returning moderation_id, kind, unit_id, judgement_scale_id, completed_on, first_grade, second_grade
  ), pair as (
    select n.*, true as is_overall, null::uuid as practice_standard_id, null::uuid as criterion_id from noted n
    union all
    select n.moderation_id, n.kind, n.unit_id, n.judgement_scale_id, n.completed_on, a.first, a.second,
           false, a.practice_standard_id, a.criterion_id
      from noted n join answer a using (moderation_id)
  )
  insert into public.agreement_tally (
    grain, judgement_scale_id, kind, unit_id, month, is_overall, practice_standard_id, criterion_id,
    first_grade, second_grade, n)
  select g.grain + g.more, p.judgement_scale_id, case when g.grain in (1, 3) then p.kind end,
         case when g.grain in (2, 3) then p.unit_id end, date_trunc(g.span, p.completed_on)::date, p.is_overall,
         p.practice_standard_id, p.criterion_id, p.first_grade, p.second_grade, count(*)
    from pair p
   cross join (select grain, span, more from generate_series(0, 3) grain, (values ('month', 0), ('year', 4)) s (span, more)) g
   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  on conflict (grain, judgement_scale_id, kind, unit_id, month, is_overall, practice_standard_id, criterion_id,
               first_grade, second_grade)
  do update set n = agreement_tally.n + excluded.n $f$;
"""

YEARS = """
insert into agreement_tally (
  grain, judgement_scale_id, kind, unit_id, month, is_overall, practice_standard_id, criterion_id,
  first_grade, second_grade, n)
select grain + 4, judgement_scale_id, kind, unit_id, date_trunc('year', month)::date, is_overall, practice_standard_id,
       criterion_id, first_grade, second_grade, sum(n)
  from agreement_tally group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""


# Who sees every audit need not be asked about each: the subquery reads all of them.
SEEN = """
alter policy seen on agreement_pair using (
  auditor_id = (select app_who()) or (select app_reaches('council')) or exists (select from audit a where a.id = audit_id))
"""


def upgrade() -> None:
    op.execute(REACH)
    op.execute("alter function audits_within_reach() owner to plumbline_system")
    op.execute("revoke all on function audits_within_reach() from public")
    op.execute("grant execute on function audits_within_reach() to plumbline_app")
    op.execute(SEEN)
    op.execute(COUNT)
    op.execute(YEARS)
    op.create_index(
        "ix_agreement_pair_far_apart", "agreement_pair", ["judgement_scale_id", "completed_on", "moderation_id"],
        postgresql_where=sa.text("abs(first_grade - second_grade) >= 2"),
    )  # fmt: skip


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
