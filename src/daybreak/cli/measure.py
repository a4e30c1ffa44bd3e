"""`daybreak measure`: compare a run's organisations or templates with known truth."""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.errors import WrongJudgement
from daybreak.measure.clusters import ClusterMeasures, score_clusters
from daybreak.measure.truth import read_truth
from daybreak.store.run import open_run


@click.command("measure")
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--truth", required=True, type=click.Path(path_type=Path), help="CSV with id and organisation (or employer) or template."
)
@click.option("--level", type=click.Choice(["organisation", "template"]), default="organisation", show_default=True,
              help="What the truth names: organisations, or the templates that adverts were made from.")
@click.option("--bootstrap", default=0, show_default=True, help="Resamplings of the true groups for 95 % intervals.")
@click.option("--seed", default=0, show_default=True, help="Of the resampling.")
def command(run: Path, truth: Path, level: str, bootstrap: int, seed: int) -> None:
    """Compare a run with known truth: ARI, pairs, B-cubed, the largest group and its purity."""
    ads = open_run(run).table("ads").select("id", level)
    known = read_truth(truth, level, ads["id"])
    if not len(known):
        raise WrongJudgement(f"{truth} has a header but no row.", "Give the truth of at least one advert.")
    both = known.join(ads, on="id", how="left", maintain_order="left")
    found = score_clusters(both[level], both["label"], bootstrap, seed)
    for line in report(found, level, len(ads)):
        click.echo(line)


def report(found: ClusterMeasures, level: str, ads: int) -> list[str]:
    """The measures as lines for a person."""

    def row(name: str, keys: tuple[str, ...]) -> str:
        said = []
        for word, key in zip(("precision", "recall", "F1"), keys, strict=False):
            value = f"{getattr(found, key):.4f}"
            if key in found.intervals:
                value += " [{:.4f}, {:.4f}]".format(*found.intervals[key])
            said.append(value if len(keys) == 1 else f"{word} {value}")
        return f"{name:<10} " + "  ".join(said)

    known = f"{found.items:,} of {ads:,} adverts have a true {level}"
    return [
        f"{known}: {found.true_clusters:,} true, {found.predicted_clusters:,} found",
        row("ARI", ("ari",)),
        row("Pairs", ("pair_precision", "pair_recall", "pair_f1")),
        row("B-cubed", ("bcubed_precision", "bcubed_recall", "bcubed_f1")),
        row("V-measure", ("v_measure",)),
        f"{'Largest':<10} {found.largest:,} adverts, purity {found.largest_purity:.4f}",
    ]
