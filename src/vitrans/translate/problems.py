"""What can be wrong with a translation."""

from collections.abc import Iterable
from dataclasses import dataclass

from vitrans.translate.spans import Span

LEFT = "not translated"
_OF_TEXT = frozenset([LEFT, "number added"])


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a target; `spans` of the source would be kept if they were masked."""

    kind: str
    text: str = ""
    spans: tuple[Span, ...] = ()

    @property
    def is_of_search(self) -> bool:
        """Say whether the decoding went wrong, so that another kind of search may help."""
        return not self.spans and self.kind not in _OF_TEXT

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}" if self.text else self.kind


def unique(problems: Iterable[Problem]) -> list[Problem]:
    """Join problems that say the same: a name that is lost twice is one problem."""
    joined: dict[str, Problem] = {}
    for problem in problems:
        text = str(problem)
        spans = joined[text].spans + problem.spans if text in joined else problem.spans
        joined[text] = Problem(problem.kind, problem.text, spans)
    return list(joined.values())
