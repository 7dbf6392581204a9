"""A translator fitted to a person's own translations, judged before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitrans.commands._shared.console import note, out
from vitrans.errors import ModelError
from vitrans.evaluation.bench.sets import PairSet
from vitrans.evaluation.leaks import find_leaks
from vitrans.evaluation.metrics.sacrebleu import Metric, Scorer, ScoreSettings, SignificanceTest
from vitrans.models import Located, locate
from vitrans.text.counts import counted
from vitrans.translate import load_translator
from vitrans.types import Target, target_of

Pairs = Sequence[tuple[str, str]]
_LEARNED = "learned.tsv"


@dataclass(frozen=True, slots=True)
class Judged:
    """BLEU of held-out pairs in one direction, before and after, and the p of the difference."""

    target: Target
    before: float
    after: float
    p: float | None
    signature: str


def fine_tune(
    module: Any,
    changes: Mapping[str, Any],
    name: str,
    files: Sequence[Path],
    run: Path,
    train: Any,
    force: bool,
) -> None:
    """Fit a model to pairs of files; write it into the run's folder if it is better.

    Args:
        module: `training.translator.fine_tune`.
        changes: settings of learning that differ from those that fit the model.
        name: the model to start from.
        files: translation memories or tables of pairs, a document each.
        run: the folder of the run.
        train: carries a prepared run out.
        force: whether the model is kept even if it is worse.

    Raises:
        ModelError: the model that came out is worse than the one it started from.
    """
    model = locate(None if name == "bundled" else name)
    documents = [_pairs(file) for file in files]
    split = module.split(documents)
    held_out = _without_leaks(split.learned, split.held_out, run)
    note(f"{counted(len(split.learned), 'pair')} to learn from, {len(held_out)} to judge by")
    if not (run / "settings.json").exists():
        module.prepare(model, split.learned, run, changes)
    train(run)
    made = module.write_model(model, run)
    results = _judged(model, made, held_out)
    for one in results:
        p = "" if one.p is None else f", p = {one.p:.4f}"
        out(f"into {one.target}: BLEU {one.before:.2f} before, {one.after:.2f} after{p}\n")
    out(f"{results[0].signature}, {counted(len(held_out), 'held-out pair')}, paired bootstrap\n")
    if sum(one.after - one.before for one in results) <= 0 and not force:
        raise ModelError(
            "what was learned made the model worse on the pairs that were held out; give more or "
            f"better pairs, or --force to use {str(made)!r} all the same"
        )
    note(f"use it: vitrans translate --model {made}")


def _pairs(file: Path) -> list[tuple[str, str]]:
    found = PairSet.read(str(file))
    return list(zip(found.english, found.vietnamese, strict=True))


def _without_leaks(learned: Pairs, held_out: Pairs, run: Path) -> list[tuple[str, str]]:
    """Return the held-out pairs no side of which occurs among those that are learned."""
    run.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{_flat(en)}\t{_flat(vi)}\n" for en, vi in learned)
    (run / _LEARNED).write_text(rows, encoding="utf-8")
    sides = {"en": [en for en, _ in held_out], "vi": [vi for _, vi in held_out]}
    leaks = {leak.line for leak in find_leaks(sides, [run / _LEARNED]).leaks}
    if leaks:
        also = counted(len(leaks), "held-out pair also occurs", "held-out pairs also occur")
        note(f"{also} among those to learn from; left out")
    kept = [pair for number, pair in enumerate(held_out, 1) if number not in leaks]
    if not kept:
        raise ModelError("every pair to judge by also occurs among those to learn from; give more")
    return kept


def _flat(text: str) -> str:
    return " ".join(text.split())


def _judged(model: Located, made: Path, held_out: Pairs) -> list[Judged]:
    results = []
    systems = {"before": load_translator(model.directory), "after": load_translator(made)}
    for code in model.description.prefixes:
        target = target_of(code)
        own, other = (1, 0) if code == "vi" else (0, 1)
        sources = [pair[other] for pair in held_out]
        settings = ScoreSettings((Metric.BLEU,), test=SignificanceTest.BOOTSTRAP)
        scorer = Scorer([[pair[own] for pair in held_out]], settings)
        texts = {
            name: [one.target for one in translator.translate(sources, target)]
            for name, translator in systems.items()
        }
        scores = scorer.score(texts)
        before, after = scores["before"][0], scores["after"][0]
        results.append(Judged(target, before.value, after.value, after.p, after.signature))
    return results
