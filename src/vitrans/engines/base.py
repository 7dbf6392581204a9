"""What every engine takes and gives: pieces in, pieces and their probability out."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vitrans.errors import UsageError

END = "</s>"

Pieces = Sequence[str]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a target is searched for.

    `length_penalty` is the exponent of the length by which a hypothesis' log-probability is
    divided when hypotheses are compared; `max_length` counts target pieces; `suppress` names
    pieces that are never produced. Where `reverse_weight` is not 0 and the model knows both
    directions, the translator chooses among all hypotheses of the beam by their mean
    log-probability plus so much of the source's, given the hypothesis (noisy channel, Yee et
    al. 2019). `start` is a piece that every target begins with and that is no part of it.
    """

    beam_size: int = 4
    length_penalty: float = 1.0
    max_length: int = 256
    no_repeat_ngram_size: int = 0
    repetition_penalty: float = 1.0
    suppress: tuple[str, ...] = ()
    reverse_weight: float = 0.0
    start: str = ""

    def __post_init__(self) -> None:
        if self.beam_size < 1:
            raise UsageError(f"a beam of {self.beam_size} finds nothing: use 1 (greedy) or more")
        if self.max_length < 1:
            raise UsageError(f"max_length must be 1 or more, not {self.max_length}")

    @property
    def bends_probabilities(self) -> bool:
        """Say whether a penalty changes the probabilities that the model itself gives."""
        return self.no_repeat_ngram_size > 0 or self.repetition_penalty != 1.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A decoded target without its `</s>`.

    `score` is the mean natural log-probability of the pieces, `</s>` included, among the pieces
    that are not suppressed; penalties of the search are not in it. `finished` is False where
    `max_length` cut the target off.
    """

    pieces: tuple[str, ...]
    score: float
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Hardware:
    """What a model runs on.

    Attributes:
        threads: processor cores to use; all that are allowed if None.
        device: `cpu`, `cuda`, or `auto`, which is a GPU where there is one.
        compute_type: in which numbers to compute, such as `int8`, `float16` or `float32`;
            `default` is what the model was converted to.
    """

    threads: int | None = None
    device: str = "cpu"
    compute_type: str = "default"


class Engine(ABC):
    """Anything that runs a translation model over sentences already cut into pieces.

    Sources are complete: the language prefix first, `</s>` last. `on_progress` is called with the
    number of sources that have just been done.
    """

    def translate(
        self,
        sources: Sequence[Pieces],
        decoding: Decoding,
        on_progress: Progress | None = None,
    ) -> list[Hypothesis]:
        """Return the best hypothesis for each source, in their order."""
        return [found[0] for found in self._found(sources, decoding, 1, on_progress)]

    def search(
        self,
        sources: Sequence[Pieces],
        decoding: Decoding,
        on_progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """Return all hypotheses that the beam ends with for each source, the best first."""
        return self._found(sources, decoding, decoding.beam_size, on_progress)

    @abstractmethod
    def score(
        self, sources: Sequence[Pieces], targets: Sequence[Pieces], start: str = ""
    ) -> list[float]:
        """Return the mean log-probability of each target, given without `</s>` and `start`."""

    @abstractmethod
    def _found(
        self,
        sources: Sequence[Pieces],
        decoding: Decoding,
        count: int,
        on_progress: Progress | None,
    ) -> list[list[Hypothesis]]:
        """Return the `count` best hypotheses for each source, the best first."""


def by_length(sources: Sequence[Pieces]) -> list[int]:
    """Return the indices of the sources, the longest first, so that batches pad little."""
    return sorted(range(len(sources)), key=lambda i: -len(sources[i]))
