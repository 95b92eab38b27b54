"""Spells of care, put together from episodes: an episode goes on from the one before, or begins something new.

The reason with which an episode starts says what is new: S the period of care; P and B the placement and its carers;
L, T
and U keep the carers. An episode without a reason begins a placement. A period of care also begins after a gap.
"""

# ruff: noqa: S608 - only our own words

_KEEPS_CARERS = "'L', 'T', 'U'"


def _spells(is_new: str) -> str:
    return f"""(
      select child_ref, min(started_on) as started_on,
             nullif(max(coalesce(ceased_on, 'infinity')), 'infinity') as ended_on
        from (
          select e.*, count(*) filter (where {is_new}) over (
                   partition by child_ref order by started_on, ceased_on, source_id) as number
            from (
              select child_ref, source_id, started_on, ceased_on, start_reason,
                     lag(ceased_on) over (partition by child_ref order by started_on, ceased_on, source_id) as before_on
                from cla_episode where started_on is not null) e) e
       group by child_ref, number)"""


PLACEMENTS = _spells(f"start_reason is null or start_reason not in ({_KEEPS_CARERS})")
"""A derived table of `child_ref`, `started_on`, `ended_on`: each time with one set of carers."""

PERIODS = _spells("start_reason = 'S' or before_on < started_on")
"""A derived table of `child_ref`, `started_on`, `ended_on`: each time of being looked after without a gap."""


def at_each_day(spells: str) -> str:
    """A derived table of `child_ref`, `day`, `began`: the spells open on each day of `as_at`, one a child."""
    return f"""(
      select s.child_ref, at.day, max(s.started_on) as began
        from {spells} s join as_at at on at.day >= s.started_on and at.day < coalesce(s.ended_on, 'infinity')
       group by s.child_ref, at.day)"""


RESPITE = """(
      select distinct l.child_ref, at.day
        from legal_status l
        join as_at at on at.day >= l.started_on and at.day < coalesce(l.ended_on, 'infinity')
       where l.status in ('V3', 'V4'))"""
"""A derived table of `child_ref`, `day`: children who are looked after in short breaks alone."""
