"""Logs as JSON lines, by an allow-list of fields: no path, no address, no body, nothing personal."""

import json
import logging
import sys

from api.kernel import clock

_FIELDS = ("request_id", "operation", "method", "status", "milliseconds", "kind", "sqlstate", "actor_id", "count")


class JsonLines(logging.Formatter):
    """One JSON object a line; only known fields pass, and an exception gives its kind, never its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`."""
        line = {"at": clock.now().isoformat(timespec="milliseconds"), "level": record.levelname.lower(),
                "logger": record.name, "event": record.getMessage()}  # fmt: skip
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["kind"] = record.exc_info[0].__name__
            line["event"] = "unexpected error"
        return json.dumps(line, default=str)


def install(level: int = logging.INFO) -> None:
    """Send every logger through JSON lines; uvicorn's access log, which prints paths and addresses, stays off."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("httpx").setLevel(logging.WARNING)
