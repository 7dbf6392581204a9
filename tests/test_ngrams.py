"""The restorer's table of n-grams: packing, contexts, learning which votes are worth keeping."""

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs torch")

import numpy as np
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from vitrans.errors import ModelError
from vitrans.restore.lexicon import FormLexicon, build_lexicon
from vitrans.restore.ngrams import LEVELS, REACH, SHAPES, Ngrams, context_keys, look_up
from vitrans.training.core.lines import TaggedLines
from vitrans.training.restorer.ngrams import Sightings, learn, pack
from vitrans.training.restorer.tagger import Choices

pytestmark = pytest.mark.torch

FILM = ["những người mọt phim đến rạp", "một bộ phim mới", "những người mọt phim xếp hàng"]


@example({0: 0, 28513981: 0})
@given(st.dictionaries(st.integers(0, 2**51), st.integers(0, 255), min_size=1, max_size=300))
def test_table_gives_back_what_was_packed(content: dict[int, int]) -> None:
    keys = np.array(list(content), dtype=np.uint64)
    table = pack(keys, np.array(list(content.values()), dtype=np.uint16))
    found, values = look_up(table, keys)
    assert found.all()
    assert values.tolist() == list(content.values())


def test_table_knows_few_keys_that_were_not_packed() -> None:
    rng = np.random.default_rng(0)
    packed = np.unique(rng.integers(0, 2**50, 20_000).astype(np.uint64))
    table = pack(packed, np.zeros(len(packed), np.uint16))
    assert len(table) < 1.3 * len(packed)
    strange = rng.integers(2**51, 2**52, 50_000).astype(np.uint64)
    assert look_up(table, strange)[0].mean() < 2 / 256


def test_contexts_are_those_of_the_neighbours() -> None:
    line = np.array([[0, 0, 7, 8, 9, 0, 0]])
    for kind, shape in enumerate(SHAPES):
        expected = []
        for place in range(3):
            key = kind + 1
            for offset in shape:
                key = key << 16 | int(line[0, REACH + place + offset])
            expected.append(key)
        assert context_keys(line, kind)[0].tolist() == expected


@pytest.fixture(scope="module")
def lexicon() -> FormLexicon:
    words = {word: 30 for line in FILM for word in line.split()}
    return build_lexicon(words | {"một": 300}, {})


def sightings(lexicon: FormLexicon, lines: list[str], folder: Path) -> Sightings:
    tagged = TaggedLines.write(folder, lines, lexicon)
    return Sightings.of(tagged, Choices.of(lexicon, torch.device("cpu")))


def test_sightings_stay_within_their_line(lexicon: FormLexicon, tmp_path: Path) -> None:
    apart = sightings(lexicon, ["mọt phim", "phim mới"], tmp_path)
    alone = sightings(lexicon, ["mọt phim"], tmp_path / "alone")
    count = len(alone.tokens)
    assert (apart.keys[:, :count] == alone.keys).all()


def test_rare_reading_is_learned_from_its_neighbours(lexicon: FormLexicon, tmp_path: Path) -> None:
    choices = Choices.of(lexicon, torch.device("cpu"))
    seen = sightings(lexicon, FILM * 20 + ["một người"] * 400, tmp_path)
    levels = np.ones((len(SHAPES), LEVELS), np.float32)
    ngrams = Ngrams(learn(seen, choices, 1000), levels)
    line = [lexicon.number(w) for w in ("nhung", "nguoi", "mot", "phim", "den")]
    padded = np.array([[0] * REACH + line + [0] * REACH])
    votes = ngrams.votes(padded)
    at = votes.place == 2
    assert at.sum() >= 2
    assert {lexicon.forms["mot"][form] for form in votes.form[at]} == {"mọt"}


def test_only_the_votes_worth_most_are_kept(lexicon: FormLexicon, tmp_path: Path) -> None:
    choices = Choices.of(lexicon, torch.device("cpu"))
    seen = sightings(lexicon, FILM * 20 + ["một người"] * 400, tmp_path)
    few, all_of_them = learn(seen, choices, 3), learn(seen, choices, 1000)
    assert len(few) < len(all_of_them)


def test_table_survives_the_disk(tmp_path: Path) -> None:
    levels = np.arange(len(SHAPES) * LEVELS, dtype=np.float32).reshape(len(SHAPES), LEVELS)
    Ngrams(np.arange(9, dtype=np.uint16), levels).write(tmp_path / "ngrams.npz")
    again = Ngrams.read(tmp_path / "ngrams.npz")
    assert again.table.tolist() == list(range(9))
    assert (again.levels == levels).all()
    with pytest.raises(ModelError, match="no table of n-grams"):
        Ngrams.read(tmp_path / "none.npz")
