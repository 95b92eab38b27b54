"""Where an import stands, in one sentence.

A sixth file because it is words, which belong to nobody's query or rule.
"""

from api.imports.models import Import, ImportMode, ImportState


def sentence_of(import_: Import, files: int | None) -> str:
    """The sentence; `files` is how many have come, if that is known."""
    if import_.state == ImportState.open:
        if not files:
            return "Waiting for files." if files == 0 else "Files may still come."
        return f"{_count(files, 'file')} came in. Nothing is stored before the import is committed."
    if import_.state in (ImportState.queued, ImportState.processing):
        return "Waiting for the worker." if import_.state == ImportState.queued else "The worker is at it."
    if import_.state == ImportState.aborted:
        return "Given up: nothing was stored."
    if import_.state in (ImportState.failed, ImportState.held):
        return import_.failure or ""
    return _outcome(import_)


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
