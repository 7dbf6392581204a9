"""Models of other kinds than MarianMT: converted, driven by their language codes, compared."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import tiny_families
import tiny_marian
from vitrans.engines import Decoding, load_engine
from vitrans.errors import ModelError
from vitrans.models import convert, describe
from vitrans.models.families import Driving
from vitrans.translate import load_translator
from vitrans.translate.search import Search
from vitrans.translate.tokenizer import Tokenizer
from vitrans.types import Language

pytest.importorskip("torch", reason="needs torch")
pytestmark = pytest.mark.torch

ENVIT5 = Driving({"en": "vi: ", "vi": "en: "}, echoes={"en": "en: ", "vi": "vi: "}, spelled=True)
TEXTS = ["The film was released.", "Two children in the river, 2017."]


def generated(folder: Path, kind: str, sources: list[list[int]], **options: Any) -> list[list[int]]:
    """Return what transformers makes of sources, piece by piece the likeliest, without ends."""
    import torch
    import transformers

    model = getattr(transformers, f"{kind}ForConditionalGeneration").from_pretrained(folder)
    made = []
    for source in sources:
        out = model.generate(
            torch.tensor([source]),
            num_beams=1,
            do_sample=False,
            max_new_tokens=12,
            no_repeat_ngram_size=1,
            **options,
        )
        made.append([int(i) for i in out[0]])
    return made


def search_of(folder: Path) -> Search:
    decoding = Decoding(beam_size=1, max_length=11, no_repeat_ngram_size=1)
    return Search(
        load_engine("ctranslate2", folder), Tokenizer.load(folder), describe(folder), decoding
    )


@pytest.mark.parametrize("kind", ["m2m100", "nllb"])
def test_language_codes_stand_on_both_sides(tmp_path: Path, kind: str) -> None:
    pieces = tiny_families.m2m100(tmp_path / "model", kind)
    made = convert(tmp_path / "model", tmp_path / "made", "float32", name=kind)
    one, other = tiny_families.LANGUAGES[kind]
    assert made.prefixes == {"en": other, "vi": one}
    assert made.starts == {"en": one, "vi": other}
    assert describe(tmp_path / "made") == made
    search = search_of(tmp_path / "made")
    sources = [search._source(text, Language.VIETNAMESE) for text in TEXTS]
    assert [source[0] for source in sources] == [one, one]
    ids = [[pieces.index(piece) for piece in source] for source in sources]
    theirs = generated(tmp_path / "model", "M2M100", ids, forced_bos_token_id=pieces.index(other))
    ours = search.ranked(TEXTS, Language.VIETNAMESE, False, lambda count: lambda done: None)
    for row, ranked in zip(theirs, ours, strict=True):
        assert row[1] == pieces.index(other)
        wanted = [pieces[i] for i in row[2:] if i != pieces.index("</s>") and i < len(pieces)]
        assert list(ranked[0].pieces[: len(wanted)]) == wanted[: len(ranked[0].pieces)]
        assert ranked[0].score < 0
        assert len(wanted) > 3


def test_t5_is_asked_in_words_and_its_echo_is_taken_off(tmp_path: Path) -> None:
    pieces = tiny_families.t5(tmp_path / "model")
    convert(tmp_path / "model", tmp_path / "made", "float32", driving=ENVIT5)
    search = search_of(tmp_path / "made")
    sources = [search._source(text, Language.VIETNAMESE) for text in TEXTS]
    assert all("".join(source).startswith("▁en:") for source in sources)
    ids = [[pieces.index(piece) for piece in source] for source in sources]
    theirs = generated(tmp_path / "model", "T5", ids)
    ours = search.ranked(TEXTS, Language.VIETNAMESE, False, lambda count: lambda done: None)
    for row, ranked in zip(theirs, ours, strict=True):
        wanted = [pieces[i] for i in row[1:] if 1 < i < len(pieces)]
        said = [piece for piece in ranked[0].pieces if not piece.startswith("<extra")]
        shared = min(len(wanted), len(said))
        assert shared > 3 and said[:shared] == wanted[:shared]
    said = Tokenizer.load(tmp_path / "made").encode("vi: Bộ")
    echoed = replace(ours[0][0], pieces=tuple(said))
    assert search.read(echoed, Language.VIETNAMESE) == "Bộ"
    assert search.read(echoed, Language.ENGLISH) == "vi: Bộ"


def test_t5_does_not_say_how_it_is_asked(tmp_path: Path) -> None:
    tiny_families.t5(tmp_path / "model")
    with pytest.raises(ModelError, match=r"write it into models\.toml"):
        convert(tmp_path / "model", tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_marian_s_own_form_gives_the_same(tmp_path: Path) -> None:
    hugging_face = tiny_marian.build(tmp_path / "opus-mt-en-vi", placeholders=())
    tiny_families.marian_npz(tmp_path / "npz-en-vi", hugging_face)
    both = Driving({"vi": ">>vie<<"})
    for source in (hugging_face, tmp_path / "npz-en-vi"):
        convert(source, tmp_path / "made" / source.name, "float32", driving=both)
    translators = [
        load_translator(tmp_path / "made" / name, beam_size=1)
        for name in ("opus-mt-en-vi", "npz-en-vi")
    ]
    one, other = (t.translate(TEXTS, Language.VIETNAMESE) for t in translators)
    assert [t.target for t in one] == [t.target for t in other]
    assert [t.score for t in one] == pytest.approx([t.score for t in other], abs=1e-4)


def test_marian_s_own_form_is_told_by_its_name(tmp_path: Path) -> None:
    hugging_face = tiny_marian.build(tmp_path / "hf", placeholders=())
    folder = tmp_path / "translate-en-vi-v2.0-hplt_opus"
    tiny_families.marian_npz(folder, hugging_face)
    assert convert(folder, tmp_path / "made").prefixes == {"vi": ""}


def test_other_kinds_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "mbart"}')
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match="of type 'mbart'; vitrans runs MarianMT"):
        convert(tmp_path, tmp_path / "made")
