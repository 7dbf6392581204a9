"""All that vitrans does, behind one object: models are loaded when first needed, and shared.

>>> import vitrans
>>> tools = vitrans.load()
>>> tools.restore("Nha san xuat")
'Nhà sản xuất'
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, TypeVar, Unpack, cast, overload

from vitrans import places
from vitrans._version import __version__
from vitrans.engines import Hardware
from vitrans.errors import UsageError, reading
from vitrans.files import divided, named_file, read_bytes, refuse_inputs, write_bytes
from vitrans.formats import PLAIN, find_format, named, packaged, parse, render
from vitrans.formats.base import Format
from vitrans.formats.parts import PartedFormat
from vitrans.types import (
    EASY_TO_READ,
    Bitext,
    CaptionPair,
    Detection,
    Document,
    SubtitleRules,
    Target,
    Translation,
    Translator,
    target_of,
)

if TYPE_CHECKING:
    from vitrans.align.readings import WordEvidence
    from vitrans.exchange.bilingual import Reviewed
    from vitrans.language import Detector
    from vitrans.memory import Remembering
    from vitrans.pipeline import Counterparts, Mended, Restored, Translated
    from vitrans.pipeline.review import Fixed
    from vitrans.report.bilingual import BilingualForm
    from vitrans.restore import Restoration, Restorer, UserLexicon
    from vitrans.restore.evidence import Proposal
    from vitrans.terms import Glossary
    from vitrans.translate import ByTarget, MarianTranslator

Code = Literal["en", "vi"]
# Shows how far a piece of work has got: takes how many there are and what is done to them, yields
# what takes how many more are done.
ShowProgress = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]

# Texts that are restored between two reports of progress.
_BATCH = 256

T = TypeVar("T")


@contextmanager
def _no_progress(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """Show nothing."""
    yield lambda count: None


@dataclass(frozen=True, slots=True)
class Settings:
    """Which models a toolkit works with, and how they are run.

    Attributes:
        model: a translation model's folder or name, or names by target language, as
            `resolve_models` takes them; the user's default, or else the bundled one, if None.
        engine: `ctranslate2`, or `transformers`, the reference.
        beam: hypotheses that the search keeps; the model's own number if None.
        threads: processor cores to use; all that are allowed if None.
        device: what translates: `cpu`, `cuda`, or `auto`, a GPU where there is one.
        compute_type: the numbers that translation computes in, such as `float16`; those of the
            model if `default`.
        lexicons: files of phrases that decide before the restorer does.
        own_lexicon: whether the user's own lexicon counts too.
        forgotten: phrases of the lexicons that do not count.
        restorer: a restorer's folder; the bundled one if None.
        detector: a language detector's folder; the bundled one if None.
        finish: whether the restorer finishes accented texts that were mended.
        memory: the file of a translation memory, `default` for the user's own; none is asked
            if None.
        remember: whether what is translated is kept in the memory.
        apply_from: the percent from which a match takes the place of a translation; 100 also
            counts matches in which just numbers or tags differ.
        names: how English writes Vietnamese names: `ascii`, or `keep` with their diacritics.
        localise: whether numbers, dates and times in figures are written as the target language
            has them, not as the source has them.
        alternatives: how many other translations come with each.
        glossaries: files of terms with their translations, which translations have.
        keep: files of strings that translations have as they are, one a line.
        terms_ignore_accents: whether Vietnamese terms are found by their bare letters.
        subtitles: how long the lines of subtitles may be, and how fast.

    Raises:
        UsageError: it is to remember, and no memory is given.
    """

    model: str | Path | tuple[str, ...] | None = None
    engine: str = "ctranslate2"
    beam: int | None = None
    threads: int | None = None
    device: str = "cpu"
    compute_type: str = "default"
    lexicons: tuple[Path, ...] = ()
    own_lexicon: bool = True
    forgotten: tuple[str, ...] = ()
    restorer: Path | None = None
    detector: Path | None = None
    finish: bool = False
    memory: Path | None = None
    remember: bool = False
    apply_from: int = 100
    names: Literal["ascii", "keep"] = "ascii"
    localise: bool = True
    alternatives: int = 0
    glossaries: tuple[Path, ...] = ()
    keep: tuple[Path, ...] = ()
    terms_ignore_accents: bool = False
    subtitles: SubtitleRules = EASY_TO_READ

    def __post_init__(self) -> None:
        if self.remember and self.memory is None:
            raise UsageError("translations are remembered in a memory; give --memory FILE too")

    def anywhere(self) -> "Settings":
        """Return the settings with paths that do not depend on the folder one works in."""
        from vitrans.memory import memory_path

        model = self.model
        if isinstance(model, tuple):
            model = tuple(map(_model_anywhere, model))
        return replace(
            self,
            model=model.absolute() if isinstance(model, Path) else model,
            lexicons=tuple(path.absolute() for path in self.lexicons),
            glossaries=tuple(path.absolute() for path in self.glossaries),
            keep=tuple(path.absolute() for path in self.keep),
            memory=self.memory and memory_path(self.memory).absolute(),
        )


def _model_anywhere(model: str) -> str:
    """Return `FOLDER` or `vi=FOLDER` with the whole path; a name stays as it is."""
    to, mark, name = model.rpartition("=")
    return f"{to}{mark}{Path(name).absolute()}" if Path(name).exists() else model


@dataclass(frozen=True, slots=True)
class Toolkit:
    """The models and what is done with them; one may serve many threads.

    Texts may be given alone or as a list, and come back in the same shape.
    """

    settings: Settings = Settings()
    progress: ShowProgress = _no_progress
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)
    _models: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def detector(self) -> "Detector":
        """The language detector."""
        return self._once("detector", lambda: load_detector(self.settings.detector))

    @property
    def lexicon(self) -> "UserLexicon":
        """The phrases that decide before the restorer does."""
        return self._once("lexicon", lambda: load_lexicon(self.settings))

    @property
    def restorer(self) -> "_Restoring":
        """The restorer, which obeys the lexicon."""
        return _Restoring(self)

    @property
    def translator(self) -> "_Translating":
        """The translator."""
        return _Translating(self)

    @property
    def glossary(self) -> "Glossary":
        """The terms that translations are to have; its `notes` say what was left out of it."""
        return self._once("glossary", lambda: load_glossary(self.settings))

    @property
    def memory(self) -> "Remembering | None":
        """The translator with its translation memory, as it was when it was first asked for.

        Raises:
            InputError: the memory is not there, or cannot be read.
        """
        if self.settings.memory is None:
            return None
        return self._once(
            "memory", lambda: open_memory(self.settings, _Loading(self), self.glossary)
        )

    @property
    def evidence(self) -> "_Evidence":
        """What weighs Vietnamese readings by their English."""
        return _Evidence(self)

    def _once(self, name: str, load: Callable[[], T]) -> T:
        """Return a model, loaded by the first thread that needs it."""
        with self._lock:
            if name not in self._models:
                self._models[name] = load()
            return cast(T, self._models[name])

    def _load_restorer(self) -> "Restorer":
        lexicon = self.lexicon

        def load() -> "Restorer":
            loaded = load_restorer(lexicon, self.settings)
            return loaded.finishing() if self.settings.finish else loaded

        return self._once("restorer", load)

    def _load_translator(self) -> "MarianTranslator | ByTarget":
        def load() -> "MarianTranslator | ByTarget":
            loaded = load_model(self.settings)
            return loaded.obeying(self.glossary) if self.glossary else loaded

        return self._once("translator", load)

    def _load_evidence(self) -> "WordEvidence":
        return self._once("evidence", load_evidence)

    def obeying(self, glossary: "Glossary") -> "Toolkit":
        """Return a toolkit whose translations have the terms of another glossary.

        It shares the models, and has no translation memory.
        """
        settings = replace(self.settings, memory=None, remember=False)
        with self._lock:
            models = {name: one for name, one in self._models.items() if name != "memory"}
        models |= {"glossary": glossary, "translator": self._load_translator().obeying(glossary)}
        return Toolkit(settings, self.progress, _models=models)

    # Texts

    @overload
    def translate(self, texts: str, to: Code) -> Translation: ...  # type: ignore[overload-overlap]
    @overload
    def translate(self, texts: Sequence[str], to: Code) -> list[Translation]: ...
    def translate(self, texts: str | Sequence[str], to: Code) -> Translation | list[Translation]:
        """Translate texts into English (`en`) or Vietnamese (`vi`).

        A text may have several sentences and lines. What is in the target language already stays
        as it is; unaccented Vietnamese is restored first.

        Raises:
            UsageError: the target is neither `en` nor `vi`.
        """
        target = target_of(to)
        return _each(texts, lambda text: _joined(text, self.translated(PLAIN.parse(text), target)))

    @overload
    def restore(self, texts: str) -> str: ...  # type: ignore[overload-overlap]
    @overload
    def restore(self, texts: Sequence[str]) -> list[str]: ...
    def restore(self, texts: str | Sequence[str]) -> str | list[str]:
        """Put diacritics back into Vietnamese texts; no letter changes, English is left alone."""
        return _each(texts, lambda text: render(self.restored(PLAIN.parse(text)).document))

    @overload
    def detect(self, texts: str) -> Detection: ...  # type: ignore[overload-overlap]
    @overload
    def detect(self, texts: Sequence[str]) -> list[Detection]: ...
    def detect(self, texts: str | Sequence[str]) -> Detection | list[Detection]:
        """Return the language of texts, each with a probability."""
        return _each(texts, self.detector.detect)

    def captions(self, article: str | Path) -> list[CaptionPair]:
        """Return the pairs of Vietnamese and English captions of an article, a text or a path."""
        from vitrans.pipeline import caption_pairs

        return caption_pairs(document_of(article), self.restorer, self.detector, self.evidence)

    def align(self, source: str | Path, target: str | Path, translate: bool = False) -> Bitext:
        """Return the sentences of a text and of its translation, and which belong together.

        Args:
            source: a text or the path of one, English or Vietnamese.
            target: the same in the other language.
            translate: whether the English side is translated as further evidence.

        Raises:
            InputError: both are in the same language, or one has no text.
        """
        from vitrans.pipeline import align_documents

        translator = self.translator if translate else None
        sides = document_of(source), document_of(target)
        return align_documents(*sides, self.detector, translator)

    # Files

    def translate_file(
        self, path: str | Path, output: str | Path, to: Code, format: str | None = None
    ) -> "Translated":
        """Translate a file into another; return what became of each sentence.

        Raises:
            InputError: the file cannot be read, or is of no known format.
            OutputError: the result cannot be written.
            UsageError: the output is the input.
        """
        target = target_of(to)
        document, kind = _opened(path, output, format)
        with reading(str(path)):
            done = self.translated(document, target)
        write_bytes(Path(output), kind.write(done.document))
        return done

    def fix_file(
        self,
        reviewed: str | Path,
        original: str | Path,
        output: str | Path,
        to: Code | None = None,
        format: str | None = None,
    ) -> "Fixed":
        """Write a document with the translations of a reviewed bilingual file.

        Args:
            reviewed: what `bilingual` or `vitrans translate --bilingual` wrote, corrected.
            original: the document that was translated.
            output: the file for the result.
            to: the language of the translations, where the reviewed file does not say it.
            format: how to read the original, whatever its name.

        Raises:
            InputError: a file cannot be read, or none of its sentences is in the original.
            OutputError: the result cannot be written.
            UsageError: the output is an input, or nobody says the language.
        """
        from vitrans.report.bilingual import read_reviewed

        refuse_inputs([Path(output)], [reviewed])
        corrected = read_reviewed(read_bytes(Path(reviewed)), str(reviewed))
        document, kind = _opened(original, output, format)
        done = self.fixed(document, corrected, target_of(to) if to else None)
        write_bytes(Path(output), kind.write(done.done.document))
        return done

    def restore_file(
        self, path: str | Path, output: str | Path, format: str | None = None
    ) -> "Restored":
        """Restore a file into another; return what was chosen for each word.

        Raises:
            InputError: the file cannot be read, or is of no known format.
            OutputError: the result cannot be written.
            UsageError: the output is the input.
        """
        document, kind = _opened(path, output, format)
        done = self.restored(document)
        write_bytes(Path(output), kind.write(done.document))
        return done

    # Documents

    def translated(self, document: Document, target: Target) -> "Translated":
        """Return a document translated, with what became of each sentence."""
        from vitrans.pipeline import translate_document

        return translate_document(
            document,
            target,
            self.translator,
            self.restorer,
            self.detector,
            self.english_captions,
            localise=self.settings.localise,
            rules=self.settings.subtitles,
        )

    def restored(self, document: Document) -> "Restored":
        """Return a document restored, with what was chosen for each word."""
        from vitrans.pipeline import restore_detailed

        return restore_detailed(document, self.restorer, self.detector, self.english_captions)

    def bilingual(
        self, done: "Translated", to: Code, form: "BilingualForm | str", name: str = ""
    ) -> bytes:
        """Return a translated document beside its source, as a file that a person can read.

        Args:
            done: what `translated` or `translate_file` returned.
            to: the language that was translated into.
            form: text, html, docx, tmx, xliff, tsv or jsonl.
            name: what the document is called in it.

        Raises:
            UsageError: there is no such form, or no such language.
        """
        from vitrans.pipeline.review import sheet_of
        from vitrans.report.bilingual import form_of, write_sheet

        return write_sheet(sheet_of(done, name, target_of(to)), form_of(form))

    def fixed(
        self, document: Document, reviewed: "Reviewed", target: Target | None = None
    ) -> "Fixed":
        """Return a document with a reviewer's translations.

        Raises:
            InputError: none of the sentences reviewed is in the document.
            UsageError: neither the reviewed file nor `target` says the language.
        """
        from vitrans.pipeline.review import fix_document

        target = target or reviewed.target
        if target is None:
            raise UsageError("the reviewed file does not say its language; give --to en or --to vi")
        models = self.restorer, self.detector, self.english_captions
        return fix_document(document, reviewed, target, *models)

    def repaired(self, document: Document) -> "Mended":
        """Return a document with its typing accidents mended, and what was mended."""
        from vitrans.pipeline import repair_document

        return repair_document(document)

    def english_captions(self, tagged: Document) -> "Counterparts | None":
        """Return the English captions that a tagged article has for Vietnamese ones, if any."""
        from vitrans.pipeline import find_counterparts

        return find_counterparts(tagged, self.restorer, self.evidence)


def load(
    model: str | Path | None = None,
    *,
    engine: str = "ctranslate2",
    beam: int | None = None,
    threads: int | None = None,
    device: str = "cpu",
    compute_type: str = "default",
    lexicons: Sequence[str | Path] = (),
    names: Literal["ascii", "keep"] = "ascii",
    localise: bool = True,
    alternatives: int = 0,
    glossaries: Sequence[str | Path] = (),
    keep: Sequence[str | Path] = (),
    memory: str | Path | None = None,
    remember: bool = False,
    apply_from: int = 100,
) -> Toolkit:
    """Return a toolkit; its models are loaded when first needed.

    Args:
        model: a translation model's folder or name; the user's default, or else the bundled
            one, if None.
        engine: `ctranslate2`, or `transformers`, the reference, which needs torch.
        beam: hypotheses that the search keeps; the model's own number if None.
        threads: processor cores to use; all that are allowed if None.
        device: what translates: `cpu`, `cuda`, or `auto`, a GPU where there is one.
        compute_type: the numbers that translation computes in, such as `float16`; those of the
            model if `default`.
        lexicons: files of phrases that decide before the restorer does, besides the user's own.
        names: how English writes Vietnamese names: `ascii`, or `keep` with their diacritics.
        localise: whether numbers, dates and times in figures are written as the target language
            has them, not as the source has them.
        alternatives: how many other translations come with each.
        glossaries: files of terms with their translations, which translations have.
        keep: files of strings that translations have as they are, one a line.
        memory: the file of a translation memory, `default` for the user's own; none if None.
        remember: whether what is translated is kept in the memory.
        apply_from: the percent from which a match takes the place of a translation.
    """
    settings = Settings(
        model,
        engine,
        beam,
        threads,
        device,
        compute_type,
        tuple(map(Path, lexicons)),
        glossaries=tuple(map(Path, glossaries)),
        keep=tuple(map(Path, keep)),
        memory=None if memory is None else Path(memory),
        remember=remember,
        apply_from=apply_from,
    )
    return Toolkit(replace(settings, names=names, localise=localise, alternatives=alternatives))


def document_of(text: str | Path) -> Document:
    """Return the document in a text, or in the file of a path.

    Raises:
        InputError: the file cannot be read, or is of no known format.
    """
    if isinstance(text, str):
        return parse(text)
    return read_document(read_bytes(named_file(text)), str(text))


def read_document(data: bytes, name: str, format: str | None = None) -> Document:
    """Return the document in a file's bytes, by the format asked for, its name, or its content.

    Args:
        data: the bytes.
        name: the file's name, with the part that is meant where that is not all of it.
        format: the name of a format that was asked for.

    Raises:
        InputError: the bytes are of no known format.
        UsageError: there is no format of the name asked for, or the file has no such part.
    """
    path, part = divided(name)
    return format_of(data, str(path), format, part).read(data, str(path))


def format_of(data: bytes, name: str, format: str | None = None, part: str = "") -> Format:
    """Return the format of a file, by what is asked for, its name, or its content.

    Raises:
        UsageError: a part is named, and the format has none.
    """
    if not (format or part) and (found := packaged(data)):
        return found
    start = data[:65536] if len(data) > 65536 else data
    found = find_format(name, start.decode("utf-8", "replace"), format)
    if not part:
        return found
    if not isinstance(found, PartedFormat):
        raise UsageError(f"{name!r} is read whole; leave out '#{part}'")
    return found.of(part)


def load_detector(folder: Path | None = None) -> "Detector":
    """Return the language detector of a folder, or the bundled one."""
    from vitrans.language import Detector

    return Detector.load(folder)


def load_restorer(lexicon: "UserLexicon", settings: Settings) -> "Restorer":
    """Return the restorer that was asked for, which obeys a lexicon."""
    from vitrans.restore import Restorer

    return Restorer.load(settings.restorer, settings.threads or 0, lexicon)


class Running(TypedDict, total=False):
    """How a translation model is run: what `load` calls so, with the same defaults."""

    engine: str
    beam: int | None
    threads: int | None
    device: str
    compute_type: str


def load_translator(model: str | Path | None = None, **running: Unpack[Running]) -> Translator:
    """Return a translator of sentences: `translate(texts, target)`, one translation for each text.

    It serves any number of threads. The same arguments give the same one, which is loaded once,
    at its first translation. Whole texts, with their languages told and their layout kept, are
    what `load` is for.

    Args:
        model: a model's name or folder; the user's default, or else the bundled one, if None.
        running: `engine`, `beam`, `threads`, `device` and `compute_type`, as `load` takes them.
    """
    name = str(model) if model is not None else None
    return _shared(Settings(name, **running)).translator


@lru_cache(maxsize=8)
def _shared(settings: Settings) -> Toolkit:
    return Toolkit(settings)


def load_model(settings: Settings) -> "MarianTranslator | ByTarget":
    """Return the translation models that were asked for, or else the user's default.

    They know no glossary yet.
    """
    from vitrans.translate import Manner, load_translators
    from vitrans.translate import load_translator as load_one

    hardware = Hardware(settings.threads, settings.device, settings.compute_type)
    manner = Manner(settings.names, settings.localise, settings.alternatives)
    model = chosen_models(settings)
    runs = settings.engine, settings.beam
    if isinstance(model, tuple):
        return load_translators(model, *runs, hardware=hardware, manner=manner)
    return load_one(model, *runs, hardware=hardware, manner=manner)


def load_glossary(settings: Settings) -> "Glossary":
    """Return the terms of the glossaries and the strings to keep.

    Raises:
        InputError: a file cannot be read, or has no terms.
    """
    from vitrans.terms import load_glossary as load_files

    return load_files(settings.glossaries, settings.keep, settings.terms_ignore_accents)


def chosen_models(settings: Settings) -> str | Path | tuple[str, ...] | None:
    """Return the translation models that were asked for, or else the user's default."""
    from vitrans.models import default_models

    return default_models() if settings.model is None else settings.model


# Settings that change nothing about what a sentence is translated into.
_WITHOUT_EFFECT = frozenset(
    {"threads", "lexicons", "own_lexicon", "forgotten", "restorer", "detector", "finish"}
    | {"memory", "remember", "apply_from", "subtitles"}
)


def open_memory(settings: Settings, translator: "_Loading", glossary: "Glossary") -> "Remembering":
    """Return a translator with the memory that was asked for.

    Args:
        settings: which memory, and when it is taken.
        translator: translates what is not remembered.
        glossary: the terms that what is remembered is held against.

    Raises:
        InputError: the memory is not there, or cannot be read.
        OutputError: it is to remember and cannot be written.
    """
    from vitrans.memory import Drafts, Memory, Remembering, engine_key, memory_path
    from vitrans.models import fingerprints

    path = memory_path(settings.memory or "")
    writing = Memory.writing(path) if settings.remember else None
    reading = Memory.reading(path)
    facts = {n: value for n, value in asdict(settings).items() if n not in _WITHOUT_EFFECT}
    model = chosen_models(settings)
    facts |= {"model": fingerprints(model, settings.engine), "vitrans": __version__}
    drafts = Drafts(writing or reading, engine_key(facts), _name_of(model))
    return Remembering(
        translator, reading, drafts, settings.remember, settings.apply_from, glossary
    )


def settings_told(settings: Settings) -> dict[str, str]:
    """Return what of the settings decides translations, by name; of files and models the sha256.

    Of a memory its units count, not what an engine has left in it.

    Raises:
        InputError: a file cannot be read.
        ModelError: a model is not here.
    """
    from vitrans.memory import Memory, memory_path
    from vitrans.memory import fingerprint as units_of
    from vitrans.models import fingerprints

    facts = {n: value for n, value in asdict(settings).items() if n not in ("threads", "remember")}
    facts |= {"model": fingerprints(chosen_models(settings), settings.engine)}
    if settings.memory is not None:
        facts["memory"] = units_of(Memory.reading(memory_path(settings.memory)))
    return _told({**facts, "lexicon": _own_lexicon(settings)})


def restoration_told(settings: Settings) -> dict[str, str]:
    """Return what of the settings decides what is restored, as `settings_told` does.

    Raises:
        InputError: a file cannot be read.
    """
    facts = {n: value for n, value in asdict(settings).items() if n in _OF_RESTORING}
    return _told({**facts, "lexicon": _own_lexicon(settings)})


_OF_RESTORING = frozenset(
    {"lexicons", "own_lexicon", "forgotten", "restorer", "detector", "finish"}
)


def _own_lexicon(settings: Settings) -> Path | str:
    """Return the user's own lexicon, where there is one and it counts."""
    own = lexicon_path()
    return own if settings.own_lexicon and own.exists() else ""


def _told(facts: Mapping[str, object]) -> dict[str, str]:
    from vitrans.memory import engine_key

    return {
        **{name: engine_key({name: value})[:16] for name, value in sorted(facts.items())},
        "vitrans": __version__,
    }


def _name_of(model: str | Path | tuple[str, ...] | None) -> str:
    """Return what people call a translation model, or several."""
    return ", ".join(model) if isinstance(model, tuple) else str(model or "bundled")


def load_evidence() -> "WordEvidence":
    """Return the bundled evidence of English counterparts."""
    from vitrans.align.readings import WordEvidence

    return WordEvidence.load()


def lexicon_path() -> Path:
    """Return the place of the user's own lexicon, whether there is one or not."""
    return places.settings_folder() / "lexicon.tsv"


def load_lexicon(settings: Settings) -> "UserLexicon":
    """Return the phrases of the user's own lexicon, if there is one, and of the files given.

    Raises:
        InputError: a file is missing or is no lexicon.
    """
    from vitrans.restore import UserLexicon

    own = lexicon_path()
    files = [own] if settings.own_lexicon and own.exists() else []
    return UserLexicon.read(*files, *settings.lexicons).without(settings.forgotten)


@dataclass(frozen=True, slots=True)
class _Restoring:
    """The restorer of a toolkit, loaded when there is something to restore."""

    tools: Toolkit

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        """Return the texts with diacritics."""
        return self._in_batches(
            lambda batch: self.tools._load_restorer().restore_batch(batch), texts
        )

    def restore_detailed_batch(self, texts: Sequence[str]) -> "list[Restoration]":
        """Return the texts with diacritics and all that might have been chosen."""
        return self._in_batches(
            lambda batch: self.tools._load_restorer().restore_detailed_batch(batch), texts
        )

    def _in_batches(
        self, work: Callable[[Sequence[str]], list[T]], texts: Sequence[str]
    ) -> list[T]:
        made: list[T] = []
        with self.tools.progress(len(texts), "Restoring") as advance:
            for start in range(0, len(texts), _BATCH):
                batch = texts[start : start + _BATCH]
                made += work(batch)
                advance(len(batch))
        return made


@dataclass(frozen=True, slots=True)
class _Translating:
    """The translator of a toolkit, loaded when there is something to translate."""

    tools: Toolkit

    def translate(
        self,
        texts: Sequence[str],
        target: Target,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        """Return one translation for each text; `on_progress` takes how many more are done."""
        translator = self.tools.memory or _Loading(self.tools)
        if on_progress:
            return translator.translate(texts, target, on_progress)
        with self.tools.progress(len(texts), "Translating") as advance:
            return translator.translate(texts, target, advance)

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return where words of a source stand in its translation."""
        return (self.tools.memory or _Loading(self.tools)).place(spans, source, target, language)


@dataclass(frozen=True, slots=True)
class _Loading:
    """The translator of a toolkit without its memory, loaded when it is first called."""

    tools: Toolkit

    def translate(
        self,
        texts: Sequence[str],
        target: Target,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        """Return one translation for each text."""
        return self.tools._load_translator().translate(texts, target, on_progress)

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return where words of a source stand in its translation."""
        return self.tools._load_translator().place(spans, source, target, language)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The evidence of English counterparts, loaded when there is one."""

    tools: Toolkit

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return log-probabilities of readings beside their English."""
        return self.tools._load_evidence()(pairs) if pairs else []

    def proposals(self, text: str, english: str) -> "Iterator[Proposal]":
        """Yield forms that the English calls for; none without English."""
        return self.tools._load_evidence().proposals(text, english) if english else iter(())


def _each(texts: str | Sequence[str], work: Callable[[str], T]) -> T | list[T]:
    """Return what the work makes of one text, or of each of several."""
    if isinstance(texts, str):
        return work(texts)
    return [work(text) for text in texts]


def _opened(path: str | Path, output: str | Path, format: str | None) -> tuple[Document, Format]:
    """Return the document of a file that is to become another one, and its format."""
    refuse_inputs([Path(output)], [path])
    data = read_bytes(named_file(path))
    document = read_document(data, str(path), format)
    return document, named(document.format)


def _joined(text: str, done: "Translated") -> Translation:
    """Return a text's translation as one: the mean score of its sentences, all their warnings."""
    made = done.translations
    scores = [one.score for one in made if one.score is not None]
    sources = list(dict.fromkeys(one.provenance for one in made if one.provenance != "copy"))
    return Translation(
        text,
        render(done.document),
        sum(scores) / len(scores) if scores else None,
        ", ".join(sources) or "copy",
        tuple(warning for one in made for warning in one.warnings),
        alternatives=made[0].alternatives if len(made) == 1 else (),
        terms=tuple(use for one in made for use in one.terms),
    )
