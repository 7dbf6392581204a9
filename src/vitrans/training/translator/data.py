"""From parallel corpora to tokenised examples in both directions."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sentencepiece as spm

from vitrans.models.description import PREFIXES
from vitrans.training.core.corpora import Pair
from vitrans.training.core.examples import TokenStore
from vitrans.training.translator import augment, vocabulary
from vitrans.training.translator.settings import TranslatorSettings


@dataclass(frozen=True, slots=True)
class _Example:
    """A source and a target in its language; `tag` says that a machine wrote the source."""

    language: str
    source: str
    target: str
    tag: bool


def write_examples(
    sources: Mapping[str, Sequence[Pair]],
    processor: spm.SentencePieceProcessor,
    settings: TranslatorSettings,
    folder: Path,
) -> TokenStore:
    """Write one epoch of examples: sources by their weights, in the languages people wrote."""
    rng = random.Random(settings.seed)
    rows = [
        example
        for name, weight in settings.weights.items()
        for pair in _weighted(sources[name], weight, rng)
        for example in _examples(pair, settings.back_translated.get(name, ""), rng)
    ]
    return TokenStore.write(folder, _tokenised(rows, processor, settings.longest))


def _weighted(pairs: Sequence[Pair], weight: float, rng: random.Random) -> Iterator[Pair]:
    """Yield `weight` times the pairs; one in ten is joined with the next one or two."""
    for position in range(len(pairs)):
        copies = int(weight) + (rng.random() < weight % 1)
        for _ in range(copies):
            length = rng.choice((2, 2, 3)) if rng.random() < 0.1 else 1
            run = pairs[position : position + length]
            yield " ".join(p[0] for p in run), " ".join(p[1] for p in run)


def _examples(pair: Pair, written: str, rng: random.Random) -> Iterator[_Example]:
    """Yield a varied example for each target language, or for the one that a person wrote."""
    for language in (written,) if written else ("vi", "en"):
        source, target = pair if language == "vi" else pair[::-1]
        if rng.random() < 0.08:
            source, target = augment.mask_copied(source, target, rng)
        source, target = augment.recase(source, target, rng, share=0.04)
        if language == "en":
            source = augment.unaccent(source, rng, wholly=0.10, partly=0.05)
        yield _Example(language, source, target, bool(written))


def _tokenised(
    rows: Sequence[_Example], processor: spm.SentencePieceProcessor, longest: int
) -> Iterator[tuple[list[int], list[int]]]:
    direction = {k: processor.piece_to_id(v) for k, v in PREFIXES.items()}
    tag = [processor.piece_to_id(vocabulary.BACK_TRANSLATED)]
    sources: Iterable[list[int]] = processor.encode([r.source for r in rows], num_threads=-1)
    targets: Iterable[list[int]] = processor.encode([r.target for r in rows], num_threads=-1)
    for row, source, target in zip(rows, sources, targets, strict=True):
        front = [direction[row.language], *(tag if row.tag else ())]
        if 0 < len(source) < longest - len(front) and 0 < len(target) < longest:
            yield [*front, *source, vocabulary.EOS], [*target, vocabulary.EOS]
