"""How a source stands: put together from what came and what was counted; pure functions of rows that were read.

A sixth file because it neither reads nor changes anything: it says in figures and words what queries have found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from api.cases.models import ENTITIES, Record
from api.kernel import clock
from api.sources.checks import BY_NAME, Rule, rules_of
from api.sources.models import QualityCount
from api.sources.rhythm import Rhythm, entity_sentence, rhythm, source_sentence, usually
from api.sources.schemas import Arrival, Check, Counts, EntityState, Severity

AT_INTAKE = {
    Check.rejected: {
        "title": "Rows that were not taken in, in the last seven days", "severity": Severity.mend,
        "sentence": "Look at why each was rejected, mend it in the case system and send it again.",
    },
    Check.unread: {
        "title": "Values that could not be read, in the last seven days", "severity": Severity.mend,
        "sentence": "The rows were kept without these values: mend them and send the rows again.",
    },
}  # fmt: skip
"""The checks that intake makes as rows come in; all others are made of what is kept."""


def title_of(entity: str) -> str:
    """An entity in words; one that is no longer taken goes by its name."""
    return BY_NAME[entity].title if entity in BY_NAME else entity


@dataclass
class Source:
    """What is known of a source: who sends, each entity's last receipt and counts, the last load, the open import."""

    name: str
    rejected_lately: int
    senders: list[str] = field(default_factory=list)
    receipts: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, QualityCount] = field(default_factory=dict)
    load: Any = None
    under_way: Any = None

    def rows(self, model: type[Record]) -> int:
        """The rows of an entity, when they were last counted."""
        return self.counts[model.entity].rows if model.entity in self.counts else 0

    def last_received_at(self, model: type[Record]) -> datetime | None:
        """When an entity last came; rows may be older than the receipts."""
        receipt, counted = self.receipts.get(model.entity), self.counts.get(model.entity)
        if receipt:
            return receipt.at  # type: ignore[no-any-return]  # a row of instants
        return counted.received_at if counted else None

    def rhythm(self, model: type[Record]) -> Rhythm:
        """How an entity comes, by the days that were counted and the last one."""
        counted, last = self.counts.get(model.entity), self.last_received_at(model)
        days = counted.came_on if counted else []
        return rhythm([*days, last.astimezone(clock.ENGLAND).date()] if last else days, clock.today())


def totals(source: Source) -> dict[str, Any]:
    """The rows and findings of all entities together."""
    checks = [check for model in ENTITIES for check in _checks(source, model)]
    counted_at = max((count.counted_at for count in source.counts.values()), default=None)
    rows = sum(count.rows for count in source.counts.values())
    return {"source_system": source.name, "counted_at": counted_at, "rows": rows, **_sums(checks)}


def listed(source: Source) -> dict[str, Any]:
    """A source as it stands in the list."""
    rhythms = {model: source.rhythm(model) for model in ENTITIES}
    late = [model for model, one in rhythms.items() if one.state in (EntityState.late, EntityState.stopped)]
    all_together = totals(source)
    return {
        **{name: all_together[name] for name in ("source_system", "counted_at", "rows", "to_mend")},
        "label": ", ".join(source.senders) or source.name,
        "sentence": source_sentence({model.title: one for model, one in rhythms.items()}),
        "last_arrival": source.load and _arrival(source.load),
        "entities_kept": sum(count.rows > 0 for count in source.counts.values()),
        "late": [_named(model, rhythms[model]) for model in late],
        "rejected_lately": source.rejected_lately,
        "import_under_way": source.under_way and {"id": source.under_way.id, "state": source.under_way.state},
    }


def entity(source: Source, model: type[Record]) -> dict[str, Any]:
    """One entity of a source, with all its checks."""
    of, receipt, checks = source.rhythm(model), source.receipts.get(model.entity), list(_checks(source, model))
    return {
        **_named(model, of), **_sums(checks), "sentence": entity_sentence(of), "rows": source.rows(model),
        "last_received_at": source.last_received_at(model), "as_of": receipt and receipt.as_of,
        "last_counts": receipt and counts_of(receipt), "usual_days": of.gap, "usually": usually(of), "checks": checks,
    }  # fmt: skip


def counts_of(row: Any) -> dict[str, int]:
    """What became of a receipt's records, or of several receipts' together."""
    return {name: getattr(row, name) for name in Counts.model_fields}


def _arrival(load: Any) -> dict[str, Any]:
    plain = {name: getattr(load, name) for name in Arrival.model_fields if name != "counts"}
    return plain | {"entities": [title_of(name) for name in sorted(load.entities)], "counts": counts_of(load)}


def _named(model: type[Record], of: Rhythm) -> dict[str, Any]:
    return {"entity": model.entity, "title": model.title, "state": of.state}


def _sums(checks: Iterable[dict[str, Any]]) -> dict[str, int]:
    found = dict.fromkeys(Severity, 0)
    for check in checks:
        found[check["severity"]] += check["count"]
    return {"to_mend": found[Severity.mend], "to_look": found[Severity.look]}


def _checks(source: Source, model: type[Record]) -> Iterator[dict[str, Any]]:
    """All checks of an entity with what they found when the rows were last counted."""
    rows, count = source.rows(model), source.counts.get(model.entity)
    found = count.found if count else {}
    for check, told in AT_INTAKE.items():
        yield {"check": check, "field": None, "count": found.get(check, 0), "share": None, **told}
    for rule in rules_of(model):
        number = found.get(rule.key, 0)
        yield {
            "check": rule.check, "field": rule.field, "title": rule.title, "count": number,
            "share": number / rows if rows else None, **_remedy(source, rule),
        }  # fmt: skip


def _remedy(source: Source, rule: Rule) -> dict[str, Any]:
    """How sure a finding is, and what to do: where a whole entity is absent, its links say nothing of the rows."""
    if rule.check is Check.orphan and rule.parent and not source.rows(rule.parent):
        sentence = f"No {rule.parent.entity} has come from this source: send them, and the links are checked."
        return {"severity": Severity.look, "sentence": sentence}
    return {"severity": rule.severity, "sentence": rule.sentence}
