"""Pictures are the same for the same rows, stay inside their frame, and exist only where there is something to show."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.find.report.interval import draw_interval, say_interval
from daybreak.find.report.layout import spread
from daybreak.find.report.moves import Move, Stop, distance, name_places
from daybreak.find.report.network import Network, Node, draw_network
from daybreak.find.report.outlines import Outlines, load_outlines, pack_outlines
from daybreak.find.report.slots import show_pattern
from daybreak.find.report.timeline import Lane, draw_timeline
from daybreak.find.report.worldmap import draw_map

DAY = datetime(2024, 3, 4)  # noqa: DTZ001 - times in tables carry no zone


def stop(name: str, latitude: float | None, longitude: float | None) -> Stop:
    return Stop(name, "XX", latitude, longitude, 3, DAY, DAY)


SQUARE = Outlines(
    np.array([[-10, 30], [10, 30], [10, 50], [-10, 50], [-10, 30]], np.float32), np.array([0, 5]),
    np.array([[-10, 30, 10, 50]], np.float32),
)  # fmt: skip


def test_a_map_without_outlines_still_shows_every_place() -> None:
    shown = draw_map([stop("Madrid", 40.4, -3.7), stop("Lisbon", 38.7, -9.1)], [], None, "Map")
    assert shown is not None
    assert shown.count("m-stop") == 2
    assert "m-land" not in shown


def test_moves_are_numbered_in_order() -> None:
    places = [stop("Madrid", 40.4, -3.7), stop("Lisbon", 38.7, -9.1)]
    moves = [Move("Madrid", "Lisbon", DAY, DAY, 500.0), Move("Lisbon", "Madrid", DAY, DAY, 500.0)]
    shown = draw_map(places, moves, SQUARE, "Map")
    assert shown is not None
    assert re.findall(r'class="m-number">(.*?)<', shown) == ["1", "2"]


def test_a_map_across_the_date_line_does_not_go_round_the_world() -> None:
    shown = draw_map([stop("Suva", -18.1, 178.4), stop("Apia", -13.8, -171.8)], [], SQUARE, "Map")
    assert shown is not None
    xs = [float(x) for x in re.findall(r'cx="([-\d.]+)"', shown)]
    assert all(0 < x < 640 for x in xs)
    assert re.findall(r">(\d+)°E<", shown)
    assert "0°N" not in re.findall(r">(0°[NS])<", shown)


def test_a_place_that_the_gazetteer_does_not_know_has_no_map() -> None:
    assert draw_map([stop("Nowhere", None, None)], [], SQUARE, "Map") is None


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=8))
def test_every_place_stands_inside_the_map(places: list[tuple[float, float]]) -> None:
    shown = draw_map([stop(f"p{n}", *p) for n, p in enumerate(places)], [], SQUARE, "Map")
    assert shown is not None
    for x, y in re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)"', shown):
        assert 0 <= float(x) <= 640
        assert 0 <= float(y) <= 400


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_a_layout_is_the_same_each_time_and_in_its_frame(edges: list[tuple[int, int]]) -> None:
    edges = [e for e in edges if e[0] != e[1]]
    at = spread(12, edges)
    assert np.array_equal(at, spread(12, edges))
    assert np.isfinite(at).all()
    assert (at >= 0).all()
    assert (at <= 1).all()


def test_connected_nodes_stand_nearer_than_unconnected_ones() -> None:
    at = spread(6, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)])
    inside = np.hypot(*(at[0] - at[1]))
    across = min(np.hypot(*(at[a] - at[b])) for a in range(3) for b in range(3, 6))
    assert inside < across


def test_a_hostile_name_in_a_picture_is_only_text() -> None:
    network = Network([Node("phone", "x", '"><script>alert(1)</script>\u202e', 1), Node("url", "y", "y", 1)], [(0, 1, 1)], 0)
    shown = draw_network(network, "Network")
    assert shown is not None
    assert "<script" not in shown
    assert "\u202e" not in shown


def test_a_timeline_is_drawn_from_two_moments_on() -> None:
    one, later = Lane("Places", "place", "Madrid", [DAY], 1), Lane("Places", "place", "Lisbon", [DAY + timedelta(1)], 1)
    assert draw_timeline([one, later], "t") is not None
    for lanes in ([one], [one, one], [Lane("Places", "place", "Madrid", [], 1)], []):
        assert draw_timeline(lanes, "t") is None


def test_a_thousand_adverts_on_a_lane_are_few_dots() -> None:
    shown = draw_timeline([Lane("Contacts", "phone", "+1", [DAY + timedelta(hours=n) for n in range(1000)], 1000)], "t")
    assert shown is not None
    assert shown.count("<circle") <= 91


@pytest.mark.parametrize(("low", "high", "said"), [(1, 4, "anywhere from 1st to 4th"), (2, 2, "firm at 2nd")])
def test_the_interval_is_said_and_drawn(low: int, high: int, said: str) -> None:
    assert say_interval(2, low, high) == said
    assert said in draw_interval(2, low, high, 9)


def test_an_interval_without_bounds_is_a_firm_place() -> None:
    assert say_interval(11, None, None) == "firm at 11th"
    assert draw_interval(1, None, None, 1)


def test_distance_is_that_of_an_atlas() -> None:
    assert distance(40.4168, -3.7038, 38.7223, -9.1393) == pytest.approx(503, abs=2)
    assert distance(None, 1.0, 2.0, 3.0) is None


def test_only_slots_that_the_template_has_become_boxes() -> None:
    shown = show_pattern("call {1:phone} or {2:phone} {1:name} <b>", [{"slot": 1, "type": "phone"}])
    assert shown.count('class="slot') == 1
    assert "{2:phone} {1:name} &lt;b&gt;" in shown


def test_topology_becomes_closed_rings_with_shared_borders_kept() -> None:
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0], [0, 10]], [[0, 10], [10, 0], [0, -10], [-10, 0]]],
        "objects": {"countries": {"geometries": [
            {"type": "Polygon", "arcs": [[0, 1]]}, {"type": "MultiPolygon", "arcs": [[[-1, 1]]]}, {"type": None},
        ]}},
    }  # fmt: skip
    packed = pack_outlines(topology)
    assert packed[:8] == b"DBOUTL1\n"
    points = np.frombuffer(packed, "<i2", offset=12 + 8).reshape(-1, 2)
    assert points[:5].tolist() == [[0, 0], [0, 1000], [1000, 1000], [1000, 0], [0, 0]]


def test_the_bundled_outlines_cover_the_world() -> None:
    outlines = load_outlines()
    if outlines is None:
        pytest.skip("the map outlines are not set up: python -m daybreak.find.report.outlines")
    assert len(outlines.boxes) > 1000
    assert outlines.points[:, 0].min() < -179
    assert outlines.points[:, 1].max() > 83


def test_two_places_of_one_name_are_two_places() -> None:
    ads = pl.DataFrame(
        {
            "ad": [0, 1, 2, 3], "city": ["Springfield", "Springfield", "Lisbon", "Nowhere"], "country": ["US", "US", "PT", None],
            "state": ["IL", "MO", None, None], "latitude": [None] * 4, "longitude": [None] * 4,
        },
        schema_overrides={"latitude": pl.Float64, "longitude": pl.Float64},
    )  # fmt: skip
    located = pl.DataFrame(
        {
            "ad": [0, 1, 2], "geonames": [1, 2, 3], "name": ["Springfield", "Springfield", "Lisbon"],
            "country": ["US", "US", "PT"], "latitude": [39.8, 37.2, 38.7], "longitude": [-89.6, -93.3, -9.1],
        }
    )  # fmt: skip
    placed = name_places(ads, located)
    assert placed["place"].to_list() == ["Springfield, IL", "Springfield, MO", "Lisbon", "Nowhere"]
    assert placed["latitude"].to_list() == [39.8, 37.2, 38.7, None]
