"""Training the restorer: a tagger that picks, for each bare syllable, one accented form.

An encoder (transformers' `BertModel`: Devlin et al. 2019, post-norm Transformer) reads whole
syllables; a head scores only the forms that have the syllable's letters, its own bare form
among them. A run lives in one folder, as the translator's does.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import BertModel

from vitrans.restore import tagger as runtime
from vitrans.restore.lexicon import FormLexicon, build_lexicon
from vitrans.restore.ngrams import LEVELS, SHAPES, Ngrams
from vitrans.text import older_tone_placement
from vitrans.training.core.checkpoints import Checkpoints, State
from vitrans.training.core.corpora import read_lines, read_valid
from vitrans.training.core.device import choose_device
from vitrans.training.core.lines import (
    TaggedLines,
    countable,
    english_lines,
    mixed,
    phrases,
    vary,
    vietnamese,
)
from vitrans.training.core.loop import Loop
from vitrans.training.core.optimizer import Part, parts_of
from vitrans.training.restorer.ngrams import Sightings, fit, learn
from vitrans.training.restorer.tagger import Choices, RestorerSettings, TaggerModel, batch_loss

HELD_OUT = "held-out.vi"
"""The file of a run with the lines that are kept from training."""


def prepare(corpora: Path, run: Path, settings: RestorerSettings) -> TaggedLines:
    """Count words, make the lexicon and write every line as arrays of numbers.

    The lines for the encoder are weighted by source, those for the n-grams are taken once, and
    one line in 200 is kept from both.

    Args:
        corpora: a folder with `mono/NAME.vi[.xz]` and `parallel/NAME.tsv[.xz]`.
        run: the run's folder, made if need be.
        settings: sizes, weights and seed.
    """
    run.mkdir(parents=True, exist_ok=True)
    accented, foreign = Counter[str](), Counter[str]()
    for name in settings.weights:
        accented.update(countable(vietnamese(corpora, name)))
        foreign.update(countable(english_lines(corpora, name)))
    lexicon = build_lexicon(accented, foreign)
    lexicon.write(run / "lexicon.json")
    once = dict.fromkeys(settings.weights, 1.0), 2 * settings.english, settings.seed
    kept = "".join(f"{line}\n" for line in mixed(corpora, *once, held_out=True))
    (run / HELD_OUT).write_text(kept, encoding="utf-8", newline="\n")
    TaggedLines.write(run / "ngrams", chain(mixed(corpora, *once), phrases(corpora)), lexicon)
    lines = mixed(corpora, settings.weights, settings.english, settings.seed)
    tagged = TaggedLines.write(run / "lines", lines, lexicon)
    settings.write(run)
    return tagged


def train(run: Path, valid: Sequence[Path] = ()) -> State:
    """Train a prepared run until its planned hours are used up, from its newest checkpoint.

    Args:
        run: the folder that `prepare` filled.
        valid: files of correct Vietnamese, one line each; the share of syllables with a
            choice that come out right goes into the log for each.
    """
    settings = RestorerSettings.read(run)
    return Loop(_Restoration(settings, run, valid), settings, run).run()


class _Restoration:
    """The task of the loop: batches, loss and scores of the restorer."""

    def __init__(self, settings: RestorerSettings, run: Path, valid: Sequence[Path]) -> None:
        self._settings = settings
        self._lines = TaggedLines.open(run / "lines")
        lexicon = FormLexicon.read(run / "lexicon.json")
        device = choose_device(settings.device)
        torch.manual_seed(settings.seed)
        self.model = TaggerModel(settings, lexicon).to(device)
        self._choices = Choices.of(lexicon, device)
        self._valid = {path.stem: _held_out(path, run, lexicon) for path in valid}

    def parts(self) -> list[Part]:
        return parts_of(self.model, self._settings.optimizer)

    def batches(self, epoch: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        settings = self._settings
        seed = settings.seed + epoch
        return enumerate(self._lines.batches(seed, settings.batch_tokens, settings.window), seed)

    def micro_batches(
        self, batch: tuple[int, NDArray[np.int64]]
    ) -> Sequence[tuple[int, NDArray[np.int64]]]:
        return [batch]

    def loss(self, batch: tuple[int, NDArray[np.int64]]) -> tuple[Tensor, int]:
        seed, windows = batch
        device = self._choices.first.device
        varied = vary(self._lines, windows, np.random.default_rng(seed))
        tensors = (torch.from_numpy(a).to(device, non_blocking=True) for a in varied)
        return batch_loss(self.model, self._choices, *tensors)[0], int(windows[:, 1].sum())

    def validate(self) -> dict[str, float]:
        return {n: _accuracy(self.model, v, self._choices) for n, v in self._valid.items()}


def _held_out(path: Path, run: Path, lexicon: FormLexicon) -> TaggedLines:
    lines = read_valid(path)[1] if path.suffix == ".tsv" else read_lines(path)
    normal = (older_tone_placement(line) for line in lines)
    return TaggedLines.write(run / "valid" / path.stem, normal, lexicon)


def _accuracy(model: TaggerModel, lines: TaggedLines, choices: Choices) -> float:
    """Return the share of syllables with a choice whose form is found, in percent."""
    device, count, right = choices.first.device, 0, 0
    for number in range(len(lines.starts) - 1):
        first, last = lines.starts[number : number + 2]
        columns = torch.from_numpy(lines.columns[:, first : min(last, first + 250)].astype(int))
        tokens, _, gold, cases = columns[:, None].to(device)
        _, n, r = batch_loss(model, choices, tokens, cases, gold)
        count, right = count + n, right + r
    return round(100 * right / max(1, count), 2)


def export(run: Path, folder: Path, average: int = 5) -> None:
    """Write the averaged weights, with n-grams beside them, as the restorer loads them.

    The folder gets `encoder/` (a CTranslate2 encoder, int8), `head.npz` (projection, form
    vectors as int8 with a scale each, biases), `ngrams.npz` and `lexicon.json`. How much the
    encoder and each kind of n-gram count is fitted on the lines kept from training.
    """
    settings = RestorerSettings.read(run)
    lexicon = FormLexicon.read(run / "lexicon.json")
    model = TaggerModel(settings, lexicon)
    model.load_state_dict(Checkpoints(run / "checkpoints").average(average))
    folder.mkdir(parents=True, exist_ok=True)
    lexicon.write(folder / "lexicon.json")
    _export_encoder(model.encoder, lexicon, folder / "encoder")
    _export_head(model, 1.0, folder / "head.npz")
    choices = Choices.of(lexicon, torch.device("cpu"))
    seen = Sightings.of(TaggedLines.open(run / "ngrams"), choices)
    table = learn(seen, choices, settings.ngrams)
    Ngrams(table, np.zeros((len(SHAPES), LEVELS), np.float32)).write(folder / "ngrams.npz")
    weight, levels = fit(runtime.Tagger.load(folder, 1), read_lines(run / HELD_OUT))
    _export_head(model, weight, folder / "head.npz")
    Ngrams(table, levels).write(folder / "ngrams.npz")


def _export_head(model: TaggerModel, weight: float, path: Path) -> None:
    """Write what turns the encoder's states into scores, all of them times `weight`."""
    forms = weight * model.forms.weight.detach().numpy()
    scale = np.abs(forms).max(axis=1, keepdims=True) / 127 + 1e-12
    np.savez(
        path,
        weight=model.project.weight.detach().numpy(),
        offset=model.project.bias.detach().numpy(),
        forms=np.round(forms / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=weight * model.bias.detach().numpy(),
    )


def _export_encoder(encoder: BertModel, lexicon: FormLexicon, folder: Path) -> None:
    from ctranslate2.converters.transformers import BertLoader

    # The loader asks for an attribute that transformers no longer sets; these are absolute.
    encoder.config.position_embedding_type = "absolute"
    spec = BertLoader().get_model_spec(encoder)
    spec.register_vocabulary(list(lexicon.tokens))
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
