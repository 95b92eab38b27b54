"""Where the databases of the tests stand; nothing of the service is loaded here, for it reads settings as it loads."""

import atexit
import os
import shutil
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30
"""Bytes of memory that must be free for files."""


def own_home() -> Path:
    """The folder of this process: PLUMBLINE_HOME, or in memory where there is room, since each test copies a database.

    Each of several processes that share the tests out has one of its own, for one test pulls PostgreSQL's plug. What
    stands in memory is removed at the exit: after PostgreSQL, which is begun later and so stopped sooner.
    """
    home = Path(os.environ.get("PLUMBLINE_HOME") or _usual()) / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    if home.is_relative_to(MEMORY):
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def _usual() -> Path:
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        return MEMORY / f"plumbline-test-{os.getuid()}-{zlib.crc32(str(ROOT).encode()):08x}"
    return ROOT / ".plumbline" / "test"
