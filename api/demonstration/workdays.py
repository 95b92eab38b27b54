"""England's working days as day numbers, fast enough to lay down tens of thousands of dates."""

from bisect import bisect_left, bisect_right
from datetime import date

from api.statistics.workdays import bank_holidays


class WorkingDays:
    """Working days from `first` to `last`; days are `date.toordinal()` numbers throughout.

    Counts as `api.statistics.workdays` does: the start date is day 0.
    """

    def __init__(self, first: date, last: date) -> None:
        closed = {day.toordinal() for day in bank_holidays(first.year, last.year)}
        span = range(first.toordinal(), last.toordinal() + 1)
        self.days = [day for day in span if (day - 1) % 7 < 5 and day not in closed]

    def after(self, day: int, count: int) -> int:
        """The `count`th working day after `day`; `day` itself when count is 0."""
        return self.days[bisect_right(self.days, day) - 1 + count] if count else day

    def before(self, day: int, count: int) -> int:
        """The `count`th working day before `day`."""
        return self.days[bisect_left(self.days, day) - count]

    def last(self, day: int) -> int:
        """`day` itself if it is a working day, or else the last one before it."""
        return self.days[bisect_right(self.days, day) - 1]
