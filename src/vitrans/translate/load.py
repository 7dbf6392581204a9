"""From what a person asks for to a translator that works."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vitrans.engines import Decoding, Hardware, load_engine
from vitrans.errors import ModelError, UsageError
from vitrans.models import Description, locate, resolve_models
from vitrans.terms import Glossary
from vitrans.translate.checks import Checker
from vitrans.translate.manner import Manner
from vitrans.translate.tokenizer import Tokenizer
from vitrans.translate.translator import MarianTranslator
from vitrans.types import Language, Target, Translation, target_of


@dataclass(frozen=True, slots=True)
class ByTarget:
    """A translator for each language to translate into; all at once stand for one."""

    translators: Mapping[Language, MarianTranslator]

    def obeying(self, glossary: Glossary) -> "ByTarget":
        """Return the translators with another glossary; they share their models."""
        return ByTarget({to: one.obeying(glossary) for to, one in self.translators.items()})

    def translate(
        self,
        texts: Sequence[str],
        target: Target,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        """Return one translation for each text, by the model for the language.

        Raises:
            UsageError: no model was given for it.
        """
        if target not in self.translators:
            have = ", ".join(self.translators)
            raise UsageError(
                f"no model that was given translates into {target}, only into {have}; add one: "
                f"--model {target}=NAME"
            )
        return self.translators[target].translate(texts, target, on_progress)

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return where words of a source stand in its translation, by the model for it."""
        return self.translators[language].place(spans, source, target, language)

    def varied(self, glossary: Glossary, alternatives: int) -> "ByTarget":
        """Return the same models with other terms and another number of alternatives."""
        made = {
            target: translator.varied(glossary, alternatives)
            for target, translator in self.translators.items()
        }
        return ByTarget(made)


def load_translators(
    names: Sequence[str],
    engine: str = "ctranslate2",
    beam_size: int | None = None,
    *,
    hardware: Hardware | None = None,
    manner: Manner | None = None,
    glossary: Glossary | None = None,
) -> ByTarget:
    """Return translators for the models named; see `resolve_models` for how.

    A model that is named for both languages is loaded once.

    Raises:
        ModelError: a model is not here, or does not translate into the language.
        UsageError: two models are to translate into the same language.
    """
    chosen = resolve_models(names)
    loaded = {
        model: load_translator(
            model, engine, beam_size, hardware=hardware, glossary=glossary, manner=manner
        )
        for model in set(chosen.values())
    }
    return ByTarget({language: loaded[model] for language, model in chosen.items()})


# The settings of `Decoding` that a model may give.
_WHOLE = frozenset({"beam_size", "max_length", "no_repeat_ngram_size"})
_REAL = frozenset({"length_penalty", "repetition_penalty", "reverse_weight"})


def load_translator(
    model: str | Path | None = None,
    engine: str = "ctranslate2",
    beam_size: int | None = None,
    length_penalty: float | None = None,
    *,
    hardware: Hardware | None = None,
    cache: Path | None = None,
    manner: Manner | None = None,
    glossary: Glossary | None = None,
) -> MarianTranslator:
    """Return a translator, ready to use.

    Args:
        model: None for the bundled model; a directory in the CTranslate2 or the Hugging Face
            form; or the name or hub name of a model that was pulled, such as `opus-vi-en`.
        engine: `ctranslate2`, or `transformers`, the reference, which needs torch.
        beam_size: how many hypotheses are kept in the search; the model's own default if None.
        length_penalty: see `Decoding`; the model's own default if None.
        hardware: threads, device and compute type, for ctranslate2; the processor if None.
        cache: where models that had to be converted are kept; the user's cache if None.
        manner: how names and figures are written, and how many alternatives there are; the
            search keeps one hypothesis more than these at least.
        glossary: the terms that translations are to have.

    Raises:
        ModelError: there is no such model, or it cannot be loaded.
        DependencyError: torch is needed and not installed.
        UsageError: there is no such engine, or a setting is out of range.
    """
    found = locate(model, engine, cache)
    decoding = _decoding(found.description)
    if beam_size is not None:
        decoding = replace(decoding, beam_size=beam_size)
    if length_penalty is not None:
        decoding = replace(decoding, length_penalty=length_penalty)
    if manner and manner.alternatives >= decoding.beam_size:
        decoding = replace(decoding, beam_size=manner.alternatives + 1)
    tokenizer = Tokenizer.load(found.directory)
    checkers = {
        target_of(code): Checker.load(target_of(code), tokenizer.knows)
        for code in found.description.prefixes
    }
    runner = load_engine(engine, found.directory, hardware)
    return MarianTranslator(
        runner, tokenizer, found.description, decoding, checkers, glossary, manner
    )


def _decoding(description: Description) -> Decoding:
    """Return the defaults of a model's `vitrans.json`, checked."""
    unknown = description.decoding.keys() - _WHOLE - _REAL
    if unknown:
        raise ModelError(
            f"vitrans.json of the model {description.name!r} has a decoding setting that this "
            f"version does not know ({min(unknown)!r}); update vitrans"
        )
    settings: dict[str, Any] = {
        name: _number(description, name, value) for name, value in description.decoding.items()
    }
    return Decoding(**settings)


def _number(description: Description, name: str, value: object) -> float:
    """Return a setting's value, an int where it counts something."""
    kinds = (int,) if name in _WHOLE else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise ModelError(
            f"vitrans.json of the model {description.name!r} has {value!r} for {name}, which is "
            f"no {'whole ' if name in _WHOLE else ''}number; convert or download the model again"
        )
    return value
