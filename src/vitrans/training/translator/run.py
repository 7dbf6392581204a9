"""A translator's run: prepared once, then trained, in one folder.

`prepare` fills the folder with a vocabulary, tokenised examples and the model to start from, so
that the pretrained encoder is not needed afterwards; `train` adds checkpoints and a log and goes
on where it stopped; `export` writes the Hugging Face form of the averaged weights.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import MarianConfig, MarianMTModel

from vitrans.errors import UsageError
from vitrans.training.core.checkpoints import Checkpoints, State
from vitrans.training.core.corpora import Pair, load_parallel, read_valid
from vitrans.training.core.device import choose_device, has_fast_bfloat16
from vitrans.training.core.examples import TokenStore, cuts
from vitrans.training.core.loop import Loop
from vitrans.training.core.optimizer import Part, linear_matrices
from vitrans.training.translator import vocabulary
from vitrans.training.translator.adapters import Adapted
from vitrans.training.translator.data import write_examples
from vitrans.training.translator.encoder import read_encoder
from vitrans.training.translator.export import export
from vitrans.training.translator.grow import grow
from vitrans.training.translator.loss import batch_loss
from vitrans.training.translator.marian import build
from vitrans.training.translator.outcome import started, write_start
from vitrans.training.translator.settings import TranslatorSettings
from vitrans.training.translator.start import start
from vitrans.training.translator.validate import Valid, validate

__all__ = ["TranslatorSettings", "export", "prepare", "train"]

_KEPT_PRIMITIVES = "128"
IN_CACHE = 2000
"""Tokens that a CPU learns from at a time: what layers hand on stays in its cache."""


def prepare(corpora: Path, run: Path, settings: TranslatorSettings) -> TokenStore:
    """Write a run's vocabulary, one epoch of examples in both directions, and its first model.

    Args:
        corpora: a folder with `parallel/NAME.tsv[.xz]` for each weighted source.
        run: the run's folder, made if need be; a vocabulary that it already holds is kept.
        settings: what to start from, sizes, weights and seed.

    Raises:
        UsageError: there is neither an encoder nor a run to start from.
    """
    if bool(settings.encoder) == bool(settings.initial):
        raise UsageError(
            "say what the translator starts from: --set encoder=FOLDER_OR_HUB_NAME, such as "
            "intfloat/multilingual-e5-small, or --set initial=RUN"
        )
    run.mkdir(parents=True, exist_ok=True)
    sources = load_parallel(corpora / "parallel", list(settings.weights))
    begin = _from_run if settings.initial else _from_encoder
    model, store = begin(sources, run, settings)
    write_start(model, run)
    settings.write(run)
    return store


def _from_encoder(
    sources: Mapping[str, Sequence[Pair]], run: Path, settings: TranslatorSettings
) -> tuple[MarianMTModel, TokenStore]:
    encoder, path = read_encoder(settings.encoder), run / "spm.model"
    most = len(encoder.positions) - 1
    if settings.longest > most:
        raise UsageError(f"the encoder takes {most} pieces: --set longest={most} or less")
    if not path.exists():
        vocabulary.cut(encoder, sources, settings.weights, settings.vocabulary, path)
    processor = vocabulary.load(path)
    store = write_examples(sources, processor, settings, run / "examples")
    return start(encoder, processor, store, settings), store


def _from_run(
    sources: Mapping[str, Sequence[Pair]], run: Path, settings: TranslatorSettings
) -> tuple[MarianMTModel, TokenStore]:
    initial = Path(settings.initial)
    weights = Checkpoints(initial / "checkpoints").average(3)
    shutil.copyfile(initial / "spm.model", run / "spm.model")
    processor = vocabulary.load(run / "spm.model")
    config = MarianConfig.from_pretrained(initial)
    config.encoder_layers = settings.encoder_layers
    config.decoder_layers = settings.decoder_layers
    model = build(config, settings)
    grow(model, weights)
    return model, write_examples(sources, processor, settings, run / "examples")


def train(run: Path, valid: Path | None = None) -> State:
    """Train a prepared run until its planned hours are used up, from its newest checkpoint.

    Args:
        run: the folder that `prepare` filled.
        valid: a file of `English<TAB>Vietnamese` lines; BLEU and chrF of greedy translations
            of its first pairs go into the log, in both directions.
    """
    # oneDNN keeps what it compiled for each shape of batch; without a limit memory grows.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", _KEPT_PRIMITIVES)
    settings = TranslatorSettings.read(run)
    pairs = read_valid(valid, settings.validate_pairs) if valid else None
    return Loop(TranslatorTask(settings, run, pairs), settings, run).run()


class TranslatorTask:
    """The task of the loop: batches, loss and scores of the translator."""

    def __init__(self, settings: TranslatorSettings, run: Path, valid: Valid | None) -> None:
        self._settings, self._valid = settings, valid
        self._store = TokenStore.open(run / "examples")
        spm = run / "spm.model"  # a model that is fitted to a domain has pieces of its own
        self._processor = vocabulary.load(spm) if spm.is_file() else None
        self._device = choose_device(settings.device)
        self._low = has_fast_bfloat16(self._device)
        self._frequent = _most_frequent(self._store, settings.frequent).to(self._device)
        self._marian = started(run, settings).to(self._device)
        self.model: torch.nn.Module = self._marian
        if settings.adapters:
            self.model = Adapted(self._marian, settings.adapters).to(self._device)

    def parts(self) -> list[Part]:
        if isinstance(self.model, Adapted):
            return [Part(self.model.learning())]
        return learning_parts(self._marian, self._settings)

    def batches(self, epoch: int) -> Iterator[Any]:
        return self._store.batches(self._settings.seed + epoch, self._settings.batch_tokens)

    def micro_batches(self, batch: Any) -> Sequence[Any]:
        if self._device.type != "cpu":
            return [batch]
        lengths = self._store.longest(batch)
        return np.split(batch, cuts(lengths, IN_CACHE))

    def loss(self, batch: Any) -> tuple[Tensor, int]:
        settings, pad = self._settings, self._marian.config.pad_token_id
        source, target = (
            torch.from_numpy(side).to(self._device, non_blocking=True)
            for side in self._store.padded(batch, pad)
        )
        chosen: dict[str, Any] = {"frequent": self._frequent, "drawn": settings.drawn}
        smooth = settings.label_smoothing
        loss = batch_loss(self._marian, source, target, smooth, low=self._low, **chosen)
        return loss, int(self._store.index[batch, 2].sum())

    def validate(self) -> dict[str, float]:
        return validate(self._marian, self._processor, self._valid) if self._valid else {}


def _most_frequent(store: TokenStore, count: int) -> Tensor:
    return torch.from_numpy(np.argsort(-np.bincount(store.tokens), kind="stable")[:count].copy())


def learning_parts(model: MarianMTModel, settings: TranslatorSettings) -> list[Part]:
    """Return the parts that learn, and let no others have gradients.

    What the encoder was given stays but for its upper layers, and so do all positions.
    """
    model.requires_grad_(False)
    stem = "model.decoder."
    decoder = {
        stem + name: weight
        for name, weight in model.model.decoder.named_parameters()
        if not name.startswith("embed_positions")
    }
    matrices = {stem + n: w for n, w in linear_matrices(model.model.decoder).items()}
    vectors = {n: w for n, w in decoder.items() if n.startswith(f"{stem}embed_tokens")}
    rest = {n: w for n, w in decoder.items() if n not in matrices and n not in vectors}
    upper = {
        f"model.encoder.layers.{name}": weight
        for name, weight in model.model.encoder.layers.named_parameters()
        if int(name.partition(".")[0]) >= settings.frozen_layers
    }
    bias = {"final_logits_bias": model.final_logits_bias}
    rate = settings.learning_rate
    parts = [
        Part(matrices, muon=settings.optimizer == "muon"),
        Part(vectors, settings.vector_rate / rate),
        Part(rest | bias, settings.rest_rate / rate),
        Part(upper, settings.encoder_rate / rate),
    ]
    for part in parts:
        for weight in part.weights.values():
            weight.requires_grad_(True)
    return parts
