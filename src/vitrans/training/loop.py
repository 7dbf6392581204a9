"""What both trainers share: settings on disk, the schedule, the log, checkpoints, the loop."""

import json
import math
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import torch
from torch import Tensor

from vitrans.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What decides a run of any model; written into the run's folder as settings.json.

    `hours` are hours of training without validation, over all starts of the run; with 0 it is
    only prepared. Every `save_minutes` a checkpoint is written, every `validate_minutes` the model
    is scored. `steps`, where it is not 0, ends a run too, and makes it the same on every machine.
    `optimizer` is `adamw` or `muon`.
    """

    optimizer: str = "adamw"
    learning_rate: float = 1e-3
    warmup: int = 1000
    clip: float = 1.0
    dropout: float = 0.1
    batch_tokens: int = 2000
    hours: float = 10.0
    steps: int = 0
    save_minutes: float = 5.0
    validate_minutes: float = 20.0
    device: str = "auto"
    seed: int = 1

    @classmethod
    def read(cls, run: Path) -> Self:
        """Return the settings of a prepared run.

        Raises:
            InputError: the folder holds no run of this kind.
        """
        path = run / "settings.json"
        if not path.is_file():
            raise InputError(f"{str(run)!r} holds no prepared run; give --corpora to prepare one")
        try:
            return cls(**json.loads(path.read_text("utf-8")))
        except (TypeError, ValueError) as error:
            raise InputError(f"{str(path)!r} is of another kind of run: {error}") from error

    def write(self, run: Path) -> None:
        """Write the settings into a run's folder, made if need be."""
        run.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), indent=1) + "\n"
        (run / "settings.json").write_text(text, encoding="utf-8")

    def done(self, step: int, seconds: float) -> float:
        """Return the share of the run, 0 to 1, that is over."""
        by_steps = step / self.steps if self.steps else 0.0
        by_time = seconds / (self.hours * 3600) if self.hours else 1.0
        return min(1.0, max(by_steps, by_time))

    def rate(self, step: int, seconds: float, floor: float = 0.02) -> float:
        """Return the learning rate after `step` steps and `seconds` of training.

        Linear warm-up by steps, then a cosine over the planned hours down to `floor` times
        the peak: time ends a run, so the same settings use whatever a machine gives.
        """
        done = self.done(step, seconds)
        cosine = floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * done))
        return self.learning_rate * min(1.0, (step + 1) / self.warmup) * cosine


@dataclass(slots=True)
class State:
    """How far a run has come; what a resumed run goes on from."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    tokens: int = 0
    seconds: float = 0.0


class Log:
    """A file of JSON objects, one a line, that grows while a run goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, **values: Any) -> None:
        """Append one line."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values, ensure_ascii=False) + "\n")

    def read(self) -> list[dict[str, Any]]:
        """Return the lines so far."""
        if not self._path.exists():
            return []
        return [json.loads(line) for line in self._path.read_text("utf-8").split("\n") if line]


class Checkpoints:
    """A folder with the newest state to resume from and the newest few models to average."""

    def __init__(self, folder: Path, keep: int = 5) -> None:
        self._folder, self._keep = folder, keep

    @property
    def newest(self) -> Path:
        """The file that a run resumes from."""
        return self._folder / "newest.pt"

    def save(self, model: torch.nn.Module, optimizer: "Optimizer", state: State) -> None:
        """Write model, optimiser and state; an interruption leaves the last one whole."""
        self._folder.mkdir(parents=True, exist_ok=True)
        weights = model.state_dict()
        whole = {"model": weights, "optimizer": optimizer.state_dict(), "state": asdict(state)}
        _save(whole, self.newest)
        _save(weights, self._folder / f"model-{state.step:08d}.pt")
        for old in self.models()[: -self._keep]:
            old.unlink()

    def load(self, model: torch.nn.Module, optimizer: "Optimizer") -> State:
        """Put the newest checkpoint into model and optimiser; a fresh state if there is none."""
        if not self.newest.exists():
            return State()
        whole = torch.load(self.newest, map_location="cpu", weights_only=True)
        model.load_state_dict(whole["model"])
        optimizer.load_state_dict(whole["optimizer"])
        known = State.__dataclass_fields__
        return State(**{k: v for k, v in whole["state"].items() if k in known})

    def models(self) -> list[Path]:
        """Return the kept models, oldest first."""
        return sorted(self._folder.glob("model-*.pt"))

    def average(self, last: int) -> dict[str, Tensor]:
        """Return the mean of the weights of the `last` newest models.

        Raises:
            InputError: nothing has been saved yet.
        """
        paths = self.models()[-last:]
        if not paths:
            raise InputError(f"no checkpoint in {str(self._folder)!r}; train first")
        total: dict[str, Tensor] = {}
        for path in paths:
            weights = torch.load(path, map_location="cpu", weights_only=True)
            for name, value in weights.items():
                total[name] = total[name] + value if name in total else value.clone()
        return {
            name: value / len(paths) if value.is_floating_point() else value
            for name, value in total.items()
        }


def _save(value: object, path: Path) -> None:
    temporary = path.with_suffix(".partial")
    torch.save(value, temporary)
    temporary.replace(path)


class Optimizer:
    """AdamW for every weight, or Muon for the matrices of linear layers and AdamW for the rest.

    Muon (Jordan et al. 2024) makes the momentum of a matrix orthogonal before it is applied;
    its steps are scaled to the size of AdamW's, so that both take one learning rate (Liu et al.
    2025).

    Raises:
        InputError: the name is of neither.
    """

    def __init__(self, model: torch.nn.Module, name: str) -> None:
        if name not in ("adamw", "muon"):
            raise InputError(f"no optimizer {name!r}; choose adamw or muon")
        weights = [w for w in model.parameters() if w.requires_grad]
        matrices = _matrices(model) if name == "muon" else []
        chosen = set(map(id, matrices))
        rest = [w for w in weights if id(w) not in chosen]
        self.parts: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(rest, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        ]
        if matrices:
            muon = torch.optim.Muon(matrices, weight_decay=0.0, adjust_lr_fn="match_rms_adamw")
            self.parts.append(muon)

    def step(self, rate: float) -> None:
        """Change the weights by their gradients at a learning rate, and forget the gradients."""
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = rate
            part.step()
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict[str, Any]]:
        """Return what a resumed run needs."""
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict[str, Any]]) -> None:
        """Take what `state_dict` returned."""
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)


def _matrices(model: torch.nn.Module) -> list[torch.nn.Parameter]:
    """Return the weights of linear layers, without those that are word vectors too."""
    modules = list(model.modules())
    vectors = {id(m.weight) for m in modules if isinstance(m, torch.nn.Embedding)}
    linear = [m for m in modules if isinstance(m, torch.nn.Linear) and id(m.weight) not in vectors]
    return [layer.get_parameter("weight") for layer in linear]


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

    def mean(self, model: torch.nn.Module, *numbers: float) -> list[float]:
        """Put the mean of the processes' gradients into all; return the means of numbers too."""
        if self.size == 1:
            return list(numbers)
        gradients = [w.grad for w in model.parameters() if w.grad is not None]
        extra = torch.tensor(numbers, dtype=torch.float32)
        flat = torch.cat([*(g.flatten().cpu() for g in gradients), extra])
        torch.distributed.all_reduce(flat)
        flat /= self.size
        sizes = [*(g.numel() for g in gradients), len(numbers)]
        *parts, means = torch.split(flat, sizes)
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))
        return [float(mean) for mean in means]


class Task(Protocol):
    """What is trained: a model and how to get batches, a loss and scores of it."""

    @property
    def model(self) -> torch.nn.Module:
        """The model, whose parameters the loop changes."""
        ...

    def batches(self, epoch: int) -> Iterator[Any]:
        """Yield the batches of an epoch, the same ones for the same epoch."""
        ...

    def loss(self, batch: Any) -> tuple[Tensor, int]:
        """Return the mean loss of a batch, and its size in tokens."""
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
        self._optimizer = Optimizer(task.model, settings.optimizer)
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
        model, state, group = self._task.model, self.state, self._group
        model.train()
        loss, tokens = self._task.loss(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        clock = seconds if group.rank == 0 else 0.0  # all go by the first one's
        clock, count = (group.size * mean for mean in group.mean(model, clock, tokens))
        torch.nn.utils.clip_grad_norm_(model.parameters(), self._settings.clip)
        state.step, state.tokens, state.seconds = state.step + 1, state.tokens + round(count), clock
        self._optimizer.step(self._settings.rate(state.step - 1, state.seconds))
        return loss.detach()

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


def choose_device(name: str) -> torch.device:
    """Return the named device; `auto` is the GPU where there is one."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)


def plot(run: Path, picture: Path) -> None:
    """Draw loss and validation scores of a run over hours into a picture file (matplotlib).

    Raises:
        InputError: the run has no log yet.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = Log(run / "log.jsonl").read()
    if not rows:
        raise InputError(f"{str(run)!r} has no log.jsonl; train it first")
    losses = [r for r in rows if "loss" in r]
    scores = [r for r in rows if "loss" not in r]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    left.plot([r["seconds"] / 3600 for r in losses], [r["loss"] for r in losses])
    left.set(xlabel="hours", ylabel="training loss")
    for name in sorted({k for r in scores for k in r} - {"step", "seconds"}):
        kept = [r for r in scores if name in r]
        right.plot([r["seconds"] / 3600 for r in kept], [r[name] for r in kept], "o-", label=name)
    right.set(xlabel="hours", ylabel="validation score")
    if scores:
        right.legend()
    figure.savefig(picture, dpi=110)
    pyplot.close(figure)
