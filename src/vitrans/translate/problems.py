"""What can be wrong with a translation."""

from collections.abc import Iterable
from dataclasses import dataclass

from vitrans.translate.spans import Span

LEFT = "not translated"
TERM, KEPT = "term", "kept string"
TERMS = frozenset([TERM, KEPT])
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

    @property
    def is_of_term(self) -> bool:
        """Say whether it is a term of a glossary that is missing."""
        return bool(self.spans) and all(span.kind in TERMS for span in self.spans)

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
