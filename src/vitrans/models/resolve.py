"""From what a person calls a model to a directory that an engine can load."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrans import places
from vitrans.errors import ModelError, UsageError
from vitrans.models.catalogue import catalogue, find, refuse_unless_driven, suggestion
from vitrans.models.conversion import convert
from vitrans.models.description import Description, describe
from vitrans.models.hub import is_hub_name
from vitrans.models.pulled import check_sizes, find_pulled
from vitrans.models.registry import installed
from vitrans.models.store import CTRANSLATE2, HUGGING_FACE, form, locked, sweep
from vitrans.types import Language

BUNDLED = "bundled"
"""What the model that comes with vitrans is called where a name is wanted."""


@dataclass(frozen=True, slots=True)
class Located:
    """A model directory in the form that an engine wants, and what the model is."""

    directory: Path
    description: Description


def locate(
    model: str | Path | None = None, engine: str = CTRANSLATE2, cache: Path | None = None
) -> Located:
    """Find a translation model for an engine.

    Args:
        model: None or `bundled` for the bundled one, a directory, or the name or hub name of a
            model that was pulled.
        engine: `ctranslate2` or `transformers`.
        cache: where converted models are kept; a folder of the user's cache if not given.

    Raises:
        ModelError: there is no such model, or the engine cannot run it.
    """
    name, directory = _find(model)
    have = form(directory)
    if engine == CTRANSLATE2 and have == HUGGING_FACE:
        directory = _converted(
            directory, name, cache / "converted" if cache else places.cached("converted")
        )
    elif engine == HUGGING_FACE and have == CTRANSLATE2:
        raise ModelError(
            f"{str(directory)!r} is in the CTranslate2 form, which the engine 'transformers' "
            "cannot run; give the model's Hugging Face form, or use the engine 'ctranslate2'"
        )
    return Located(directory, describe(directory, name))


def resolve_models(names: Sequence[str]) -> dict[Language, str]:
    """Return which model translates into each language.

    Args:
        names: `A` for a model that serves all languages it translates into, `vi=A` for one that
            is to translate into Vietnamese, `en=A` for one into English.

    Raises:
        ModelError: a model is not here, or does not translate into the language.
        UsageError: two models are to translate into the same language.
    """
    chosen: dict[Language, str] = {}
    for given in names:
        wanted, model = _halves(given)
        able = [Language(code) for code in locate(model).description.prefixes]
        if wanted and wanted not in able:
            raise ModelError(
                f"{model!r} does not translate into {wanted}; it does into {', '.join(able)}: give "
                f"{able[0]}={model}"
            )
        for language in [wanted] if wanted else able:
            if language in chosen:
                raise UsageError(
                    f"{chosen[language]!r} and {model!r} are both to translate into {language}; "
                    f"say which: --model {language}={model}"
                )
            chosen[language] = model
    return chosen


def _halves(given: str) -> tuple[Language | None, str]:
    code, mark, model = given.partition("=")
    if mark and code in ("en", "vi") and not Path(given).is_dir():
        return Language(code), model
    return None, given


def _find(model: str | Path | None) -> tuple[str, Path]:
    if model is None or model == BUNDLED:
        return "", installed("translator")
    directory = Path(model).expanduser()
    if directory.is_dir():
        return "", directory
    if isinstance(model, str) and (pulled := find_pulled(model)):
        check_sizes(pulled)
        return "", pulled
    raise _not_here(str(model))


def _not_here(model: str) -> ModelError:
    """Say how to come by a model."""
    if entry := find(model):
        refuse_unless_driven(entry)
    if entry or is_hub_name(model):
        return ModelError(f"the model {model!r} is not here; get it: vitrans models pull {model}")
    hint = suggestion(model) or f": give a folder, or one of {_names()}"
    return ModelError(f"there is no model {model!r}{hint}")


def _names() -> str:
    return ", ".join(name for name, entry in catalogue().items() if not entry.why)


def _converted(directory: Path, name: str, cache: Path) -> Path:
    """Return the int8 form of a MarianMT model, converted when it is first asked for."""
    key = hashlib.sha256(str(directory.resolve()).encode())
    for path in sorted(directory.iterdir()):
        facts = path.stat()
        key.update(f"{path.name} {facts.st_size} {facts.st_mtime_ns}".encode())
    label = (name or directory.resolve().name).replace("/", "--")
    output = cache / f"{label}-{key.hexdigest()[:12]}-int8"
    if not output.is_dir():
        with locked(output):
            sweep(output)
            if not output.is_dir():  # another process may have made it meanwhile
                convert(directory, output, name=name)
    return output
