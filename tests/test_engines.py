"""Both engines on one tiny random model: what they search for, and what they say of it."""

import math
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tiny_marian
from vitrans.cores import available_cores
from vitrans.engines import END, Decoding, Engine, Hardware, Hypothesis, load_engine
from vitrans.engines.ctranslate2 import share_threads
from vitrans.errors import DependencyError, ModelError, UsageError
from vitrans.models import convert
from vitrans.translate import Tokenizer

TEXTS = (
    *tiny_marian.SENTENCES,
    "a",
    "⟦0⟧ là phim hay",
    "xxxxxxxxxxxxxxxxxxxxxxxx",
    "The minister " * 12,
    "Đây có chữ lạ: ☃ và 漢字.",
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_marian.build(tmp_path_factory.mktemp("model") / "tiny")


@pytest.fixture(scope="module")
def ctranslate2(model: Path) -> Engine:
    convert(model, model.parent / "ct2", "float32")
    return load_engine("ctranslate2", model.parent / "ct2")


@pytest.fixture(scope="module")
def transformers(model: Path) -> Engine:
    return load_engine("transformers", model)


@pytest.fixture(scope="module")
def sources(model: Path) -> list[list[str]]:
    tokenizer = Tokenizer.load(model)
    return [[p, *tokenizer.encode(t), END] for p in tiny_marian.PREFIXES for t in TEXTS]


def assert_same(ours: list[Hypothesis], theirs: list[Hypothesis]) -> None:
    assert [h.pieces for h in ours] == [h.pieces for h in theirs]
    assert [h.finished for h in ours] == [h.finished for h in theirs]
    assert [h.score for h in ours] == pytest.approx([h.score for h in theirs], abs=1e-4)


@pytest.mark.parametrize(
    "decoding",
    [
        Decoding(beam_size=1, max_length=40),
        Decoding(beam_size=4, max_length=40),
        Decoding(beam_size=4, max_length=40, length_penalty=0.0),
        Decoding(beam_size=4, max_length=40, length_penalty=0.6),
        Decoding(beam_size=1, max_length=40, length_penalty=1.5),
        Decoding(beam_size=4, max_length=7),
        Decoding(beam_size=4, max_length=40, no_repeat_ngram_size=3),
        Decoding(beam_size=1, max_length=40, repetition_penalty=1.3),
        Decoding(beam_size=4, max_length=40, suppress=("<unk>", ">>vie<<", ">>eng<<", "⟦0⟧")),
    ],
    ids=str,
)
def test_both_engines_give_the_same(
    ctranslate2: Engine, transformers: Engine, sources: list[list[str]], decoding: Decoding
) -> None:
    ours = ctranslate2.translate(sources, decoding)
    assert_same(ours, transformers.translate(sources, decoding))
    assert len({h.pieces for h in ours}) > len(ours) / 3, "the inputs make no difference"
    assert not any(p in decoding.suppress for h in ours for p in h.pieces)


def test_search_gives_the_whole_beam_the_best_first(
    ctranslate2: Engine, transformers: Engine, sources: list[list[str]]
) -> None:
    decoding = Decoding(beam_size=4, max_length=40)
    for engine in (ctranslate2, transformers):
        told: list[int] = []
        found = engine.search(sources, decoding, told.append)
        assert sum(told) == len(sources)
        assert_same([h[0] for h in found], engine.translate(sources, decoding))
        for hypotheses in found:
            assert len({h.pieces for h in hypotheses}) == len(hypotheses) == 4
            scores = [h.score for h in hypotheses]
            assert scores == sorted(scores, reverse=True)


def test_penalised_beams_are_scored_without_the_penalty(
    ctranslate2: Engine, transformers: Engine, sources: list[list[str]]
) -> None:
    decoding = Decoding(beam_size=3, max_length=30, no_repeat_ngram_size=2)
    (ours,) = ctranslate2.search(sources[:1], decoding)
    pieces = [h.pieces for h in ours]
    scores = transformers.score(sources[:1] * 3, pieces)
    assert [h.score for h in ours] == pytest.approx(scores, abs=1e-4)


def test_the_target_language_makes_a_difference(
    ctranslate2: Engine, sources: list[list[str]]
) -> None:
    made = [h.pieces for h in ctranslate2.translate(sources, Decoding(max_length=40))]
    assert made[: len(TEXTS)] != made[len(TEXTS) :]


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_random_pieces_come_out_the_same(
    ctranslate2: Engine, transformers: Engine, sources: list[list[str]], data: st.DataObject
) -> None:
    pieces = sorted({piece for source in sources for piece in source[1:-1]})
    text = st.lists(st.sampled_from(pieces), max_size=30)
    prefix = st.sampled_from(tiny_marian.PREFIXES)
    source = st.builds(lambda first, rest: [first, *rest, END], prefix, text)
    batch = data.draw(st.lists(source, min_size=1, max_size=5))
    decoding = Decoding(beam_size=data.draw(st.sampled_from([1, 4])), max_length=20)
    assert_same(ctranslate2.translate(batch, decoding), transformers.translate(batch, decoding))


@pytest.mark.parametrize("start", [0.4, -0.7])
def test_a_decoder_that_starts_from_a_trained_vector_converts(
    tmp_path: Path, sources: list[list[str]], start: float
) -> None:
    model = tiny_marian.build(tmp_path / "tiny", start=start)
    convert(model, tmp_path / "ct2", "float32")
    ours = load_engine("ctranslate2", tmp_path / "ct2")
    theirs = load_engine("transformers", model)
    decoding = Decoding(max_length=30)
    assert_same(ours.translate(sources, decoding), theirs.translate(sources, decoding))


@pytest.mark.parametrize("length_penalty", [0.0, 0.6, 1.0, 2.0])
def test_a_score_is_the_mean_log_probability_whatever_the_length_penalty(
    ctranslate2: Engine, sources: list[list[str]], length_penalty: float
) -> None:
    decoding = Decoding(beam_size=1, max_length=60, length_penalty=length_penalty)
    greedy = ctranslate2.translate(sources, decoding)
    plain = ctranslate2.translate(sources, Decoding(beam_size=1, max_length=60))
    assert_same(greedy, plain)
    rescored = ctranslate2.score(sources, [h.pieces for h in greedy])
    for hypothesis, score in zip(greedy, rescored, strict=True):
        assert hypothesis.score < 0
        # An empty target is ruled out in the search, which makes the first piece likelier.
        if hypothesis.finished:
            assert 0 <= hypothesis.score - score < 0.5


def test_penalties_of_the_search_are_not_in_the_score(
    ctranslate2: Engine, sources: list[list[str]]
) -> None:
    made = ctranslate2.translate(sources, Decoding(max_length=40, no_repeat_ngram_size=2))
    scores = ctranslate2.score(sources, [h.pieces for h in made])
    assert [h.score for h in made] == pytest.approx(scores)


def test_both_engines_score_a_given_target_alike(
    ctranslate2: Engine, transformers: Engine, sources: list[list[str]]
) -> None:
    targets = [source[1:-1] for source in reversed(sources)]
    ours, theirs = ctranslate2.score(sources, targets), transformers.score(sources, targets)
    assert ours == pytest.approx(theirs, abs=1e-4)
    assert all(math.isfinite(score) and score < 0 for score in ours)


@pytest.mark.parametrize("name", ["ctranslate2", "transformers"])
def test_order_does_not_matter_and_progress_adds_up(
    request: pytest.FixtureRequest, sources: list[list[str]], name: str
) -> None:
    engine: Engine = request.getfixturevalue(name)
    told: list[int] = []
    decoding = Decoding(beam_size=2, max_length=30)
    made = engine.translate(sources, decoding, told.append)
    assert sum(told) == len(sources)
    assert_same(engine.translate(sources[::-1], decoding)[::-1], made)
    assert [h.pieces for s in sources[:3] for h in engine.translate([s], decoding)] == [
        h.pieces for h in made[:3]
    ]


@pytest.mark.parametrize("name", ["ctranslate2", "transformers"])
def test_nothing_in_nothing_out(request: pytest.FixtureRequest, name: str) -> None:
    engine: Engine = request.getfixturevalue(name)
    assert engine.translate([], Decoding()) == []


@pytest.mark.parametrize("name", ["ctranslate2", "transformers"])
@pytest.mark.parametrize("pieces", [599, 1500])
def test_too_long_a_source_is_an_error_and_never_cut(
    request: pytest.FixtureRequest, name: str, pieces: int
) -> None:
    engine: Engine = request.getfixturevalue(name)
    source: Sequence[str] = ["a"] * pieces + [END]
    with pytest.raises(ModelError, match=f"{pieces + 1} pieces.*split"):
        engine.translate([source], Decoding(max_length=5))


def test_a_source_as_long_as_the_model_allows_is_read_to_its_end(ctranslate2: Engine) -> None:
    targets = [["The"], ["The"]]
    one, other = ([*["▁a"] * 510, last, END] for last in ("a", "b"))
    scores = ctranslate2.score([one, other], targets)
    assert scores[0] != scores[1]


def test_a_target_that_reaches_the_limit_is_not_finished(
    ctranslate2: Engine, sources: list[list[str]]
) -> None:
    made = ctranslate2.translate(sources, Decoding(beam_size=1, max_length=3))
    assert all(len(h.pieces) == 3 for h in made if not h.finished)
    assert any(not h.finished for h in made)


def test_a_model_in_parts_loads(model: Path, ctranslate2: Engine, sources: list[list[str]]) -> None:
    convert(model, model.parent / "parts", "float32", part_bytes=50_000)
    parts = sorted(path.name for path in (model.parent / "parts").glob("model.bin*"))
    assert parts[:2] == ["model.bin.00", "model.bin.01"]
    engine = load_engine("ctranslate2", model.parent / "parts", Hardware(threads=1))
    decoding = Decoding(max_length=20)
    assert_same(engine.translate(sources, decoding), ctranslate2.translate(sources, decoding))


@pytest.mark.parametrize("wrong", [{"beam_size": 0}, {"max_length": 0}])
def test_a_setting_out_of_range_is_a_usage_error(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="0"):
        Decoding(**wrong)  # type: ignore[arg-type]


def test_an_unknown_engine_is_a_usage_error_that_names_the_others(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'marian'.*ctranslate2, transformers"):
        load_engine("marian", tmp_path)


def test_without_torch_the_reference_engine_names_the_extra(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(DependencyError, match=r"pip install 'vitrans\[hub\]'"):
        load_engine("transformers", model)


@pytest.mark.parametrize(
    "name", ["ctranslate2", pytest.param("transformers", marks=pytest.mark.torch)]
)
def test_a_directory_without_a_model_says_what_is_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_engine(name, tmp_path)


def test_threads_are_shared_out() -> None:
    assert available_cores() >= 1
    assert [share_threads(n) for n in (1, 2, 4, 16)] == [(1, 1), (2, 1), (4, 1), (4, 4)]


def test_hardware_that_is_not_there_is_an_error_with_a_cure(model: Path) -> None:
    with pytest.raises(ModelError, match="leave --device and --compute-type out"):
        load_engine("ctranslate2", model.parent / "ct2", Hardware(device="cuda"))
    with pytest.raises(ModelError, match="leave --device and --compute-type out"):
        load_engine("ctranslate2", model.parent / "ct2", Hardware(compute_type="int3"))
    with pytest.raises(UsageError, match="reference"):
        load_engine("transformers", model, Hardware(device="cuda"))


def test_a_model_may_compute_in_other_numbers(model: Path) -> None:
    engine = load_engine("ctranslate2", model.parent / "ct2", Hardware(1, "auto", "float32"))
    assert len(engine.score([["▁a", END]], [["▁a"]])) == 1


def test_a_model_of_a_newer_ctranslate2_says_to_update(
    tmp_path: Path, model: Path, ctranslate2: Engine
) -> None:
    folder = tmp_path / "newer"
    shutil.copytree(model.parent / "ct2", folder)
    data = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes((99).to_bytes(4, "little") + data[4:])
    with pytest.raises(ModelError, match="update it: pip install --upgrade ctranslate2"):
        load_engine("ctranslate2", folder)


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("mkl_malloc: failed to allocate memory")], ids=repr
)
def test_too_little_memory_says_what_to_do(
    error: Exception, model: Path, ctranslate2: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ctranslate2 as library

    def full(*arguments: object, **more: object) -> None:
        raise error

    monkeypatch.setattr(library, "Translator", full)
    with pytest.raises(ModelError, match=r"too little memory .*`vitrans models list` shows sizes"):
        load_engine("ctranslate2", model.parent / "ct2")
