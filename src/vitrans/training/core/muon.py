"""Muon (Jordan et al. 2024), its work shared among the processes of a group."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from vitrans.training.core.device import has_fast_bfloat16

_MOMENTUM = 0.95
_STEPS = 5
_COEFFICIENTS = (3.4445, -4.7750, 2.0315)

# From one matrix for each weight, of which this process made some, to those of all.
Share = Callable[[Sequence[Tensor]], None]


class Muon(torch.optim.Optimizer):
    """Makes the Nesterov momentum of a matrix orthogonal before it is applied.

    Its steps are scaled to the size of AdamW's, so that both take one learning rate (Liu et al.
    2025). As torch's own, but for what decides on a processor: the Newton–Schulz iteration is in
    float32 where bfloat16 is slow, and process `rank` of `size` does it for its share of the
    matrices; `total` then adds up each matrix over the processes.
    """

    def __init__(
        self, params: Any, rank: int = 0, size: int = 1, total: Share = lambda matrices: None
    ) -> None:
        super().__init__(params, {"lr": 1e-3})
        self._rank, self._size, self._total = rank, size, total

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Change the matrices that have a gradient, (rows, columns) each."""
        for group in self.param_groups:
            weights = [weight for weight in group["params"] if weight.grad is not None]
            updates = [self._update(number, weight) for number, weight in enumerate(weights)]
            self._total(updates)
            for weight, update in zip(weights, updates, strict=True):
                scale = 0.2 * max(weight.shape) ** 0.5
                weight.add_(update, alpha=-group["lr"] * scale)

    def _update(self, number: int, weight: Tensor) -> Tensor:
        gradient, state = weight.grad, self.state[weight]
        assert gradient is not None
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = torch.zeros_like(gradient)
        momentum = state["momentum_buffer"].lerp_(gradient, 1 - _MOMENTUM)
        if number % self._size != self._rank:
            return torch.zeros_like(weight)
        return orthogonal(gradient.lerp(momentum, _MOMENTUM)).to(weight.dtype)


def orthogonal(matrix: Tensor) -> Tensor:
    """Return a matrix with its singular values brought near one, by Newton–Schulz iteration."""
    kind = torch.bfloat16 if has_fast_bfloat16(matrix.device) else torch.float32
    tall = matrix.shape[0] > matrix.shape[1]
    result = (matrix.T if tall else matrix).to(kind)
    result = result / result.norm().clamp(min=1e-7)
    a, b, c = _COEFFICIENTS
    for _ in range(_STEPS):
        gram = result @ result.T
        result = torch.addmm(result, torch.addmm(gram, gram, gram, beta=b, alpha=c), result, beta=a)
    return result.T if tall else result
