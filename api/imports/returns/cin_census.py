"""The children in need census: one XML file a year, read child by child so that its size does not matter.

Its modules hang on each other by their place in the file; here a parent's id, made of the child and the day it began,
stands in the record. A document type, an entity or anything from outside the file is refused.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Protocol

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # it has no types
from defusedxml.ElementTree import ParseError, iterparse  # type: ignore[import-untyped]

from api.cases.codes import DISABILITIES
from api.imports.returns.faults import UnreadableReturn
from api.imports.returns.ids import Ids, Reference
from api.imports.returns.values import Readable, Value, day, filled, person_id, tell, text

Pairs = Iterator[tuple[str, dict[str, Any]]]

_MOST_ELEMENTS = 50_000
"""Of one child; a file that has more would be kept in memory."""
_SEXES = {"1": "M", "2": "F", "0": "U", "9": "U"}
_FLAGS = {"true": "Y", "1": "Y", "false": "N", "0": "N"}


_KEPT = {
    "lachildid", "personbirthdate", "persondeathdate", "sex", "gendercurrent", "ethnicity", "disability",
    "cinreferraldate", "referralsource", "primaryneedcode", "referralnfa", "cinclosuredate", "reasonforclosure",
    "dateofinitialcpc", "assessmentactualstartdate", "assessmentauthorisationdate", "assessmentfactors",
    "cinplanstartdate", "cinplanenddate", "s47actualstartdate", "initialcpctarget", "icpcnotrequired", "cppstartdate",
    "cppenddate", "initialcategoryofabuse", "latestcategoryofabuse", "cppreviewdate",
}  # fmt: skip
"""The elements that are read; all others of a child are told to be left out."""


class Element(Protocol):
    """The part of an XML element that is used here."""

    tag: str
    text: str | None

    def __iter__(self) -> Iterator["Element"]: ...
    def iter(self) -> Iterator["Element"]: ...
    def clear(self) -> None: ...


def read(_: str, stream: Readable, ref: Reference, ignored: Counter[str]) -> Pairs:
    """The records of one census, child after child."""
    ids = Ids(ref)
    for child in _children(stream):
        said = (element for element in child.iter() if _text(element) and _name(element) not in _KEPT)
        tell(ignored, (element.tag.rpartition("}")[2] for element in said))
        yield from _records(child, ids)


def _events(stream: Readable) -> Iterator[tuple[str, Element]]:
    """The beginning and end of each element, or the one error of these readers."""
    try:
        yield from iterparse(stream, events=("start", "end"), forbid_dtd=True)
    except DefusedXmlException:
        detail = "The file has a document type, an entity or something from outside. A census has none."
        raise UnreadableReturn("unsafe_xml", detail) from None
    except (ParseError, LookupError, ValueError) as error:
        line = getattr(error, "position", (None,))[0]
        raise UnreadableReturn("not_xml", "From this line on the file is not well-formed XML.", line=line) from None


def _children(stream: Readable) -> Iterator[Element]:
    """Each child as soon as it is complete; whatever came before it is forgotten."""
    above: list[Element] = []
    held, is_census = 0, False
    for event, element in _events(stream):
        if event == "start":
            above.append(element)
            held += 1
            if held > _MOST_ELEMENTS:
                raise UnreadableReturn("too_large", "One child has more elements than any census.", element="Child")
            continue
        above.pop()
        name = _name(element)
        if name == "collection" and _text(element) != "CIN":
            raise _unknown()
        is_census = is_census or name in {"collection", "child"}
        if name == "child":
            yield element
            (above[-1] if above else element).clear()
            held = len(above)
    if not is_census:
        raise _unknown()


def _unknown() -> UnreadableReturn:
    detail = "This is not a children in need census: its Header names another collection, or there is no Child."
    return UnreadableReturn("unknown_file", detail, element="Collection")


def _records(child: Element, ids: Ids) -> Pairs:
    """What the census tells of one child."""
    who, what = _first(child, "childidentifiers"), _first(child, "childcharacteristics")
    id_ = person_id(who.get("lachildid"))
    sex = who.get("sex") or who.get("gendercurrent")
    person = {"pers_dob": day(who.get("personbirthdate")), "pers_death_date": day(who.get("persondeathdate")),
              "pers_sex": _SEXES.get(sex or "", sex), "pers_ethnicity": what.get("ethnicity")}  # fmt: skip
    yield "person", {"pers_person_id": id_, **filled(person)}
    for element in child.iter():
        if _name(element) == "disability" and (code := _text(element)):
            kind = code if code in DISABILITIES else "other"
            made = ids.make("disability", id_, kind=kind, row=(code,))
            yield "disability", {"disa_table_id": made, "disa_person_id": id_, "disa_disability_code": code}
    for details in _all(child, "cindetails"):
        yield from _referral(details, id_, ids)


def _referral(details: Element, child: Value, ids: Ids) -> Pairs:
    """A referral, and everything that hangs on it."""
    said = _values(details)
    referred = day(said.get("cinreferraldate"))
    referral = ids.make("cin_episodes", child, on=referred or "", row=tuple(said.items()))
    yield "cin_episodes", {
        "cine_referral_id": referral, "cine_person_id": child, "cine_referral_date": referred,
        "cine_referral_source_code": said.get("referralsource"),
        "cine_cin_primary_need_code": said.get("primaryneedcode"), "cine_referral_nfa": _flag(said.get("referralnfa")),
        "cine_close_date": day(said.get("cinclosuredate")), "cine_close_reason": said.get("reasonforclosure"),
    }  # fmt: skip
    for element in _all(details, "assessments"):
        yield from _assessment(element, child, referral, ids)
    for element in _all(details, "cinplandates"):
        plan = _values(element)
        began, ended = day(plan.get("cinplanstartdate")), day(plan.get("cinplanenddate"))
        yield "cin_plans", {
            "cinp_cin_plan_id": ids.make("cin_plans", child, on=began or "", row=(began, ended, referral)),
            "cinp_person_id": child, "cinp_referral_id": referral,
            "cinp_cin_plan_start_date": began, "cinp_cin_plan_end_date": ended,
        }  # fmt: skip
    yield from _enquiries(details, said, child, referral, ids)
    for element in _all(details, "childprotectionplans"):
        yield from _plan(element, child, referral, ids)


def _assessment(element: Element, child: Value, referral: Value, ids: Ids) -> Pairs:
    said = _values(element)
    began, authorised = day(said.get("assessmentactualstartdate")), day(said.get("assessmentauthorisationdate"))
    factors = [code for inner in element.iter() if _name(inner) == "assessmentfactors" if (code := _text(inner))]
    made = ids.make("cin_assessments", child, on=began or "", row=(began, authorised, referral, *factors))
    yield "cin_assessments", {
        "cina_assessment_id": made, "cina_person_id": child, "cina_referral_id": referral,
        "cina_assessment_start_date": began, "cina_assessment_auth_date": authorised,
    }  # fmt: skip
    if factors:
        yield "assessment_factors", {
            "cinf_table_id": made, "cinf_assessment_id": made, "cinf_assessment_factors_json": factors,
        }  # fmt: skip


def _enquiries(details: Element, said: dict[str, Value], child: Value, referral: Value, ids: Ids) -> Pairs:
    """The section 47 enquiries and their conferences, and a conference that stands at the referral alone."""
    held_on = set()
    for element in _all(details, "section47"):
        enquiry = _values(element)
        began, held = day(enquiry.get("s47actualstartdate")), day(enquiry.get("dateofinitialcpc"))
        unneeded = _flag(enquiry.get("icpcnotrequired"))
        made = ids.make("s47_enquiry", child, on=began or "", row=(referral, *enquiry.items()))
        outcome = "Y" if held or unneeded == "N" else "N" if unneeded == "Y" else None
        yield "s47_enquiry", {
            "s47e_s47_enquiry_id": made, "s47e_person_id": child, "s47e_referral_id": referral,
            "s47e_s47_start_date": began, "s47e_s47_outcome_json": {"CP_CONFERENCE_FLAG": outcome} if outcome else None,
        }  # fmt: skip
        if held:
            held_on.add(held)
            target = day(enquiry.get("initialcpctarget"))
            yield "initial_cp_conference", {**_conference(made, child, referral, held),
                                            "icpc_s47_enquiry_id": made, "icpc_icpc_target_date": target}  # fmt: skip
    alone = day(said.get("dateofinitialcpc"))
    if alone and alone not in held_on:
        made = ids.make("initial_cp_conference", child, on=alone, kind="alone", row=(alone, referral))
        yield "initial_cp_conference", _conference(made, child, referral, alone)


def _conference(id_: Value, child: Value, referral: Value, held: Value) -> dict[str, Any]:
    return {"icpc_icpc_id": id_, "icpc_person_id": child, "icpc_referral_id": referral, "icpc_icpc_date": held}


def _plan(element: Element, child: Value, referral: Value, ids: Ids) -> Pairs:
    said = _values(element)
    began = day(said.get("cppstartdate"))
    made = ids.make("cp_plans", child, on=began or "", row=(referral, *said.items()))
    yield "cp_plans", {
        "cppl_cp_plan_id": made, "cppl_person_id": child, "cppl_referral_id": referral,
        "cppl_cp_plan_start_date": began, "cppl_cp_plan_end_date": day(said.get("cppenddate")),
        "cppl_cp_plan_initial_category": said.get("initialcategoryofabuse"),
        "cppl_cp_plan_latest_category": said.get("latestcategoryofabuse"),
    }  # fmt: skip
    for inner in element.iter():
        if _name(inner) == "cppreviewdate" and (held := day(_text(inner))):
            yield "cp_reviews", {
                "cppr_cp_review_id": ids.make("cp_reviews", child, on=held, row=(held, made)),
                "cppr_person_id": child, "cppr_cp_plan_id": made, "cppr_cp_review_date": held,
            }  # fmt: skip


def _name(element: Element) -> str:
    """The name without its namespace, in small letters."""
    return element.tag.rpartition("}")[2].lower()


def _text(element: Element) -> Value:
    return text(element.text)


def _flag(value: Value) -> Value:
    return _FLAGS.get(value.lower(), value) if value else None


def _all(parent: Element, name: str) -> Iterator[Element]:
    return (element for element in parent if _name(element) == name)


def _values(parent: Element) -> dict[str, Value]:
    """What stands in the elements right beneath, by name; of the same name the first counts."""
    found: dict[str, Value] = {}
    for element in parent:
        found.setdefault(_name(element), _text(element))
    return found


def _first(parent: Element, name: str) -> dict[str, Value]:
    """The values of the first element of this name right beneath; none where there is none."""
    return next((_values(element) for element in _all(parent, name)), {})
