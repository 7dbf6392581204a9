"""The caption pairs of an article, with the Vietnamese ones restored."""

from dataclasses import replace
from typing import TYPE_CHECKING

from vitrans.align import find_caption_pairs
from vitrans.pipeline.prepare import tag
from vitrans.pipeline.restore import Counterparts, DetailedRestorer, EnglishEvidence
from vitrans.types import CaptionPair, Document, Language, Segment

if TYPE_CHECKING:
    from vitrans.language import Detector


def caption_pairs(
    document: Document,
    restorer: DetailedRestorer,
    detector: "Detector",
    evidence: EnglishEvidence | None = None,
) -> list[CaptionPair]:
    """Return the caption pairs of an article, the unaccented captions restored.

    With `evidence`, the English caption of a pair counts.
    """
    pairs = find_caption_pairs(tag(document, detector))
    bare = [
        pair
        for pair in pairs
        if detector.detect(pair.vietnamese).language is not Language.VIETNAMESE
    ]
    if evidence:
        known = {number: pair.english for number, pair in enumerate(bare)}
        english = Counterparts(known, evidence, restorer)
        made = english.restore([Segment(p.vietnamese, line=n) for n, p in enumerate(bare)])
        texts = [restoration.text for restoration in made]
    else:
        texts = restorer.restore_batch([pair.vietnamese for pair in bare]) if bare else []
    found = dict(zip(map(id, bare), texts, strict=True))
    return [replace(pair, restored=found.get(id(pair), pair.vietnamese)) for pair in pairs]
