"""Link the adverts of a run with Splink 5 on the same contacts and templates, and measure both against truth.

    python benchmarks/linking/splink_peer.py RUN TRUTH.csv

Splink gets what Daybreak read: the first phone, e-mail and handle of each advert, its template and its place, each an
exact comparison with term-frequency adjustment; u by random sampling, m by EM on two blocking rules; clusters at several
thresholds. The best threshold is told with hindsight, which favours Splink.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import polars as pl
import splink.comparison_library as compare
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

from daybreak.measure.clusters import ClusterMeasures, score_clusters
from daybreak.store.run import StoredRun, open_run

CHANNELS = ("phone", "email", "handle", "template", "place")
THRESHOLDS = (0.5, 0.9, 0.95, 0.99, 0.999)


def records(run: StoredRun) -> pl.DataFrame:
    """One row an advert: id and its channels, null where it shows none."""
    ads = run.table("ads")
    contacts = run.table("contacts")
    table = ads.select(
        "ad", "id", "organisation",
        pl.when(pl.len().over("template") > 1).then(pl.col("template").cast(pl.String)).alias("template"),
        pl.concat_str("city", "state", separator="|").str.to_lowercase().alias("place"),
    )
    for kind in ("phone", "email", "handle"):
        first = contacts.filter(pl.col("kind") == kind).group_by("ad").agg(pl.col("value").min().alias(kind))
        table = table.join(first, on="ad", how="left", maintain_order="left")
    return table.rename({"id": "unique_id"})


def cluster(table: pl.DataFrame) -> dict[float, pl.Series]:
    """Splink's clusters at each threshold, as a label for each row of the table."""
    used = [c for c in CHANNELS if table[c].null_count() < len(table)]
    api = DuckDBAPI()
    blocks = [block_on(c) for c in used if c != "place"]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[compare.ExactMatch(c).configure(term_frequency_adjustments=True) for c in used],
        blocking_rules_to_generate_predictions=blocks,
    )
    linker = Linker(api.register(table.select("unique_id", *used).to_arrow()), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match([blocks[0]], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for block in blocks[:2]:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    found = {}
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold)
        labels = pl.from_arrow(clusters.as_duckdbpyrelation().to_arrow_table()).select("unique_id", "cluster_id")
        found[threshold] = table.join(labels, on="unique_id", how="left", maintain_order="left").select(
            pl.coalesce("cluster_id", "unique_id"))["cluster_id"]
    return found


def say(name: str, measured: ClusterMeasures) -> None:
    """One row of the table."""
    print(f"| {name:<24} | {measured.ari:.3f} | {measured.pair_precision:.3f} | {measured.pair_recall:.3f} "
          f"| {measured.bcubed_f1:.4f} |", flush=True)


def main() -> None:
    """Measure both on one run."""
    run, truth_path = open_run(Path(sys.argv[1])), Path(sys.argv[2])
    truth = pl.read_csv(truth_path)
    label = "organisation" if "organisation" in truth.columns else truth.columns[1]
    table = records(run).join(truth.select(pl.col("id").alias("unique_id"), pl.col(label).alias("truth")),
                              on="unique_id", how="inner", maintain_order="left")
    print("| method | ARI | pair P | pair R | B-cubed F1 |\n|---|---|---|---|---|")
    say("Daybreak", score_clusters(table["organisation"], table["truth"]))
    started = time.process_time()
    for threshold, labels in cluster(table.drop("organisation", "truth")).items():
        say(f"Splink 5 at {threshold}", score_clusters(labels, table["truth"]))
    print(f"\nSplink: {time.process_time() - started:.1f} CPU-s from records to clusters.")


if __name__ == "__main__":
    main()
