"""Units of JSON Lines, and back: an object a line."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from vitrans.errors import InputError
from vitrans.memory.units import Provenance, Unit, date_text, unit_of_pair
from vitrans.types import Language, target_of

_EN, _VI = Language.ENGLISH, Language.VIETNAMESE
_SHOWN = 60
_NAMES = ("origin", "tool", "author")


def units_of(line: str, default: Provenance) -> list[Unit]:
    """Return the unit of a line: `vi` and `en`, or a source and a target with their languages.

    Raises:
        InputError: it is no such object.
    """
    try:
        entry = json.loads(line.removeprefix("\ufeff"))
        source = _EN if entry.get("source_language") == _EN else _VI
        pair = (entry["source"], entry["target"]) if "vi" not in entry else _sides(entry, source)
        said = {name: str(entry[name]) for name in _NAMES if entry.get(name)}
        machine = bool(entry.get("machine"))
        made = replace(default, source=target_of(source), machine=machine, **said)
        dates = _seconds(entry.get("created")), _seconds(entry.get("changed"))
        units = unit_of_pair(_joined(pair[0]), _joined(pair[1]), made)
        return [replace(unit, created=dates[0], changed=dates[1]) for unit in units]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            "a line of it is no JSON object with `vi` and `en`, or with `source`, `target` and "
            f"`source_language`: {line.strip()[:_SHOWN]!r}"
        ) from None


def line_of(unit: Unit) -> str:
    """Return a unit as a line of JSON."""
    made = unit.provenance
    said = {
        "vi": unit.vi,
        "en": unit.en,
        "source_language": str(made.source),
        "origin": made.origin,
        "tool": made.tool,
        "author": made.author,
        "created": date_text(unit.created),
        "changed": date_text(unit.changed),
        "machine": made.machine,
    }
    return json.dumps(said, ensure_ascii=False) + "\n"


def _sides(entry: dict[str, Any], source: Language) -> tuple[Any, Any]:
    return entry[source], entry[source.other]


def _joined(text: str | list[str]) -> str:
    """Return a text; `vitrans align` has a list of sentences."""
    return text if isinstance(text, str) else " ".join(text)


def _seconds(date: str | None) -> int | None:
    return int(datetime.fromisoformat(date).timestamp()) if date else None
