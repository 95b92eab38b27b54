"""Add agreement: inspectors' grades, and the pairs of grades of moderations, counted as they come."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0290"
down_revision = "20261123_0280"
branch_labels = None
depends_on = None

KINDS = (
    "managers", "peer", "multi_agency", "supervision", "direct_observation", "appreciative_evaluation",
    "case_and_learning_review", "thematic", "dip_sample", "re_audit", "external",
)  # fmt: skip

# Of plumbline_system, whoever ends the moderation: a pair is counted once, however often this is called. Of a panel the
# chair's own blind grades count (those of the first member, if the chair was released), so that each reading is one pair.
# Rows are written in the order of their key, so that two at once wait for each other and never deadlock.
COUNT = """
create function note_agreement(moderations uuid[]) returns void
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
  select g.grain, p.judgement_scale_id, case when g.grain in (1, 3) then p.kind end,
         case when g.grain in (2, 3) then p.unit_id end, date_trunc('month', p.completed_on)::date, p.is_overall,
         p.practice_standard_id, p.criterion_id, p.first_grade, p.second_grade, count(*)
    from pair p cross join generate_series(0, 3) g (grain)
   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  on conflict (grain, judgement_scale_id, kind, unit_id, month, is_overall, practice_standard_id, criterion_id,
               first_grade, second_grade)
  do update set n = agreement_tally.n + excluded.n $f$;

create function note_agreement_of_moderation() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  perform public.note_agreement(array[new.id]);
  return null;
end $f$;

create trigger noted after update of state on moderation
  for each row when (new.state in ('completed', 'returned') and old.state <> new.state)
  execute function note_agreement_of_moderation();
create trigger noted_at_once after insert on moderation
  for each row when (new.state in ('completed', 'returned')) execute function note_agreement_of_moderation();
"""

# What everybody who may read agreement is told of all audits: without an audit, a child or a person in it.
TOLD = """
create function agreement_sample(scale uuid, from_on date, to_on date, of_kind text, of_units uuid[], most integer)
  returns table (audit bigint, standard_ids uuid[], firsts smallint[], seconds smallint[], counts smallint[])
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select drawn, p.standard_ids, p.firsts, p.seconds, p.counts from public.agreement_pair p
   where p.judgement_scale_id = scale and p.completed_on between from_on and to_on
     and (of_kind is null or p.kind = of_kind) and (of_units is null or p.unit_id = any (of_units))
     and public.app_who() is not null and not public.app_reaches('suppressed')
   order by p.drawn limit most $f$;

create function agreement_leans(scale uuid, from_on date, to_on date, fewest integer)
  returns table (n bigint, lean double precision, spread double precision)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select count(*), avg(p.second_grade - p.first_grade)::float8, stddev_samp(p.second_grade - p.first_grade)::float8
    from public.agreement_pair p
   where p.judgement_scale_id = scale and p.completed_on between from_on and to_on
     and public.app_who() is not null and not public.app_reaches('suppressed')
   group by p.auditor_id having count(*) >= fewest order by 2, 1 $f$;

create function agreement_with_inspectors(scale uuid, from_on date, to_on date, of_kind text, of_units uuid[])
  returns table (first_grade smallint, second_grade smallint, inspector smallint, n bigint)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select one.position::smallint, two.position::smallint, third.position::smallint, count(*)
    from public.external_rating r
    join public.audit a on a.id = r.audit_id
    join public.audit_tool t on t.id = a.audit_tool_id
    join public.judgement_level one on one.judgement_scale_id = scale and one.code = a.first_grade
    join public.judgement_level third on third.judgement_scale_id = scale and third.code = r.overall_grade
    left join public.judgement_level two on two.judgement_scale_id = scale and two.code = a.reported_grade
                                         and a.moderation_id is not null
   where t.judgement_scale_id = scale and r.rated_on between from_on and to_on
     and (of_kind is null or a.kind = of_kind) and (of_units is null or a.unit_id = any (of_units))
     and not exists (select from public.external_rating later where later.supersedes_id = r.id)
     and public.app_who() is not null and not public.app_reaches('suppressed')
   group by 1, 2, 3 $f$;
"""

# A few at a time: the pieces of one call are joined without an index.
NOTE_ALL = """
do $$
declare
  some_of_them uuid[];
begin
  for some_of_them in
    select array_agg(id) from (
      select id, row_number() over (order by id) / 100 as piece from moderation where state in ('completed', 'returned')
    ) m group by piece
  loop
    perform note_agreement(some_of_them);
  end loop;
end $$;
"""

OWNED = (
    "note_agreement(uuid[])",
    "note_agreement_of_moderation()",
    "agreement_sample(uuid, date, date, text, uuid[], integer)",
    "agreement_leans(uuid, date, date, integer)",
    "agreement_with_inspectors(uuid, date, date, text, uuid[])",
)
ASKED = OWNED[2:]

GATE = """
call guard_table('external_rating');
call guard_table('external_judgement');
call guard_table('agreement_pair', null, false);
call guard_table('agreement_tally', null, false);
revoke update, delete on external_rating, external_judgement from plumbline_app;
revoke insert, update, delete on agreement_pair, agreement_tally from plumbline_app;

create policy seen on external_rating for select to plumbline_app
  using (exists (select from audit a where a.id = audit_id));
create policy made on external_rating for insert to plumbline_app
  with check ((select app_reaches('council')) and entered_by_id = (select app_who()));
create policy seen on external_judgement for select to plumbline_app
  using (exists (select from external_rating r where r.id = external_rating_id));
create policy made on external_judgement for insert to plumbline_app
  with check (exists (select from external_rating r where r.id = external_rating_id and r.entered_by_id = (select app_who())));

-- Whoever sees the audit sees both grades there; the auditor keeps sight of their own.
create policy seen on agreement_pair for select to plumbline_app
  using (auditor_id = (select app_who()) or exists (select from audit a where a.id = audit_id));
create policy known on agreement_tally for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));

create function keep_external_rating() returns trigger language plpgsql as $f$
begin
  raise exception 'an inspector''s grades cannot be changed, only superseded'
    using errcode = 'restrict_violation', constraint = 'inspectors_grades_stand';
end $f$;
create trigger kept before update or delete on external_rating for each row execute function keep_external_rating();
create trigger kept before update or delete on external_judgement for each row execute function keep_external_rating();
"""


def upgrade() -> None:
    _add_external_ratings()
    _add_pairs()
    _add_tallies()
    op.execute(COUNT)
    op.execute(TOLD)
    for function in OWNED:
        op.execute(f"alter function {function} owner to plumbline_system")
        op.execute(f"revoke all on function {function} from public")
    for function in ASKED:
        op.execute(f"grant execute on function {function} to plumbline_app")
    op.execute(GATE)
    op.execute(NOTE_ALL)


def _add_external_ratings() -> None:
    op.create_table(
        "external_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("by_whom", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("overall_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_external_rating_audit_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_external_rating_entered_by_id")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["external_rating.id"], name=op.f("fk_external_rating_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_rating")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_external_rating_supersedes_id")),
    )
    op.create_index(op.f("ix_external_rating_audit_id"), "external_rating", ["audit_id"], unique=False)
    op.create_table(
        "external_judgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_rating_id", sa.Uuid(), nullable=False),
        sa.Column("practice_standard_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["external_rating_id"], ["external_rating.id"], name=op.f("fk_external_judgement_external_rating_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_standard_id"],
            ["practice_standard.id"],
            name=op.f("fk_external_judgement_practice_standard_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_judgement")),
    )
    op.create_index(
        "uq_external_judgement", "external_judgement", ["external_rating_id", "practice_standard_id"], unique=True
    )


def _add_pairs() -> None:
    op.create_table(
        "agreement_pair",
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="auditkind", native_enum=False, length=40), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("judgement_scale_id", sa.Uuid(), nullable=False),
        sa.Column("auditor_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("first_grade", sa.SmallInteger(), nullable=False),
        sa.Column("second_grade", sa.SmallInteger(), nullable=False),
        sa.Column("drawn", sa.BigInteger(), nullable=False),
        sa.Column("standard_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("firsts", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("seconds", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("counts", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.CheckConstraint("first_grade >= 1 and second_grade >= 1", name=op.f("ck_agreement_pair_places")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_agreement_pair_audit_id")),
        sa.ForeignKeyConstraint(["auditor_id"], ["person.id"], name=op.f("fk_agreement_pair_auditor_id")),
        sa.ForeignKeyConstraint(
            ["judgement_scale_id"], ["judgement_scale.id"], name=op.f("fk_agreement_pair_judgement_scale_id")
        ),
        sa.ForeignKeyConstraint(["moderation_id"], ["moderation.id"], name=op.f("fk_agreement_pair_moderation_id")),
        sa.ForeignKeyConstraint(["moderator_id"], ["person.id"], name=op.f("fk_agreement_pair_moderator_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_agreement_pair_unit_id")),
        sa.PrimaryKeyConstraint("moderation_id", name=op.f("pk_agreement_pair")),
    )
    op.create_index(op.f("ix_agreement_pair_audit_id"), "agreement_pair", ["audit_id"], unique=False)
    op.create_index("ix_agreement_pair_auditor", "agreement_pair", ["auditor_id", "completed_on"], unique=False)
    op.create_index(
        "ix_agreement_pair_completed",
        "agreement_pair",
        ["judgement_scale_id", "completed_on", "moderation_id"],
        unique=False,
    )
    op.create_index("ix_agreement_pair_drawn", "agreement_pair", ["judgement_scale_id", "drawn"], unique=False)
    op.create_index("ix_agreement_pair_unit", "agreement_pair", ["unit_id", "completed_on"], unique=False)


def _add_tallies() -> None:
    op.create_table(
        "agreement_tally",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("grain", sa.SmallInteger(), nullable=False),
        sa.Column("judgement_scale_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="auditkind", native_enum=False, length=40), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_overall", sa.Boolean(), nullable=False),
        sa.Column("practice_standard_id", sa.Uuid(), nullable=True),
        sa.Column("criterion_id", sa.Uuid(), nullable=True),
        sa.Column("first_grade", sa.SmallInteger(), nullable=False),
        sa.Column("second_grade", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_agreement_tally_criterion_id")),
        sa.ForeignKeyConstraint(
            ["judgement_scale_id"], ["judgement_scale.id"], name=op.f("fk_agreement_tally_judgement_scale_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_standard_id"], ["practice_standard.id"], name=op.f("fk_agreement_tally_practice_standard_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_agreement_tally_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_tally")),
    )
    op.create_index(
        "uq_agreement_tally",
        "agreement_tally",
        [
            "grain", "judgement_scale_id", "kind", "unit_id", "month", "is_overall", "practice_standard_id",
            "criterion_id", "first_grade", "second_grade",
        ],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )  # fmt: skip


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
