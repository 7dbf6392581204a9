"""The translator's model: a MarianMTModel (Junczys-Dowmunt et al. 2018) of an encoder's shape."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import MarianConfig, MarianMTModel

from vitrans.training.translator.encoder import Encoder
from vitrans.training.translator.settings import TranslatorSettings
from vitrans.training.translator.vocabulary import EOS

_PARTS = {
    "self_attn.q_proj": "attention.self.query",
    "self_attn.k_proj": "attention.self.key",
    "self_attn.v_proj": "attention.self.value",
    "self_attn.out_proj": "attention.output.dense",
    "self_attn_layer_norm": "attention.output.LayerNorm",
    "fc1": "intermediate.dense",
    "fc2": "output.dense",
    "final_layer_norm": "output.LayerNorm",
}


def shape(encoder: Encoder, settings: TranslatorSettings, pad: int) -> MarianConfig:
    """Return the configuration: the encoder's sizes, post-norm, own vectors for each side.

    `<pad>` is the last id; decoding starts from it.
    """
    theirs = encoder.config
    return MarianConfig(
        vocab_size=pad + 1,
        decoder_vocab_size=pad + 1,
        share_encoder_decoder_embeddings=False,
        tie_word_embeddings=True,
        d_model=theirs.hidden_size,
        encoder_layers=settings.encoder_layers,
        decoder_layers=settings.decoder_layers,
        encoder_attention_heads=theirs.num_attention_heads,
        decoder_attention_heads=theirs.num_attention_heads,
        encoder_ffn_dim=theirs.intermediate_size,
        decoder_ffn_dim=theirs.intermediate_size,
        activation_function=theirs.hidden_act,
        dropout=settings.dropout,
        scale_embedding=True,
        max_position_embeddings=len(encoder.positions),
        pad_token_id=pad,
        eos_token_id=EOS,
        forced_eos_token_id=None,
        decoder_start_token_id=pad,
        init_std=theirs.hidden_size**-0.5,
    )


def build(config: MarianConfig, settings: TranslatorSettings) -> MarianMTModel:
    """Return an untrained model of a run, in which `<pad>` has a zero vector.

    Marian starts decoding from a zero vector, and so does the converted model.
    """
    config.dropout = settings.dropout
    torch.manual_seed(settings.seed)
    model = MarianMTModel(config)
    # Attention over the short sentences of a batch: faster plain than fused on a CPU.
    model.set_attn_implementation("sdpa" if torch.cuda.is_available() else "eager")
    with torch.no_grad():
        for side in (model.model.encoder, model.model.decoder):
            side.embed_tokens.weight[config.pad_token_id] = 0
    return model


@torch.no_grad()
def take(model: MarianMTModel, encoder: Encoder, words: Tensor, positions: Tensor) -> None:
    """Put folded vectors and the lowest layers of an encoder into both sides of a model."""
    for side in (model.model.encoder, model.model.decoder):
        side.embed_tokens.weight[: len(words)] = words / side.embed_scale
        side.embed_positions.weight.copy_(positions)
        for layer, theirs in zip(side.layers, encoder.layers, strict=False):
            for ours, name in _PARTS.items():
                _copy(layer.get_submodule(ours), theirs.get_submodule(name))


def _copy(module: Any, other: Any) -> None:
    module.weight.copy_(other.weight)
    module.bias.copy_(other.bias)


def save(model: MarianMTModel, folder: Path, shard: str) -> None:
    """Write config.json, generation_config.json and the weights, position vectors among them.

    transformers takes Marian's positions for sinusoids and would leave them out.
    """
    model._keys_to_ignore_on_save = None
    pad = model.config.pad_token_id
    model.generation_config.update(
        num_beams=4, max_length=512, bad_words_ids=[[pad]], forced_eos_token_id=None
    )
    model.save_pretrained(folder, max_shard_size=shard)
