"""SGML sets of WMT and NIST: a side a `sysid`."""

import html
import re

_DOCUMENT = re.compile(r"<doc\b([^>]*)>|<seg\b[^>]*>(.*?)</seg>", re.IGNORECASE | re.DOTALL)
_SYSTEM = re.compile(r"""\bsysid\s*=\s*["']([^"']*)["']""", re.IGNORECASE)


def read(text: str, part: str = "") -> dict[str, list[str]]:
    """Return the sides of a set by `sysid`; it need not be well-formed, and rarely is."""
    sides: dict[str, list[str]] = {}
    name = ""
    for match in _DOCUMENT.finditer(text):
        if match.group(2) is None:
            system = _SYSTEM.search(match.group(1))
            name = system.group(1) if system else ""
        else:
            sides.setdefault(name, []).append(_text(match.group(2)))
    return sides or {"": []}


def segments(text: str) -> list[str]:
    """Return all the segments of a set, whatever their `sysid`."""
    return [
        _text(match.group(2)) for match in _DOCUMENT.finditer(text) if match.group(2) is not None
    ]


def _text(inside: str) -> str:
    return " ".join(html.unescape(inside).split())
