"""A MarianMT checkpoint as a CTranslate2 model, built from its arrays without torch."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitrans.errors import ModelError
from vitrans.models.description import read_json
from vitrans.models.weights import read_weights

if TYPE_CHECKING:
    import numpy as np

    from vitrans.models.weights import Weights

_ACTIVATIONS = {
    "relu": "RELU",
    "gelu": "GELU",
    "gelu_new": "GELUTanh",
    "swish": "SWISH",
    "silu": "SWISH",
}
# Names under which a checkpoint whose vectors are all one may keep them.
_SHARED = ("model.shared.weight", "lm_head.weight", "model.decoder.embed_tokens.weight")


def build(directory: Path) -> Any:
    """Return the CTranslate2 specification of a MarianMT model in the Hugging Face layout.

    Raises:
        ModelError: weights are missing, of the wrong shape, or the model is of another kind.
    """
    from ctranslate2.specs import TransformerSpec, common_spec

    config = read_json(directory / "config.json")
    weights = read_weights(directory)
    try:
        spec = TransformerSpec.from_config(
            (config["encoder_layers"], config["decoder_layers"]),
            config["encoder_attention_heads"],
            pre_norm=False,
            activation=getattr(
                common_spec.Activation, _ACTIVATIONS[config.get("activation_function", "gelu")]
            ),
        )
        _Marian(config, weights).fill(spec)
        _name_pieces(spec, directory, len(_embeddings(config, weights, "encoder")))
        spec.validate()
    except (KeyError, ValueError) as error:
        raise ModelError(
            f"{str(directory)!r} cannot be converted ({error!r}); download or export "
            "the model again"
        ) from error
    return spec


class _Marian:
    """The arrays of a checkpoint, put where CTranslate2 wants them."""

    def __init__(self, config: dict[str, Any], weights: "Weights") -> None:
        self._config, self._weights = config, weights
        self._scale = math.sqrt(config["d_model"]) if config.get("scale_embedding") else 1.0

    def fill(self, spec: Any) -> None:
        """Set all weights of a specification; those of `<pad>`, the last row, are left out."""
        vectors = _embeddings(self._config, self._weights, "decoder")
        start = vectors[self._config["decoder_start_token_id"]]
        self._stack(spec.encoder, "encoder", spec.encoder.embeddings[0])
        self._stack(spec.decoder, "decoder", spec.decoder.embeddings)
        spec.decoder.start_from_zero_embedding = True
        # CTranslate2 starts from zero. Position 0 of the decoder is only ever the start, so what
        # training made of the vector of `<pad>` is added to that position's encoding.
        spec.decoder.position_encodings.encodings[0] += start * self._scale
        head = self._weights.get("lm_head.weight", vectors)
        spec.decoder.projection.weight = head[:-1]
        bias = self._weights.get("final_logits_bias")
        if bias is not None and bias.any():
            spec.decoder.projection.bias = bias.reshape(-1)[:-1]

    def _stack(self, spec: Any, side: str, embeddings: Any) -> None:
        spec.scale_embeddings = self._scale
        embeddings.weight = _embeddings(self._config, self._weights, side)[:-1]
        learned = self._weights.get(f"model.{side}.embed_positions.weight")
        spec.position_encodings.encodings = (
            _positions(self._config["max_position_embeddings"], self._config["d_model"])
            if learned is None
            else learned.copy()
        )
        for number, layer in enumerate(spec.layer):
            self._layer(layer, f"model.{side}.layers.{number}", side == "decoder")

    def _layer(self, spec: Any, at: str, decodes: bool) -> None:
        self._attention(spec.self_attention, f"{at}.self_attn", 0)
        self._norm(spec.self_attention.layer_norm, f"{at}.self_attn_layer_norm")
        if decodes:
            self._attention(spec.attention, f"{at}.encoder_attn", 1)
            self._norm(spec.attention.layer_norm, f"{at}.encoder_attn_layer_norm")
        self._linear(spec.ffn.linear_0, f"{at}.fc1")
        self._linear(spec.ffn.linear_1, f"{at}.fc2")
        self._norm(spec.ffn.layer_norm, f"{at}.final_layer_norm")

    def _attention(self, spec: Any, at: str, apart: int) -> None:
        """Set the weights of an attention; the first `apart` projections stand apart."""
        groups = (["q_proj"], ["k_proj", "v_proj"]) if apart else (["q_proj", "k_proj", "v_proj"],)
        for linear, names in zip(spec.linear, groups, strict=False):
            self._linear(linear, *(f"{at}.{name}" for name in names))
        self._linear(spec.linear[-1], f"{at}.out_proj")

    def _linear(self, spec: Any, *names: str) -> None:
        import numpy as np

        spec.weight = np.concatenate([self._weights[f"{name}.weight"] for name in names])
        spec.bias = np.concatenate([self._weights[f"{name}.bias"] for name in names])

    def _norm(self, spec: Any, name: str) -> None:
        spec.gamma = self._weights[f"{name}.weight"]
        spec.beta = self._weights[f"{name}.bias"]


def _embeddings(config: dict[str, Any], weights: "Weights", side: str) -> "np.ndarray[Any, Any]":
    names = [f"model.{side}.embed_tokens.weight"]
    if side == "decoder" or config.get("share_encoder_decoder_embeddings", True):
        names += _SHARED
    found = next((name for name in names if name in weights), _SHARED[0])
    return weights[found]


def _positions(count: int, size: int) -> "np.ndarray[Any, Any]":
    """Return sinusoids, all sines first, then all cosines, as Marian has (Vaswani et al. 2017)."""
    import numpy as np

    rates = 10000.0 ** (2 * np.arange((size + 1) // 2) / size)
    angles = np.arange(count)[:, None] / rates[None, :]
    sines, cosines = np.sin(angles), np.cos(angles[:, : size // 2])
    return np.concatenate([sines, cosines], axis=1).astype(np.float32)


def _name_pieces(spec: Any, directory: Path, rows: int) -> None:
    """Tell the pieces of the vocabulary, and what ends a sentence."""
    vocabulary = read_json(directory / "vocab.json")
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    if len(pieces) != rows:
        raise ValueError(f"vocab.json has {len(pieces)} pieces, the weights {rows}")
    spec.register_source_vocabulary(pieces[:-1])
    spec.register_target_vocabulary(pieces[:-1])
    spec.config.eos_token = spec.config.decoder_start_token = "</s>"
    spec.config.unk_token = "<unk>"
