"""Link real recruitment adverts whose employers are known, with every channel and with some hidden.

    python benchmarks/linking/real.py ../shared/data/job-orders

The folder holds job-orders.parquet and truth.csv (id, employer). No label is read before the organisations stand; the
defaults were chosen on generated worlds only (benchmarks/choose.py). Intervals: bootstrap over employers.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from daybreak.find.link.run import link
from daybreak.measure.clusters import ClusterMeasures, score_clusters
from daybreak.read.reading import read_ads
from daybreak.settings import Settings

HIDDEN: dict[str, tuple[str, ...]] = {
    "all channels": (), "e-mail hidden": ("email",), "phone hidden": ("phone",), "text and place alone": ("email", "phone"),
    "text alone": ("email", "phone", "city", "state", "country"),
}


def measure(folder: Path, hidden: tuple[str, ...], bootstrap: int = 0) -> ClusterMeasures:
    """Agreement with the employers when these columns are hidden."""
    ads = read_ads([folder / "job-orders.parquet"]).ads.with_columns(pl.lit(None, pl.String).alias(c) for c in hidden)
    linked, _ = link(ads, Settings())
    truth = pl.read_csv(folder / "truth.csv")
    both = linked.ads.select("id", "organisation").join(truth, on="id", how="inner", maintain_order="left")
    return score_clusters(both["organisation"], both["employer"], bootstrap, seed=1)


def baselines(folder: Path) -> dict[str, ClusterMeasures]:
    """What plain rules give: the contact itself as the organisation."""
    ads = read_ads([folder / "job-orders.parquet"]).ads
    truth = pl.read_csv(folder / "truth.csv")
    both = ads.select("id", "phone", "email").join(truth, on="id", how="inner", maintain_order="left")
    return {
        f"same {column}": score_clusters(both.select(pl.coalesce(column, "id"))[column], both["employer"])
        for column in ("email", "phone")
    }


def row(name: str, m: ClusterMeasures) -> str:
    """One row of the table."""
    def with_interval(key: str, value: float) -> str:
        return f"{value:.3f}" + (f" [{m.intervals[key][0]:.3f}, {m.intervals[key][1]:.3f}]" if key in m.intervals else "")

    return (f"| {name} | {with_interval('ari', m.ari)} | {m.pair_precision:.3f} | {m.pair_recall:.3f} | {m.bcubed_precision:.3f} "
            f"| {m.bcubed_recall:.3f} | {with_interval('bcubed_f1', m.bcubed_f1)} | {m.largest}, {m.largest_purity:.2f} |")


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1])
    print("| | ARI | pair P | pair R | B-cubed P | B-cubed R | B-cubed F1 | largest, purity |\n|---|---|---|---|---|---|---|---|")
    for name, hidden in HIDDEN.items():
        print(row(name, measure(folder, hidden, bootstrap=500)), flush=True)
    for name, measured in baselines(folder).items():
        print(row(name, measured), flush=True)


if __name__ == "__main__":
    main()
