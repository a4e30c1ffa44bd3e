"""The report of a run that went the whole road: from a sample world to the page, and every chain closes."""

from __future__ import annotations

import polars as pl
import pytest

from daybreak.find.report.account import account_of_organisation, account_of_pair
from daybreak.find.report.telling import tell_organisation, tell_pair
from daybreak.find.run import find
from daybreak.sample.world import make_world
from daybreak.settings import Settings
from daybreak.store.run import StoredRun, open_run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    folder = tmp_path_factory.mktemp("road")
    make_world(600, seed=11).write(folder / "world")
    find([folder / "world" / "ads.parquet"], folder / "run", Settings())
    return open_run(folder / "run")


def test_the_page_counts_what_the_tables_hold(linked: StoredRun) -> None:
    page = (linked.path / "report.html").read_text(encoding="utf-8")
    leads = linked.table("leads").filter(pl.col("standing") == "lead")
    assert f"600 adverts, {len(leads)} lead" in page
    assert all(f'<article id="{organisation}"' in page for organisation in leads["organisation"])


def test_every_advert_of_an_organisation_is_reached_from_its_first(linked: StoredRun) -> None:
    for ads in linked.table("ads").sort("ad").partition_by("organisation"):
        for other in ads["id"].to_list()[1:4]:
            account = account_of_pair(linked, ads["id"][0], other)
            assert account["chain"], (ads["id"][0], other)
            assert account["chain"][0]["left"] == ads["id"][0]
            assert account["chain"][-1]["right"] == other
            assert "The chain has" in tell_pair(account)


def test_every_lead_can_be_explained(linked: StoredRun) -> None:
    for organisation in linked.table("leads")["organisation"].head(20):
        assert tell_organisation(account_of_organisation(linked, organisation)).startswith(f"Organisation {organisation}")
