"""Reading a pretrained encoder: BERT (Devlin et al. 2019) or XLM-R (Conneau et al. 2020)."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from vitrans.errors import ModelError, UsageError
from vitrans.models.hub import is_hub_name

_KINDS = ("bert", "xlm-roberta")
_ACTIVATIONS = ("gelu", "gelu_new", "relu", "silu", "swish")


@dataclass(frozen=True, slots=True)
class Encoder:
    """A pretrained encoder and its pieces.

    `positions` has the vector of the first token first; `pieces` and `scores` are those of its
    SentencePiece unigram model, by id; `tokenizer` cuts text into them.
    """

    model: nn.Module
    positions: Tensor
    pieces: list[str]
    scores: list[float]
    tokenizer: Any

    @property
    def config(self) -> Any:
        """The checkpoint's configuration."""
        return self.model.config

    @property
    def layers(self) -> list[Any]:
        """The layers, the lowest first."""
        return list(self.model.get_submodule("encoder.layer").children())

    @property
    def words(self) -> Tensor:
        """The vector of each piece, that of the first segment type added; shape (pieces, d)."""
        embeddings: Any = self.model.get_submodule("embeddings")
        words: Tensor = embeddings.word_embeddings.weight
        first: Tensor = embeddings.token_type_embeddings.weight[0]
        return words + first

    def normalised(self, vectors: Tensor) -> Tensor:
        """Return sums of word and position vectors as the first layer gets them."""
        normalised: Tensor = self.model.get_submodule("embeddings.LayerNorm")(vectors)
        return normalised


def read_encoder(name: str) -> Encoder:
    """Return the encoder of a folder or of a hub model, which is downloaded.

    Raises:
        UsageError: it is neither.
        ModelError: it cannot be read, or is of a kind that a MarianMT encoder cannot be made of.
    """
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    if not Path(name).is_dir() and not is_hub_name(name):
        raise UsageError(
            f"there is no encoder {name!r}: give a folder with a BERT-like checkpoint, or a hub "
            "model as OWNER/MODEL, with --set encoder=..."
        )
    try:
        _check(name, AutoConfig.from_pretrained(name))
        options = {"dtype": torch.float32, "add_pooling_layer": False}
        model = AutoModel.from_pretrained(name, **options).eval().requires_grad_(False)
        tokenizer = AutoTokenizer.from_pretrained(name, use_fast=True).backend_tokenizer
    except (OSError, ValueError) as error:
        raise ModelError(f"the encoder {name!r} cannot be read: {error}") from error
    pieces, scores = _pieces(name, tokenizer)
    return Encoder(model, _positions(model), pieces, scores, tokenizer)


def _check(name: str, config: Any) -> None:
    """Refuse what post-norm layers with absolute positions cannot stand for."""
    if config.model_type not in _KINDS:
        raise ModelError(
            f"the encoder {name!r} is of type {config.model_type!r}; give one of "
            f"{' or '.join(_KINDS)}, such as intfloat/multilingual-e5-small"
        )
    if getattr(config, "position_embedding_type", None) not in (None, "absolute"):
        raise ModelError(
            f"the encoder {name!r} has relative positions; give one with absolute ones"
        )
    if config.hidden_act not in _ACTIVATIONS:
        raise ModelError(f"the encoder {name!r} has the activation {config.hidden_act!r}")


def _positions(model: Any) -> Tensor:
    """Return the position vectors; XLM-R counts from the id of `<pad>` on, BERT from zero."""
    first = model.config.pad_token_id + 1 if model.config.model_type == "xlm-roberta" else 0
    return model.embeddings.position_embeddings.weight.data[first:]  # type: ignore[no-any-return]


def _pieces(name: str, tokenizer: Any) -> tuple[list[str], list[float]]:
    model = json.loads(tokenizer.to_str())["model"]
    if model["type"] != "Unigram":
        raise ModelError(
            f"the encoder {name!r} has no SentencePiece unigram vocabulary but {model['type']}; "
            "give one that has, as XLM-R and multilingual-e5 do"
        )
    return [row[0] for row in model["vocab"]], [float(row[1]) for row in model["vocab"]]
