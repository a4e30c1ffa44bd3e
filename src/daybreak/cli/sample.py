"""`daybreak sample`: write a neutral synthetic world with its truth."""

from __future__ import annotations

from pathlib import Path

import click

from daybreak.errors import WrongSetting
from daybreak.sample.world import make_world


@click.command("sample")
@click.option("--ads", default=20_000, show_default=True, help="How many adverts.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same world.")
@click.option("--noise", default=0.03, show_default=True, help="Share of words that differ between postings of one text.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A new folder.")
def command(ads: int, seed: int, noise: float, out: Path) -> None:
    """Write a neutral synthetic world with its truth: ads.parquet, truth.csv, contacts_truth.csv, organisations.csv."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WrongSetting(f"{out} is there already.", "Give --out a folder that does not exist yet, or an empty one.")
    world = make_world(ads, seed, noise)
    world.write(out)
    click.echo(f"{len(world.ads):,} adverts by {len(world.organisations):,} organisations are in {out}")
    click.echo(f"Next: daybreak link {out / 'ads.parquet'} --out run && daybreak measure run --truth {out / 'truth.csv'}")
