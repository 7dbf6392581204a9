"""The processes that train one model together."""

import os
from collections.abc import Iterable

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
        extra = torch.tensor(numbers, dtype=torch.float32)
        flat = torch.cat([*(g.flatten().cpu() for g in gradients), extra])
        torch.distributed.all_reduce(flat)
        flat /= self.size
        sizes = [*(g.numel() for g in gradients), len(numbers)]
        *parts, means = torch.split(flat, sizes)
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))
        return [float(mean) for mean in means]
