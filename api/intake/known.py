"""Which lines of a file are, byte for byte, those that stored rows came from.

A sixth file because it is what makes a nightly full load cost its changes alone.
"""

from typing import Any

import numpy as np
from sqlmodel import Session

from api.intake.columns import Bits, Mask
from api.intake.entities import Entity
from api.intake.merge import lock
from api.intake.queries import latest_receipt
from api.intake.staging import bits
from api.kernel.database import Database, driver

MOST_KNOWN = 6_000_000
"""Of so many lines the hashes are held while a file is read; of an entity with more rows every line is read."""


class KnownLines:
    """The lines that stored rows came from, by their hashes: whoever of them comes again need not be read.

    Holds 12 bytes a line. `receipt` is the number of the entity's latest receipt when they were fetched, so that the
    merge can tell whether anything has changed since.
    """

    def __init__(self, database: Database, entity: Entity, source_system: str) -> None:
        with database.transaction("plumbline_system") as db:
            lock(db, source_system, entity.name)
            self.receipt = latest_receipt(db, source_system, entity.name)
            self.hashes = _fetch(db, entity, source_system)
        self.last: np.ndarray[Any, np.dtype[np.int32]] = np.full(len(self.hashes), -1, dtype=np.int32)
        self.matched = 0

    def sift(self, hashes: Bits, places: Bits) -> Mask:
        """Which lines are not known; where the others stand is remembered."""
        if not len(self.hashes):
            return np.ones(len(hashes), dtype=bool)
        at, is_known = self._find(hashes)
        self.last[at[is_known]] = places[is_known]
        self.matched += int(is_known.sum())
        unknown: Mask = ~is_known
        return unknown

    def _find(self, hashes: Bits) -> tuple[Bits, Mask]:
        """Where each hash stands among those known, and whether it does."""
        at = np.searchsorted(self.hashes, hashes)
        at[at == len(self.hashes)] = 0
        return at, self.hashes[at] == hashes

    @property
    def seen(self) -> int:
        """How many known lines came, each counted once."""
        return int((self.last >= 0).sum())

    @property
    def lost(self) -> Bits:
        """The hashes of the lines that did not come."""
        return self.hashes[self.last < 0]

    def clash(self, places: Bits, hashes: Bits) -> tuple[Bits, int]:
        """Of rows and the lines stored for them: the places of rows before their line, and how many lines came before.

        Of two with one id the later counts.
        """
        if not len(places) or not len(self.hashes):
            return places[:0], 0
        at, is_known = self._find(hashes)
        last = np.where(is_known, self.last[at], -1)
        return places[last > places], len(np.unique(hashes[(last >= 0) & (last < places)]))


def _fetch(db: Session, entity: Entity, source_system: str) -> Bits:
    """The hashes of all stored lines, sorted; none where there are too many to hold."""
    # One value with all of them: a row for each would take longer to hand over than to find.
    together = (
        f"select string_agg(int8send(sent_hash), ''::bytea) from (select sent_hash from {entity.table.name}"
        " where source_system = %s and sent_hash is not null limit %s) known"
    )
    row = driver(db).cursor(binary=True).execute(together.encode(), [source_system, MOST_KNOWN + 1]).fetchone()
    hashes = np.frombuffer((row and row[0]) or b"", dtype=">i8").astype(np.int64)
    if len(hashes) > MOST_KNOWN:
        return bits(())
    hashes.sort()
    return hashes
