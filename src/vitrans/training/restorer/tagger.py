"""The restorer's model: an encoder over syllables and a head over their accented forms."""

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel

from vitrans.restore.lexicon import FormLexicon
from vitrans.restore.tokens import Case
from vitrans.training.core.settings import RunSettings

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorerSettings(RunSettings):
    """Everything that decides a restorer's run.

    Lengths are in tokens (a syllable, a number or a mark is one); `english` is the share of
    English lines among all, `window` the longest sequence, `d_forms` the size of the vectors
    that forms are scored with, `ngrams` the number of contexts whose votes are kept.
    """

    d_model: int = 192
    layers: int = 4
    heads: int = 3
    d_forms: int = 96
    dropout: float = 0.0
    warmup: int = 500
    batch_tokens: int = 2500
    window: int = 96
    english: float = 0.06
    ngrams: int = 1_800_000
    hours: float = 1.5
    validate_minutes: float = 15.0
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))


class TaggerModel(nn.Module):
    """The encoder with its head over forms."""

    def __init__(self, settings: RestorerSettings, lexicon: FormLexicon) -> None:
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
    def of(cls, lexicon: FormLexicon, device: torch.device) -> "Choices":
        """Return the choices of every token of a lexicon."""
        first = torch.zeros(len(lexicon.tokens), dtype=torch.long)
        many = torch.zeros(len(lexicon.tokens), dtype=torch.long)
        for base, forms in lexicon.forms.items():
            first[lexicon.numbers[base]] = lexicon.first_form[base]
            many[lexicon.numbers[base]] = len(forms)
        return cls(first.to(device), many.to(device))


def batch_loss(
    model: TaggerModel, choices: Choices, tokens: Tensor, cases: Tensor, gold: Tensor
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
