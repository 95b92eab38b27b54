"""How a cell of an Annex A list says a code: as the code, behind the letter of a form's choice, or in words.

Councils write `F`, `Female`, `b) Female` and `b)` for one thing. What none of these explains goes through as it came.
"""

import re
from dataclasses import dataclass

from api.cases import codes
from api.imports.returns.values import Value

_CHOICE = re.compile(r"([a-z])[a-z]?\d?\)\s*(.*)", re.IGNORECASE)
_LEADING = re.compile(r"([A-Za-z0-9]+)(\s*(?:$|[:\-\u2013\u2014.,()]))?")


@dataclass(frozen=True)
class Said:
    """The codes of a column, the words for them, and the codes of choices a, b, c where the letter alone may stand."""

    codes: frozenset[str]
    words: tuple[tuple[str, str], ...]
    """Pairs of a pattern, looked for in small letters, and the code: the first that is found counts."""
    choices: tuple[str, ...] = ()

    def read(self, value: Value) -> Value:
        """The code, or the value as it came."""
        if value is None:
            return None
        choice = _CHOICE.fullmatch(value)
        said = choice[2] if choice else value
        if (code := _leading_code(said)) in self.codes:
            return code
        for pattern, code in self.words:
            if said and re.search(pattern, said.lower()):
                return code
        place = ord(choice[1].lower()) - ord("a") if choice else len(self.choices)
        return self.choices[place] if place < len(self.choices) else value


def _leading_code(said: str) -> Value:
    """The first word in capitals if a sign ends it, or if it could be no word of a sentence (N1, PR4, WBRI)."""
    found = _LEADING.match(said)
    if not found:
        return None
    word = found[1]
    stands_out = len(word) > 1 and (any(sign.isdigit() for sign in word) or (len(word) > 2 and word.isupper()))
    return word.upper() if found[2] is not None or stands_out else None


SEX = Said(
    codes.SEXES,
    (("fem|girl|^2$", "F"), (r"\bmale|boy|^1$", "M"), ("not |unknown|indeterm|neither", "U")),
    tuple("MFUU"),
)

YES_NO = Said(
    frozenset("YNU"),
    ((r"^yes\b|^true$|^1$", "Y"), (r"^no\b|^false$|^0$", "N"), ("unknown|not (known|stated|recorded)", "U")),
    tuple("YNU"),
)

ETHNICITY = Said(
    codes.ETHNICITIES,
    (
        ("refus|not wish|prefer not", "REFU"), ("not.*(obtained|known|recorded|stated)|unknown", "NOBT"),
        ("white.*black.*carib", "MWBC"), ("white.*black.*afric", "MWBA"), ("white.*asian", "MWAS"),
        ("mixed|multiple", "MOTH"), ("gyps|roma", "WROM"), ("travel", "WIRT"), ("irish", "WIRI"),
        ("banglad", "ABAN"), ("pakistan", "APKN"), ("chinese", "CHNE"), (r"(?<!west )\bindian", "AIND"),
        ("asian", "AOTH"), ("carib", "BCRB"), ("african", "BAFR"), ("black", "BOTH"),
        ("white.*(british|engl)|^british", "WBRI"), ("white", "WOTH"), ("other|arab", "OOTH"),
    ),
    (
        "WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "BCRB",
        "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
    ),
)  # fmt: skip

SOURCE = Said(
    codes.REFERRAL_SOURCES,
    (
        ("school nurse", "3C"), ("health visit", "3B"), (r"\bgp\b|general practi", "3A"),
        (r"a ?& ?e|accident|emergency dep", "3E"), ("primary health", "3D"), ("health|hospi", "3F"),
        ("neighbour|acquaint|child ?mind", "1B"), (r"\bself\b", "1C"), ("family|relative|parent|carer", "1A"),
        ("individual|stranger", "1D"), ("^school", "2A"), ("educat", "2B"), ("early help", "5D"), ("external", "5C"),
        ("internal|youth (offend|justice)", "5B"), ("social care", "5A"), ("housing", "4"), ("police", "6"),
        ("legal|court|probation|cafcass|immigration|prison", "7"), ("anonym", "9"), ("unknown|not known", "10"),
        ("other|volunt|children.s cent", "8"),
    ),
)  # fmt: skip

NEED = Said(
    codes.PRIMARY_NEEDS,
    (
        ("abuse|neglect", "N1"), ("parent.*(disab|ill)", "N3"), ("child.*disab", "N2"), ("stress", "N4"),
        ("dysfunction", "N5"), ("behaviour", "N6"), ("income", "N7"), ("absent", "N8"), ("other than", "N9"),
        ("not stated", "N0"),
    ),
)  # fmt: skip

CLOSURE = Said(
    codes.CLOSE_REASONS,
    (
        ("^adopt", "RC1"), ("died|death", "RC2"), ("arrangements? order", "RC3"), ("guardian", "RC4"),
        (r"transfer.*(local auth|\bla\b)", "RC5"), ("transfer.*adult", "RC6"),
        (r"after assess|no further action|\bnfa\b", "RC8"), ("ceased|no longer in need", "RC7"),
    ),
)  # fmt: skip

ABUSE = Said(
    frozenset({"NEG", "PHY", "SAB", "EMO", "MUL"}),
    (("multiple", "MUL"), ("neglect", "NEG"), ("physical", "PHY"), ("sexual", "SAB"), ("emotional", "EMO")),
    ("NEG", "PHY", "SAB", "EMO", "MUL"),
)

LEGAL_STATUS = Said(
    frozenset({"C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"}),
    (
        ("interim care", "C1"), ("full care", "C2"), ("placement order", "E1"), ("freeing", "D1"),
        (r"\bs\.? ?20\b|section 20", "V2"), ("police", "L1"), (r"emergency protection|\bepo\b", "L2"),
        ("assessment order", "L3"), ("rehabilitation", "J3"), (r"\bpace\b", "J2"), ("remand", "J1"),
    ),
)  # fmt: skip

CEASED = Said(codes.EPISODE_CEASE_REASONS, (("died", "E2"), ("custody", "E9"), ("abroad", "E16"), ("remand", "E14")))
PLACEMENT = Said(codes.PLACEMENT_KINDS, (("placed with parents", "P1"), ("independent living", "P2")))
PROVIDER = Said(codes.PLACEMENT_PROVIDERS, (("own provision", "PR1"), ("private", "PR4"), ("volunt", "PR5")))

STATUS = Said(
    frozenset({"CLA", "CP", "CIN", "ASSESSMENT", "CLOSED"}),
    (("looked", "CLA"), ("protection", "CP"), ("need", "CIN"), ("assess", "ASSESSMENT"), ("closed", "CLOSED")),
    ("CLA", "CP", "CIN", "ASSESSMENT", "CLOSED"),
)

ELIGIBILITY = Said(
    frozenset(),
    (
        ("no (current|longer)|not eligible", "No Current Eligibility"), ("former", "Former Relevant"),
        ("rel[ae]vant", "Relevant"), ("qualif", "Qualifying"), ("^eligible", "Eligible"),
    ),
    ("Relevant", "Former Relevant", "Qualifying", "Eligible"),
)  # fmt: skip

IN_TOUCH = Said(
    codes.CARE_LEAVER_CONTACT,
    (("^y(es)?$", "YES"), ("^no?$", "NO"), ("died|death", "DIED"), ("refus", "REFU"), ("no longer", "NREQ"),
     ("return", "RHOM")),
    ("YES", "NO", "DIED", "REFU", "NREQ", "RHOM"),
)  # fmt: skip

ACCOMMODATION = Said(
    codes.ACCOMMODATION_KINDS,
    (
        ("foster", "Z"), ("parents|relatives", "B"), ("community home|residential", "C"), ("semi-? ?indep", "D"),
        ("supported lodg", "E"), ("abroad", "G"), ("deport", "H"), ("ordinary lodg", "K"), ("not known", "R"),
        ("no fixed|homeless", "S"), ("foyer", "T"), ("independent", "U"), ("emergency", "V"), ("breakfast", "W"),
        ("custody", "X"), ("other", "Y"),
    ),
)  # fmt: skip

SUITABLE = Said(codes.ACCOMMODATION_SUITABILITY, (("unsuit|^no", "2"), ("suitable|^y", "1")), ("1", "2"))

ACTIVITY = Said(
    codes.ACTIVITIES,
    (("illness|disab", "G4"), ("pregnan|parenting", "G6"), ("not in (education|emp)|neet", "G5")),
)
