"""The one error of the readers of returns."""


class UnreadableReturn(Exception):  # noqa: N818 - of the file, not of ours
    """A file that cannot be read: a code for programs and a sentence for the sender, and where in the file it was seen.

    Nothing of what the file holds is repeated, because any of it may be about a child.
    """

    file: str | None = None

    def __init__(
        self, code: str, detail: str, *, line: int | None = None, sheet: str | None = None, element: str | None = None
    ) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail
        self.line, self.sheet, self.element = line, sheet, element

    def __str__(self) -> str:
        """The sentence, with the place in front of it: `2024-oc2.csv, line 5: ...`."""
        places = [self.file] + [
            f"{word} {place}"
            for word, place in (("sheet", self.sheet), ("line", self.line), ("element", self.element))
            if place is not None
        ]
        where = ", ".join(place for place in places if place)
        return f"{where}: {self.detail}" if where else self.detail
