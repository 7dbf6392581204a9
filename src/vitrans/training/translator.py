"""Training the bidirectional MarianMT model.

The model is transformers' own `MarianMTModel` (Junczys-Dowmunt et al. 2018; post-norm
Transformer, Vaswani et al. 2017). A run lives in one folder: `prepare` fills it with a
vocabulary and tokenised examples, `train` adds checkpoints and a log and goes on where it
stopped, `export` writes the Hugging Face form of the averaged weights.
"""

import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import MarianConfig, MarianMTModel

from vitrans.models.description import PREFIXES, describe
from vitrans.training import augment, vocabulary
from vitrans.training.corpora import WEIGHTS, Pair, load_parallel, read_valid
from vitrans.training.examples import TokenStore
from vitrans.training.initial import attend_alike, bilingual_vectors, grow
from vitrans.training.loop import Checkpoints, Loop, RunSettings, State, choose_device

DECODING = {"beam_size": 8, "reverse_weight": 0.5}
"""How exported models are searched, chosen on FLORES-200 dev; see `engines.Decoding`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatorSettings(RunSettings):
    """Everything that decides a translator's run.

    `longest` is in pieces; with `shortest_first` the sentences of the first epoch grow longer
    (a curriculum, Platanios et al. 2019), which pays where there are few epochs. `weights` say
    how often an epoch sees each parallel source, `validate_pairs` how many pairs of the
    validation file are translated each time. `initial` names the folder of a trained run of the
    same width, whose vocabulary and weights are started from; layers that it lacks are added.
    The sources in `back_translated` have English made by a machine, and are learned into
    Vietnamese only (Sennrich et al. 2016).
    """

    vocabulary: int = 8000
    d_model: int = 256
    ffn: int = 1024
    encoder_layers: int = 6
    decoder_layers: int = 2
    label_smoothing: float = 0.1
    learning_rate: float = 7e-4
    warmup: int = 2000
    longest: int = 160
    shortest_first: bool = False
    initial: str = ""
    validate_pairs: int = 150
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    back_translated: list[str] = field(default_factory=list)


def prepare(corpora: Path, run: Path, settings: TranslatorSettings) -> TokenStore:
    """Learn the vocabulary and write one epoch of tokenised examples in both directions.

    Args:
        corpora: a folder with `parallel/NAME.tsv[.xz]` for each weighted source.
        run: the run's folder, made if need be; a vocabulary that it already holds is kept.
        settings: sizes, weights and seed.
    """
    run.mkdir(parents=True, exist_ok=True)
    rng = random.Random(settings.seed)
    sources = load_parallel(corpora / "parallel", list(settings.weights))
    spm_path = run / "spm.model"
    if settings.initial and not spm_path.exists():
        shutil.copyfile(Path(settings.initial) / "spm.model", spm_path)
    if not spm_path.exists():
        sample = (text for pairs in sources.values() for pair in pairs for text in pair)
        vocabulary.learn(sample, settings.vocabulary, spm_path)
    pairs = [
        (pair, ("vi",) if name in settings.back_translated else ("vi", "en"))
        for name, weight in settings.weights.items()
        for pair in _weighted(sources[name], weight, rng)
    ]
    store = TokenStore.write(run / "examples", _tokenised(pairs, spm_path, settings, rng))
    settings.write(run)
    return store


def _weighted(pairs: list[Pair], weight: float, rng: random.Random) -> Iterator[Pair]:
    """Yield `weight` times the pairs; one in ten is joined with the next one or two."""
    for position in range(len(pairs)):
        copies = int(weight) + (rng.random() < weight % 1)
        for _ in range(copies):
            length = rng.choice((2, 2, 3)) if rng.random() < 0.1 else 1
            run = pairs[position : position + length]
            yield " ".join(p[0] for p in run), " ".join(p[1] for p in run)


def _examples(
    pair: Pair, languages: tuple[str, ...], rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    """Yield (target language, source, target) for each target language, varied."""
    for language in languages:
        source, target = pair if language == "vi" else pair[::-1]
        if rng.random() < 0.08:
            source, target = augment.mask_copied(source, target, rng)
        source, target = augment.recase(source, target, rng, share=0.04)
        if language == "en":
            source = augment.unaccent(source, rng, wholly=0.10, partly=0.05)
        yield language, source, target


def _tokenised(
    pairs: Iterable[tuple[Pair, tuple[str, ...]]],
    spm_path: Path,
    settings: TranslatorSettings,
    rng: random.Random,
) -> Iterator[tuple[list[int], list[int]]]:
    processor = vocabulary.load(spm_path)
    prefix = {k: processor.piece_to_id(v) for k, v in PREFIXES.items()}
    rows = [row for pair, into in pairs for row in _examples(pair, into, rng)]
    sources = processor.encode([r[1] for r in rows], num_threads=-1)
    targets = processor.encode([r[2] for r in rows], num_threads=-1)
    for row, source, target in zip(rows, sources, targets, strict=True):
        if 0 < len(source) < settings.longest - 1 and 0 < len(target) < settings.longest:
            yield [prefix[row[0]], *source, vocabulary.EOS], [*target, vocabulary.EOS]


def build(settings: TranslatorSettings, pad: int) -> MarianMTModel:
    """Return an untrained model whose `<pad>`, the last id, has a zero vector.

    Marian starts decoding from a zero vector, and so does the converted model.
    """
    config = MarianConfig(
        vocab_size=pad + 1,
        d_model=settings.d_model,
        encoder_layers=settings.encoder_layers,
        decoder_layers=settings.decoder_layers,
        encoder_attention_heads=max(1, settings.d_model // 64),
        decoder_attention_heads=max(1, settings.d_model // 64),
        encoder_ffn_dim=settings.ffn,
        decoder_ffn_dim=settings.ffn,
        dropout=settings.dropout,
        activation_function="swish",
        scale_embedding=True,
        max_position_embeddings=512,
        pad_token_id=pad,
        eos_token_id=vocabulary.EOS,
        forced_eos_token_id=None,
        decoder_start_token_id=pad,
        init_std=settings.d_model**-0.5,
    )
    torch.manual_seed(settings.seed)
    model = MarianMTModel(config)
    # Attention over the short sentences of a batch: faster plain than fused on a CPU.
    model.set_attn_implementation("sdpa" if torch.cuda.is_available() else "eager")
    with torch.no_grad():
        model.model.shared.weight[pad] = 0
    return model


SOFTMAX_ROWS = 256
"""Target pieces whose logits are made at a time on a CPU."""


class SmoothedCrossEntropy(torch.autograd.Function):
    """Label-smoothed cross-entropy over a tied softmax (Szegedy et al. 2016).

    The gradients are made in the forward pass, some rows at a time, in the precision of
    `hidden`: the logits of a whole batch would not fit the processor's cache.
    """

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, weight: Tensor, labels: Tensor, smooth: float) -> Tensor:
        """Return the mean loss of hidden (n, d) against labels (n,) over weight (v, d)."""
        count, size = len(hidden), len(weight)
        rows = count if hidden.is_cuda else SOFTMAX_ROWS
        total = torch.zeros((), device=hidden.device)
        of_hidden = torch.empty_like(hidden)
        of_weight = torch.zeros_like(weight, dtype=torch.float32)
        for first in range(0, count, rows):
            part = hidden[first : first + rows]
            label = labels[first : first + rows, None]
            logits = (part @ weight.t()).float()
            logits.sub_(logits.amax(-1, keepdim=True))
            right, mean = logits.gather(1, label)[:, 0], logits.mean(-1)
            chances = logits.exp_()
            norm = chances.sum(-1, keepdim=True)
            total += (norm[:, 0].log() - (1 - smooth) * right - smooth * mean).sum()
            gradient = chances.div_(norm).sub_(smooth / size)
            gradient.scatter_add_(1, label, gradient.new_full(label.shape, smooth - 1))
            gradient = gradient.to(hidden.dtype)
            of_hidden[first : first + rows] = gradient @ weight
            of_weight += gradient.t() @ part
        ctx.save_for_backward(of_hidden.div_(count), of_weight.div_(count).to(weight.dtype))
        return total / count

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor, None, None]:
        """Return the gradients of hidden and weight."""
        of_hidden, of_weight = ctx.saved_tensors
        return (
            of_hidden * grad.to(of_hidden.dtype),
            of_weight * grad.to(of_weight.dtype),
            None,
            None,
        )


def batch_loss(model: MarianMTModel, source: Tensor, target: Tensor, smooth: float) -> Tensor:
    """Return the loss of one padded batch, (batch, length) each, in bfloat16 where it is fast."""
    pad = model.config.pad_token_id
    kind = torch.bfloat16
    with torch.autocast(source.device.type, kind):
        start = target.new_full((len(target), 1), pad)
        hidden = model.model(
            input_ids=source,
            attention_mask=(source != pad).long(),
            decoder_input_ids=torch.cat((start, target[:, :-1]), 1),
            use_cache=False,
        ).last_hidden_state
        real = target != pad
        weight = model.lm_head.weight[:pad].to(kind)
        arguments = (hidden[real].to(kind), weight, target[real], smooth)
        return SmoothedCrossEntropy.apply(*arguments)  # type: ignore


def train(run: Path, valid: Path | None = None) -> State:
    """Train a prepared run until its planned hours are used up, from its newest checkpoint.

    Args:
        run: the folder that `prepare` filled.
        valid: a file of `English<TAB>Vietnamese` lines; BLEU and chrF of greedy translations
            of its first pairs go into the log, in both directions.
    """
    settings = TranslatorSettings.read(run)
    pairs = read_valid(valid, settings.validate_pairs) if valid else None
    return Loop(_Translation(settings, run, pairs), settings, run).run()


Valid = tuple[list[str], list[str]]
"""English sentences and their Vietnamese translations."""


class _Translation:
    """The task of the loop: batches, loss and scores of the translator."""

    def __init__(self, settings: TranslatorSettings, run: Path, valid: Valid | None) -> None:
        self._settings, self._valid = settings, valid
        self._store = TokenStore.open(run / "examples")
        self._processor = vocabulary.load(run / "spm.model")
        self._device = choose_device(settings.device)
        pad = vocabulary.pad_id(self._processor)
        self.model = build(settings, pad).to(self._device)
        if not (run / "checkpoints" / "newest.pt").exists():
            self._start(pad)

    def _start(self, pad: int) -> None:
        """Put the weights in that training starts from."""
        if self._settings.initial:
            folder = Path(self._settings.initial) / "checkpoints"
            grow(self.model, Checkpoints(folder).average(3))
            return
        vectors = bilingual_vectors(self._store, pad, self._settings.d_model)
        with torch.no_grad():
            self.model.model.shared.weight[:pad] = torch.from_numpy(vectors)
        attend_alike(self.model)

    def batches(self, epoch: int) -> Iterator[Any]:
        settings = self._settings
        growing = settings.shortest_first and epoch == 0
        return self._store.batches(settings.seed + epoch, settings.batch_tokens, growing)

    def loss(self, batch: Any) -> tuple[Tensor, int]:
        pad = self.model.config.pad_token_id
        source, target = (
            torch.from_numpy(side).to(self._device, non_blocking=True)
            for side in self._store.padded(batch, pad)
        )
        loss = batch_loss(self.model, source, target, self._settings.label_smoothing)
        return loss, int(self._store.index[batch, 2].sum())

    def validate(self) -> dict[str, float]:
        return validate(self.model, self._processor, self._valid) if self._valid else {}


def validate(model: MarianMTModel, processor: Any, valid: Valid) -> dict[str, float]:
    """Return BLEU and chrF of greedy translations in both directions (sacrebleu's defaults)."""
    from sacrebleu.metrics import BLEU, CHRF

    english, vietnamese = valid
    scores = {}
    for name, target, source, reference in (
        ("vi-en", "en", vietnamese, english),
        ("en-vi", "vi", english, vietnamese),
    ):
        output = greedy(model, processor, source, target)
        scores[f"bleu {name}"] = round(BLEU().corpus_score(output, [reference]).score, 2)
        scores[f"chrf {name}"] = round(CHRF().corpus_score(output, [reference]).score, 2)
    return scores


@torch.no_grad()
def greedy(model: MarianMTModel, processor: Any, texts: list[str], target: str) -> list[str]:
    """Return greedy translations, decoded in batches of similar length with a key–value cache."""
    model.eval()
    pad = model.config.pad_token_id
    prefix = processor.piece_to_id(PREFIXES[target])
    ids = [[prefix, *processor.encode(t)[:200], vocabulary.EOS] for t in texts]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    output = [""] * len(texts)
    size = 512 if model.device.type == "cuda" else 32
    for first in range(0, len(order), size):
        chosen = order[first : first + size]
        longest = max(len(ids[i]) for i in chosen)
        batch = torch.tensor([ids[i] + [pad] * (longest - len(ids[i])) for i in chosen])
        batch = batch.to(model.device)
        made = model.generate(
            input_ids=batch,
            attention_mask=(batch != pad).long(),
            num_beams=1,
            do_sample=False,
            max_new_tokens=2 * longest + 10,
            bad_words_ids=[[pad]],
        )
        for position, row in zip(chosen, made.tolist(), strict=True):
            pieces = [t for t in row[1:] if t not in (pad, vocabulary.EOS)]
            output[position] = processor.decode(pieces)
    return output


def export(run: Path, folder: Path, average: int = 5, shard: str = "2GB") -> None:
    """Write the averaged weights of a run in the Hugging Face layout.

    Args:
        run: a trained run.
        folder: gets config.json, generation_config.json, the tokenizer's files, vitrans.json with
            `DECODING`, and model.safetensors in half precision, in pieces of at most `shard` where
            it is larger.
        average: how many of the newest checkpoints are averaged.
        shard: a size as transformers writes it, such as `15MB`.
    """
    settings = replace(TranslatorSettings.read(run), device="cpu")
    pad = vocabulary.pad_id(vocabulary.load(run / "spm.model"))
    model = build(settings, pad)
    model.load_state_dict(Checkpoints(run / "checkpoints").average(average))
    model.generation_config.update(
        num_beams=4, max_length=512, bad_words_ids=[[pad]], forced_eos_token_id=None
    )
    vocabulary.write_tokenizer(run / "spm.model", folder, settings.longest)
    model.half().save_pretrained(folder, max_shard_size=shard)
    replace(describe(folder, "vitrans"), decoding=DECODING).write(folder)
