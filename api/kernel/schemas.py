"""The kinds of text and the bases from which every room's schemas are made."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Read(BaseModel):
    """What goes out: built from rows, closed, no surprises."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


class Write(BaseModel):
    """What comes in: an unknown field is a mistake worth telling about."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("Text may not contain the NUL character.")
    return text


NoNul = AfterValidator(_no_nul)
"""What every text that reaches the database is held to, as PostgreSQL stores no NUL."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NoNul]
"""One line of text that must say something."""

Prose = Annotated[str, StringConstraints(max_length=10_000), NoNul]
"""Free text, which may be empty."""

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4_000), NoNul]
"""A written reason: ten characters at least."""

Version = Annotated[int, Field(ge=1, description="Rises with each change; the ETag is this number in quotes.")]
