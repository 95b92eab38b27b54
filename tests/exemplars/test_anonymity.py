"""What in a text could name a child is found, and what only looks a little like it is let be."""

import pytest

from api.exemplars.anonymity import names_in


@pytest.mark.parametrize(("text", "codes"), [
    ("Seen weekly and alone.", []),
    ("See AB2CDE3FGH4IJ567 for more.", ["child_reference"]),
    ("see ab2cde3fgh4ij567", ["child_reference"]),
    ("ABCDEFGHIJKLMNOP", ["child_reference"]),
    ("Roles and responsibilities were clear.", []),
    ("The responsibilities of each, 16 letters long", []),
    ("NHS 943 476 5919", ["nhs_number"]),
    ("9434765919 and 943-476-5919", ["nhs_number"]),
    ("9434765918 is no NHS number", []),
    ("UPN H801200001001", ["upn"]),
    ("h80120000100a", ["upn"]),
    ("Born on 3/4/2015", ["full_date"]),
    ("born 03.04.15", ["full_date"]),
    ("2015-04-03", ["full_date"]),
    ("3rd of April 2015", ["full_date"]),
    ("3 Apr 2015", ["full_date"]),
    ("April 3rd, 2015", ["full_date"]),
    ("In April 2015 she was nine.", []),
    ("Visited 3 times in 2025, on days 10, 20 and 30.", []),
    ("Lives in SW1A 1AA", ["postcode"]),
    ("m11ae", ["postcode"]),
    ("Standard 2.4 and criteria 1.1-1.4", []),
    ("Write to kim@example.org", ["email"]),
    ("Ring 020 7946 0958", ["telephone"]),
    ("+44 7700 900123", ["telephone"]),
    ("07700900123 or 3/4/2015", ["full_date", "telephone"]),
    ("Three of 12 visits, 25%, within 10 working days", []),
])  # fmt: skip
def test_what_could_name_a_child_is_found(text: str, codes: list[str]):
    assert [code for code, _ in names_in(text)] == codes
