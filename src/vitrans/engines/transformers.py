"""The reference engine: MarianMTModel of transformers on the CPU, in float32."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitrans.engines.base import END, Decoding, Engine, Hypothesis, Pieces, Progress, by_length
from vitrans.errors import DependencyError, ModelError

if TYPE_CHECKING:
    import torch

_BATCH = 16  # sentences in one batch


class TransformersEngine(Engine):
    """A MarianMT model in the Hugging Face layout, loaded.

    It searches as CTranslate2 does: no empty target, no forced `</s>` at the end of the longest
    target, and a search over as soon as `beam_size` hypotheses are complete. Only
    `repetition_penalty` under a beam differs, as transformers applies it to log-probabilities.
    """

    def __init__(self, directory: Path) -> None:
        self._model = _load(directory)
        self._ids = _vocabulary(directory)
        self._pieces = {i: piece for piece, i in self._ids.items()}
        self._pad: int = self._model.config.pad_token_id
        self._end = self._ids[END]

    def _found(
        self,
        sources: Sequence[Pieces],
        decoding: Decoding,
        count: int,
        on_progress: Progress | None,
    ) -> list[list[Hypothesis]]:
        found: dict[int, list[Hypothesis]] = {}
        for window in _windows(sources):
            batch = [sources[i] for i in window]
            made = self._decode(batch, decoding, count)
            for place, i in enumerate(window):
                found[i] = made[place * count : (place + 1) * count]
            if on_progress:
                on_progress(len(window))
        return [found[i] for i in range(len(sources))]

    def score(
        self, sources: Sequence[Pieces], targets: Sequence[Pieces], start: str = ""
    ) -> list[float]:
        """Return the mean log-probability of each target, given without `</s>`; no `start`."""
        ended = [[*self._target_ids(target), self._end] for target in targets]
        found: dict[int, float] = {}
        for window in _windows(sources):
            scores = self._means([sources[i] for i in window], [ended[i] for i in window])
            found.update(zip(window, scores, strict=True))
        return [found[i] for i in range(len(sources))]

    def _decode(self, sources: list[Pieces], decoding: Decoding, count: int) -> list[Hypothesis]:
        """Return `count` hypotheses of each source, one after the other."""
        import torch

        ids, mask = self._padded([self._source_ids(source) for source in sources])
        with torch.inference_mode():
            output: Any = self._model.generate(
                input_ids=ids,
                attention_mask=mask,
                generation_config=self._settings(decoding, count),
            )
        sources = [source for source in sources for _ in range(count)]
        targets = [self._cut(row) for row in output[:, 1:].tolist()]
        if decoding.bends_probabilities:
            scores = self.score(sources, [self._without_end(target) for target in targets])
        else:
            scores = self._means(sources, targets, self._suppressed(decoding))
        return [
            Hypothesis(tuple(self._without_end(target)), score, target[-1] == self._end)
            for target, score in zip(targets, scores, strict=True)
        ]

    def _settings(self, decoding: Decoding, count: int) -> Any:
        from transformers import GenerationConfig

        beams: dict[str, Any] = {}
        if decoding.beam_size > 1:
            beams = {"early_stopping": True, "length_penalty": decoding.length_penalty}
        return GenerationConfig(
            num_beams=decoding.beam_size,
            num_return_sequences=count,
            do_sample=False,
            min_new_tokens=1,
            max_new_tokens=decoding.max_length,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            repetition_penalty=decoding.repetition_penalty,
            suppress_tokens=self._suppressed(decoding),
            renormalize_logits=True,
            decoder_start_token_id=self._model.config.decoder_start_token_id,
            eos_token_id=self._end,
            pad_token_id=self._pad,
            **beams,
        )

    def _means(
        self, sources: list[Pieces], targets: list[list[int]], suppressed: list[int] | None = None
    ) -> list[float]:
        """Return mean log-probabilities, over the pieces not suppressed if any are."""
        import torch

        ids, mask = self._padded([self._source_ids(source) for source in sources])
        labels, real = self._padded(targets)
        start = torch.full_like(labels[:, :1], self._model.config.decoder_start_token_id)
        decoder_ids = torch.cat([start, labels[:, :-1]], dim=1)
        with torch.inference_mode():
            logits = self._model(
                input_ids=ids, attention_mask=mask, decoder_input_ids=decoder_ids
            ).logits
            logits[..., self._pad] = -torch.inf
            if suppressed is not None:
                logits[..., suppressed] = -torch.inf
                logits[:, 0, self._end] = -torch.inf
            chosen = logits.log_softmax(-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
            sums = torch.where(real.bool(), chosen, 0.0).sum(dim=1)
        return [float(mean) for mean in sums / real.sum(dim=1)]

    def _padded(self, rows: list[list[int]]) -> tuple["torch.Tensor", "torch.Tensor"]:
        import torch

        width = max(len(row) for row in rows)
        ids = torch.tensor([row + [self._pad] * (width - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        return ids, mask

    def _source_ids(self, source: Pieces) -> list[int]:
        limit = self._model.config.max_position_embeddings
        if len(source) > limit:
            raise ModelError(
                f"a source of {len(source)} pieces is longer than the model's {limit}; "
                "split long sentences before they reach the engine"
            )
        return self._target_ids(source)

    def _target_ids(self, pieces: Pieces) -> list[int]:
        unknown = self._ids["<unk>"]
        return [self._ids.get(piece, unknown) for piece in pieces]

    def _suppressed(self, decoding: Decoding) -> list[int]:
        return [self._pad, *(self._ids[p] for p in decoding.suppress if p in self._ids)]

    def _cut(self, row: list[int]) -> list[int]:
        return row[: row.index(self._end) + 1] if self._end in row else row

    def _without_end(self, target: list[int]) -> list[str]:
        return [self._pieces[i] for i in target if i != self._end]


def _windows(sources: Sequence[Pieces]) -> Iterator[list[int]]:
    order = by_length(sources)
    for start in range(0, len(order), _BATCH):
        yield order[start : start + _BATCH]


def _load(directory: Path) -> Any:
    try:
        import torch
    except ImportError as error:
        raise DependencyError(
            "the transformers engine needs torch: pip install 'vitrans[hub]', "
            "or use the default engine, ctranslate2"
        ) from error
    from transformers import GenerationConfig, MarianMTModel

    try:
        with _without_progress_bar():
            model: Any = MarianMTModel.from_pretrained(
                directory, dtype=torch.float32, local_files_only=True
            )
    except Exception as error:  # torch and safetensors have errors of their own
        raise ModelError(
            f"{str(directory)!r} cannot be loaded as a MarianMT model ({error}); "
            "it needs config.json and model.safetensors"
        ) from error
    # What the checkpoint says of generation would otherwise fill in our settings.
    model.generation_config = GenerationConfig()
    return model.eval()


@contextlib.contextmanager
def _without_progress_bar() -> Iterator[None]:
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _vocabulary(directory: Path) -> dict[str, int]:
    if (directory / "target_vocab.json").exists():
        raise ModelError(
            f"{str(directory)!r} has separate vocabularies for source and target; "
            "vitrans runs MarianMT models with one shared vocab.json"
        )
    try:
        vocabulary: dict[str, int] = json.loads((directory / "vocab.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{str(directory)!r} has no readable vocab.json ({error}); "
            "export the model again in the Hugging Face layout"
        ) from error
    return vocabulary
