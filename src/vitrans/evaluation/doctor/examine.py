"""Probes through a model as it is driven; where something is wrong, the likely cause."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vitrans.engines import Decoding, Engine, load_engine
from vitrans.errors import ModelError
from vitrans.evaluation.doctor.driving import Way, other_ways
from vitrans.evaluation.doctor.probes import PROBES
from vitrans.evaluation.doctor.symptoms import Seen, Symptom, look
from vitrans.language import Detector
from vitrans.models import Description, describe
from vitrans.models.description import read_json
from vitrans.translate.search import Search
from vitrans.translate.tokenizer import Tokenizer
from vitrans.types import Language, Target, target_of

_FAULTY = 0.25  # share of the probes from which a symptom is a fault
_OF_NUMBERS = 0.4  # of the probes with numbers: small models lose some
_BETTER = 0.3  # share of the probes by which another way must be better to be the cause
_LONGEST = 160  # target pieces; the longest probe needs half of that
_OF_CUTTING = {Symptom.CUT, Symptom.NUMBER}


@dataclass(frozen=True, slots=True)
class Finding:
    """A symptom that many probes into one language show.

    Attributes:
        target: the language translated into.
        symptom: what is wrong.
        count: how many probes show it.
        total: of how many.
        example: the first of them.
        cause: what is wrong with how the model is driven, empty where it could not be told.
        cure: what to do.
    """

    target: Language
    symptom: Symptom
    count: int
    total: int
    example: Seen
    cause: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A model as it is driven."""

    engine: Engine
    tokenizer: Tokenizer
    description: Description
    pieces: tuple[str, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> "Model":
        """Return the model of a folder in the CTranslate2 form."""
        vocabulary = folder / "shared_vocabulary.json"
        pieces = tuple(read_json(vocabulary)) if vocabulary.exists() else ()
        engine = load_engine("ctranslate2", folder)
        return cls(engine, Tokenizer.load(folder), describe(folder), pieces)


def examine(model: Model | Path, detector: Detector) -> list[Finding]:
    """Return what is wrong with a model's outputs, and why; nothing if all is well.

    Each direction has two dozen probes, decoded greedily, without second tries or checks.

    Args:
        model: a model, or the folder of one in the CTranslate2 form.
        detector: tells the languages of outputs.

    Raises:
        ModelError: the model cannot be loaded.
    """
    loaded = Model.load(model) if isinstance(model, Path) else model
    found = []
    for code in loaded.description.prefixes:
        target = target_of(code)
        seen = _probed(loaded, target, detector)
        if faults := _faults(seen, target):
            cause, cure = _cause(loaded, seen, target, detector)
            found += [replace(one, cause=cause, cure=cure) for one in faults]
    return found


def refuse_if_faulty(folder: Path, detector: Detector) -> None:
    """Refuse a model that is not driven as it was trained.

    Raises:
        ModelError: the probes show it; the message says what and, if it can be told, why.
    """
    found = examine(folder, detector)
    if found:
        first = found[0]
        why = f": {first.cause}; {first.cure}" if first.cause else ""
        raise ModelError(
            f"{first.count} of {first.total} test sentences into {first.target} show: "
            f"{first.symptom}{why} (to keep it all the same: --force)"
        )


def _probed(model: Model, target: Target, detector: Detector) -> list[Seen]:
    decoding = Decoding(beam_size=1, max_length=_LONGEST)
    search = Search(model.engine, model.tokenizer, model.description, decoding)
    pairs = [pair if target is Language.VIETNAMESE else pair[::-1] for pair in PROBES]
    sources = [source for source, _ in pairs]
    made = search.ranked(sources, target, False, lambda count: lambda done: None)
    return [
        look(source, search.read(best, target), reference, best, target, detector)
        for (source, reference), (best, *_) in zip(pairs, made, strict=True)
    ]


def _faults(seen: Sequence[Seen], target: Target) -> list[Finding]:
    """Return the symptoms that are too frequent, the most frequent first."""
    counts = Counter(symptom for one in seen for symptom in one.symptoms)
    numbers = sum(any(map(str.isdigit, one.source)) for one in seen)
    found = []
    for symptom, count in counts.most_common():
        total = numbers if symptom is Symptom.NUMBER else len(seen)
        share = _OF_NUMBERS if symptom is Symptom.NUMBER else _FAULTY
        if count >= share * total or (symptom is Symptom.CUT and symptom in seen[-1].symptoms):
            example = next(one for one in seen if symptom in one.symptoms)
            found.append(Finding(target, symptom, count, total, example))
    return found


def _cause(model: Model, seen: list[Seen], target: Target, detector: Detector) -> tuple[str, str]:
    """Return the cause of what is seen and its cure, both empty where it cannot be told."""
    if limit := _limit(seen):
        cure = "give a smaller max_input in models.toml, so that long sentences are split"
        return f"it writes no more than {limit} pieces", cure
    best, works = None, _sound(seen) + _BETTER
    for way in other_ways(model.description, target, model.pieces):
        sound = _sound(_probed(replace(model, description=way.description), target, detector))
        if sound > works or (best is None and sound >= works):
            best, works = way, sound
    return _told(best)


def _told(way: Way | None) -> tuple[str, str]:
    return (way.cause, way.cure) if way else ("", "")


def _sound(seen: Sequence[Seen]) -> float:
    """Return the share of probes that show nothing wrong."""
    return sum(not one.symptoms for one in seen) / len(seen)


def _limit(seen: Sequence[Seen]) -> int:
    """Return at how many pieces outputs are cut off, 0 where that is not what is wrong."""
    cut = max((one.pieces for one in seen if Symptom.CUT in one.symptoms), default=0)
    others = sum(bool(set(one.symptoms) - _OF_CUTTING) for one in seen)
    return cut if others < _FAULTY * len(seen) and cut < _LONGEST else 0
