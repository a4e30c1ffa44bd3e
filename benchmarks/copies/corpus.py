"""A seeded corpus for timing and judging near-copy grouping; not the product's sample worlds.

Sizes, seed, noise -> make_corpus() -> words (comparable strings) and the template each was made from.

Shape: 65 % of the adverts come from templates (size ~ zipf(2) on [2, 1000]), 35 % stand alone, 12 % are
exact reposts. About 90 words. Sentences and phrases of a stock are shared by all authors (hard negatives);
templates of one organisation share up to two sentences of its own. Adverts of a template drop or move
sentences, fill slots, and have words replaced, dropped or added at random.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numba
import numpy as np
import polars as pl
import pyarrow as pa

_COMMON = 300           # words that make up half of all running text
_WORDS = 40_000
_STOCK = 400            # sentences everybody uses
_SLOTS = 3_000          # names and places


@dataclass(frozen=True, slots=True)
class Corpus:
    """words: one string an advert. template: its truth, one number an advert."""

    words: pl.Series
    template: np.ndarray


def make_corpus(ads: int, seed: int = 0, noise: float | None = None) -> Corpus:
    """noise: share of words changed in each copy; None = the mixed shape (60 % <= 5, 30 % 5-15, 10 % 15-30 %)."""
    random = np.random.default_rng(seed)
    tokens, offsets = _vocabulary(random)
    stock = [_sentence(random) for _ in range(_STOCK)]
    sizes = _sizes(random, ads)
    template = np.repeat(np.arange(len(sizes)), sizes)
    house = [stock[i] for i in random.integers(0, _STOCK, 2)]
    flat: list[np.ndarray] = []
    starts = [0]
    sentence_starts = [0]
    for t in range(len(sizes)):
        if t % 6 == 0:      # six templates in a row are one organisation's
            house = [_sentence(random) for _ in range(2)]
        for sentence in _template(random, stock, house):
            flat.append(sentence)
            sentence_starts.append(sentence_starts[-1] + len(sentence))
        starts.append(len(sentence_starts) - 1)
    shape = -1.0 if noise is None else noise
    ids, text_starts = _render(np.concatenate(flat), np.array(sentence_starts), np.array(starts), template, shape, seed + 1)
    text_starts, ids, template = _repost(random, text_starts, ids, template)
    order = random.permutation(len(template))
    raw, ends = _write(ids, text_starts, order, tokens, offsets)
    array = pa.LargeStringArray.from_buffers(len(order), pa.py_buffer(ends), pa.py_buffer(raw))
    return Corpus(pl.Series("words", array), template[order])


def _vocabulary(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    syllables = [c + v + e for c in "bdfgklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "s")]
    words = set()
    while len(words) < _WORDS + _SLOTS:
        words.add("".join(random.choice(syllables, random.integers(1, 5))))
    listed = ["0", *sorted(words, key=lambda word: (len(word), word))[: _WORDS + _SLOTS - 1]]
    joined = "".join(listed).encode()
    return np.frombuffer(joined, np.uint8), np.cumsum([0, *map(len, listed)])


def _sentence(random: np.random.Generator, low: int = 6, high: int = 17) -> np.ndarray:
    n = int(random.integers(low, high))
    common = random.random(n) < 0.5
    rank = np.exp(random.random(n) * np.log(_WORDS - _COMMON)).astype(np.int64)
    return np.where(common, 1 + (random.random(n) ** 2 * _COMMON).astype(np.int64), _COMMON + rank)


def _template(random: np.random.Generator, stock: list[np.ndarray], house: list[np.ndarray]) -> list[np.ndarray]:
    sentences = []
    for _ in range(int(random.integers(5, 11))):
        sentence = stock[int(random.random() ** 2 * _STOCK)] if random.random() < 0.25 else _sentence(random)
        if random.random() < 0.3:       # a stock phrase inside
            phrase = stock[int(random.integers(0, _STOCK))][:5]
            at = int(random.integers(0, len(sentence)))
            sentence = np.concatenate([sentence[:at], phrase, sentence[at:]])
        if random.random() < 0.5:       # a slot: -1 name or place, 0 a number
            sentence = np.insert(sentence, int(random.integers(0, len(sentence))), -1 if random.random() < 0.6 else 0)
        sentences.append(sentence)
    sentences += house[: int(random.integers(0, 3))]
    return [sentences[i] for i in random.permutation(len(sentences))]


def _sizes(random: np.random.Generator, ads: int) -> np.ndarray:
    sizes, total = [], 0
    while total < 0.65 * ads:
        size = int(np.clip(random.zipf(2.0) + 1, 2, 1000))
        sizes.append(size)
        total += size
    return np.array(sizes + [1] * max(0, ads - total))


@numba.njit(cache=True)
def _render(flat, sentence_starts, starts, template, shape, seed):  # type: ignore[no-untyped-def]
    """Copies of templates as word numbers: sentences dropped or moved, slots filled, words changed."""
    np.random.seed(seed)
    out = np.empty(len(template) * 130, np.int64)
    ends = np.zeros(len(template) + 1, np.int64)
    n = 0
    for i in range(len(template)):
        first, last = starts[template[i]], starts[template[i] + 1]
        alone = (i == 0 or template[i - 1] != template[i]) and (i + 1 == len(template) or template[i + 1] != template[i])
        order = np.arange(first, last)
        if shape != 0.0 and not alone:
            if np.random.random() < 0.15:
                a, b = np.random.randint(len(order)), np.random.randint(len(order))
                order[a], order[b] = order[b], order[a]
            if np.random.random() < 0.15 and len(order) > 4:
                order = np.delete(order, np.random.randint(len(order)))
        noise = shape
        if shape < 0:
            u = np.random.random()
            low, high = (0.0, 0.05) if u < 0.6 else ((0.05, 0.15) if u < 0.9 else (0.15, 0.30))
            noise = low + (high - low) * np.random.random()
        if alone:
            noise = 0.0
        if n + 400 > len(out):
            out = np.concatenate((out, np.empty(len(out), np.int64)))
        for s in order:
            for k in range(sentence_starts[s], sentence_starts[s + 1]):
                word = flat[k]
                if word < 0:
                    word = 40_000 + np.random.randint(2_900)
                elif np.random.random() < noise:
                    kind = np.random.random()
                    if kind < 0.2:
                        continue
                    if kind < 0.4:
                        out[n] = word
                        n += 1
                    word = 300 + np.int64(np.exp(np.random.random() * np.log(39_000)))
                out[n] = word
                n += 1
        ends[i + 1] = n
    return out[:n], ends


def _repost(random, starts, ids, template):  # type: ignore[no-untyped-def]
    """12 % of the adverts become word-for-word copies of an earlier one of their template."""
    source = np.arange(len(template))
    again = random.random(len(template)) < 0.12 / 0.65
    same = np.zeros(len(template), bool)
    same[1:] = template[1:] == template[:-1]
    for i in np.flatnonzero(again & same):
        source[i] = source[i - 1]
    lengths = (starts[1:] - starts[:-1])[source]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    take = np.repeat(starts[:-1][source] - ends[:-1], lengths) + np.arange(ends[-1])
    return ends, ids[take], template


@numba.njit(cache=True)
def _write(ids, starts, order, tokens, offsets):  # type: ignore[no-untyped-def]
    size = 0
    for i in ids:
        size += offsets[i + 1] - offsets[i] + 1
    raw = np.empty(size, np.uint8)
    ends = np.zeros(len(order) + 1, np.int64)
    n = 0
    for o in range(len(order)):
        for k in range(starts[order[o]], starts[order[o] + 1]):
            if k > starts[order[o]]:
                raw[n] = 32
                n += 1
            for c in range(offsets[ids[k]], offsets[ids[k] + 1]):
                raw[n] = tokens[c]
                n += 1
        ends[o + 1] = n
    return raw[:n], ends


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ads", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--noise", type=float)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    made = make_corpus(given.ads, given.seed, given.noise)
    pl.DataFrame({"words": made.words, "template": made.template}).write_parquet(given.out)
