"""Training the restorer: a tagger that picks, for each bare syllable, one accented form.

An encoder (transformers' `BertModel`: Devlin et al. 2019, post-norm Transformer) reads whole
syllables; a head scores only the forms that have the syllable's letters, its own bare form
among them. A run lives in one folder, as the translator's does.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel

from vitrans.restore.lexicon import Lexicon, build_lexicon
from vitrans.restore.tokens import TOKEN, Case, case_of, is_word
from vitrans.text import older_tone_placement, strip_accents
from vitrans.training.corpora import find, read_lines, read_pairs, read_valid
from vitrans.training.loop import Checkpoints, Loop, RunSettings, State, choose_device

WEIGHTS = {
    "mono/captions": 3.0,
    "mono/film-culture": 2.0,
    "mono/headlines": 2.0,
    "mono/standfirsts": 1.0,
    "mono/articles": 1.0,
    "mono/wikipedia": 1.0,
    "parallel/news": 1.0,
    "parallel/captions-spoken": 0.5,
    "parallel/everyday": 1.0,
    "parallel/docs": 0.3,
    "parallel/subtitles": 0.3,
}
"""How many times an epoch sees the Vietnamese lines of each source."""

_POOL = 300_000
"""English lines that are drawn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorerSettings(RunSettings):
    """Everything that decides a restorer's run.

    Lengths are in tokens (a syllable, a number or a mark is one); `english` is the share of
    English lines among all, `window` the longest sequence, `d_forms` the size of the vectors
    that forms are scored with.
    """

    d_model: int = 256
    layers: int = 4
    heads: int = 4
    d_forms: int = 128
    dropout: float = 0.0
    warmup: int = 500
    batch_tokens: int = 2500
    window: int = 96
    english: float = 0.06
    hours: float = 1.5
    validate_minutes: float = 15.0
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))


# --- preparation ------------------------------------------------------------------------------


def prepare(corpora: Path, run: Path, settings: RestorerSettings) -> "TaggedLines":
    """Count words, make the lexicon and write every line as arrays of numbers.

    Args:
        corpora: a folder with `mono/NAME.vi[.xz]` and `parallel/NAME.tsv[.xz]`.
        run: the run's folder, made if need be.
        settings: sizes, weights and seed.
    """
    settings.write(run)
    vietnamese = Counter[str]()
    english = Counter[str]()
    for name in settings.weights:
        vietnamese.update(_countable(_vietnamese(corpora, name)))
        english.update(_countable(_english(corpora, name)))
    lexicon = build_lexicon(vietnamese, english)
    lexicon.write(run / "lexicon.json")
    return TaggedLines.write(run / "lines", _lines(corpora, settings), lexicon)


def _vietnamese(corpora: Path, name: str) -> Iterator[str]:
    folder, stem = name.split("/")
    if folder == "mono":
        lines: Iterable[str] = read_lines(find(corpora / folder, stem, "vi"))
    else:
        lines = (pair[1] for pair in read_pairs(find(corpora / folder, stem, "tsv")))
    return (older_tone_placement(line) for line in lines)


def _english(corpora: Path, name: str) -> Iterator[str]:
    folder, stem = name.split("/")
    if folder == "parallel":
        yield from (pair[0] for pair in read_pairs(find(corpora / folder, stem, "tsv")))


def _countable(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for token in TOKEN.findall(line):
            if is_word(token) or len(token) == 1:
                yield token.lower()


def _lines(corpora: Path, settings: RestorerSettings) -> Iterator[str]:
    """Yield the lines of an epoch: Vietnamese by weight, English, and both mixed in one."""
    rng = random.Random(settings.seed)
    english = (line for name in settings.weights for line in _english(corpora, name))
    pool = list(islice(english, _POOL)) or ["What Comes After Love"]
    for name, weight in settings.weights.items():
        for line in _vietnamese(corpora, name):
            for _ in range(int(weight) + (rng.random() < weight % 1)):
                draw = rng.random()
                if draw < settings.english / 3:
                    yield line + " " + rng.choice(pool)
                elif draw < settings.english * 2 / 3:
                    yield _with_title(line, rng.choice(pool), rng)
                else:
                    yield line
                if rng.random() < settings.english:
                    yield rng.choice(pool)


def _with_title(line: str, english: str, rng: random.Random) -> str:
    """Return a line with a few English words put in as a title, in quotation marks or bare."""
    words = english.split()
    start = rng.randrange(len(words)) if words else 0
    title = " ".join(words[start : start + rng.randint(1, 5)])
    title = title.title() if rng.random() < 0.7 else title
    opening, closing = rng.choice((("“", "”"), ('"', '"'), ("", ""), ("'", "'")))
    place = rng.randint(0, line.count(" "))
    cut = line.split(" ")
    return " ".join([*cut[:place], opening + title + closing, *cut[place:]])


@dataclass(frozen=True, slots=True)
class TaggedLines:
    """Lines as token numbers, in flat arrays.

    Attributes:
        columns: shape (4, total), uint16; the bare token, the token as it stands with its
            marks, the form (its number plus one, 0 where there is no choice) and the case.
        starts: shape (lines + 1,), int64; where each line starts.
    """

    columns: NDArray[np.uint16]
    starts: NDArray[np.int64]

    @classmethod
    def write(cls, folder: Path, lines: Iterable[str], lexicon: Lexicon) -> "TaggedLines":
        """Write lines into a folder and return them."""
        tag = _Tagging(lexicon)
        flat: list[NDArray[np.uint16]] = []
        starts = [0]
        for line in lines:
            tokens = TOKEN.findall(line)
            if len(tokens) > 1:
                flat.append(np.array([tag(t) for t in tokens], dtype=np.uint16).T)
                starts.append(starts[-1] + len(tokens))
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "columns.npy", np.concatenate(flat, axis=1))
        np.save(folder / "starts.npy", np.array(starts, dtype=np.int64))
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> "TaggedLines":
        """Open a folder that `write` made."""
        columns = np.load(folder / "columns.npy", mmap_mode="r")
        return cls(columns, np.load(folder / "starts.npy"))

    def batches(self, seed: int, tokens: int, window: int) -> Iterator[NDArray[np.int64]]:
        """Yield batches of windows, shape (windows, 2): start and length, the same for a seed.

        Three in ten lines give only a random stretch, so that fragments are learned too.
        """
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(self.starts) - 1)
        for first in range(0, len(order), 20_000):
            chosen = order[first : first + 20_000]
            start, length = self.starts[chosen], np.diff(self.starts)[chosen]
            part = rng.random(len(chosen)) < 0.3
            wanted = np.where(part, rng.integers(1, window + 1, len(chosen)), window)
            wanted = np.minimum(wanted, length)
            start = start + (rng.random(len(chosen)) * (length - wanted + 1)).astype(np.int64)
            rows = np.stack((start, wanted), 1)[np.argsort(wanted, kind="stable")]
            pieces = _cut_evenly(rows, tokens)
            for number in rng.permutation(len(pieces)):
                yield pieces[number]


def _cut_evenly(rows: NDArray[np.int64], tokens: int) -> list[NDArray[np.int64]]:
    pieces, first = [], 0
    for position in range(1, len(rows) + 1):
        if position == len(rows) or (position - first + 1) * rows[position, 1] > tokens:
            pieces.append(rows[first:position])
            first = position
    return pieces


class _Tagging:
    """Token → its four numbers, remembered."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, tuple[int, int, int, int]] = {}

    def __call__(self, token: str) -> tuple[int, int, int, int]:
        if token not in self._known:
            self._known[token] = self._tag(token)
        return self._known[token]

    def _tag(self, token: str) -> tuple[int, int, int, int]:
        lexicon, low = self._lexicon, token.lower()
        base = strip_accents(low)
        forms = lexicon.forms.get(base, ())
        form = lexicon.first_form[base] + forms.index(low) + 1 if low in forms else 0
        return lexicon.number(base), lexicon.number(low), form, int(case_of(token))


# --- the model --------------------------------------------------------------------------------


class Tagger(nn.Module):
    """The encoder with its head over forms."""

    def __init__(self, settings: RestorerSettings, lexicon: Lexicon) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=len(lexicon.tokens),
            hidden_size=settings.d_model,
            num_hidden_layers=settings.layers,
            num_attention_heads=settings.heads,
            intermediate_size=4 * settings.d_model,
            hidden_act="relu",
            hidden_dropout_prob=settings.dropout,
            attention_probs_dropout_prob=0.0,
            max_position_embeddings=256,
            type_vocab_size=len(Case),
            pad_token_id=0,
            initializer_range=0.04,
        )
        self.encoder = BertModel(config)
        self.encoder.set_attn_implementation("sdpa" if torch.cuda.is_available() else "eager")
        self.project = nn.Linear(settings.d_model, settings.d_forms)
        self.forms = nn.Embedding(len(lexicon.counts), settings.d_forms)
        nn.init.normal_(self.forms.weight, std=0.05)
        self.bias = nn.Parameter(torch.log(torch.tensor(lexicon.counts).float() + 1.0))

    def forward(self, tokens: Tensor, cases: Tensor) -> Tensor:
        """Return projected states, (windows, length, d_forms), of tokens and cases alike."""
        mask = (tokens != 0).long()
        states = self.encoder(input_ids=tokens, token_type_ids=cases, attention_mask=mask)
        return self.project(states.last_hidden_state)  # type: ignore[no-any-return]

    def scores(self, states: Tensor, first: Tensor, many: int) -> Tensor:
        """Return the scores, (n, many), of the forms from number `first` (n,) on."""
        numbers = first[:, None] + torch.arange(many, device=first.device)
        numbers = numbers.clamp_max(len(self.bias) - 1)
        vectors = F.embedding(numbers, self.forms.weight).to(states.dtype)
        return (vectors @ states[:, :, None]).squeeze(-1).float() + self.bias[numbers]


@dataclass(frozen=True, slots=True)
class Choices:
    """For each token number: the first of its forms and how many it has, int64 tensors."""

    first: Tensor
    many: Tensor

    @classmethod
    def of(cls, lexicon: Lexicon, device: torch.device) -> "Choices":
        """Return the choices of every token of a lexicon."""
        first = torch.zeros(len(lexicon.tokens), dtype=torch.long)
        many = torch.zeros(len(lexicon.tokens), dtype=torch.long)
        for base, forms in lexicon.forms.items():
            first[lexicon.numbers[base]] = lexicon.first_form[base]
            many[lexicon.numbers[base]] = len(forms)
        return cls(first.to(device), many.to(device))


def batch_loss(
    model: Tagger, choices: Choices, tokens: Tensor, cases: Tensor, gold: Tensor
) -> tuple[Tensor, int, int]:
    """Return mean loss, how many syllables had a choice, and how many were chosen right.

    Args:
        model: the tagger.
        choices: of the model's lexicon.
        tokens: (windows, length) token numbers, 0 where padded.
        cases: the same shape, token types.
        gold: the same shape, form number plus one; 0 where nothing is learned.
    """
    with torch.autocast(tokens.device.type, torch.bfloat16):
        states = model(tokens, cases)
    real = gold > 0
    states, tokens, gold = states[real], tokens[real], gold[real] - 1
    first, many = choices.first[tokens], choices.many[tokens]
    total, right = states.new_zeros((), dtype=torch.float32), 0
    for low, high in ((0, 4), (4, 8), (8, 24)):
        group = (many > low) & (many <= high)
        if group.any():
            scores = model.scores(states[group], first[group], high)
            beyond = torch.arange(high, device=tokens.device) >= many[group][:, None]
            scores = scores.masked_fill(beyond, -1e4)
            wanted = gold[group] - first[group]
            total = total + F.cross_entropy(scores, wanted, reduction="sum")
            right += int((scores.argmax(-1) == wanted).sum())
    return total / max(1, len(gold)), len(gold), right


# --- the run ----------------------------------------------------------------------------------


def vary(
    lines: TaggedLines, batch: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return tokens, cases and gold forms (number plus one), (windows, longest) each.

    Accents are taken off the input, in one line of six only in part; case varies a little.
    """
    size = (len(batch), int(batch[:, 1].max()))
    columns = np.zeros((4, *size), dtype=np.int64)
    for row, (start, length) in enumerate(batch):
        columns[:, row, :length] = lines.columns[:, start : start + length]
    bare, marked, gold, case = columns
    share = np.where(rng.random(len(batch)) < 1 / 6, rng.random(len(batch)) * 1.1, 0.0)
    kept = (rng.random(size) < share[:, None]) & (marked != bare)
    case = _vary_case(case, rng.random(len(batch)))
    return np.where(kept, marked, bare), case, np.where(kept, 0, gold)


def _vary_case(case: NDArray[np.int64], draw: NDArray[np.float64]) -> NDArray[np.int64]:
    """Write one line in twenty in small letters and one in fifty in capitals."""
    word = case != Case.NONE
    case = np.where(word & (draw < 0.05)[:, None], int(Case.LOWER), case)
    return np.where(word & (draw > 0.98)[:, None], int(Case.UPPER), case)


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
        lexicon = Lexicon.read(run / "lexicon.json")
        device = choose_device(settings.device)
        torch.manual_seed(settings.seed)
        self.model = Tagger(settings, lexicon).to(device)
        self._choices = Choices.of(lexicon, device)
        self._valid = {path.stem: _held_out(path, run, lexicon) for path in valid}

    def batches(self, epoch: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        settings = self._settings
        seed = settings.seed + epoch
        return enumerate(self._lines.batches(seed, settings.batch_tokens, settings.window), seed)

    def loss(self, batch: tuple[int, NDArray[np.int64]]) -> tuple[Tensor, int]:
        seed, windows = batch
        device = self._choices.first.device
        varied = vary(self._lines, windows, np.random.default_rng(seed))
        tensors = (torch.from_numpy(a).to(device, non_blocking=True) for a in varied)
        return batch_loss(self.model, self._choices, *tensors)[0], int(windows[:, 1].sum())

    def validate(self) -> dict[str, float]:
        return {n: _accuracy(self.model, v, self._choices) for n, v in self._valid.items()}


def _held_out(path: Path, run: Path, lexicon: Lexicon) -> TaggedLines:
    lines = read_valid(path)[1] if path.suffix == ".tsv" else read_lines(path)
    normal = (older_tone_placement(line) for line in lines)
    return TaggedLines.write(run / "valid" / path.stem, normal, lexicon)


def _accuracy(model: Tagger, lines: TaggedLines, choices: Choices) -> float:
    """Return the share of syllables with a choice whose form is found, in percent."""
    device, count, right = choices.first.device, 0, 0
    for number in range(len(lines.starts) - 1):
        first, last = lines.starts[number : number + 2]
        columns = torch.from_numpy(lines.columns[:, first : min(last, first + 250)].astype(int))
        tokens, _, gold, cases = columns[:, None].to(device)
        _, n, r = batch_loss(model, choices, tokens, cases, gold)
        count, right = count + n, right + r
    return round(100 * right / max(1, count), 2)


# --- export -----------------------------------------------------------------------------------


def export(run: Path, folder: Path, average: int = 5) -> None:
    """Write the averaged weights as the restorer loads them.

    The folder gets `encoder/` (a CTranslate2 encoder, int8), `head.npz` (projection, form
    vectors as int8 with a scale each, biases) and `lexicon.json`.
    """
    settings = RestorerSettings.read(run)
    lexicon = Lexicon.read(run / "lexicon.json")
    model = Tagger(settings, lexicon)
    model.load_state_dict(Checkpoints(run / "checkpoints").average(average))
    folder.mkdir(parents=True, exist_ok=True)
    lexicon.write(folder / "lexicon.json")
    _export_encoder(model.encoder, lexicon, folder / "encoder")
    forms = model.forms.weight.detach().numpy()
    scale = np.abs(forms).max(axis=1, keepdims=True) / 127 + 1e-12
    np.savez(
        folder / "head.npz",
        weight=model.project.weight.detach().numpy(),
        offset=model.project.bias.detach().numpy(),
        forms=np.round(forms / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=model.bias.detach().numpy(),
    )


def _export_encoder(encoder: BertModel, lexicon: Lexicon, folder: Path) -> None:
    from ctranslate2.converters.transformers import BertLoader

    # The loader asks for an attribute that transformers no longer sets; these are absolute.
    encoder.config.position_embedding_type = "absolute"
    spec = BertLoader().get_model_spec(encoder)
    spec.register_vocabulary(list(lexicon.tokens))
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
