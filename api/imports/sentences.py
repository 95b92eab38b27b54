"""Where an import stands, in one sentence.

A sixth file because it is words, which belong to nobody's query or rule.
"""

from collections.abc import Sequence

from api.imports.models import Import, ImportFile, ImportFormat, ImportMode, ImportState
from api.imports.returns import year_of

_OF_A_YEAR = {"sdq_scores", "cla_health"}
"""What SSDA903 tells without a day: another year's goes over it, unless the year stands in the file's name."""
_MOST_NAMED = 3


def sentence_of(import_: Import, files: Sequence[ImportFile] | None) -> str:
    """The sentence, and what to mend in the names of the files; `files` are those that have come, if known."""
    return _standing(import_, files) + _advice(import_, files or ())


def _standing(import_: Import, files: Sequence[ImportFile] | None) -> str:
    if import_.state == ImportState.open:
        if not files:
            return "Files may still come." if files is None else "Waiting for files."
        return f"{_count(len(files), 'file')} came in. Nothing is stored before the import is committed."
    if import_.state in (ImportState.queued, ImportState.processing):
        return "Waiting for the worker." if import_.state == ImportState.queued else "The worker is at it."
    if import_.state == ImportState.aborted:
        return "Given up: nothing was stored."
    if import_.state in (ImportState.failed, ImportState.held):
        return import_.failure or ""
    return _outcome(import_)


def _advice(import_: Import, files: Sequence[ImportFile]) -> str:
    """Which files' names lack the year, where it tells them from the files of other years."""
    if import_.format == ImportFormat.ssd or import_.state not in (ImportState.open, ImportState.completed):
        return ""
    undated = _OF_A_YEAR if import_.format == ImportFormat.ssda903 else set()
    named = [file.name for file in files if year_of(file.name) is None and _needs_year(file, files, undated)]
    if not named:
        return ""
    others = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return (
        f" No year stands in the name of {', '.join(named[:_MOST_NAMED])}{others}:"
        f" the years cannot be told apart, and one goes over the other. Name the files as in 2024-{named[0]}."
    )


def _needs_year(file: ImportFile, files: Sequence[ImportFile], undated: set[str]) -> bool:
    """Whether a file holds what has no day, or the same as another file. People are in several kinds of files."""
    theirs = set(file.entities) - {"person"}
    return bool(theirs & undated) or any(theirs & set(other.entities) for other in files if other is not file)


def _outcome(import_: Import) -> str:
    total = {name: sum(counts[name] for counts in import_.counts) for name in _COUNTED}
    said = [f"{total[name]:,} {words}" for name, words in _COUNTED.items() if total[name]]
    outcome = ", ".join(said) or "There were no rows"
    if import_.is_dry_run:
        return f"Tried only, nothing was stored. It would be: {outcome}."
    return f"{'Snapshot' if import_.mode == ImportMode.snapshot else 'Brought in'}: {outcome}."


_COUNTED = {
    "created": "new", "updated": "changed", "unchanged": "as before", "removed": "removed", "rejected": "rejected",
    "skipped_stale": "older than what is stored", "duplicates": "repeated",
}  # fmt: skip


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
