"""Real recruitment adverts whose employers are known: the figures that docs/method/linking.md states must hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.linking.real import measure


@pytest.fixture
def job_orders(shared_data: Callable[[str], Path]) -> Path:
    """The folder of job orders, or a skip that says so."""
    return shared_data("job-orders")


@pytest.mark.slow
def test_real_adverts_are_linked_to_their_employers_without_any_label(job_orders: Path) -> None:
    found = measure(job_orders, ())
    assert found.bcubed_f1 >= 0.970
    assert found.ari >= 0.84
    assert found.pair_precision >= 0.78


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [("email",), ("phone",), ("email", "phone")])
def test_an_agents_number_and_the_laws_phrases_make_no_blob_when_a_channel_is_hidden(
    job_orders: Path, hidden: tuple[str, ...]
) -> None:
    found = measure(job_orders, hidden)
    assert found.largest < 200, "one phone number stands on 669 orders, and the law gives all of them stock phrases"
    assert found.bcubed_precision >= 0.80
