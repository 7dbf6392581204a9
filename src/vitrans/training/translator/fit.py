"""A decoder's cross-attention fitted to aligned words, before anything is trained.

A decoder that starts from an encoder's layers has no cross-attention. Instead of at random it
starts at the best linear guess: a source piece's key looks like the decoder's state before the
target piece that it is aligned with, and its value is a guess at that piece's vector.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import MarianMTModel

from vitrans.training.translator.alignment import AlignedWords

_SHARP = 2.0  # how much a match stands out in the attention
_GAINS = (0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0)
_MOST = 10  # batches that the last norm is chosen on


@torch.no_grad()
def fit_cross_attention(model: MarianMTModel, batches: Sequence[AlignedWords]) -> None:
    """Fit query, key, value and norm of each layer's cross-attention, the lowest first."""
    states = [_encode(model, batch.source) for batch in batches]
    inputs = [_embed(model, batch.target) for batch in batches]
    for layer in model.model.decoder.layers:
        inputs = [_attend_self(layer, x) for x in inputs]
        _fit_layer(model, layer, batches, states, inputs)
        mixed = [
            x + layer.encoder_attn(x, key_value_states=s, attention_mask=m)[0]
            for x, (s, m) in zip(inputs, states, strict=True)
        ]
        _keep_size(model, layer.encoder_attn_layer_norm, batches, inputs, mixed)
        inputs = [_feed(layer, layer.encoder_attn_layer_norm(x)) for x in mixed]


def _encode(model: MarianMTModel, source: Tensor) -> tuple[Tensor, Tensor]:
    """Return the encoder's states, and a mask to add to the scores of attention over them."""
    real = source != model.config.pad_token_id
    mask = torch.zeros(real.shape).masked_fill_(~real, -1e9)[:, None, None]
    return model.model.encoder(source, attention_mask=real.long()).last_hidden_state, mask


def _embed(model: MarianMTModel, target: Tensor) -> Tensor:
    """Return the decoder's input for targets that are known (teacher forcing)."""
    decoder: Any = model.model.decoder
    start = target.new_full((len(target), 1), model.config.decoder_start_token_id)
    shifted = torch.cat((start, target[:, :-1]), 1)
    vectors = decoder.embed_tokens(shifted) * decoder.embed_scale
    return vectors + decoder.embed_positions.weight[: target.shape[1]]  # type: ignore[no-any-return]


def _attend_self(layer: Any, x: Tensor) -> Tensor:
    length = x.shape[1]
    causal = torch.full((length, length), -1e9).triu_(1)[None, None]
    return layer.self_attn_layer_norm(x + layer.self_attn(x, attention_mask=causal)[0])  # type: ignore[no-any-return]


def _feed(layer: Any, x: Tensor) -> Tensor:
    inner = layer.fc2(layer.activation_fn(layer.fc1(x)))
    return layer.final_layer_norm(x + inner)  # type: ignore[no-any-return]


def _fit_layer(
    model: MarianMTModel,
    layer: Any,
    batches: Sequence[AlignedWords],
    states: Sequence[tuple[Tensor, Tensor]],
    inputs: Sequence[Tensor],
) -> None:
    """Fit query and key by canonical correlation (Hotelling 1936), the value by regression."""
    before = torch.cat([x[b.rows, b.there] for x, b in zip(inputs, batches, strict=True)])
    source = torch.cat([s[b.rows, b.here] for (s, _), b in zip(states, batches, strict=True)])
    pieces = torch.cat([b.target[b.rows, b.there] for b in batches])
    attention = layer.encoder_attn
    of_before, of_source, correlation = correlate(before, source)
    heads, width = attention.num_heads, before.shape[1]
    correlation = correlation.clamp(max=0.95)
    strength = correlation / (1 - correlation**2) * _SHARP * (width / heads) ** 0.5
    order = torch.arange(width).view(-1, heads).T.flatten()  # spread over the heads
    for part, direction, known in (
        (attention.q_proj, of_before, before),
        (attention.k_proj, of_source, source),
    ):
        part.weight.copy_((strength.sqrt()[:, None] * direction)[order])
        part.bias.copy_(-(part.weight @ known.mean(0)))
    decoder: Any = model.model.decoder
    vectors = decoder.embed_tokens.weight[: model.config.pad_token_id] * decoder.embed_scale
    weight, bias = ridge(source, vectors[pieces] - vectors.mean(0), 1e-2)
    mix, _ = torch.linalg.qr(torch.randn(width, width))  # each head has a part of all
    attention.v_proj.weight.copy_(mix.T @ weight)
    attention.v_proj.bias.copy_(mix.T @ bias)
    attention.out_proj.weight.copy_(mix)
    attention.out_proj.bias.zero_()


def _keep_size(
    model: MarianMTModel,
    norm: Any,
    batches: Sequence[AlignedWords],
    before: Sequence[Tensor],
    after: Sequence[Tensor],
) -> None:
    """Set a norm to keep mean and size of what came in, so that the rest of the layer fits."""
    real = [b.target != model.config.pad_token_id for b in batches]
    wanted = torch.cat([x[r] for x, r in zip(before, real, strict=True)])
    raw = torch.cat([x[r] for x, r in zip(after, real, strict=True)])
    raw = (raw - raw.mean(-1, keepdim=True)) / raw.std(-1, keepdim=True)
    norm.weight.copy_(wanted.std(0) / raw.std(0))
    norm.bias.copy_(wanted.mean(0) - raw.mean(0) * norm.weight)


def ridge(x: Tensor, y: Tensor, strength: float) -> tuple[Tensor, Tensor]:
    """Return weight (out, in) and bias of the linear map from rows of x to rows of y.

    Ridge regression (Hoerl and Kennard 1970), `strength` as a share of the mean variance of x.
    """
    middle, goal = x.mean(0), y.mean(0)
    inner, outer = (x - middle).double(), (y - goal).double()
    gram = inner.T @ inner
    gram += strength * gram.diagonal().mean() * torch.eye(len(gram))
    weight = torch.linalg.solve(gram, inner.T @ outer).T.float()
    return weight, goal - weight @ middle


def correlate(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return canonical directions of x and of y, by rows, and their correlations, falling."""
    one, other = (x - x.mean(0)).double(), (y - y.mean(0)).double()
    of_one, of_other = _whiten(one), _whiten(other)
    left, values, right = torch.linalg.svd(of_one @ (one.T @ other / len(one)) @ of_other)
    return (left.T @ of_one).float(), (right @ of_other).float(), values.float()


def _whiten(x: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(x.T @ x / len(x))
    values = values.clamp(min=0) + 3e-3 * values.mean() + 1e-12
    root: Tensor = vectors @ torch.diag(values**-0.5) @ vectors.T
    return root


@torch.no_grad()
def calibrate(model: MarianMTModel, batches: Sequence[AlignedWords]) -> None:
    """Scale the decoder's last norm so that the loss starts lowest."""
    pad = model.config.pad_token_id
    norm: Any = model.model.decoder.layers[-1].final_layer_norm
    part = batches[len(batches) // 3 :: 8][:_MOST]
    hidden = torch.cat([_decode(model, batch)[batch.target != pad] for batch in part])
    labels = torch.cat([batch.target[batch.target != pad] for batch in part])
    logits = hidden @ model.lm_head.weight[:pad].T
    bias = model.final_logits_bias[0, :pad]
    gain = min(_GAINS, key=lambda gain: float(cross_entropy(logits * gain + bias, labels)))
    norm.weight.mul_(gain)
    norm.bias.mul_(gain)


def _decode(model: MarianMTModel, batch: AlignedWords) -> Tensor:
    """Return the decoder's last states for known targets."""
    states, mask = _encode(model, batch.source)
    x = _embed(model, batch.target)
    for layer in model.model.decoder.layers:
        x = _attend_self(layer, x)
        mixed = x + layer.encoder_attn(x, key_value_states=states, attention_mask=mask)[0]
        x = _feed(layer, layer.encoder_attn_layer_norm(mixed))
    return x
