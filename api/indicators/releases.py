"""What may be public of one financial year, given what was public of it before.

A file beyond the six because it is one rule, without tables or requests. Four things are settled here:

- A month is public once it has been over for ten days, so that it seldom changes afterwards; what is longer goes as far
  as the last such month.
- What was public stands: a place stays shown or hidden for good, and its counts follow the records only where as many
  as six more or fewer met, did not meet and were counted in all, or none. So no two releases differ by a few. Smaller
  corrections reach members together, once they come to six, or never: alone they would tell of a few who came late.
- What lies within another count is settled together with it (`links`), as the difference counts somebody too. The
  change of a stock from one month to the next counts nobody: it is who came less who left. Where who came is public
  too, how many left is settled with them (`balances`).
- Of each year all units, months, quarters and the year are hidden together (`api.statistics.sheets`): first for the
  count on which a percentage rests, alike for all indicators that share it, and then for those who met or did not.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from api.indicators.balances import Balance, Ends
from api.indicators.keeping import Known
from api.indicators.links import OTHER, Link, Moves
from api.indicators.measures.measure import Part
from api.indicators.years import (
    Counted,
    Own,
    Place,
    Released,
    Series,
    Units,
    by_month,
    months_in,
    sheet_of,
    sizes_by_month,
    times_of,
    units_below,
    weight_of,
)  # fmt: skip
from api.statistics.sheets import Key, Leaves, Move, Secret, Sizes, UnprotectableError, is_few, protect


def release(
    year: date, last: date, units: Units, series: Sequence[Series], links: Collection[Link] = (), *,
    balances: Collection[Balance] = (), stood: Mapping[uuid.UUID, Mapping[Own, int]] | None = None,
    only: Collection[uuid.UUID] | None = None,
) -> dict[uuid.UUID, dict[Place, Released]]:  # fmt: skip
    """What is public of each of the indicators after this release, up to the last month.

    `stood` is what was public by unit and month, over all years, of the indicators of `balances`. With `only`, of those
    that share a count with one of these, or are linked; what became of the others stands.
    """
    found: dict[uuid.UUID, dict[Place, Released]] = {}
    public = dict(stood or {}) | {one.name: _known_by_now(one, (stood or {}).get(one.name, {}), last, units)
                                  for one in series}  # fmt: skip
    starts = {balance.starts for balance in balances}
    for group in sorted(_groups(series, links), key=lambda group: any(one.name in starts for one in group)):
        names = {one.name for one in group}
        if only is None or not names.isdisjoint(only):
            tied = [link for link in links if link.inner in names and link.outer in names]
            ends = [(balance, Ends(public.get(balance.starts, {}), public.get(balance.stock, {})))
                    for balance in balances if names & {balance.starts, balance.stock}]  # fmt: skip
            done = _Group(year, last, units, group, tied, ends).release()
            found |= done
            public |= {name: {**public[name], **sizes_by_month(places, units)} for name, places in done.items()}
    return found


def _known_by_now(one: Series, stood: Mapping[Own, int], last: date, units: Units) -> dict[Own, int]:
    """How many are counted by unit and month where it was public, and in truth where the month is new."""
    new = {month for _, month in one.counts if month <= last and (one.reach is None or month > one.reach)}
    found = {own: one.counts.get(own, Counted()).of for unit, _ in units for own in ((unit, m) for m in new)}
    return dict(stood) | found


def _groups(series: Sequence[Series], links: Collection[Link]) -> list[list[Series]]:
    """The indicators that are settled together: those that count the same, and those that are linked."""
    groups: list[set[uuid.UUID]] = [{one.name for one in family} for family in _families(series)]
    for link in links:
        tied = [group for group in groups if link.inner in group or link.outer in group]
        groups = [group for group in groups if group not in tied] + ([set().union(*tied)] if tied else [])
    ordered = sorted(series, key=lambda one: one.name)
    return [[one for one in ordered if one.name in group] for group in groups]


def _families(series: Sequence[Series]) -> list[list[Series]]:
    """The indicators that count the same: percentages of one count, and that count itself."""
    by_base: dict[tuple[bool, frozenset[tuple[Own, int]]], list[Series]] = {}
    for one in sorted(series, key=lambda one: one.name):
        base = frozenset((own, counted.of) for own, counted in one.counts.items() if counted.of)
        by_base.setdefault((one.is_snapshot, base), []).append(one)
    return list(by_base.values())


class _Group:
    """Indicators of one base or linked, with the counts that are to be public and what of them is hidden."""

    def __init__(
        self, year: date, last: date, units: Units, series: Sequence[Series], links: Sequence[Link],
        ends: Sequence[tuple[Balance, Ends]],
    ) -> None:  # fmt: skip
        self.year, self.units, self.series, self.links, self.ends = year, units, series, links, ends
        self.names = {one.name for one in series}
        first = series[0]
        self.now = [(unit, time) for unit, _ in units for time in times_of(year, last)]
        before = frozenset(time for one in series for _, time in one.earlier)
        reach = max([last, *(time[2] for time in before)])
        self.sheet = sheet_of(year, reach, units, before, is_snapshot=first.is_snapshot)
        self.cell_of = {leaves: key for key, leaves in self.sheet.cells.items()}

    def release(self) -> dict[uuid.UUID, dict[Place, Released]]:
        true = {one.name: self._leaves(one, one.counts) for one in self.series}
        old = {one.name: self._earlier(one) for one in self.series}
        for new in (self._settle(old, true), self._stay(old, true)):
            try:
                return self._decide(new)
            except UnprotectableError:
                continue
        return self._decide(self._stay(old, true), is_last_resort=True)

    def _leaves(self, one: Series, counts: Mapping[Own, Counted]) -> list[Counted]:
        return [counts.get(own, Counted()) for own in self.sheet.leaves]  # type: ignore[arg-type]

    def _earlier(self, one: Series) -> list[Counted | None]:
        """What was public of each leaf, hidden or not; None where its month is new."""
        reach, was = one.reach, by_month(one.earlier, self.units)
        return [None if reach is None or own[1] > reach else was.get(own, Counted())
                for own in self._owns(range(len(self.sheet.leaves)))]  # fmt: skip

    def _stay(
        self, old: Mapping[uuid.UUID, list[Counted | None]], true: Mapping[uuid.UUID, list[Counted]]
    ) -> dict[uuid.UUID, list[Counted]]:
        """What was public stays; months that are new come in as they are. People are those who answered in truth."""
        return {
            name: [is_true if was is None else Counted(was.met, was.of, is_true.people)
                   for was, is_true in zip(old[name], true[name], strict=True)]
            for name in true
        }  # fmt: skip

    def _settle(
        self, old: Mapping[uuid.UUID, list[Counted | None]], true: Mapping[uuid.UUID, list[Counted]]
    ) -> dict[uuid.UUID, list[Counted]]:
        """As `_stay`, but with the changes of single leaves that no sum gives away as a few."""
        stay = self._stay(old, true)
        moved = {
            leaf for name in true for leaf in range(len(self.sheet.leaves)) if stay[name][leaf] != true[name][leaf]
        }
        sums = [*(frozenset([leaf]) for leaf in moved), *self.sheet.cells.values()] if moved else []
        sums += [self.sheet.cells[total].difference(*(self.sheet.cells[part] for part in parts))
                 for total, parts in self.sheet.equations] if moved else []  # fmt: skip
        known = list(zip(self._known(stay), self._known(true), strict=True))
        while moved:
            back: set[int] = set()
            for held in sums:
                here = moved & held
                if here and not all(_may_move(held, here, before, after) for before, after in known):
                    back |= here
            if not back:
                back = self._told_by_stock(moved, stay, true)
            if not back:
                break
            moved -= back
        return {
            name: [true[name][leaf] if leaf in moved else was for leaf, was in enumerate(stay[name])] for name in true
        }  # fmt: skip

    def _known(self, counts: Mapping[uuid.UUID, list[Counted]]) -> Iterator[list[int]]:
        """Every count by leaf of which no reader may learn a few: parts, wholes, and what a link leaves."""
        parts = _parts(counts)
        yield from parts.values()
        for link in self.links:
            outer, inner = parts[link.outer, link.of], parts[link.inner, link.part]
            yield [whole - part for whole, part in zip(outer, inner, strict=True)]
        yield from self._ended(parts).values()

    def _ended(self, parts: Mapping[tuple[uuid.UUID, Part], list[int]]) -> dict[uuid.UUID, list[int]]:
        """By leaf how many ended of what begins here, by the name of what begins."""
        owns = self._owns(range(len(self.sheet.leaves)))
        return {
            balance.starts: [ends.of(own) - ends.starts.get(own, 0) + began
                             for own, began in zip(owns, parts[balance.starts, "of"], strict=True)]
            for balance, ends in self.ends if balance.starts in self.names
        }  # fmt: skip

    def _told_by_stock(
        self, moved: set[int], stay: Mapping[uuid.UUID, list[Counted]], true: Mapping[uuid.UUID, list[Counted]]
    ) -> set[int]:
        """The leaves of a stock whose correction would tell of a few who ended, or of a few more or fewer."""
        back: set[int] = set()
        for balance, ends in self.ends:
            if balance.stock in self.names:
                own_of = dict(enumerate(self._owns(range(len(self.sheet.leaves)))))
                counts = {leaf: (true if leaf in moved else stay)[balance.stock][leaf].of for leaf in own_of}
                after = {own: counts[leaf] for leaf, own in own_of.items() if own[1] in ends.months}
                for units in {frozenset(units_below(unit, self.units)) for unit, _ in self.units}:
                    for month, was, now in ends.told_by(after, units):
                        if now != was and (is_few(now) or is_few(abs(now - was))):
                            back |= {leaf for leaf in moved if own_of[leaf][0] in units and own_of[leaf][1] == month}
        return back

    def _decide(
        self, counts: Mapping[uuid.UUID, list[Counted]], *, is_last_resort: bool = False
    ) -> dict[uuid.UUID, dict[Place, Released]]:
        """Which places are hidden; where nothing else helps (`is_last_resort`) all that are new."""
        families = _in_order(self.series, counts, self.links)
        percentages = [one.name for one in self.series if not one.is_count]
        parts = _parts(counts)
        moves = Moves([[one.name for one in family] for family in families], percentages, self.links, parts,
                      self._balanced("starts"), self._balanced("stock"))  # fmt: skip
        ended = self._ended(parts)
        known = Known(self.sheet, moves)
        found = {}
        for at, family in enumerate(families):
            # Where nobody is not told either, what is empty is hidden like all the rest.
            size = [count + (at in moves.hides_none) for count in moves.counts[at, "of"]]
            known.sizes = sizes = Sizes(size, weight_of(self.units))
            base = known.outside((at, "of")) if moves.same.get((at, "of")) else self._protect(
                sizes, [known.base_secret(at, family, counts, ended)], family, lambda row: row.is_base_hidden,
                also=known.outside((at, "of")), is_last_resort=is_last_resort,
            )  # fmt: skip
            known.hide((at, "of"), base)
            for linked in _linked(family, counts):
                mine = base
                if secrets := [known.met_secret(one, counts[one.name]) for one in linked if not one.is_count]:
                    around = [known.outside((one.name, part)) for one in linked for part in OTHER]
                    mine = self._protect(sizes, secrets, linked, lambda row: row.is_hidden,
                                         also=base.union(*around), is_last_resort=is_last_resort)  # fmt: skip
                for one in linked:
                    for part in OTHER:
                        known.hide((one.name, part), mine)
                    found[one.name] = self._places(one, counts[one.name], mine, base, hides_none=at in moves.hides_none)
        return found

    def _balanced(self, role: Literal["starts", "stock"]) -> dict[uuid.UUID, Move]:
        """Whether a move of what begins here, or of what is in stock, leaves balances that can be."""

        def let(may: Callable[[list[Own], list[Own]], bool], more: Sequence[int], fewer: Sequence[int]) -> bool:
            return may(self._owns(more), self._owns(fewer))

        return {
            getattr(balance, role): partial(let, ends.let_start if role == "starts" else ends.let_stand)
            for balance, ends in self.ends if getattr(balance, role) in self.names
        }  # fmt: skip

    def _protect(
        self, sizes: Sizes, secrets: Sequence[Secret], series: Sequence[Series], was_hidden: Callable[[Released], bool],
        *, also: frozenset[Key], is_last_resort: bool,
    ) -> frozenset[Key]:  # fmt: skip
        earlier: dict[Key, bool] = {}
        for one in series:
            for place, row in one.earlier.items():
                key = self._key(place)
                earlier[key] = earlier.get(key, True) and was_hidden(row)
        hidden = {key for key, is_hidden in earlier.items() if is_hidden} | (also - earlier.keys())
        known = (earlier.keys() - hidden) | self._silent(series)
        hidden |= {key for key, leaves in self.sheet.cells.items()
                   if key not in known and any(secret.is_small(leaves) for secret in secrets)}  # fmt: skip
        try:
            return protect(self.sheet, sizes, secrets, hidden=hidden, known=known)
        except UnprotectableError:
            if not is_last_resort:
                raise
            return frozenset(self.sheet.cells.keys() - known)

    def _silent(self, series: Sequence[Series]) -> set[Key]:
        """Where nothing was said before, and so that there was nobody: only what begins something is told otherwise."""
        starts = {balance.starts for balance, _ in self.ends}
        said = {self._key(place) for one in series for place in one.earlier}
        reach = max((one.reach for one in series if one.name in starts and one.reach), default=date.min)
        return {key for key in self.sheet.cells if key[1][2] <= reach and key not in said}  # type: ignore[index]

    def _key(self, place: Place) -> Key:
        unit, time = place
        leaves = {(one, month) for one in units_below(unit, self.units)
                  for month in months_in(time, is_snapshot=self.series[0].is_snapshot)}  # fmt: skip
        return self.cell_of[frozenset(self.sheet.place[leaf] for leaf in leaves)]

    def _has_begun(self, counts: list[Counted], place: Place) -> bool:
        """Whether a count of none is worth saying: where there was one before in the same year."""
        unit, (_, _, last) = place
        pairs = zip(self._owns(range(len(counts))), counts, strict=True)
        begun = {own[0] for own, counted in pairs if counted.of and own[1] <= last}
        return not begun.isdisjoint(units_below(unit, self.units))

    def _owns(self, leaves: Iterable[int]) -> list[Own]:
        return [self.sheet.leaves[leaf] for leaf in sorted(leaves)]  # type: ignore[misc]

    def _places(
        self, one: Series, counts: list[Counted], hidden: frozenset[Key], base: frozenset[Key], *, hides_none: bool
    ) -> dict[Place, Released]:
        """The places of all releases so far that have something to say."""
        found = {}
        for place in {**dict.fromkeys(self.now), **dict.fromkeys(one.earlier)}:
            key = self._key(place)
            leaves = self.sheet.cells[key]
            met, of = (sum(getattr(counts[leaf], name) for leaf in leaves) for name in ("met", "of"))
            is_known = place in one.earlier or any(one.counts.get(own) for own in self._owns(leaves))
            if of or is_known or (hides_none and key in base) or (one.is_count and self._has_begun(counts, place)):
                found[place] = Released(met, of, key in hidden, key in base)
        return found


def _parts(counts: Mapping[uuid.UUID, list[Counted]]) -> dict[tuple[uuid.UUID, Part], list[int]]:
    """By leaf those who met, those who did not, and both."""
    found: dict[tuple[uuid.UUID, Part], list[int]] = {}
    for name, leaves in counts.items():
        found[name, "met"] = [leaf.met for leaf in leaves]
        found[name, "not"] = [leaf.of - leaf.met for leaf in leaves]
        found[name, "of"] = [leaf.of for leaf in leaves]
    return found


def _in_order(
    series: Sequence[Series], counts: Mapping[uuid.UUID, list[Counted]], links: Sequence[Link]
) -> list[list[Series]]:
    """Indicators of one base together, each after those whose counts its own lie within.

    Where records contradict the links, so that there is no such order, each indicator is taken for itself.
    """
    alike: dict[tuple[int, ...], list[Series]] = {}
    for one in series:
        alike.setdefault(tuple(counted.of for counted in counts[one.name]), []).append(one)
    for families in (list(alike.values()), [[one] for one in series]):
        home = {one.name: at for at, family in enumerate(families) for one in family}
        outer: dict[int, set[int]] = {at: set() for at in range(len(families))}
        for link in links:
            if home[link.inner] != home[link.outer]:
                outer[home[link.inner]].add(home[link.outer])
        with suppress(CycleError):
            return [families[at] for at in TopologicalSorter(outer).static_order()]
    raise ValueError("indicators lie within each other")


def _may_move(held: Leaves, moved: Iterable[int], before: list[int], after: list[int]) -> bool:
    """Whether neither the difference of a sum is of a few, nor the sum was few or becomes few."""
    was = sum(before[leaf] for leaf in held)
    change = sum(after[leaf] - before[leaf] for leaf in moved)
    return not change or not (is_few(abs(change)) or is_few(was) or is_few(was + change))


def _linked(series: Sequence[Series], counts: Mapping[uuid.UUID, list[Counted]]) -> list[list[Series]]:
    """Indicators of one base that must be hidden alike: where three or more parts of the base make up the whole."""
    percentages = [one for one in series if not one.is_count]
    groups: list[list[Series]] = [[one] for one in series if one.is_count]
    whole = [counted.of for counted in counts[series[0].name]]
    together: set[uuid.UUID] = set()
    for at, one in enumerate(percentages):
        for other in percentages[at + 1 :]:
            for third in percentages[percentages.index(other) + 1 :]:
                sums = [
                    sum(c.met for c in leaf)
                    for leaf in zip(*(counts[s.name] for s in (one, other, third)), strict=True)
                ]
                if sums == whole and any(whole):
                    together |= {one.name, other.name, third.name}
    if together:
        groups.append([one for one in percentages if one.name in together])
    return [*groups, *([one] for one in percentages if one.name not in together)]
