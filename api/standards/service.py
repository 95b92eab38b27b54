"""The verbs of the standards: drafting, rewording and publishing a version, and comparing two."""

import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound, Problem, Stale
from api.standards import queries
from api.standards.models import Criterion, PracticeStandard, StandardsSet, StandardsVersion, VersionState
from api.standards.schemas import (
    CriterionCreate,
    StandardsSetCreate,
    StandardsVersionCreate,
    StandardsVersionPublish,
    StandardsVersionRead,
    StandardsVersionUpdate,
)


class VersionIsPublished(Conflict):
    detail = "This version is published and cannot change. Start a draft from it."


class NotInThisVersion(Invalid):
    detail = "There is no such standard or criterion in this version."


class StartsTooEarly(Invalid):
    detail = "The day must be after the day on which the version in force began."


class DifferentSets(Invalid):
    detail = "The two versions belong to different sets of standards."


class SetExists(Invalid):
    detail = "There is a set of standards with this title."


def _at(kind: type[Problem], *pointers: str) -> Problem:
    """The problem, said of these fields."""
    return kind(errors=[FieldError(pointer=p, code=kind().code, detail=kind.detail) for p in pointers])


def create_standards_set(db: Session, who: Who, new: StandardsSetCreate, response: Response) -> dict[str, Any]:
    """A further set with the draft of its first version; the code of the set is made from its title."""
    code = re.sub(r"[^a-z0-9]+", "_", new.title.lower()).strip("_")[:40].strip("_") or "set"
    if queries.is_set(db, code):
        raise _at(SetExists, "/title")
    made = StandardsSet(code=code, title=new.title, owner=new.owner)
    db.add(made)
    db.flush()
    draft = StandardsVersion(set_id=made.id, number=1, title=new.title, source=new.source)
    db.add(draft)
    db.flush()
    for place, standard in enumerate(new.standards, 1):
        row = PracticeStandard(
            standards_version_id=draft.id, number=place, label=str(place), text=standard.text, position=place
        )
        db.add(row)
        db.flush()
        for order, words in enumerate(standard.criteria, 1):
            label = f"{place}.{order}"
            db.add(Criterion(practice_standard_id=row.id, code=label, label=label, text=words, position=order))
    db.flush()
    return queries.read_standards_version(db, who, draft.id, response)


def create_standards_version(db: Session, who: Who, new: StandardsVersionCreate, response: Response) -> dict[str, Any]:
    """A draft with the words of an existing version, numbered after the set's last."""
    copied = queries.get_standards_version(db, who, new.copy_of)
    queries.get_set_for_update(db, copied.set_id)
    draft = StandardsVersion(
        set_id=copied.set_id, number=queries.find_last_number(db, copied.set_id) + 1, title=copied.title,
        source=f"Drafted from version {copied.number}",
    )  # fmt: skip
    db.add(draft)
    db.flush()
    _copy_words(db, copied.id, draft.id)
    return queries.read_standards_version(db, who, draft.id, response)


def _copy_words(db: Session, copied_id: uuid.UUID, draft_id: uuid.UUID) -> None:
    new_ids: dict[uuid.UUID, uuid.UUID] = {}
    for standard in queries.find_practice_standards(db, copied_id):
        new_ids[standard.id] = uuid.uuid4()
        fields = standard.model_dump(exclude={"id", "standards_version_id"})
        db.add(PracticeStandard(id=new_ids[standard.id], standards_version_id=draft_id, **fields))
    db.flush()
    for criterion in queries.find_criteria(db, copied_id):
        fields = criterion.model_dump(exclude={"id", "practice_standard_id"})
        db.add(Criterion(practice_standard_id=new_ids[criterion.practice_standard_id], **fields))
    db.flush()


def _draft(db: Session, who: Who, version_id: uuid.UUID, version: int, response: Response) -> StandardsVersion:
    """The draft, held for a change that was made to its current state, and counted on; Stale carries that state."""
    draft = queries.get_standards_version_for_update(db, who, version_id)
    if draft.state != VersionState.draft:
        raise VersionIsPublished
    if draft.version != version:
        current = queries.read_standards_version(db, who, version_id, response)
        raise Stale(current=StandardsVersionRead.model_validate(current))
    draft.version += 1
    return draft


def update_standards_version(
    db: Session, who: Who, version_id: uuid.UUID, change: StandardsVersionUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Reword a draft: its title, and the standards and criteria that are named by id."""
    draft = _draft(db, who, version_id, version, response)
    draft.sqlmodel_update(change.model_dump(exclude_none=True, include={"title", "source"}))
    standards = {row.id: row for row in queries.find_practice_standards(db, version_id)}
    criteria = {row.id: row for row in queries.find_criteria(db, version_id)}
    unknown = [f"/standards/{i}" for i in change.standards if i not in standards]
    unknown += [f"/criteria/{i}" for i in change.criteria if i not in criteria]
    if unknown:
        raise _at(NotInThisVersion, *unknown)
    for standard_id, words in change.standards.items():
        standards[standard_id].sqlmodel_update(words.model_dump(exclude_none=True))
    for criterion_id, wording in change.criteria.items():
        criteria[criterion_id].sqlmodel_update(wording.model_dump(exclude_none=True))
    db.flush()
    return queries.read_standards_version(db, who, version_id, response)


def add_criterion(
    db: Session, who: Who, version_id: uuid.UUID, new: CriterionCreate, version: int, response: Response
) -> dict[str, Any]:
    """Add a criterion at the end of a standard in a draft, with a code that no version has used before."""
    draft = _draft(db, who, version_id, version, response)
    standards = {row.id: row for row in queries.find_practice_standards(db, version_id)}
    standard = standards.get(new.standard_id)
    if standard is None:
        raise _at(NotInThisVersion, "/standard_id")
    used = [int(code.rpartition(".")[2]) for code in queries.find_codes(db, draft.set_id, standard.number)]
    last = max(used, default=0) + 1
    code = f"{standard.number}.{last}"
    words = new.model_dump(exclude={"standard_id"})
    db.add(Criterion(practice_standard_id=standard.id, code=code, label=code, position=last, **words))
    db.flush()
    return queries.read_standards_version(db, who, version_id, response)


def remove_criterion(
    db: Session, who: Who, version_id: uuid.UUID, criterion_id: uuid.UUID, version: int, response: Response
) -> dict[str, Any]:
    """Remove a criterion from a draft."""
    _draft(db, who, version_id, version, response)
    criteria = {row.id: row for row in queries.find_criteria(db, version_id)}
    if criterion_id not in criteria:
        raise NotFound
    db.delete(criteria[criterion_id])
    db.flush()
    return queries.read_standards_version(db, who, version_id, response)


def publish_standards_version(
    db: Session, who: Who, version_id: uuid.UUID, change: StandardsVersionPublish, response: Response
) -> dict[str, Any]:
    """Put a draft in force from a day on; the version before it ends the day before."""
    draft = queries.get_standards_version_for_update(db, who, version_id)
    if draft.state != VersionState.draft:
        raise VersionIsPublished
    queries.get_set_for_update(db, draft.set_id)
    current = queries.find_published(db, draft.set_id)
    if current is not None:
        if current.effective_from is not None and change.effective_from <= current.effective_from:
            raise _at(StartsTooEarly, "/effective_from")
        current.state = VersionState.superseded
        current.effective_to = change.effective_from - timedelta(days=1)
        current.version += 1
        db.flush()
    draft.state, draft.effective_from = VersionState.published, change.effective_from
    draft.published_at, draft.published_by_id = clock.now(), who.id
    draft.version += 1
    db.flush()
    return queries.read_standards_version(db, who, version_id, response)


def compare_standards_versions(db: Session, who: Who, version_id: uuid.UUID, before_id: uuid.UUID) -> dict[str, Any]:
    """What changed from the version `before_id` to `version_id`, word by word; pairs are made by code."""
    before, after = (queries.get_standards_version(db, who, i) for i in (before_id, version_id))
    if before.set_id != after.set_id:
        raise _at(DifferentSets, "?with")
    old, new = (_texts(queries.list_practice_standards(db, v.id)) for v in (before, after))
    keys = sorted(old.keys() | new.keys())
    changes = [change for key in keys if (change := _change(key, old.get(key), new.get(key)))]
    return {"before": before.model_dump(include=_SIDE), "after": after.model_dump(include=_SIDE), "changes": changes,
            "unchanged": len(keys) - len(changes)}  # fmt: skip


_SIDE = {"id", "number", "title"}
_Key = tuple[int, ...]


def _texts(standards: Sequence[dict[str, Any]]) -> dict[_Key, str]:
    """Each text by its code as numbers: (2,) is a standard, (2, 4) one of its criteria."""
    texts: dict[_Key, str] = {(s["number"],): s["text"] for s in standards}
    return texts | {tuple(map(int, c["code"].split("."))): c["text"] for s in standards for c in s["criteria"]}


def _change(key: _Key, before: str | None, after: str | None) -> dict[str, Any] | None:
    words = list(compare_words(before or "", after or ""))
    if {run["op"] for run in words} <= {"same"}:
        return None
    kind = "added" if before is None else "removed" if after is None else "changed"
    level = "standard" if len(key) == 1 else "criterion"
    code = ".".join(map(str, key))
    return {"kind": kind, "level": level, "code": code, "before": before, "after": after, "words": words}


def compare_words(before: str, after: str) -> Iterator[dict[str, str]]:
    """The runs of words that stayed, went or came, in reading order; each but the last ends with a space."""
    old, new = before.split(), after.split()
    runs: list[tuple[str, list[str]]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        runs += [("same", old[a:b])] if tag == "equal" else [("removed", old[a:b]), ("added", new[c:d])]
    spoken = [(op, " ".join(words)) for op, words in runs if words]
    for i, (op, text) in enumerate(spoken, 1):
        yield {"op": op, "text": text if i == len(spoken) else text + " "}
