"""The loss: label-smoothed cross-entropy over some of the vocabulary."""

from typing import Any

import torch
from torch import Tensor
from transformers import MarianMTModel

ROWS = 512
"""Target pieces whose logits are made at a time on a CPU, so that they stay in its cache."""


class SmoothedCrossEntropy(torch.autograd.Function):
    """Label-smoothed cross-entropy over a tied softmax with a bias (Szegedy et al. 2016).

    `candidates` are sorted ids, every label among them, that stand for the whole vocabulary;
    each counts `weights` times, so that sums over the vocabulary are right on average. The
    gradients are made in the forward pass, some rows at a time, the products in the precision
    of `hidden`.
    """

    @staticmethod
    def forward(
        ctx: Any,
        hidden: Tensor,
        vectors: Tensor,
        bias: Tensor,
        labels: Tensor,
        candidates: Tensor,
        weights: Tensor,
        smooth: float,
    ) -> Tensor:
        """Return the mean loss of hidden (n, d) against labels (n,) over vectors (v, d)."""
        count, size = len(hidden), len(vectors)
        rows = count if hidden.is_cuda else ROWS
        places = torch.searchsorted(candidates, labels)
        often = weights.log()
        some, offset = vectors[candidates].to(hidden.dtype), bias[candidates].float()
        total = torch.zeros((), device=hidden.device)
        of_hidden = torch.empty_like(hidden)
        learned = ctx.needs_input_grad[1]  # whether the vectors are; the bias comes for nothing
        of_some = torch.zeros(some.shape if learned else (0,), device=hidden.device)
        of_offset = torch.zeros(offset.shape, device=hidden.device)
        for first in range(0, count, rows):
            part = hidden[first : first + rows]
            label = places[first : first + rows, None]
            logits = (part @ some.t()).float() + offset
            logits.sub_(logits.amax(-1, keepdim=True))
            right, mean = logits.gather(1, label)[:, 0], logits @ weights / size
            chances = logits.add_(often).exp_()
            norm = chances.sum(-1, keepdim=True)
            total += (norm[:, 0].log() - (1 - smooth) * right - smooth * mean).sum()
            gradient = chances.div_(norm).sub_(weights * (smooth / size))
            gradient.scatter_add_(1, label, gradient.new_full(label.shape, smooth - 1))
            of_offset += gradient.sum(0)
            gradient = gradient.to(hidden.dtype)
            of_hidden[first : first + rows] = gradient @ some
            if learned:
                of_some += gradient.t() @ part
        of_vectors = torch.zeros_like(vectors) if learned else of_some
        if learned:
            of_vectors[candidates] = of_some.div_(count).to(vectors.dtype)
        of_bias = torch.zeros_like(bias)
        of_bias[candidates] = of_offset.div_(count).to(bias.dtype)
        ctx.save_for_backward(of_hidden.div_(count), of_vectors, of_bias)
        return total / count

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradients of hidden, vectors and bias."""
        found = zip(ctx.saved_tensors, ctx.needs_input_grad, strict=False)
        gradients = [g * grad.to(g.dtype) if wanted else None for g, wanted in found]
        return (*gradients, None, None, None, None)


def candidates(labels: Tensor, size: int, frequent: Tensor, drawn: int) -> tuple[Tensor, Tensor]:
    """Return ids to stand for a vocabulary of `size`, and how many each stands for.

    Labels and frequent pieces stand for themselves, `drawn` others, chosen uniformly, for all the
    rest. With 0 drawn every piece stands for itself.
    """
    device = labels.device
    weights = torch.ones(size, device=device)
    if not drawn:
        return torch.arange(size, device=device), weights
    sure = torch.zeros(size, dtype=torch.bool, device=device)
    sure[frequent] = True
    sure[labels] = True
    rest = (~sure).nonzero()[:, 0]
    chosen = rest[torch.randperm(len(rest), device=device)[:drawn]]
    weights[chosen] = len(rest) / max(1, len(chosen))
    sure[chosen] = True
    kept = sure.nonzero()[:, 0]
    return kept, weights[kept]


def batch_loss(
    model: MarianMTModel,
    source: Tensor,
    target: Tensor,
    smooth: float,
    *,
    frequent: Tensor,
    drawn: int,
    low: bool,
) -> Tensor:
    """Return the loss of one padded batch, (batch, length) each; in bfloat16 where `low`."""
    pad = model.config.pad_token_id
    kind = torch.bfloat16 if low else torch.float32
    with torch.autocast(source.device.type, torch.bfloat16, enabled=low):
        start = target.new_full((len(target), 1), pad)
        hidden = model.model(
            input_ids=source,
            attention_mask=(source != pad).long(),
            decoder_input_ids=torch.cat((start, target[:, :-1]), 1),
            use_cache=False,
        ).last_hidden_state
    real = target != pad
    labels = target[real]
    vectors, bias = model.lm_head.weight[:pad], model.final_logits_bias[0, :pad]
    kept, weights = candidates(labels, pad, frequent, drawn)
    arguments = (hidden[real].to(kind), vectors, bias, labels, kept, weights, smooth)
    return SmoothedCrossEntropy.apply(*arguments)  # type: ignore
