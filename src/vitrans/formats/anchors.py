"""Links to the headings of a Markdown file, which follow them when they are written anew.

A heading's anchor is its slug, by GitHub's rule: small letters, no marks but `-` and `_`, spaces
as `-`, and `-1`, `-2` … where it is not the first. What has an explicit `{#id}` keeps that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import quote, unquote

_DROPPED = re.compile(r"[^\w\s-]|[\ue000-\uf8ff]")
_EXPLICIT = re.compile(r"\{[^{}]*#(?P<id>[^\s{}]+)[^{}]*\}\s*\Z")
# Code, which stays, and `](#here`, `]: #here`, `href="#here`, each with what is before the anchor.
_LINK = re.compile(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?[ \t>]*(?P=fence)"
    r"|(?P<ticks>`+)[^`\n]+(?P=ticks)"
    r"|(?P<before>\]\(\s*<?#|^[ \t>]*\[[^\]\n]+\]:[ \t]*<?#|href=[\"']#)(?P<anchor>[^\s)\"'>]+)",
    re.MULTILINE,
)


def slug(heading: str) -> str:
    """Return the anchor of a heading by its words.

    >>> slug("Lịch sử & nghề")
    'lịch-sử--nghề'
    """
    return _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")


def following(text: str, before: Sequence[str], after: Sequence[str]) -> str:
    """Return a file's text with its links to headings as these are called now.

    Args:
        text: the file as it would be written.
        before: the anchors of its headings as it was read.
        after: the same as it would be written.
    """
    if len(before) != len(after):
        return text
    moved = {old: new for old, new in zip(before, after, strict=True) if old != new}
    return _LINK.sub(lambda link: _moved(link, moved), text) if moved else text


def _moved(link: re.Match[str], moved: dict[str, str]) -> str:
    """Return a link to the new anchor, written as the old one was."""
    old = link["anchor"]
    new = moved.get(unquote(old)) if old else None
    if new is None:
        return link[0]
    return link["before"] + (quote(new) if "%" in old else new)


def anchors(headings: Iterable[str]) -> tuple[str, ...]:
    """Return the anchors of headings, given as their words, no two the same."""
    seen: Counter[str] = Counter()
    made = []
    for heading in headings:
        explicit = _EXPLICIT.search(heading)
        base = explicit["id"] if explicit else slug(heading)
        made.append(f"{base}-{seen[base]}" if seen[base] else base)
        seen[base] += 1
    return tuple(made)
