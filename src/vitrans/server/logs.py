"""A line of JSON on standard error for each request and event; never a text that was sent."""

import json
import logging
import sys
from datetime import UTC, datetime

_ADDED = {"message", "taskName", "color_message"}
_PLAIN = logging.LogRecord("", 0, "", 0, "", None, None).__dict__.keys() | _ADDED


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time, level, what happened, and what it was told along."""
        value: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        value |= {k: v for k, v in record.__dict__.items() if k not in _PLAIN}
        if record.exc_info and record.exc_info[1] is not None:
            # Where it happened and of what kind it is; what it says may have a text in it.
            value["error"] = type(record.exc_info[1]).__name__
            value["at"] = _places(record)
        return json.dumps(value, ensure_ascii=False, default=str)


def _places(record: logging.LogRecord) -> list[str]:
    """Return the lines of code that an error came through."""
    trace = record.exc_info[2] if record.exc_info else None
    places = []
    while trace:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places


def set_up(quiet: bool = False) -> None:
    """Have all that is logged go to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("vitrans").setLevel(logging.WARNING if quiet else logging.INFO)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
