"""The keys of menus: a mark before a letter of a label, `&File`, `_File`, `E_xit`."""

import re

from vitrans.text.protected import find_protected

_MARKER = re.compile(r"(?<![&_])(?:&amp;|[&_])(?=[^\W_])(?!\w{1,12};)")
_TIGHT = re.compile(r"[A-Z0-9](?:&amp;|[&_])[A-Z0-9]|\w(?:&amp;|&)[A-Z]")
# A tab, as formats write it, and the keys that do the same: `&Save\tCtrl+S`.
_SHORTCUT = re.compile(r"(?:\\t|\t|&#0*9;|&#x0*9;).*", re.DOTALL | re.IGNORECASE)
_LONGEST_LABEL = 60


def without_accelerator(raw: str) -> tuple[str, str]:
    """Return a label without the mark of its key, and that mark with its letter, if it has one.

    Args:
        raw: as a file has it; in XML the mark is `&amp;`.
    """
    found = list(_MARKER.finditer(raw))
    if len(found) != 1 or len(raw) > _LONGEST_LABEL:
        return raw, ""
    at, end = found[0].span()
    inside = any(p.start < at < p.end and p.kind != "identifier" for p in find_protected(raw))
    whole_word = raw[:at].endswith(tuple("abcdefghijklmnopqrstuvwxyz")) and "_" in raw
    if inside or _TIGHT.match(raw, max(0, at - 1)) or (whole_word and " " in raw):
        return raw, ""
    return raw[:at] + raw[end:], raw[at : end + 1]


def with_accelerator(raw: str, mark: str) -> str:
    """Return a label with the mark of a key before its letter, or else before its first one."""
    if not mark:
        return raw
    letter, label = re.escape(mark[-1]), _SHORTCUT.sub("", raw)
    same = re.search(rf"(?<![\w%{{\\</&]){letter}", label, re.IGNORECASE)
    place = same or re.search(r"(?<![\w%{\\</&])[^\W\d_]", label)
    return f"{raw[: place.start()]}{mark[:-1]}{raw[place.start() :]}" if place else raw
