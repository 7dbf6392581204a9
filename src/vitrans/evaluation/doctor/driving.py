"""Other ways to drive a model, tried where the present one does not work, to find the cause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vitrans.models import Description
from vitrans.types import Target

_END = "</s>"
# Pieces and texts by which models are asked for a language, by the language that they name.
_PIECES = {
    "en": (">>eng<<", "__en__", "eng_Latn", "<2en>", "en_XX"),
    "vi": (">>vie<<", "__vi__", "vie_Latn", "<2vi>", "vi_VN"),
}
_SPELLED = {"en": ("en: ", "<2en> "), "vi": ("vi: ", "<2vi> ")}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to drive a model into one language.

    Attributes:
        description: the model, driven so.
        cause: what is wrong with the present way if this one works.
        cure: what to do.
    """

    description: Description
    cause: str
    cure: str


def other_ways(present: Description, target: Target, pieces: Sequence[str]) -> Iterator[Way]:
    """Yield ways to drive a model, the simplest faults of the present one first.

    Args:
        present: the model as it is driven.
        target: the language to translate into.
        pieces: its vocabulary.
    """
    yield from _ends(present)
    yield from _without_doubling(present, target)
    yield from _prefixes(present, target, frozenset(pieces))
    if present.prefixes[target]:
        bare = _prefixed(present, target, "", spelled=False)
        yield Way(bare, f"it wants no prefix, but has {present.prefixes[target]!r}", _set(""))


def _ends(present: Description) -> Iterator[Way]:
    if present.end:
        cure = f'set "end" to "" in vitrans.json: the engine adds {present.end} by itself'
        yield Way(replace(present, end=""), f"its end token {present.end} is doubled", cure)
    else:
        cure = f'take "end": "" out of vitrans.json, so that {_END} is put after each source'
        yield Way(replace(present, end=_END), f"its end token {_END} is missing", cure)


def _without_doubling(present: Description, target: Target) -> Iterator[Way]:
    given = present.prefixes[target]
    words = given.split()
    half = " ".join(words[: len(words) // 2])
    if half and words == half.split() * 2:
        once = _prefixed(present, target, half + (" " if given.endswith(" ") else ""))
        once = replace(once, spelled=present.spelled and half not in _PIECES[target])
        yield Way(once, f"its prefix {half!r} is doubled", _set(half))


def _prefixes(present: Description, target: Target, known: frozenset[str]) -> Iterator[Way]:
    """Yield the prefixes that the vocabulary knows, of either language, and those in words."""
    have = present.prefixes[target]
    what = "is missing" if not have else f"should be there instead of {have!r}"
    for language in (target, target.other):
        for piece in _PIECES[language]:
            if piece in known and piece != have:
                made = _prefixed(present, target, piece, spelled=False)
                yield Way(made, f"its prefix {piece!r} {what}", _set(piece))
    for language in (target, target.other):
        for text in _SPELLED[language]:
            if text.strip() not in known and text != have:
                made = _prefixed(present, target, text, spelled=True)
                yield Way(made, f"its prefix {text!r}, in words, {what}", _set(text, True))


def _prefixed(
    present: Description, target: Target, prefix: str, spelled: bool | None = None
) -> Description:
    spelled = present.spelled if spelled is None else spelled
    return replace(present, prefixes={**present.prefixes, target: prefix}, spelled=spelled)


def _set(prefix: str, spelled: bool = False) -> str:
    words = " and spelled = true" if spelled else ""
    return f"set its prefix to {prefix!r}{words} in models.toml or vitrans.json"
