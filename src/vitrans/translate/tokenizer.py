"""SentencePiece on its own: all that a Marian model needs of a tokenizer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vitrans.errors import ModelError


class Tokenizer:
    """The source and target SentencePiece models of a translation model."""

    def __init__(self, source: Any, target: Any) -> None:
        self._source = source
        self._target = target
        self._known: dict[str, bool] = {}

    @classmethod
    def load(cls, directory: Path) -> "Tokenizer":
        """Return the tokenizer of a model directory: its source.spm and target.spm."""
        return cls(_read(directory / "source.spm"), _read(directory / "target.spm"))

    def encode(self, text: str) -> list[str]:
        """Cut a source text into pieces."""
        pieces: list[str] = self._source.encode(text, out_type=str)
        return pieces

    def encode_target(self, text: str) -> list[str]:
        """Cut a text in the target language into pieces."""
        pieces: list[str] = self._target.encode(text, out_type=str)
        return pieces

    def decode(self, pieces: Sequence[str]) -> str:
        """Put the pieces of a target together."""
        text: str = self._target.decode(list(pieces))
        return text.strip()

    def knows(self, character: str) -> bool:
        """Say whether the vocabulary has a character, other than as unknown or as bytes."""
        if character not in self._known:
            ids = self._source.encode(character)
            self._known[character] = not any(
                self._source.is_unknown(i) or self._source.is_byte(i) for i in ids
            )
        return self._known[character]


def _read(path: Path) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes())
    except (OSError, RuntimeError) as error:
        raise ModelError(
            f"{str(path)!r} is missing or damaged ({error}); convert or download the model again"
        ) from error
