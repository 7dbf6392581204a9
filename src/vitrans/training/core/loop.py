"""The loop that trains any task in a run's folder, and goes on where it stopped."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from vitrans.training.core.checkpoints import Checkpoints, State
from vitrans.training.core.group import Group
from vitrans.training.core.log import Log
from vitrans.training.core.optimizer import Optimizer, Part
from vitrans.training.core.settings import RunSettings


class Task(Protocol):
    """What is trained: a model and how to get batches, a loss and scores of it."""

    @property
    def model(self) -> torch.nn.Module:
        """The model, of which the loop changes the parts that learn."""
        ...

    def parts(self) -> Sequence[Part]:
        """Return the weights that learn, and how."""
        ...

    def batches(self, epoch: int) -> Iterator[Any]:
        """Yield the batches of an epoch, the same ones for the same epoch."""
        ...

    def micro_batches(self, batch: Any) -> Sequence[Any]:
        """Return the parts of a batch that are learned from one after another."""
        ...

    def loss(self, batch: Any) -> tuple[Tensor, int]:
        """Return the mean loss of a part of a batch, and its size in tokens."""
        ...

    def validate(self) -> dict[str, float]:
        """Return named scores of the model as it is; nothing where there is no validation."""
        ...


class Loop:
    """Trains a task in a run's folder until its hours are used up.

    The learning state is saved at intervals, at the end, and when the run is interrupted; a
    later `Loop` over the same folder goes on from there, with the next batch. In a group of
    processes the first one's clock is everyone's.
    """

    def __init__(self, task: Task, settings: RunSettings, run: Path) -> None:
        self._task, self._settings, self._group = task, settings, Group()
        self._optimizer = Optimizer(task.parts(), self._group)
        self._checkpoints = Checkpoints(run / "checkpoints")
        self._log = Log(run / "log.jsonl")
        self.state = self._checkpoints.load(task.model, self._optimizer)

    def run(self) -> State:
        """Train; return how far it came."""
        if self._settings.done(self.state.step, self.state.seconds) < 1:
            try:
                self._train()
            finally:
                self._save()
            self._validate()
        return self.state

    def _train(self) -> None:
        settings, state = self._settings, self.state
        clock = time.monotonic() - state.seconds
        due = {"report": 0.5, "save": settings.save_minutes, "validate": settings.validate_minutes}
        done = dict.fromkeys(due, time.monotonic())
        losses: list[Tensor] = []
        for batch in self._endless():
            losses.append(self._step(batch, time.monotonic() - clock))
            late = [n for n in due if time.monotonic() - done[n] >= due[n] * 60]
            over = settings.done(state.step, state.seconds) >= 1
            if "report" in late or over:
                self._report(losses)
                losses = []
            if "save" in late:
                self._save()
            if "validate" in late and not over:
                started = time.monotonic()
                self._validate()
                clock += time.monotonic() - started
            done |= dict.fromkeys(late, time.monotonic())
            if over:
                return

    def _endless(self) -> Iterator[Any]:
        state = self.state
        while True:
            for number, batch in enumerate(self._task.batches(state.epoch)):
                if number >= state.batch:
                    state.batch = number + 1
                    if number % self._group.size == self._group.rank:
                        yield batch
            state.epoch, state.batch = state.epoch + 1, 0

    def _step(self, batch: Any, seconds: float) -> Tensor:
        weights, state, group = self._optimizer.weights, self.state, self._group
        self._task.model.train()
        loss, tokens = self._learn(batch)
        clock = seconds if group.rank == 0 else 0.0  # all go by the first one's
        clock, count = (group.size * mean for mean in group.mean(weights, clock, tokens))
        torch.nn.utils.clip_grad_norm_(weights, self._settings.clip)
        state.step, state.tokens, state.seconds = state.step + 1, state.tokens + round(count), clock
        self._optimizer.step(self._settings.rate(state.step - 1, state.seconds))
        return loss

    def _learn(self, batch: Any) -> tuple[Tensor, int]:
        """Leave the gradients of a batch's mean loss; return the loss and the size in tokens."""
        losses, size = [], 0
        for part in self._task.micro_batches(batch):
            loss, tokens = self._task.loss(part)
            (loss * tokens).backward()  # type: ignore[no-untyped-call]
            losses.append(loss.detach() * tokens)
            size += tokens
        for weight in self._optimizer.weights:
            if weight.grad is not None:
                weight.grad /= size
        return torch.stack(losses).sum() / size, size

    def _save(self) -> None:
        if self._group.rank == 0:
            self._checkpoints.save(self._task.model, self._optimizer, self.state)

    def _report(self, losses: list[Tensor]) -> None:
        if self._group.rank:
            return
        state = self.state
        self._log.write(
            **asdict(state),
            loss=round(torch.stack(losses).mean().item(), 4),
            rate=self._settings.rate(state.step, state.seconds),
        )

    def _validate(self) -> None:
        if self._group.rank:
            return
        self._task.model.eval()
        with torch.no_grad():
            scores = self._task.validate()
        if scores:
            self._log.write(step=self.state.step, seconds=self.state.seconds, **scores)
