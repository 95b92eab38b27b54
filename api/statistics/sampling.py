"""Stratified samples by permanent random numbers: the same seed over the same units always draws the same.

Each unit's number is u = HMAC-SHA256(key = seed, message = id) / 2^256, and the smallest of a stratum are drawn. A
number depends on nothing but seed and id: not on the order of rows, the language or its version. It stays with the
unit when others come or go (Ohlsson 1995, "Coordination of samples using permanent random numbers").
"""

import hmac
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

_WHOLE = 2**256


class Unit(Protocol):
    """What can be drawn: anything with an id that nothing else in the frame has."""

    @property
    def id(self) -> str: ...


U = TypeVar("U", bound=Unit)
K = TypeVar("K", bound=Hashable)


class Drawn(NamedTuple, Generic[U]):
    """A unit in its stratum's order: `place` counts from 1, `mark` is the HMAC by which it stands there."""

    unit: U
    stratum: Any
    place: int
    mark: bytes

    @property
    def number(self) -> float:
        """The permanent random number u, at least 0 and below 1."""
        return int.from_bytes(self.mark) / _WHOLE


@dataclass(frozen=True, slots=True)
class Stratum:
    """Of a stratum: how many could be drawn, how many were, and how many each of these stands for.

    `excluded` counts those left out before the draw; `weight` is population / sampled, None where none was drawn.
    """

    key: Any
    population: int
    sampled: int
    excluded: int
    weight: float | None


@dataclass(frozen=True)
class Sample(Generic[U]):
    """What was drawn and what was not.

    `chosen` stand by stratum and number; `reserves` are the rest of each stratum in the order in which they replace.
    `excluded` has the reason of every unit left out, by id. `digest` is that of the whole frame: ids, strata, reasons.
    `shortfall` is how many fewer were drawn than asked for, because no more could be.
    """

    chosen: tuple[Drawn[U], ...]
    reserves: Mapping[Any, Sequence[Drawn[U]]]
    strata: tuple[Stratum, ...]
    excluded: Mapping[str, str]
    digest: str
    shortfall: int


def number_of(seed: str, unit_id: str) -> float:
    """A unit's permanent random number u, at least 0 and below 1 (up to the rounding of a float)."""
    return int.from_bytes(_mark(seed, unit_id)) / _WHOLE


def _mark(seed: str, unit_id: str) -> bytes:
    return hmac.digest(seed.encode(), unit_id.encode(), sha256)


def nobody(_: Any) -> str | None:
    """Excludes none."""
    return None


def draw(
    frame: Iterable[U],
    *,
    seed: str,
    size: int,
    by: Callable[[U], Hashable],
    minimum: int = 1,
    exclude: Callable[[U], str | None] = nobody,
) -> Sample[U]:
    """Draw `size` units, each stratum its share and at least `minimum` as far as it has them; see `shares`.

    `by` names a unit's stratum, `exclude` the reason why a unit must not be drawn, None where there is none. The whole
    of a stratum that falls short is taken, and nothing is filled up from another behind the council's back: the shares
    are those of who can be drawn. Raises ValueError for ids that repeat and for negative sizes.
    """
    if size < 0 or minimum < 0:
        raise ValueError("size and minimum must not be negative")
    rows = sorted((unit.id, by(unit), exclude(unit), unit) for unit in _distinct(frame))
    groups: defaultdict[Hashable, list[tuple[bytes, str, U]]] = defaultdict(list)
    left_out: Counter[Hashable] = Counter()
    for unit_id, key, reason, unit in rows:
        if reason is None:
            groups[key].append((_mark(seed, unit_id), unit_id, unit))
        else:
            left_out[key] += 1
    taken = shares({key: len(units) for key, units in groups.items()}, size, minimum)
    order = {key: _in_order(key, groups[key]) for key in taken}
    return Sample(
        chosen=tuple(one for key, count in taken.items() for one in order[key][:count]),
        reserves={key: order[key][count:] for key, count in taken.items()},
        strata=tuple(
            _stratum(key, len(groups[key]), taken.get(key, 0), left_out[key])
            for key in sorted({*groups, *left_out}, key=_name)
        ),
        excluded={unit_id: reason for unit_id, _, reason, _ in rows if reason is not None},
        digest=_digest(rows),
        shortfall=size - sum(taken.values()),
    )


def _distinct(frame: Iterable[U]) -> Iterable[U]:
    units = {}
    for count, unit in enumerate(frame, start=1):
        units[unit.id] = unit
        if len(units) < count:
            raise ValueError("two units of the frame have the same id")
    return units.values()


def _name(key: Hashable) -> str:
    return repr(key)


def _in_order(key: Hashable, units: list[tuple[bytes, str, U]]) -> Sequence[Drawn[U]]:
    units.sort(key=lambda one: one[:2])
    return [Drawn(unit, key, place, mark) for place, (mark, _, unit) in enumerate(units, 1)]


def _stratum(key: Hashable, population: int, sampled: int, excluded: int) -> Stratum:
    return Stratum(key, population, sampled, excluded, population / sampled if sampled else None)


def _digest(rows: Iterable[tuple[str, Hashable, str | None, Any]]) -> str:
    """SHA-256 over the frame in the order of its ids, so that another frame is known from it."""
    names: dict[Hashable, str] = {}
    lines = [
        f"{unit_id}\x1f{names.get(key) or names.setdefault(key, _name(key))}\x1f{reason or ''}\x1e"
        for unit_id, key, reason, _ in rows
    ]
    return sha256("".join(lines).encode()).hexdigest()


def shares(populations: Mapping[K, int], size: int, minimum: int = 1) -> dict[K, int]:
    """How many to draw of each stratum: in proportion to its population, whole numbers by the largest remainder.

    A stratum whose proportion is below `minimum` has that many, or all it has, and the others share what is left.
    Where `size` is too small to give each its minimum, proportions alone count. Equal remainders go to the larger
    population, and then by name. The shares add up to `size`, or to everybody where there are fewer.
    """
    size = min(size, sum(populations.values()))
    floors = {key: min(minimum, population) for key, population in populations.items()}
    if sum(floors.values()) > size:
        floors = dict.fromkeys(populations, 0)
    fixed: dict[K, int] = {}
    while True:
        free = {key: n for key, n in populations.items() if key not in fixed}
        left, among = size - sum(fixed.values()), sum(free.values())
        low = [key for key, n in free.items() if left * n < floors[key] * among]
        if not low:
            break
        fixed |= {key: floors[key] for key in low}
    found = fixed | _largest_remainder(free, left)
    return {key: found[key] for key in sorted(found, key=_name)}


def _largest_remainder(populations: Mapping[K, int], seats: int) -> dict[K, int]:
    """Hamilton's method: the whole part of each quota, and the seats left over by the size of what was cut off."""
    among = sum(populations.values())
    if not among:
        return dict.fromkeys(populations, 0)
    found = {key: seats * n // among for key, n in populations.items()}
    cut_off = sorted(populations, key=lambda key: (-(seats * populations[key] % among), -populations[key], _name(key)))
    for key in cut_off[: seats - sum(found.values())]:
        found[key] += 1
    return found
