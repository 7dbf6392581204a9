"""The target of a unit for a text that differs from its source in numbers and tags alone.

A number or tag is put in the place of another only where nothing can go wrong by it: the old one
stands in the target as often as in the source, as it is or as the target's language writes it, and
no word about it would have to change.
"""

import re
from collections import Counter
from collections.abc import Iterator

from vitrans.memory.keys import VARIABLE, skeleton
from vitrans.translate.figures import localise
from vitrans.translate.numbers import lost_numbers
from vitrans.types import Language, Target

# What would be wrong about another number: an article, an ordinal, half of the day.
_BEFORE = re.compile(r"\b(?:an?|a single)[\s-]$", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:st|nd|rd|th)\b|(?:[:.]\d\d)?\s?[ap]\.?m\b|(?:[:h.]\d\d)?\s+(?:sáng|chiều|tối|đêm|trưa)\b",
    re.IGNORECASE,
)


def substituted(source: str, target: str, text: str, language: Target) -> str | None:
    """Return the target of a unit with the numbers and tags of a text.

    Args:
        source: the unit's source.
        target: its target.
        text: what is to be translated, like the source but for numbers and tags.
        language: that of the target.

    Returns:
        The target; None where more than numbers and tags differs, or it is not safe.
    """
    if skeleton(source) != skeleton(text):
        return None
    new = _changes(source, text)
    if new is None:
        return None
    forms = _forms(source, new, language)
    if forms is None or not _is_each_once(source, target, new, forms):
        return None
    if not all(_is_safe(target, found, forms, language) for found in VARIABLE.finditer(target)):
        return None
    made = VARIABLE.sub(lambda found: forms.get(found[0], (found[0],) * 2)[1], target)
    lost = len(lost_numbers(text, made, language))
    return made if lost <= len(lost_numbers(source, target, language)) else None


def _variables(text: str) -> Iterator[str]:
    return (found[0] for found in VARIABLE.finditer(text))


def _changes(source: str, text: str) -> dict[str, str] | None:
    """Return what of the source is something else in the text; None if one thing is two."""
    new: dict[str, str] = {}
    for old, other in zip(_variables(source), _variables(text), strict=True):
        if new.setdefault(old, other) != other:
            return None
    return {old: other for old, other in new.items() if old != other}


def _forms(source: str, new: dict[str, str], language: Target) -> dict[str, tuple[str, str]] | None:
    """Return how a target may have what changes: what is changed by it, and what it becomes.

    None where one form could stand for two things.
    """
    forms: dict[str, tuple[str, str]] = {}
    for old, other in new.items():
        pairs = {old: other, localise(old, language): localise(other, language)}
        for form, written in pairs.items():
            if form in forms or (form != old and form in set(_variables(source))):
                return None
            forms[form] = (old, written)
    return forms


def _is_each_once(
    source: str, target: str, new: dict[str, str], forms: dict[str, tuple[str, str]]
) -> bool:
    """Say whether the target has what changes as often as the source."""
    had = Counter(_variables(source))
    has = Counter(forms[one][0] for one in _variables(target) if one in forms)
    return all(has[old] == had[old] for old in new)


def _is_safe(
    target: str, found: re.Match[str], forms: dict[str, tuple[str, str]], language: Target
) -> bool:
    """Say whether the words of the target about a variable fit what it becomes, too."""
    if found[0] not in forms or found.lastgroup == "tag":
        return True
    if _AFTER.match(target, found.end()) or _BEFORE.search(target, 0, found.start()):
        return False
    one_of_them = (found[0] == "1") != (forms[found[0]][1] == "1")
    return not (language is Language.ENGLISH and one_of_them)
