"""The code lists of the dataset and of the statutory returns, as councils know them.

A sixth file because the lists are facts about what may be sent, not tables; a code outside its list is kept as it came.
Where case systems write words in the place of codes, the words stand here too, as the dataset writes them.
"""


def _series(prefix: str, numbers: range) -> frozenset[str]:
    """Codes that are one prefix and a number."""
    return frozenset(f"{prefix}{number}" for number in numbers)


def _of(codes: str) -> frozenset[str]:
    """The codes of a text, which stand between spaces."""
    return frozenset(codes.split())


SEXES = _of("F M U")
ETHNICITIES = _of("WBRI WIRI WIRT WROM WOTH MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH CHNE BCRB BAFR BOTH OOTH REFU NOBT")
DISABILITIES = _of("NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA")

WORKER_CHANGE_REASONS = _of("MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS")

REFERRAL_SOURCES = _of("1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10")
PRIMARY_NEEDS = _series("N", range(10))
CLOSE_REASONS = _series("RC", range(1, 10))
ASSESSMENT_FACTORS = _of(
    "1A 1B 1C 2A 2B 2C 3A 3B 3C 4A 4B 4C 5A 5B 5C 6A 6B 6C 7A 8B 8C 8D 8E 8F 9A 10A 11A 12A 13A 14A 15A 16A 17A"
    " 18B 18C 19B 19C 20 21 22A 23A 24A"
)
REFERRAL_OUTCOMES = _of(
    "SINGLE_ASSESSMENT NFA STRATEGY_DISCUSSION CLA_REQUEST NON_AGENCY_ADOPTION PRIVATE_FOSTERING CP_TRANSFER_IN"
    " CP_CONFERENCE CARE_LEAVER OTHER_OUTCOMES_EXIST"
)
ASSESSMENT_OUTCOMES = _of(
    "NFA NFA_S47_END STRATEGY_DISCUSSION CLA_REQUEST PRIVATE_FOSTERING LEGAL_ACTION PROV_OF_SERVICES PROV_OF_SB_CARE"
    " SPECIALIST_ASSESSMENT REFERRAL_TO_OTHER_AGENCY OTHER_ACTIONS OTHER_OUTCOMES_EXIST"
)
CONTACT_OUTCOMES = _of(
    "NEW_REFERRAL EXISTING_REFERRAL CP_ENQUIRY NFA NON_AGENCY_ADOPTION PRIVATE_FOSTERING ADVICE MISSING OLA_CP"
    " OTHER_OUTCOMES_EXIST"
)

SECTION_47_OUTCOMES = _of(
    "NFA LEGAL_ACTION PROV_OF_SERVICES PROV_OF_SB_CARE CP_CONFERENCE NFA_CONTINUE_SINGLE MONITOR OTHER_OUTCOMES_EXIST"
)
CONFERENCE_OUTCOMES = _of("NFA REFERRAL_TO_OTHER_AGENCY SINGLE_ASSESSMENT PROV_OF_SERVICES CP OTHER_OUTCOMES_EXIST")
ABUSE_CATEGORIES = _of("NEG PHY SAB EMO MUL Neglect Multiple") | {"Physical abuse", "Sexual abuse", "Emotional abuse"}
PARTICIPATION = _series("PN", range(8))

EPISODE_START_REASONS = _of("S L P T B U")
EPISODE_CEASE_REASONS = _of("X1 E11 E12 E13 E14 E15 E16 E17 E2 E3 E41 E45 E46 E47 E48 E4A E4B E5 E6 E7 E8 E9")
PLACEMENT_KINDS = _of("A3 A4 A5 A6 H5 K1 K2 P1 P2 P3 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 U1 U2 U3 U4 U5 U6 Z1")
PLACEMENT_PROVIDERS = _series("PR", range(6))
PLACEMENT_CHANGE_REASONS = _of("CARPL CLOSE ALLEG STAND APPRR CREQB CREQO CHILD LAREQ PLACE CUSTOD OTHER")
MISSING_KINDS = _of("M A Missing Away")
HEALTH_CHECK_STATUSES = _of("Planned Refused Cancelled Completed")
SDQ_REASONS = _series("SDQ", range(1, 6))

CARE_LEAVER_ELIGIBILITY = _of("Relevant Eligible Qualifying") | {"Former Relevant", "No Current Eligibility"}
CARE_LEAVER_CONTACT = _of("YES NO DIED REFU NREQ RHOM")
ACCOMMODATION_KINDS = _of("B C D E G H K R S T U V W X Y Z")
ACCOMMODATION_SUITABILITY = _of("1 2")
ACTIVITIES = _of("F1 F2 F3 F4 F5 P1 P2 P3 P4 P5 G4 G5 G6")

SUPERVISION_KINDS = _of("supervision management_oversight reflective")
PLAN_KINDS = _of("CIN CP CLA")
FEEDBACK_KINDS = _of("complaint compliment")
COMPLAINT_STAGES = _of("1 2 3")
UPHELD = _of("Y N P")
"""Yes, no, and in part."""
