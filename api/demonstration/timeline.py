"""Events in the order of their days, each carried out with the clock moved there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from api.kernel import clock

Step = Callable[[], Awaitable[None]]


@dataclass
class Timeline:
    """Steps by instant; those of one instant keep the order in which they were added."""

    steps: list[tuple[datetime, int, Step]] = field(default_factory=list)

    def on(self, day: date, hour: int, step: Step) -> None:
        """Add a step at an hour of a day in England."""
        self.steps.append((datetime.combine(day, time(hour), clock.ENGLAND), len(self.steps), step))

    async def happen(self, progress: Callable[[int, int], None]) -> None:
        """Carry out every step in order; `progress` hears how many of how many are done."""
        present = clock.now()
        ordered = sorted(self.steps, key=lambda entry: entry[:2])
        for done, (instant, _, step) in enumerate(ordered, start=1):
            with clock.travel(min(instant, present)):
                await step()
            progress(done, len(ordered))
