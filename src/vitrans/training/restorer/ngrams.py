"""Learning the restorer's table of n-grams: count, smooth, keep what tells most, pack.

Each context's distribution over forms is smoothed with that of its shorter context (Jelinek and
Mercer 1980, as a Dirichlet prior: MacKay and Peto 1995) and kept as one vote, for the form that
gains most by it, if the gain in log-likelihood is among the largest (Stolcke 1998).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vitrans.errors import InputError
from vitrans.restore.ngrams import LEVELS, REACH, SHAPES, Keys, context_keys, places
from vitrans.restore.tagger import Tagger
from vitrans.restore.tokens import read_tokens
from vitrans.text import strip_accents
from vitrans.training.core.lines import LEAST_SEEN, TaggedLines
from vitrans.training.restorer.tagger import Choices

PRIOR = 2.0
"""Sightings that the shorter context's distribution counts as."""

BOUNDS = np.array([0.4, 0.8, 1.3, 1.9, 2.6, 3.5, 4.6])
"""Gains in log-probability between which votes differ in size."""

Rows = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """The smoothed distributions of one kind of context.

    Attributes:
        keys: shape (contexts,), sorted.
        start: where the probabilities of its forms begin in `p`.
        p: the probabilities, one context after the other.
    """

    keys: Keys
    start: Ints
    p: Rows


@dataclass(frozen=True, slots=True)
class LearnedVotes:
    """Candidate votes of one kind: context, form, gain in log-probability, and what it is worth."""

    keys: Keys
    form: Ints
    gain: Rows
    worth: Rows


@dataclass(frozen=True, slots=True)
class Sightings:
    """Every syllable with a choice of a text: its contexts by kind, its token and its form.

    Shapes (kinds, n), (n,) and (n,); a form is numbered among those of its base.
    """

    keys: Keys
    tokens: Ints
    forms: Ints

    @classmethod
    def of(cls, lines: TaggedLines, choices: Choices) -> "Sightings":
        """Collect the sightings of tagged lines."""
        padded, gold = _flat(lines)
        seen = gold > 0
        keys = [context_keys(padded[None], kind)[0][seen] for kind in range(len(SHAPES))]
        tokens = padded[REACH:-REACH][seen]
        return cls(np.stack(keys), tokens, gold[seen] - 1 - choices.first.numpy()[tokens])


def _flat(lines: TaggedLines) -> tuple[Ints, Ints]:
    """Return all lines in a row, REACH zeros about each, and their forms in the same places."""
    count = len(lines.starts) - 1
    total = len(lines.columns[0]) + REACH * count
    shift = np.repeat(REACH * np.arange(count), np.diff(lines.starts))
    place = np.arange(len(lines.columns[0])) + shift
    tokens, gold = np.zeros(total + 2 * REACH, np.int64), np.zeros(total, np.int64)
    tokens[REACH + place] = lines.columns[0]
    gold[place] = lines.columns[2]
    return tokens, gold


def learn(seen: Sightings, choices: Choices, size: int) -> NDArray[np.uint16]:
    """Return a table of the `size` votes that are worth most; `fit` says what they count."""
    many = choices.many.numpy()
    single = _unigrams(seen, many)
    votes: list[LearnedVotes] = []
    levels: list[Level] = []
    for kind in range(len(SHAPES)):
        keys, base, start, counts = _counted(seen.keys[kind], seen.tokens, seen.forms, many)
        back = _backoff(kind, keys, base, many, single, levels)
        total = np.add.reduceat(counts, start)
        p = (counts + PRIOR * back) / np.repeat(total + PRIOR, many[base])
        votes.append(_votes(keys, base, start, counts, p, back, many))
        if kind < 2:
            levels.append(Level(keys, start, p))
    return _pack(votes, size)


def _unigrams(seen: Sightings, many: Ints) -> Level:
    bases = np.flatnonzero(many)
    start = np.concatenate(([0], np.cumsum(many[bases])))
    first = np.zeros(len(many), np.int64)
    first[bases] = start[:-1]
    counts = np.bincount(first[seen.tokens] + seen.forms, minlength=start[-1]) + 0.1
    p = counts / np.repeat(np.add.reduceat(counts, start[:-1]), many[bases])
    return Level(bases.astype(np.uint64), start[:-1], p)


def _counted(keys: Keys, tokens: Ints, forms: Ints, many: Ints) -> tuple[Keys, Ints, Ints, Rows]:
    """Return the contexts seen often enough, their bases, where their rows start, and counts."""
    order = np.argsort(keys, kind="stable")
    keys, tokens, forms = keys[order], tokens[order], forms[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    often = np.diff(np.append(first, len(keys)))
    context = np.repeat(np.arange(len(first)), often)
    kept = often >= LEAST_SEEN
    number = np.cumsum(kept) - 1
    base = tokens[first][kept]
    start = np.concatenate(([0], np.cumsum(many[base])))
    inside = kept[context]
    rows = start[number[context[inside]]] + forms[inside]
    counts = np.bincount(rows, minlength=start[-1]).astype(np.float64)
    return keys[first][kept], base, start[:-1], counts


def _backoff(
    kind: int, keys: Keys, base: Ints, many: Ints, single: Level, levels: Sequence[Level]
) -> Rows:
    """Return the probabilities that the shorter contexts give, in the rows of `keys`."""
    alone = _rows(single, base.astype(np.uint64), base, many, None)
    if kind < 2:
        return alone
    low = (np.uint64(1) << np.uint64(32)) - np.uint64(1)
    left = (np.uint64(1) << np.uint64(32)) | (keys & low)
    right = (np.uint64(2) << np.uint64(32)) | ((keys >> np.uint64(16)) & low)
    centre = (np.uint64(1) << np.uint64(32)) | ((keys >> np.uint64(16)) & low)
    if kind == SHAPES.index((-2, -1, 0)):
        return _rows(levels[0], left, base, many, alone)
    if kind == SHAPES.index((0, 1, 2)):
        return _rows(levels[1], right, base, many, alone)
    before = _rows(levels[0], centre, base, many, alone)
    after = _rows(levels[1], (np.uint64(2) << np.uint64(32)) | (keys & low), base, many, alone)
    both = before * after / alone
    start = np.concatenate(([0], np.cumsum(many[base])[:-1]))
    return np.asarray(both / np.repeat(np.add.reduceat(both, start), many[base]))


def _rows(level: Level, keys: Keys, base: Ints, many: Ints, other: Rows | None) -> Rows:
    """Return the rows of some contexts of a level; those it lacks are taken from `other`."""
    where = np.searchsorted(level.keys, keys).clip(max=len(level.keys) - 1)
    known = level.keys[where] == keys
    count = many[base]
    start = np.concatenate(([0], np.cumsum(count)))
    row = np.arange(start[-1]) - np.repeat(start[:-1], count) + np.repeat(level.start[where], count)
    found = level.p[np.minimum(row, len(level.p) - 1)]
    return found if other is None else np.where(np.repeat(known, count), found, other)


def _votes(
    keys: Keys, base: Ints, start: Ints, counts: Rows, p: Rows, back: Rows, many: Ints
) -> LearnedVotes:
    """Return for each context the form that gains most, and the context's worth."""
    gain = np.log(p / back)
    worth = np.add.reduceat(counts * gain, start)
    context = np.repeat(np.arange(len(keys)), many[base])
    order = np.lexsort((counts * gain, context))
    best = order[np.append(start[1:], len(order)) - 1]
    # What the form gains against all others: the change of its log-odds.
    odds = np.log(p[best] / (1 - p[best] + 1e-9)) - np.log(back[best] / (1 - back[best] + 1e-9))
    return LearnedVotes(keys, best - start, odds, worth)


def _pack(votes: Sequence[LearnedVotes], size: int) -> NDArray[np.uint16]:
    """Keep the votes that are worth most and pack them into a table."""
    worth = np.concatenate([v.worth for v in votes])
    gain = np.concatenate([v.gain for v in votes])
    usable = np.flatnonzero(gain > BOUNDS[0] / 2)
    chosen = usable[np.argsort(-worth[usable], kind="stable")[:size]]
    keys = np.concatenate([v.keys for v in votes])[chosen]
    form = np.concatenate([v.form for v in votes])[chosen]
    level = np.searchsorted(BOUNDS, gain[chosen])
    return pack(keys, (form << 3 | level).astype(np.uint16))


def fit(tagger: Tagger, lines: Iterable[str]) -> tuple[float, NDArray[np.float32]]:
    """Return what the encoder's scores and each kind and size of vote count for.

    They are those of the log-linear mixture under which `lines` are likeliest (multinomial
    logistic regression), which calibrates the probabilities as well.

    Args:
        tagger: the exported model.
        lines: correct lines that neither the encoder nor the n-grams were trained on.

    Returns:
        The weight of the encoder's scores, and levels, shape (kinds, LEVELS), for `Ngrams`.

    Raises:
        InputError: there are no lines.
    """
    texts = [read_tokens(line) for line in lines]
    if not texts:
        raise InputError("the corpora are too small: none of their lines was kept from training")
    mixed = _mixed(tagger, texts)
    scores, owner, known, gold, candidate, cell = (torch.from_numpy(part) for part in mixed)
    weights = torch.zeros(1 + len(SHAPES) * LEVELS, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        sums = ((1 + weights[0]) * scores).index_add(0, candidate, weights[1:][cell])
        norm = torch.zeros(int(owner[-1]) + 1).index_add(0, owner, sums.exp()).log()
        value = (norm[known] - sums[gold]).mean() + 1e-5 * (weights**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found = weights.detach().numpy()
    return float(1 + found[0]), found[1:].reshape(len(SHAPES), LEVELS)


def _mixed(tagger: Tagger, lines: Sequence[Sequence[str]]) -> list[NDArray[Any]]:
    """Return what is to be weighed, for all forms of all tokens with a choice in a row.

    Returns:
        The encoder's scores and the token of each form; the tokens whose right form is among
        theirs, and its row; the row and the cell of each vote.
    """
    number = {form: n for n, form in enumerate(chain.from_iterable(tagger.lexicon.forms.values()))}
    found: list[list[NDArray[Any]]] = [[] for _ in range(6)]
    tokens = rows = 0
    for part in tagger.mixtures([[strip_accents(t) for t in line] for line in lines]):
        right = [lines[n][t].lower() for n, t in zip(part.line, part.token, strict=True)]
        form = np.array([number.get(word, -1) for word in right]) - part.first
        known = np.flatnonzero((form >= 0) & (form < part.many))
        scores = part.scores - np.maximum.reduceat(part.scores, part.start)[part.owner]
        gold = part.start[known] + form[known] + rows
        row = part.candidate + rows
        new = (scores.astype(np.float32), part.owner + tokens, known + tokens, gold, row, part.cell)
        for whole, piece in zip(found, new, strict=True):
            whole.append(piece)
        tokens, rows = tokens + len(part.many), rows + len(scores)
    return [np.concatenate(pieces) for pieces in found]


def pack(keys: Keys, values: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return a table from which `vitrans.restore.ngrams.look_up` reads eight bits of each key.

    Keys, all different, are peeled off the table one that stands alone somewhere after the other
    (Botelho, Pagh and Ziviani 2007); a table 1.23 times as long as there are keys nearly always
    allows it, and a longer one is tried where it does not.
    """
    for attempt, slack in enumerate((1.23, 1.26, 1.32, 1.5, 2.0), 1):
        # Two keys of a small table may share all places: it grows by more than a share.
        block = int(len(keys) * slack / 3) + 16 * attempt
        rows, mark = places(keys, block)
        rounds = list(_peel(rows, 3 * block))
        if sum(len(peeled) for peeled, _ in rounds) == len(keys):
            return _fill(rows, values | mark << np.uint16(8), rounds, 3 * block)
    raise AssertionError("keys repeat")


def _peel(rows: Ints, size: int) -> Iterable[tuple[Ints, Ints]]:
    """Yield, round by round, the keys that stand alone in a place, and that place."""
    alive = np.arange(rows.shape[1])
    while len(alive):
        crowd = np.bincount(rows[:, alive].ravel(), minlength=size)
        alone = crowd[rows[:, alive]] == 1
        free = alone.any(axis=0)
        if not free.any():
            return
        peeled = alive[free]
        yield peeled, rows[alone[:, free].argmax(axis=0), peeled]
        alive = alive[~free]


def _fill(
    rows: Ints, values: NDArray[np.uint16], rounds: Sequence[tuple[Ints, Ints]], size: int
) -> NDArray[np.uint16]:
    table = np.zeros(size, np.uint16)
    for peeled, place in reversed(rounds):
        a, b, c = rows[:, peeled]
        table[place] = 0
        table[place] = values[peeled] ^ table[a] ^ table[b] ^ table[c]
    return table
