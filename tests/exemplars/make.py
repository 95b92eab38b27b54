"""Makes exemplars for tests."""

import uuid
from typing import Any

from sqlmodel import Session, col, select

from api.access.permissions import Role
from api.exemplars.models import Exemplar, ExemplarState, ExemplarText
from api.standards.models import PracticeStandard, StandardsVersion
from api.tools.models import JudgementScale
from tests.access.make import make_person

WORDS = "The plan says who does what by when, and the child chose two of its aims."


def make_exemplar(make: Session, *, state: ExemplarState | str = "published", **over: Any) -> Exemplar:
    """An exemplar of criterion 1.1 at good, with one wording."""
    state, words = ExemplarState(state), over.pop("words", WORDS)
    version = make.exec(select(StandardsVersion).order_by(col(StandardsVersion.number)).limit(1)).one()
    scale = make.exec(select(JudgementScale).where(JudgementScale.code == "ofsted")).one()
    author: uuid.UUID = make_person(make, Role.moderator).id
    row = Exemplar(**{
        "standards_set_id": version.set_id, "standard_number": 1, "criterion_code": "1.1",
        "judgement_scale_id": scale.id, "grade": "good", "state": state, "created_by_id": author,
        "published_text": None if state == ExemplarState.draft else 1,
    } | over)  # fmt: skip
    make.add(row)
    make.flush()
    make.add(ExemplarText(exemplar_id=row.id, number=1, words=words, why="Aims can be seen.", written_by_id=author))
    make.commit()
    return row


def first_standard(make: Session) -> PracticeStandard:
    """The first standard of the version in force."""
    return make.exec(select(PracticeStandard).where(PracticeStandard.number == 1).limit(1)).one()
