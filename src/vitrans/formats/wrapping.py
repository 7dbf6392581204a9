"""Where a translated cue is broken into lines: as many as before, in about the same places."""

from collections.abc import Iterator

from vitrans.types import Mark, MarkKind, Segment


def breaks(target: str, source: Segment) -> Iterator[Mark]:
    """Yield the line breaks of a segment for its translation.

    Each goes to the space that is nearest to it, measured in shares of the whole length; where
    there are fewer words than lines, some are left out.
    """
    lines = [mark for mark in source.marks if mark.kind is MarkKind.BREAK]
    spaces = [place for place, character in enumerate(target) if character == " "]
    chosen: list[Mark] = []
    for left, mark in zip(range(len(lines), 0, -1), reversed(lines), strict=True):
        if len(spaces) < left:
            continue
        aim = mark.start / len(source.text) * len(target)
        best = min(spaces[left - 1 :], key=lambda place: abs(place - aim))
        chosen.append(Mark(best, best + 1, mark.raw, MarkKind.BREAK))
        spaces = spaces[: spaces.index(best)]
    yield from reversed(chosen)
