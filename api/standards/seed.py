"""The words of the first practice standards, as the framework of September 2013 prints them.

A sixth file because it holds neither table nor verb: the migration that opens the room puts these words in.
They are kept word for word; where print and overview differ, or a label is printed twice, a note says so.
"""

import uuid
from datetime import date
from typing import Any

SET = {"code": "practice", "title": "Practice standards", "owner": "Head of Children's Social Care"}
TITLE = "Good Practice Standards for Children's Social Care"
SOURCE = "Reading Borough Council, Children's Social Care Quality Assurance Framework, September 2013, version 1"
EFFECTIVE_FROM = date(2013, 9, 1)

STANDARDS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: (
        "In all our activities, the child's best interests will come first",
        (
            ("We will follow the Berkshire LSCB policy and procedures to ensure that children are safeguarded from "
             "harm."),
            ("Children's needs are identified and assessed using the agreed assessment processes, tools and "
             "frameworks."),
            "Children are supported to achieve and enjoy their full potential in all aspects of their development.",
            ("We will ensure that our work promotes permanency for children either in their birth families or in "
             "alternative permanent arrangements."),
        ),
    ),
    2: (
        "In our assessments and work we aim to understand and improve the child's lived experience.",
        (
            ("Children are seen alone, where appropriate, observed and communicated with according to their "
             "developmental needs and in accordance with the plans for them."),
            "Intervention with children is timely and responsive to risk and need.",
            ("Children's identity is promoted through life story work and ensuring that they have personal "
             "possessions and family material."),
            ("All Plans for children will be focused on improving outcomes and the child's daily lived experience. "
             "Plans will be SMART and written in language that is understood by parents, carers and partners."),
        ),
    ),
    3: (
        "Work is carried out in partnership with parents and carers to enable them to meet their responsibilities "
        "and achieve the best outcomes.",
        (
            ("Planning and decision making promotes the child's upbringing within family and community networks "
             "wherever possible."),
            ("Parents and carers are engaged in assessment, planning and implementation of services to their "
             "family."),
            ("Parents and carers are treated with respect and encouraged to express their views and potential "
             "solutions to current issues."),
            ("Parents and carers are advised clearly about concerns and what needs to change to keep their children"
             " safe."),
            "Contact is maintained between children and their families and communities wherever possible.",
            ("In the event that children can not live with their parents, all steps possible will be taken to "
             "ensure that they can remain within their extended networks wherever possible."),
        ),
    ),
    4: (
        "Children have a right to be involved in decisions that affect them.",
        (
            "Children's rights are promoted in all areas of work.",
            ("We will use a variety of tools to enable children to communicate their lived experience, their "
             "worries and hopes to us."),
            ("We run our meetings to enable children's participation wherever possible. Where they can or should "
             "not attend, we will use a variety of methods to ensure that their views are taken into account."),
        ),
    ),
    5: (
        "In all our work, we will maintain an awareness of equal opportunities and the impact of discrimination.",
        (
            ("Work challenges organisational culture and practices which contribute to discrimination and "
             "disadvantage."),
            "Casework addresses and respects individual's race, culture, language and religion.",
            ("Work takes into account the impact of social disadvantage in neighbourhoods, networks and "
             "communities."),
            ("We advocate with and on behalf of children, parents and carers to enable them to access sources of "
             "support."),
        ),
    ),
    6: (
        "We will work closely with other services and agencies to improve support that is offered to children, "
        "young people and families.",
        (
            "Assessments, plans and reviews take full account of the information and professional opinions",
            "Plans for children are holistic and use the resources of the wider family and partner agencies.",
            ("Working relationships with agency partners are professional and responsive in including and engaging "
             "local agency forums and lead professionals."),
            ("Communication with agency partners is clear, timely and proportionate to the child's needs. This "
             "includes a commitment to share information as appropriate."),
            ("Active steps are taken to resolve conflicts should they arise between teams, services and agency "
             "partners."),
            "In cases concerning child protection, agency checks will be undertaken.",
        ),
    ),
    7: (
        "Work with children and families is undertaken within the legislative framework and makes use of best "
        "practice guidance.",
        (
            "Work is in accordance with legislation, guidance and local policy and procedure.",
            ("Work is undertaken with due regard to the national minimum standards, best practice guidance and is "
             "informed by the best evidence available including research findings."),
            "Work is in accordance with the principles of Best Value.",
            "Work will contribute towards self-evaluation and external inspection.",
        ),
    ),
    8: (
        "Our records are accurate, complete and demonstrate the child's story.",
        (
            ("Case recording is up to date and demonstrate the purpose and outcome of each contact. We will avoid "
             "the use of jargon and acronyms wherever possible."),
            "All relevant basic details concerning the child are reflected on the case record and are up to date.",
            ("There is a genogram, care plan and chronology for each child receiving a service. These adhere to the"
             " good practice guidance."),
            "Recording is concise, analytical and distinguishes between fact and opinion.",
            ("Information about the child is written and stored in accordance with Data Protection and Information "
             "Sharing protocols."),
        ),
    ),
    9: (
        "Work with children is managed and supervised to achieve the best possible outcomes.",
        (
            "Managers use agreed systems to ensure that children receive a timely and appropriate service.",
            ("Work is allocated to suitably trained and qualified staff, who fully understand what is required of "
             "them."),
            ("Management accountability and decision making is evidenced at all stages of work with the child from "
             "referral to closure."),
            "Managers audit case records on a regular basis and require action to be taken where necessary.",
            "Good practice is promoted and recognised.",
            "Reflective supervision takes place regularly and outcomes and decisions are recorded.",
            ("Managers critically evaluate the work of their staff and actively challenge poor practice, delay and "
             "drift in decision making."),
        ),
    ),
    10: (
        "We will treat children, families and our working partners with courtesy and respect.",
        (
            "Communication through email, telephone and letter will be timely, polite and responsive.",
            ("We will be punctual for meetings and visits and if we are unavoidably delayed, we will explain and "
             "apologise."),
            ("The Council will be presented as one organisation and we will take responsibility for resolving any "
             "inter-service issues without involving service users or partners."),
        ),
    ),
}  # fmt: skip
"""Each standard by its number: its words, and those of its criteria in order."""

PRINTED_LABELS = {"2.4": "2.3"}
"""The label in print of a criterion whose code is another."""

OVERVIEW = {
    1: "In all our activities, the child's best interests will come first.",
    6: (
        "We will work closely with other agencies to improve support that is offered to children, "
        "young people and families."
    ),
    10: "We treat children, families and our working partners with courtesy and respect.",
}
"""The standards that the overview words otherwise than the body."""

NOTES = {
    "1": "The overview ends this sentence with a full stop; the body does not.",
    "6": 'Worded differently in the overview: "with other agencies" there, "with other services and agencies" here.',
    "10": 'Worded differently in the overview: "We treat" there, "We will treat" here.',
    "2.3": "Two criteria are printed as 2.3; this is the first.",
    "2.4": "Two criteria are printed as 2.3; this is the second, and its code is 2.4.",
    "6.1": 'Cut short in print: the sentence stops after "professional opinions", without a full stop.',
}
"""What a reader should know of a standard or criterion in print, by code."""


def known_id(path: str) -> uuid.UUID:
    """The fixed id of a seeded row: `practice`, `practice/1`, `practice/1/2` or `practice/1/2.4`."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"https://plumbline.example/standards/{path}")


def rows() -> dict[str, list[dict[str, Any]]]:
    """The rows to insert, by table, in an order that satisfies their links."""
    version = {"id": known_id("practice/1"), "set_id": known_id("practice"), "number": 1, "state": "published",
               "title": TITLE, "source": SOURCE, "effective_from": EFFECTIVE_FROM, "version": 1}  # fmt: skip
    return {
        "standards_set": [{"id": known_id("practice"), **SET}],
        "standards_version": [version],
        "practice_standard": [_standard(number) for number in STANDARDS],
        "criterion": [_criterion(n, i, text) for n, (_, texts) in STANDARDS.items() for i, text in enumerate(texts, 1)],
    }


def _standard(number: int) -> dict[str, Any]:
    text = STANDARDS[number][0]
    return {
        "id": known_id(f"practice/1/{number}"), "standards_version_id": known_id("practice/1"), "number": number,
        "label": f"Standard {number}", "text": text, "overview_text": OVERVIEW.get(number, text),
        "note": NOTES.get(str(number), ""), "position": number,
    }  # fmt: skip


def _criterion(number: int, position: int, text: str) -> dict[str, Any]:
    code = f"{number}.{position}"
    return {
        "id": known_id(f"practice/1/{code}"), "practice_standard_id": known_id(f"practice/1/{number}"), "code": code,
        "label": PRINTED_LABELS.get(code, code), "text": text, "note": NOTES.get(code, ""), "position": position,
    }  # fmt: skip
