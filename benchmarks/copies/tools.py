"""One tool, one corpus, in a process of its own: words in a Parquet file -> groups in a .npy file.

python tools.py TOOL WORDS.parquet GROUPS.npy      TOOL: daybreak, datasketch, rensa, daft, start (imports only)

All get the same comparable words. Peers use word 3-grams and the settings that research found best for
their speed: datasketch MinHashLSH 0.5 with 128 permutations; rensa 0.4, 32 bands, candidates verified;
Daft's native minhash in 25 bands of 5, band collisions linked without verification, which is its documented recipe.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl


class Parents:
    """Union-find over text numbers."""

    def __init__(self, count: int) -> None:
        self.of = list(range(count))

    def root(self, x: int) -> int:
        while self.of[x] != x:
            self.of[x] = self.of[self.of[x]]
            x = self.of[x]
        return x

    def join(self, a: int, b: int) -> None:
        a, b = self.root(a), self.root(b)
        self.of[max(a, b)] = min(a, b)

    def groups(self) -> np.ndarray:
        return np.array([self.root(x) for x in range(len(self.of))])


def grams(text: str) -> set[str]:
    words = text.split()
    return {" ".join(words[i : i + 3]) for i in range(max(len(words) - 2, 1))}


def by_daybreak(words: pl.Series) -> np.ndarray:
    # datasketch's dependency and a test tool: numba would load both where they happen to be installed (0.5 CPU s)
    sys.modules |= dict.fromkeys(("scipy", "coverage"))
    from daybreak.find.link.copies import group_copies
    from daybreak.settings import CopySettings

    return group_copies(words, CopySettings(), threads=2).group


def by_datasketch(words: pl.Series) -> np.ndarray:
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    parents = Parents(len(words))
    for i, text in enumerate(words):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([gram.encode() for gram in grams(text)])
        for other in lsh.query(sketch):
            parents.join(i, other)
        lsh.insert(i, sketch)
    return parents.groups()


def by_rensa(words: pl.Series) -> np.ndarray:
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(threshold=0.4, num_perm=128, num_bands=32)
    parents = Parents(len(words))
    sketches = []
    for i, text in enumerate(words):
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update(list(grams(text)))
        for other in lsh.query(sketch):
            if parents.root(i) != parents.root(other) and sketch.jaccard(sketches[other]) >= 0.4:
                parents.join(i, other)
        lsh.insert(i, sketch)
        sketches.append(sketch)
    return parents.groups()


def by_daft(words: pl.Series) -> np.ndarray:
    import daft

    frame = daft.from_arrow(words.to_frame().to_arrow())
    hashed = frame.select(frame["words"].minhash(num_hashes=125, ngram_size=3).alias("hashes")).to_arrow()
    hashes = np.stack([np.asarray(chunk.flatten()) for chunk in [hashed["hashes"].combine_chunks()]]).reshape(-1, 125)
    parents = Parents(len(words))
    for band in range(25):
        keys = np.ascontiguousarray(hashes[:, 5 * band : 5 * band + 5].astype(np.uint32)).view("V20").ravel()
        _, first, place = np.unique(keys, return_index=True, return_inverse=True)
        heads = first[place]
        for i in np.flatnonzero(heads != np.arange(len(heads))).tolist():
            parents.join(i, int(heads[i]))
    return parents.groups()


def only_start(words: pl.Series) -> np.ndarray:
    """What starting Python, importing and reading costs `daybreak`; taken off for the growth exponent."""
    return by_daybreak(words[:10])


def peak_memory() -> int:
    """Peak resident memory of this process, in MB; what `wait4` says is at least what the starting process held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


TOOLS = {"daybreak": by_daybreak, "datasketch": by_datasketch, "rensa": by_rensa, "daft": by_daft, "start": only_start}

if __name__ == "__main__":
    tool, source, out = sys.argv[1:]
    np.save(out, TOOLS[tool](pl.read_parquet(source)["words"]))
    print(peak_memory())
