"""From texts that fit the model to the hypotheses that it finds for them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isnan, nan

from vitrans.engines import Decoding, Engine, Hypothesis, Progress
from vitrans.models import Description
from vitrans.translate.tokenizer import Tokenizer
from vitrans.types import Target

_NO_REPEAT = 3  # words in a row that a second search does not say again
_SCORED = 256  # texts whose hypotheses are scored backwards at a time
_QUICK = 4  # hypotheses that a quick search keeps


class Search:
    """A model behind an engine, asked in texts."""

    def __init__(
        self, engine: Engine, tokenizer: Tokenizer, description: Description, decoding: Decoding
    ) -> None:
        asked = () if description.spelled else description.prefixes.values()
        prefixes = tuple(piece for piece in asked if piece and not description.starts)
        self._engine = engine
        self._tokenizer = tokenizer
        self._description = description
        self._decoding = replace(decoding, suppress=("<unk>", *prefixes))

    def fits(self, text: str) -> bool:
        """Say whether the model takes a text whole."""
        return len(self._tokenizer.encode(text)) <= self._description.max_input

    def read(self, hypothesis: Hypothesis, target: Target) -> str:
        """Return what a hypothesis says, without what the model puts before it."""
        text = self._tokenizer.decode(hypothesis.pieces)
        echo = self._description.echoes.get(target, "").strip()
        return text.removeprefix(echo).lstrip() if echo else text

    def ranked(
        self,
        texts: Sequence[str],
        target: Target,
        no_repeat: bool,
        progress: Callable[[int], Progress],
        quick: bool = False,
        several: bool = False,
    ) -> list[list[Hypothesis]]:
        """Return hypotheses for each text, the best first.

        There is one for each text, or, where `several` are wanted or the reverse direction is
        asked for its opinion, those of the whole beam, in the order of both directions' opinion.

        `progress` makes what is told of each part done from the number of parts there will be. A
        `quick` search keeps few hypotheses and asks nobody's opinion.
        """
        decoding = replace(self._decoding, start=self._description.starts.get(target, ""))
        if quick:
            size = min(_QUICK, decoding.beam_size)
            decoding = replace(decoding, beam_size=size, reverse_weight=0.0)
        if no_repeat:
            decoding = replace(decoding, no_repeat_ngram_size=_NO_REPEAT)
        sources = [self._source(text, target) for text in texts]
        back = target.other
        weight = decoding.reverse_weight if back in self._description.prefixes else 0.0
        if not weight or decoding.beam_size == 1:
            tell = progress(len(sources))
            if several:
                return self._engine.search(sources, decoding, tell)
            return [[h] for h in self._engine.translate(sources, decoding, tell)]
        tell = progress(2 * len(sources))
        found = self._engine.search(sources, decoding, tell)
        ranked: list[list[Hypothesis]] = []
        for first in range(0, len(texts), _SCORED):
            part = slice(first, first + _SCORED)
            ranked += self._ordered(texts[part], found[part], target, weight)
            tell(len(texts[part]))
        return ranked

    def score(
        self, sources: Sequence[str], translations: Sequence[str], target: Target
    ) -> list[float]:
        """Return the mean log-probabilities of given translations; nan where one is too long."""
        pairs = list(zip(sources, translations, strict=True))
        fit = [self.fits(one) and self.fits(other) for one, other in pairs]
        kept = [pair for pair, fits in zip(pairs, fit, strict=True) if fits]
        given = [self._source(one, target) for one, _ in kept]
        wanted = [self._tokenizer.encode_target(other) for _, other in kept]
        start = self._description.starts.get(target, "")
        found = iter(self._engine.score(given, wanted, start) if kept else [])
        return [next(found) if fits else nan for fits in fit]

    def both_ways(
        self, sources: Sequence[str], translations: Sequence[str], target: Target
    ) -> list[tuple[float, int]]:
        """Return log-probabilities, summed over both directions, and pieces of translations.

        The probability is nan where one is too long. The model must know both directions.
        """
        there = self.score(sources, translations, target)
        back = self.score(translations, sources, target.other)
        made = list(map(self.length, translations))
        given = map(self.length, sources)
        rows = zip(there, made, back, given, strict=True)
        return [(one * m + other * g, m) for one, m, other, g in rows]

    def length(self, text: str) -> int:
        """Return how many pieces a translation has, its end included."""
        return len(self._tokenizer.encode_target(text)) + 1

    def opinions(
        self,
        sources: Sequence[str],
        translations: Sequence[str],
        scores: Sequence[float],
        target: Target,
    ) -> list[float]:
        """Return the scores of translations with what the reverse direction says of them."""
        weight = self._decoding.reverse_weight
        if not weight or target.other not in self._description.prefixes:
            return list(scores)
        back = self.score(translations, sources, target.other)
        return [score + weight * other for score, other in zip(scores, back, strict=True)]

    def _ordered(
        self,
        texts: Sequence[str],
        found: list[list[Hypothesis]],
        target: Target,
        weight: float,
    ) -> list[list[Hypothesis]]:
        """Put those first from which their text too is probable (noisy channel)."""
        pairs = [(text, h) for text, hs in zip(texts, found, strict=True) for h in hs]
        made = [self.read(h, target) for _, h in pairs]
        scores = iter(self.score(made, [text.strip() for text, _ in pairs], target.other))
        ranked = []
        for hypotheses in found:
            both = [h.score + weight * next(scores) for h in hypotheses]
            order = sorted(range(len(both)), key=lambda i: -both[i])
            # As found where one is too long to be scored.
            ranked.append(hypotheses if any(map(isnan, both)) else [hypotheses[i] for i in order])
        return ranked

    def _source(self, text: str, target: Target) -> list[str]:
        prefix, text = self._description.prefixes[target], text.strip()
        if self._description.spelled:
            prefix, text = "", prefix + text
        end = self._description.end
        return [
            *([prefix] if prefix else []),
            *self._tokenizer.encode(text),
            *([end] if end else []),
        ]
