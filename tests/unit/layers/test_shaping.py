"""Shapes are mended together where they share a border; they are split and merged without losing ground."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from layers.checks import check
from layers.features import Feature
from layers.shaping import (
    CanNotShape,
    as_kind,
    insert_corner,
    merged_shape,
    move_corner,
    remove_corner,
    rows,
    split_by,
    through_corners,
    with_rows,
)


def area(ident: str, shape: shapely.Geometry) -> Feature:
    return Feature("area", ident, shape, {"code": ident, "name": ident, "kind": "kelurahan"})


def grid() -> list[Feature]:
    return [area(f"{x}{y}", box(107 + x, -6 + y, 108 + x, -5 + y)) for x in range(2) for y in range(2)]


def overlaps_or_gaps(features: list[Feature]) -> list[str]:
    found = check("area", {feature.id: feature for feature in features}, [feature.id for feature in features])
    return [item.code for item in found if item.code in ("overlap", "gap", "invalid")]


def put(features: list[Feature], changed: list[Feature]) -> list[Feature]:
    other = {feature.id: feature for feature in changed}
    return [other.get(feature.id, feature) for feature in features]


def test_a_shared_corner_moves_in_all_that_share_it():
    changed = move_corner(grid(), (108, -5), (108.2, -5.1))
    assert len(changed) == 4
    assert overlaps_or_gaps(put(grid(), changed)) == []


def test_a_corner_on_a_shared_edge_goes_into_both():
    changed = insert_corner(grid(), (108, -5.5), (108.1, -5.5))
    assert {feature.id for feature in changed} == {"00", "10"}
    assert overlaps_or_gaps(put(grid(), changed)) == []


def test_a_corner_is_taken_out_of_all_and_never_the_last_ones():
    changed = insert_corner(grid(), (108, -5.5), (108.1, -5.5))
    back = remove_corner(put(grid(), changed), (108.1, -5.5))
    assert {feature.id for feature in back} == {"00", "10"}
    assert all(one.geometry.equals(other.geometry) for one, other in zip(put(grid(), back), grid(), strict=True))
    with pytest.raises(CanNotShape, match="few"):
        remove_corner([area("t", Polygon([(0, 0), (1, 0), (0, 1)]))], (1, 0))


def test_the_first_corner_of_a_ring_is_its_last():
    (changed,) = move_corner([area("a", box(0, 0, 1, 1))], rows(box(0, 0, 1, 1))[0][0][0], (2, -1))
    assert changed.geometry.is_valid
    (removed,) = remove_corner([area("a", box(0, 0, 1, 1))], rows(box(0, 0, 1, 1))[0][0][0])
    assert len(removed.geometry.exterior.coords) == 4


def test_holes_and_parts_are_kept():
    holed = MultiPolygon([Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior]), box(5, 5, 6, 6)])
    assert with_rows(holed, [row for row, _ in rows(holed)]).equals(holed)
    (changed,) = move_corner([area("a", holed)], (1, 1), (1.2, 1.2))
    assert len(changed.geometry.geoms[0].interiors) == 1


def test_an_area_is_split_and_its_pieces_are_the_whole():
    whole = area("a", box(0, 0, 2, 1))
    pieces = split_by(whole, LineString([(0.5, -1), (0.5, 2)]))
    assert [round(piece.area, 6) for piece in pieces] == [1.5, 0.5]
    assert shapely.union_all(pieces).equals(whole.geometry)
    with pytest.raises(CanNotShape, match="untouched"):
        split_by(whole, LineString([(0.5, -1), (0.5, 0.5)]))


def test_a_line_is_split_where_it_is_crossed():
    pieces = split_by(Feature("traffic_segment", "t", LineString([(0, 0), (3, 0)])), LineString([(1, -1), (1, 1)]))
    assert [piece.length for piece in pieces] == [2, 1]


def test_a_neighbour_gets_the_corner_where_a_border_was_cut():
    left, right = area("l", box(0, 0, 1, 2)), area("r", box(1, 0, 2, 2))
    pieces = split_by(left, LineString([(-1, 1), (1.5, 1)]))
    (changed,) = through_corners([right], shapely.union_all([piece.boundary for piece in pieces]))
    assert (1.0, 1.0) in rows(changed.geometry)[0][0]


def test_merging_keeps_the_ground_and_of_points_one():
    one, other = area("a", box(0, 0, 1, 1)), area("b", box(1, 0, 2, 1))
    assert merged_shape([one, other], one).equals(box(0, 0, 2, 1))
    lines = [Feature("traffic_segment", str(at), LineString([(at, 0), (at + 1, 0)])) for at in range(2)]
    assert merged_shape(lines, lines[0]).geom_type == "LineString"
    points = [Feature("camera", str(at), Point(at, 0)) for at in range(2)]
    assert merged_shape(points, points[1]).equals(Point(1, 0))
    with pytest.raises(CanNotShape, match="mixed"):
        merged_shape([one, points[0]], one)
    with pytest.raises(CanNotShape, match="mixed"):
        as_kind(Point(0, 0), "line")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.booleans()), max_size=12))
def test_whatever_is_done_to_corners_shared_borders_stay_shared(steps):
    features = grid()
    for pick, dx, dy, insert in steps:
        corners = sorted({place for feature in features for row, _ in rows(feature.geometry) for place in row})
        x, y = corners[pick % len(corners)]
        if insert:
            row, _ = rows(features[pick % 4].geometry)[0]
            (x0, y0), (x1, y1) = row[pick % (len(row) - 1)], row[pick % (len(row) - 1) + 1]
            changed = insert_corner(features, ((x0 + x1) / 2, (y0 + y1) / 2))
        else:
            changed = move_corner(features, (x, y), (x + dx, y + dy))
        after = put(features, changed)
        if all(feature.geometry.is_valid for feature in after):
            features = after
    # where two met along a border they still do: nothing lies between them, nothing twice
    whole = shapely.union_all([feature.geometry for feature in features])
    assert whole.area == pytest.approx(sum(feature.geometry.area for feature in features), abs=1e-6)
