"""Where words of a source went in its translation, for the marks that stand around them.

The stretch of the target that is drawn most to the words of a span stands for them. Its ends are
then set: words beside it join that are drawn to the span alone, and small words at its ends leave
unless they translate words of the span.
"""

from collections.abc import Sequence

from vitrans.align.stretches import ARTICLES, WordSides
from vitrans.types import Language

Span = tuple[int, int]

_KEPT, _ADDED = 0.2, 0.15  # how much a word is drawn to a span at least, to stay or to join
_AS_MUCH = 0.9  # of what it is drawn to other words, for a small word to stay
_JOINING = ARTICLES | {"of"}
_HELPING = frozenset(["do", "does", "did"])
_ENGLISH_SMALL = """
the a an of to in on at by for with from as is are was were be been will would has have had its his
her their our my your this that and or but it do does did than so who which
"""
_VIETNAMESE_SMALL = """
đã sẽ đang được bị của cho ở tại trên trong vào lúc và là thì mà để do bởi với từ đến khi này đó ấy
tôi chúng anh ông bà cô chị họ
"""
_SMALL = {
    True: frozenset(_ENGLISH_SMALL.split()),
    False: frozenset(_VIETNAMESE_SMALL.split()),
}


def place(spans: Sequence[Span], source: str, target: str, language: Language) -> list[Span | None]:
    """Return the span of target characters for each span of source characters.

    Args:
        spans: starts and ends in the source.
        source: a sentence.
        target: its translation.
        language: that of the target, English or Vietnamese.

    Returns:
        Spans of whole words, None where the span or the target has none.
    """
    sides = WordSides(source, target, language)
    return [_place(span, sides) for span in spans]


def _place(span: Span, sides: WordSides) -> Span | None:
    inside = [i for i, w in enumerate(sides.source) if w.start < span[1] and span[0] < w.end]
    if not inside or not sides.target:
        return None
    ends = _Ends(sides, slice(inside[0], inside[-1] + 1))
    ends.grow()
    ends.trim()
    ends.take_small_word_before()
    return sides.target[ends.first].start, sides.target[ends.last].end


class _Ends:
    """The first and the last word of the stretch for some source words, as they are set."""

    def __init__(self, sides: WordSides, inside: slice) -> None:
        self._sides, self._inside = sides, inside
        self.first, end = sides.best(inside)
        self.last = end - 1
        self._may_cross = any(sides.source_stops[inside.start + 1 : inside.stop])
        self._small = _SMALL[sides.into_english]

    def grow(self) -> None:
        """Let words join that are drawn to the span alone, over `of` and articles in between."""
        while (at := self._beyond(self.first, -1)) is not None:
            self.first = at
        while (at := self._beyond(self.last, 1)) is not None:
            self.last = at

    def trim(self) -> None:
        """Leave out small words that translate none of the span."""
        while self.first < self.last and self._is_loose(self.first):
            self.first += 1
        while self.first < self.last and self._is_loose(self.last):
            self.last -= 1

    def take_small_word_before(self) -> None:
        """Take the `do` of `do not`, the `một` of an English article, the `ngày` of a date."""
        if self.first == 0:
            return
        before, word = (self._sides.target[at] for at in (self.first - 1, self.first))
        if self._sides.into_english:
            wanted = before.form in _HELPING and word.form == "not"
        else:
            opening = self._sides.source[self._inside.start].form
            wanted = (before.form == "một" and opening in {"a", "an"}) or (
                before.form == "ngày" and word.plain.isdigit()
            )
        self.first -= wanted

    def _beyond(self, at: int, step: int) -> int | None:
        """Return the next word beside a stretch if it is to join."""
        words = self._sides.target
        while 0 <= (at := at + step) < len(words) and self._is_open(at, step):
            if words[at].form not in _JOINING or not self._sides.into_english:
                here, there = self._drawn(at)
                joins = here > max(there, _ADDED) and words[at].form not in self._small
                return at if joins else None
        return None

    def _is_open(self, at: int, step: int) -> bool:
        """Say whether no comma or the like stands between a word and the one before it by step."""
        return self._may_cross or not self._sides.target_stops[at if step > 0 else at + 1]

    def _is_loose(self, at: int) -> bool:
        word = self._sides.target[at]
        if word.is_name or word.form not in self._small:
            return False
        here, there = self._drawn(at)
        return here <= _KEPT or here < _AS_MUCH * there

    def _drawn(self, at: int) -> tuple[float, float]:
        """Return how much a target word is drawn to one of the span's words, and to another."""
        row, inside = self._sides.drawn[at], self._inside
        there = max((*row[: inside.start], *row[inside.stop :]), default=0.0)
        return max(row[inside]), there
