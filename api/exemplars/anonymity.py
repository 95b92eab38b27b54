"""What in a text could name a child: references, numbers, full dates, postcodes and addresses of mail or telephone.

A sixth file because it is neither table nor verb: the patterns by which an example is kept anonymous. A name it cannot
know; that is for whoever writes and whoever publishes.
"""

import re
from collections.abc import Callable

from api.cases.models import CHILD_REF_LENGTH

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


def _is_reference(found: str) -> bool:
    """Base32 in capitals, or with a digit: a long word in small letters is a word."""
    return found.isupper() or any(letter.isdigit() for letter in found)


def _is_nhs_number(found: str) -> bool:
    """Ten digits of which the last checks the others: NHS Data Dictionary, modulus 11."""
    digits = [int(letter) for letter in found if letter.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[-1] and check != 10


def _always(_: str) -> bool:
    return True


_PATTERNS: tuple[tuple[str, str, str, Callable[[str], bool]], ...] = (
    ("child_reference", "a child's reference", rf"\b[a-z2-7]{{{CHILD_REF_LENGTH}}}\b", _is_reference),
    ("nhs_number", "an NHS number", r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", _is_nhs_number),
    ("upn", "a unique pupil number", r"\b[a-hj-np-rt-z]\d{11}[0-9a-hj-np-rt-z]\b", _always),
    ("full_date", "a full date, which could be a date of birth: an age or a month does as well",
     rf"\b(\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
     rf"|\d{{1,2}}(st|nd|rd|th)?\s+(of\s+)?({_MONTHS})[a-z]*\.?,?\s+\d{{4}}"
     rf"|({_MONTHS})[a-z]*\.?\s+\d{{1,2}}(st|nd|rd|th)?,?\s+\d{{4}})\b", _always),
    ("postcode", "a postcode", r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[abd-hjlnp-uw-z]{2}\b", _always),
    ("email", "an e-mail address", r"\S@\w", _always),
    ("telephone", "a telephone number", r"(?<!\d)(\+44|0)[ -]?\d([ -]?\d){8,9}(?!\d)", _always),
)  # fmt: skip


def names_in(text: str) -> list[tuple[str, str]]:
    """Of what kind is everything in a text that could name a child, as code and words; what it says is not repeated."""
    return [
        (code, words)
        for code, words, pattern, is_it in _PATTERNS
        if any(is_it(found.group()) for found in re.finditer(pattern, text, re.IGNORECASE | re.ASCII))
    ]
