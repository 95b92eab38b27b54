"""Events in the order of their days, each with its clock moved there; what has no line in common goes side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from api.kernel import clock

Step = Callable[[], Awaitable[None]]

AT_ONCE = 4
"""How many steps are under way at most: one waits for PostgreSQL while another is worked out."""
_APART = timedelta(days=7)
"""How far one of them may be ahead of the first that is not done."""


@dataclass(frozen=True)
class Planned:
    """A step, and the lines of which it is a part: those of one line follow each other."""

    instant: datetime
    place: int
    step: Step
    lines: frozenset[str]

    async def happen(self, present: datetime) -> None:
        """Carry it out at its instant, or now where that is ahead."""
        with clock.travel_alone(min(self.instant, present)):
            await self.step()


@dataclass
class Timeline:
    """Steps by instant; those of one instant keep the order in which they were added."""

    steps: list[Planned] = field(default_factory=list)

    def on(self, day: date, hour: int, step: Step, *lines: str) -> None:
        """Add a step at an hour of a day in England; without a line it waits for all before, and all after for it."""
        instant = datetime.combine(day, time(hour), clock.ENGLAND)
        self.steps.append(Planned(instant, len(self.steps), step, frozenset(lines)))

    async def happen(self, progress: Callable[[int, int], None]) -> None:
        """Carry out every step, none before one of its own lines; `progress` hears how many of how many are done."""
        present, done = clock.now(), 0
        waiting = sorted(self.steps, key=lambda one: (one.instant, one.place))
        under_way: dict[asyncio.Task[None], Planned] = {}
        while waiting or under_way:
            for one in list(_ready(waiting, list(under_way.values()))):
                waiting.remove(one)
                under_way[asyncio.create_task(one.happen(present))] = one
            ended, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                del under_way[task]
                task.result()
                done += 1
                progress(done, len(self.steps))


def _ready(waiting: list[Planned], under_way: list[Planned]) -> Iterator[Planned]:
    """What may begin beside what is under way: no line in common with it, nor with anything that waits before it."""
    free = AT_ONCE - len(under_way)
    taken = frozenset[str]().union(*(one.lines for one in under_way))
    if any(not one.lines for one in under_way):
        return
    for one in waiting:
        is_far = one.instant - waiting[0].instant > _APART
        if not free or is_far or (not one.lines and (under_way or one is not waiting[0])):
            return
        if not one.lines & taken:
            free -= 1
            yield one
            if not one.lines:
                return
        taken |= one.lines
