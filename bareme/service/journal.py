"""What the service writes down: one line of JSON per request, never anything that was asked or answered.

A path may hold the secret of a link and a message may hold what somebody typed, so a
line holds the route's pattern and, for a failure, the kind of the error and where in
the code it came up.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

LOGGER = logging.getLogger("bareme.service")


class JsonLines(logging.Formatter):
    """Formats a record as one object; the arguments of foreign loggers are left out when they are no plain words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if record.name.startswith(("bareme", "uvicorn")) else "message withheld",
        }
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line.update(failure_facts(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def failure_facts(failure: BaseException) -> dict[str, Any]:
    """The kind of an error and where it came up, without its message."""
    frames = traceback.extract_tb(failure.__traceback__)
    return {
        "failure": type(failure).__name__,
        "at": [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }


def note(event: str, **facts: Any) -> None:
    LOGGER.info(event, extra={"facts": facts})


def note_failure(event: str, failure: BaseException, **facts: Any) -> None:
    LOGGER.error(event, extra={"facts": {**facts, **failure_facts(failure)}})


def write_to_standard_error() -> None:
    """All logging of this process as JSON lines; the web server's own access lines are silenced."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name, level in (("bareme", logging.INFO), ("uvicorn.error", logging.INFO), ("uvicorn.access", logging.ERROR)):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(level)
