"""How the invented case system sends its records: pushes, and imports by night that the worker's part is done for."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from api.demonstration.callers import Caller, LoadError, batches
from api.demonstration.further import FEEDBACK, feedback_nights, further_records
from api.demonstration.nightly import last_night
from api.demonstration.records import Row
from api.imports.work import process_import
from api.kernel import clock
from api.kernel.database import Database

BATCH = 1_000
_NIGHT = time(23)

Say = Callable[[str], Any]


async def send_records(
    machine: Caller, database: Database, rows: Mapping[str, list[Row]], seed: int, end: date, say: Say
) -> None:
    """All that the case system holds: what was sent weeks ago, today's push and import, and the last night's."""
    for night, heard in feedback_nights(seed, end, rows).items():
        with clock.travel(datetime.combine(night, _NIGHT, clock.ENGLAND)):
            brought = await bring(machine, database, {FEEDBACK: heard})
    _tell(brought, say)
    for entity, records_of in rows.items():
        await _push(machine, entity, records_of, say)
    further = further_records(seed, end, rows)
    _tell(await bring(machine, database, further), say)
    say("  the last night's changes:")
    _tell(await bring(machine, database, last_night(further, end)), say)


async def bring(machine: Caller, database: Database, files: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Import a CSV file for each entity and tell what came of it; there is no worker yet, so its part is done here."""
    begun = await machine.send("POST", "/imports", {"format": "ssd", "mode": "upsert"})
    at = f"/imports/{begun['id']}"
    for entity, rows in files.items():
        if rows:
            await machine.upload(f"{at}/files/{entity}", _csv(rows))
    await machine.send("POST", f"{at}/commit")
    process_import(database, begun["id"])
    brought = await machine.send("GET", at)
    if brought["state"] != "completed":
        raise LoadError(f"import: {brought['sentence']}")
    return brought


def _csv(rows: Sequence[Row]) -> bytes:
    """Rows as a case system exports them; what is not known is left empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


async def _push(machine: Caller, entity: str, rows: Sequence[Row], say: Say) -> None:
    rejected = 0
    for some in batches(rows, BATCH):
        rejected += (await machine.push(entity, some))["rejected"]
    say(_line(entity, len(rows), rejected))


def _tell(brought: dict[str, Any], say: Say) -> None:
    for one in brought["entities"]:
        say(_line(one["entity"], one["received"], one["rejected"]))


def _line(entity: str, received: int, rejected: int) -> str:
    return f"  {received:>6,} {entity}" + (f", {rejected} rejected" if rejected else "")
