"""The default engine: CTranslate2, in the precision the model was converted to or another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from vitrans.cores import available_cores
from vitrans.engines.base import (
    END,
    Decoding,
    Engine,
    Hardware,
    Hypothesis,
    Pieces,
    Progress,
    by_length,
)
from vitrans.errors import ModelError

# Batches are the same whatever the machine: what is in one may decide between two hypotheses.
_BATCH = 256  # source pieces in one
_WINDOW = 16  # batches between two reports of progress


class CTranslate2Engine(Engine):
    """A CTranslate2 model directory, loaded."""

    def __init__(self, directory: Path, hardware: Hardware | None = None) -> None:
        import ctranslate2

        hardware = hardware or Hardware()
        self._directory = directory
        workers, intra = share_threads(hardware.threads or available_cores())
        try:
            self._translator: Any = ctranslate2.Translator(
                str(directory),
                device=hardware.device,
                compute_type=hardware.compute_type,
                inter_threads=workers,
                intra_threads=intra,
                files=_joined(directory),
            )
        except (RuntimeError, ValueError, MemoryError) as error:
            raise _refused(directory, hardware, error) from error

    def _found(
        self,
        sources: Sequence[Pieces],
        decoding: Decoding,
        count: int,
        on_progress: Progress | None,
    ) -> list[list[Hypothesis]]:
        found: dict[int, list[Hypothesis]] = {}
        for window in self._windows(sources):
            batch = [list(sources[i]) for i in window]
            begun = {"target_prefix": [[decoding.start]] * len(batch)} if decoding.start else {}
            results = self._run(
                "translate_batch", batch, num_hypotheses=count, **_options(decoding), **begun
            )
            for i, result in zip(window, results, strict=True):
                found[i] = _hypotheses(result, decoding)
            if on_progress:
                on_progress(len(window))
        hypotheses = [found[i] for i in range(len(sources))]
        if decoding.bends_probabilities or decoding.start:
            return self._rescored(sources, hypotheses, decoding.start)
        return hypotheses

    def score(
        self, sources: Sequence[Pieces], targets: Sequence[Pieces], start: str = ""
    ) -> list[float]:
        """Return the mean log-probability of each target, given without `</s>` and `start`."""
        begun = [start] if start else []
        batch = [list(source) for source in sources]
        results = self._run("score_batch", batch, [[*begun, *target] for target in targets])
        found = [result.log_probs[len(begun) :] for result in results]
        return [sum(each) / len(each) for each in found]

    def _run(self, method: str, batch: list[list[str]], *more: Any, **options: Any) -> Any:
        """Call CTranslate2 without its silent truncation: too long an input is an error."""
        try:
            return getattr(self._translator, method)(
                batch,
                *more,
                max_batch_size=_BATCH,
                batch_type="tokens",
                max_input_length=0,
                **options,
            )
        except (RuntimeError, MemoryError) as error:
            if _is_of_memory(error):
                raise _too_little(self._directory) from error
            longest = max(len(source) for source in batch)
            raise ModelError(
                f"the model cannot run on this input of up to {longest} pieces ({error}); "
                "split long sentences before they reach the engine"
            ) from error

    def _windows(self, sources: Sequence[Pieces]) -> Iterator[list[int]]:
        """Yield the indices of sources of like length, some batches at a time."""
        window: list[int] = []
        pieces = 0
        for i in by_length(sources):
            window.append(i)
            pieces += len(sources[i])
            if pieces >= _BATCH * _WINDOW:
                yield window
                window, pieces = [], 0
        if window:
            yield window

    def _rescored(
        self, sources: Sequence[Pieces], found: list[list[Hypothesis]], start: str
    ) -> list[list[Hypothesis]]:
        pairs = [(s, h.pieces) for s, hs in zip(sources, found, strict=True) for h in hs]
        sides = [s for s, _ in pairs], [h for _, h in pairs]
        scores = iter(self.score(*sides, start) if pairs else [])
        return [[replace(h, score=next(scores)) for h in hypotheses] for hypotheses in found]


def _refused(directory: Path, hardware: Hardware, error: Exception) -> ModelError:
    """Return what to do about a model that cannot be loaded."""
    if _is_of_memory(error):
        return _too_little(directory)
    cure = "convert it again with `vitrans models convert`, or pull it again"
    if "later version of CTranslate2" in str(error):
        cure = "update it: pip install --upgrade ctranslate2"
    elif hardware.device != "cpu" or hardware.compute_type != "default":
        cure = "leave --device and --compute-type out, or give others"
    return ModelError(
        f"{str(directory)!r} cannot be loaded as a CTranslate2 model ({error}); {cure}"
    )


def _is_of_memory(error: Exception) -> bool:
    """Say whether there was too little memory, for which CTranslate2 has several errors."""
    known = ("failed to allocate", "bad_alloc", "out of memory")
    return isinstance(error, MemoryError) or any(words in str(error) for words in known)


def _too_little(directory: Path) -> ModelError:
    return ModelError(
        f"there is too little memory for the model in {str(directory)!r}; close other programs, or "
        "use a smaller one (`vitrans models list` shows sizes)"
    )


def share_threads(threads: int) -> tuple[int, int]:
    """Return workers and threads for each: batches side by side use a processor best."""
    workers = min(threads, 4)
    return workers, max(1, threads // workers)


def _options(decoding: Decoding) -> dict[str, Any]:
    return {
        "beam_size": decoding.beam_size,
        "length_penalty": decoding.length_penalty,
        "max_decoding_length": decoding.max_length,
        "no_repeat_ngram_size": decoding.no_repeat_ngram_size,
        "repetition_penalty": decoding.repetition_penalty,
        "suppress_sequences": [[piece] for piece in decoding.suppress] or None,
        "return_scores": True,
        "return_end_token": True,
    }


def _hypotheses(result: Any, decoding: Decoding) -> list[Hypothesis]:
    found = []
    for pieces, score in zip(result.hypotheses, result.scores, strict=True):
        # CTranslate2 gives the sum divided by length ** length_penalty, `</s>` counted; greedy
        # search knows no such penalty but its score is divided all the same.
        total = score * len(pieces) ** decoding.length_penalty
        finished = pieces[-1] == END
        kept = pieces[:-1] if finished else pieces
        if decoding.start and kept[:1] == [decoding.start]:
            kept = kept[1:]
        found.append(Hypothesis(tuple(kept), total / len(pieces), finished))
    return found


def _joined(directory: Path) -> dict[str, bytes] | None:
    """Return the files of a model whose `model.bin` lies there in parts, else None."""
    parts = sorted(directory.glob("model.bin.[0-9][0-9]"))
    if not parts or (directory / "model.bin").exists():
        return None
    small = {path.name: path.read_bytes() for path in directory.glob("*.json")}
    return {**small, "model.bin": b"".join(part.read_bytes() for part in parts)}
