"""BLEU over Vietnamese words, as underthesea finds them; an extra, never the headline."""

from collections.abc import Mapping, Sequence

from vitrans.evaluation.metrics.sacrebleu import BleuTokenizer, Metric, Scorer, ScoreSettings
from vitrans.types import Score


def word_scores(
    systems: Mapping[str, Sequence[str]], references: Sequence[Sequence[str]]
) -> dict[str, Score]:
    """Return the BLEU of every system over words of one or more syllables: `Hà_Nội`.

    The segmenter's version is in the signature: another one finds other words.
    """
    from underthesea import __version__, word_tokenize  # takes seconds

    def divided(texts: Sequence[str]) -> list[str]:
        return [word_tokenize(text, format="text") if text else "" for text in texts]

    settings = ScoreSettings((Metric.BLEU,), BleuTokenizer.NONE)
    scorer = Scorer(list(map(divided, references)), settings)
    found = scorer.score({name: divided(texts) for name, texts in systems.items()})
    return {
        name: Score("BLEU, words", made.value, f"{made.signature}|words:underthesea-{__version__}")
        for name, [made] in found.items()
    }
