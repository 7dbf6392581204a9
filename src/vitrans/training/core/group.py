"""The processes that train one model together."""

import os
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor


class Group:
    """The processes that train one model together, each on its own batches.

    `torchrun --nproc-per-node 2 -m vitrans train …` starts two on one machine (data-parallel
    training, Li et al. 2020); without it there is one. `rank` 0 writes log and checkpoints.
    """

    def __init__(self) -> None:
        self.rank = int(os.environ.get("RANK", "0"))
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        if self.size > 1 and not torch.distributed.is_initialized():
            torch.distributed.init_process_group("gloo")

    def mean(self, weights: Iterable[Tensor], *numbers: float) -> list[float]:
        """Put the mean of the processes' gradients into all; return the means of numbers too."""
        if self.size == 1:
            return list(numbers)
        gradients = [w.grad for w in weights if w.grad is not None]
        means = torch.tensor(numbers, dtype=torch.float32)
        self.total([*gradients, means])
        for value in (*gradients, means):
            value /= self.size
        return [float(mean) for mean in means]

    def total(self, tensors: Sequence[Tensor]) -> None:
        """Put the sum of the processes' tensors into all."""
        if self.size == 1:
            return
        flat = torch.cat([tensor.detach().flatten().cpu() for tensor in tensors])
        torch.distributed.all_reduce(flat)
        for tensor, part in zip(
            tensors, torch.split(flat, [t.numel() for t in tensors]), strict=True
        ):
            tensor.copy_(part.view_as(tensor))
