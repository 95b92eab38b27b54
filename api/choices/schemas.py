"""What goes in and out about the council's own figures."""

from api.choices.models import ChoiceName
from api.kernel.schemas import Read


class ChoiceRead(Read):
    """A figure as it counts today, beside the default and what it lies between."""

    name: ChoiceName
    title: str
    unit: str
    value: int
    default: int
    least: int
    most: int
