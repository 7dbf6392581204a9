"""A translator fitted to a person's own translations: held-out part, examples, the new model."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transformers import MarianMTModel

from vitrans.errors import InputError, ModelError
from vitrans.models import Located, convert
from vitrans.models.description import read_json
from vitrans.text.counts import counted
from vitrans.training.core.corpora import Pair, usable
from vitrans.training.core.examples import TokenStore
from vitrans.training.translator.marian import build, save
from vitrans.training.translator.outcome import trained, write_start
from vitrans.training.translator.settings import TranslatorSettings
from vitrans.training.translator.unconvert import unconvert
from vitrans.translate.tokenizer import Tokenizer

_HELD_OUT = 0.1
_MOST, _LEAST = 500, 20  # pairs that are held out
_FILES = 5  # from which on whole files are held out
_IDS = 65_536  # ids have to fit 16 bits

DEFAULTS: Mapping[str, object] = {
    "optimizer": "adamw",
    "learning_rate": 1e-4,
    "vector_rate": 1e-5,
    "rest_rate": 1e-4,
    "encoder_rate": 5e-5,
    "frozen_layers": 0,
    "dropout": 0.1,
    "drawn": 0,
    "warmup": 20,
    "cooldown": 1.0,
    "hours": 2.0,
}
"""Settings with which a trained model is fitted to a domain; a person's own come on top."""

EPOCHS = 6
"""How often a run sees its pairs, where neither steps nor fewer hours are asked for."""

LARGE = 150_000_000
"""Weights from which on a model is fitted by adapters: learning whole, each takes 16 bytes."""

BY_ADAPTERS: Mapping[str, object] = {"adapters": 16, "learning_rate": 5e-4}
"""What comes on top of `DEFAULTS` for large models."""


@dataclass(frozen=True, slots=True)
class Split:
    """Pairs to learn from, and pairs to judge by, of other documents where there are several."""

    learned: tuple[Pair, ...]
    held_out: tuple[Pair, ...]


def split(documents: Sequence[Sequence[Pair]]) -> Split:
    """Hold out about a tenth: whole documents where there are five, else the end of each.

    Pairs that occur on both sides are only judged by.

    Raises:
        InputError: there are too few pairs to learn from and to judge by.
    """
    documents = [[pair for pair in pairs if usable(pair)] for pairs in documents]
    total = sum(map(len, documents))
    wanted = min(_MOST, round(total * _HELD_OUT))
    if wanted < _LEAST:
        raise InputError(
            f"{counted(total, 'usable pair')}: too few to learn from and to judge by; give "
            f"{round(_LEAST / _HELD_OUT)} or more"
        )
    cut = _by_document if len(documents) >= _FILES else _by_end
    learned, held_out = cut(documents, wanted, total)
    judged = {text for pair in held_out for text in pair}
    kept = (pair for pair in learned if judged.isdisjoint(pair))
    return Split(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(held_out)))


def _by_document(
    documents: Sequence[Sequence[Pair]], wanted: int, total: int
) -> tuple[list[Pair], list[Pair]]:
    learned: list[Pair] = []
    held_out: list[Pair] = []
    for pairs in sorted(documents, key=len):
        (held_out if len(held_out) < wanted else learned).extend(pairs)
    return learned, held_out


def _by_end(
    documents: Sequence[Sequence[Pair]], wanted: int, total: int
) -> tuple[list[Pair], list[Pair]]:
    learned: list[Pair] = []
    held_out: list[Pair] = []
    for pairs in documents:
        last = len(pairs) - round(wanted * len(pairs) / total)
        learned += pairs[:last]
        held_out += pairs[last:]
    return learned, held_out


def prepare(
    model: Located, pairs: Sequence[Pair], run: Path, changes: Mapping[str, Any]
) -> TokenStore:
    """Write the examples of a run in the model's directions, and the model itself to start from.

    Args:
        model: the model to start from.
        pairs: what it is to learn.
        run: the folder of the run.
        changes: settings that differ from those that fit the model's size.

    Raises:
        ModelError: it is no Marian model that can be trained.
    """
    start = started_from(model)
    large = sum(weight.numel() for weight in start.parameters()) >= LARGE
    defaults = {**DEFAULTS, **(BY_ADAPTERS if large else {})}
    settings = TranslatorSettings(**{**defaults, **changes})
    run.mkdir(parents=True, exist_ok=True)
    write_start(start, run)
    store = TokenStore.write(run / "examples", _examples(model, pairs, settings.longest))
    if not settings.steps:
        batches = sum(1 for _ in store.batches(settings.seed, settings.batch_tokens))
        settings = replace(settings, steps=EPOCHS * batches)
    settings.write(run)
    return store


def started_from(model: Located) -> MarianMTModel:
    """Return a converted model as one that can be trained.

    Raises:
        ModelError: it is no Marian model that can be trained.
    """
    described = model.description
    if described.spelled or described.starts:
        raise ModelError(f"{described.name!r} is no MarianMT model; only such can be fitted")
    config, weights = unconvert(model.directory)
    if config.vocab_size > _IDS:
        raise ModelError(f"{described.name!r} has more than {_IDS} pieces, too many to be trained")
    made = build(config, TranslatorSettings())
    made.load_state_dict(weights)
    return made


def _examples(
    model: Located, pairs: Iterable[Pair], longest: int
) -> Iterator[tuple[list[int], list[int]]]:
    pieces = read_json(model.directory / "shared_vocabulary.json")
    ids = {piece: number for number, piece in enumerate(pieces)}
    tokenizer, unknown = Tokenizer.load(model.directory), ids["<unk>"]
    for english, vietnamese in pairs:
        for code, prefix in model.description.prefixes.items():
            source, target = (english, vietnamese) if code == "vi" else (vietnamese, english)
            first = [*([prefix] if prefix else []), *tokenizer.encode(source), "</s>"]
            second = [*tokenizer.encode_target(target), "</s>"]
            if len(first) <= longest and len(second) <= longest:
                yield [ids.get(p, unknown) for p in first], [ids.get(p, unknown) for p in second]


def write_model(model: Located, run: Path, average: int = 2) -> Path:
    """Return the folder of what a run has learned, in the CTranslate2 form of its start."""
    folder, made = run / "export", run / "model"
    write_unconverted(model, trained(run, average), folder)
    convert(folder, made)
    return made


def write_unconverted(model: Located, weights: MarianMTModel, folder: Path) -> None:
    """Write a model in the Hugging Face layout, with the pieces of the one that it was made of."""
    folder.mkdir(parents=True, exist_ok=True)
    save(weights, folder, "2GB")
    pieces = [*read_json(model.directory / "shared_vocabulary.json"), "<pad>"]
    for name, value in (
        ("vocab.json", {piece: number for number, piece in enumerate(pieces)}),
        ("tokenizer_config.json", {"target_lang": "multi"}),
    ):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(model.directory / name, folder / name)
    model.description.write(folder)
