"""Ways to have a glossary's terms in translations: python eval/terms.py [--show N].

Over corpora/terms.jsonl in both directions: how many terms are there in any form (%), chrF against
references that have them, what the model itself thinks of the sentences (mean log-probability,
and the reverse direction's by its weight), and the processor time beside translating without a
glossary. `vitrans` is what the translator does.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sacrebleu

from common import show, write
from vitrans.engines import Decoding, Progress
from vitrans.engines.ctranslate2 import CTranslate2Engine
from vitrans.files import read_text
from vitrans.models import locate
from vitrans.terms import Finder, Found, Glossary, Term
from vitrans.translate import Checker, MarianTranslator, Tokenizer
from vitrans.translate.masking import mask, meanings, unmask
from vitrans.translate.search import Search
from vitrans.translate.terms import missing, opened, span_of, substituted
from vitrans.translate.wording import Wording, polished
from vitrans.types import Language, Target, target_of

CORPUS = Path(__file__).parent.parent / "corpora" / "terms.jsonl"
Row = dict[str, Any]
COLUMNS = ["into", "way", "terms there (%)", "chrF", "model’s opinion", "time"]


class Model:
    """The bundled translator, taken apart."""

    def __init__(self) -> None:
        found = locate(None, "ctranslate2", None)
        settings: dict[str, Any] = dict(found.description.decoding)
        decoding = Decoding(**settings)
        self.engine = CTranslate2Engine(found.directory)
        self.tokenizer = Tokenizer.load(found.directory)
        self.description = found.description
        self.search = Search(self.engine, self.tokenizer, found.description, decoding)
        self.parts = (self.engine, self.tokenizer, found.description, decoding)

    def translator(self, target: Target, glossary: Glossary) -> MarianTranslator:
        """Return the translator with a glossary."""
        checkers = {target: Checker.load(target, self.tokenizer.knows)}
        return MarianTranslator(*self.parts, checkers, glossary)


class Ways:
    """What each way makes of the sentences of one direction."""

    def __init__(self, model: Model, rows: Sequence[Row], target: Target) -> None:
        self.model, self.rows, self.target = model, rows, target
        self.sources = [row["source"] for row in rows]
        self.uses = [self._uses(row) for row in rows]
        self.seconds: dict[str, float] = {}
        self.made: dict[str, list[str]] = {}

    def _uses(self, row: Row) -> list[Found]:
        terms = [Term(one, (other,)) for one, other in row["terms"]]
        return Finder(terms, self.target.other).find(row["source"])

    def run(self) -> None:
        """Go every way."""
        self._timed("no glossary", self.plain)
        self._timed("best of the beam", self.best_of_beam)
        self._timed("placeholders alone", self.placeholders)
        self._timed("placeholders", lambda: self._polished(self.made["placeholders alone"]))
        self._timed("substitution", self.substitution)
        self._timed("prefix", self.prefix)
        self._timed("vitrans", self.vitrans)

    def _timed(self, name: str, work: Callable[[], list[str]]) -> None:
        start = time.process_time()
        self.made[name] = work()
        self.seconds[name] = time.process_time() - start

    def plain(self) -> list[str]:
        """Return the translations without a glossary."""
        translator = self.model.translator(self.target, Glossary())
        return [made.target for made in translator.translate(self.sources, self.target)]

    def best_of_beam(self) -> list[str]:
        """Return of each beam the best that has all terms, or else the best."""
        search = self.model.search
        ranked = search.ranked(self.sources, self.target, False, _quiet)
        self.beams = [[search.read(one, self.target) for one in some] for some in ranked]
        pairs = zip(self.beams, self.uses, strict=True)
        return [
            next((one for one in beam if not missing(uses, one, self.target)), beam[0])
            for beam, uses in pairs
        ]

    def placeholders(self) -> list[str]:
        """Return translations of the sentences with placeholders, filled in."""
        names = self.model.description.placeholders
        spans = [
            [span_of(use, source, self.target) for use in uses]
            for source, uses in zip(self.sources, self.uses, strict=True)
        ]
        masked = [mask(text, some, names) for text, some in zip(self.sources, spans, strict=True)]
        found = self.model.search.ranked(masked, self.target, False, _quiet, quick=True)
        rows = zip(self.sources, masked, spans, found, strict=True)
        return [
            opened(
                source,
                unmask(self.model.search.read(one[0], self.target), meanings([part], some)[0]),
            )
            for source, part, some, one in rows
        ]

    def substitution(self) -> list[str]:
        """Return the best of each beam with terms in the place of the words for theirs."""
        rows = zip(self.sources, self.beams, self.uses, strict=True)
        texts = [
            opened(
                source,
                substituted(source, beam[0], uses, self.target),
            )
            for source, beam, uses in rows
        ]
        return self._polished(texts)

    def prefix(self) -> list[str]:
        """Return what the model goes on with after the first term, where it was substituted."""
        tokenizer, search = self.model.tokenizer, self.model.search
        starts = [
            tokenizer.encode_target(text[:end]) if (end := _end(text, uses)) else None
            for text, uses in zip(self.made["substitution"], self.uses, strict=True)
        ]
        sources = [search._source(text, self.target) for text in self.sources]
        found = self.model.engine._run("translate_batch", sources, starts, beam_size=4)
        return [tokenizer.decode(one.hypotheses[0]) for one in found]

    def vitrans(self) -> list[str]:
        """Return what the translator makes of the sentences, each with its own terms."""
        made: dict[str, str] = {}
        for some in _without_conflict(self.rows):
            pairs = [pair for row in some for pair in row["terms"]]
            translator = self.model.translator(self.target, Glossary.of(pairs))
            texts = [row["source"] for row in some]
            done = translator.translate(texts, self.target)
            made |= {one.source: one.target for one in done}
        return [made[source] for source in self.sources]

    def _polished(self, texts: Sequence[str]) -> list[str]:
        wordings = [Wording(s, t) for s, t in zip(self.sources, texts, strict=True)]
        return [one.text for one in polished(wordings, self.uses, self.model.search, self.target)]

    def scores(self) -> Iterator[tuple[str, dict[str, float]]]:
        """Yield what each way is worth."""
        search = self.model.search
        references = [[row["reference"] for row in self.rows]]
        extra = {"placeholders": "placeholders alone", "substitution": "best of the beam"}
        for name, texts in self.made.items():
            lost = [
                missing(uses, text, self.target)
                for uses, text in zip(self.uses, texts, strict=True)
            ]
            total = sum(map(len, self.uses))
            scores = search.score(self.sources, texts, self.target)
            opinions = search.opinions(self.sources, texts, scores, self.target)
            seconds = self.seconds[name] + self.seconds.get(extra.get(name, ""), 0.0)
            yield (
                name,
                {
                    "terms": 100 * (total - sum(map(len, lost))) / total,
                    "chrF": sacrebleu.corpus_chrf(texts, references).score,
                    "opinion": sum(opinions) / len(opinions),
                    "time": seconds / self.seconds["no glossary"],
                },
            )


def _quiet(parts: int) -> Progress:
    """Return what takes no note of progress."""
    return lambda done: None


def _end(text: str, uses: Sequence[Found]) -> int:
    """Return where the first term of a translation ends, 0 if it is not there as it is."""
    at = text.lower().find(uses[0].term.target.lower())
    return at + len(uses[0].term.target) if at >= 0 else 0


def _without_conflict(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the sentences in groups in which no term has two translations."""
    groups: list[tuple[dict[str, str], list[Row]]] = []
    for row in rows:
        wanted = {one.lower(): other for one, other in row["terms"]}
        for known, some in groups:
            if all(known.get(one, other) == other for one, other in wanted.items()):
                known.update(wanted)
                some.append(row)
                break
        else:
            groups.append((wanted, [row]))
    return [some for _, some in groups]


def main() -> None:
    """Print and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--show", type=int, default=0, help="Sentences to print for each direction."
    )
    shown = parser.parse_args().show
    rows = [json.loads(line) for line in read_text(CORPUS).splitlines()]
    model = Model()
    found: dict[str, dict[str, dict[str, float]]] = {}
    for target in (Language.ENGLISH, Language.VIETNAMESE):
        some = [row for row in rows if row["source_language"] != target]
        ways = Ways(model, some, target_of(target))
        ways.run()
        found[str(target)] = dict(ways.scores())
        for number in range(0, len(some), max(1, len(some) // shown) if shown else len(some) + 1):
            print(some[number]["source"], some[number]["terms"])
            for name in ("no glossary", "vitrans"):
                print(f"  {name}: {ways.made[name][number]}")
    show(
        "Terms in translations, by way",
        COLUMNS,
        [
            [into, name, one["terms"], one["chrF"], one["opinion"], one["time"]]
            for into, ways in found.items()
            for name, one in ways.items()
        ],
    )
    write("terms", [CORPUS], {"ways": found})


if __name__ == "__main__":
    main()
