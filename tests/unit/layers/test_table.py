"""Points in columns: queries, changes and hits agree with looking at every point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.cluster import LEAST, grouped
from layers.table import PointTable


def table_of(x, y, rank=None):
    table = PointTable()
    ids = [f"p{number}" for number in range(len(x))]
    table.fill(ids, np.asarray(x), np.asarray(y), np.zeros(len(ids)), np.zeros(len(ids)) if rank is None else rank)
    return table


def inside(table, west, north, east, south):
    return {
        ident
        for ident in table.ids
        if (row := table.row(ident)) is not None and west <= table.x[row] <= east and north <= table.y[row] <= south
    }


def asked(table, *box):
    return {table.ids[row] for row in table.query(*box)}


def test_an_empty_table_holds_nothing():
    table = PointTable()
    assert len(table) == 0
    assert table.bounds() is None
    assert len(table.query(0, 0, 1, 1)) == 0
    assert len(table.hit(0.5, 0.5, 0.1)) == 0


def test_one_point_is_found():
    assert asked(table_of([0.5], [0.5]), 0.4, 0.4, 0.6, 0.6) == {"p0"}


spot = st.floats(0, 1, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(
    start=st.lists(st.tuples(spot, spot), max_size=40),
    moves=st.lists(st.tuples(st.integers(0, 60), spot, spot), max_size=40),
    removed=st.lists(st.integers(0, 60), max_size=20),
    box=st.tuples(spot, spot, spot, spot),
)
def test_after_any_changes_a_query_finds_what_is_there(start, moves, removed, box):
    table = table_of([x for x, _ in start], [y for _, y in start])
    known = {f"p{number}": place for number, place in enumerate(start)}
    for number, x, y in moves:
        table.change([f"p{number}"], np.array([x]), np.array([y]), [0], [0])
        known[f"p{number}"] = (x, y)
    table.change([], np.empty(0), np.empty(0), [], [], [f"p{number}" for number in removed])
    for number in removed:
        known.pop(f"p{number}", None)
    west, east = sorted((box[0], box[2]))
    north, south = sorted((box[1], box[3]))
    assert len(table) == len(known)
    assert asked(table, west, north, east, south) == {
        ident for ident, (x, y) in known.items() if west <= x <= east and north <= y <= south
    }


def test_a_change_tells_where_things_were():
    table = table_of([0.1, 0.2], [0.1, 0.2])
    change = table.change(["p1", "p9"], np.array([0.8, 0.9]), np.array([0.8, 0.9]), [1, 2], [0, 0], ["p0"])
    assert sorted(change.was_x.tolist()) == [0.1, 0.2]
    assert [table.ids[row] for row in change.rows] == ["p1", "p9"]
    assert table.row("p0") is None
    assert table.code[table.row("p9")] == 2


def test_a_removed_row_is_used_again_for_something_new():
    table = table_of([0.1, 0.2], [0.1, 0.2])
    table.change([], np.empty(0), np.empty(0), [], [], ["p0"])
    table.change(["new"], np.array([0.7]), np.array([0.7]), [0], [0])
    assert len(table.ids) == 2
    assert asked(table, 0, 0, 1, 1) == {"p1", "new"}


def test_the_index_is_made_again_after_many_moves():
    rng = np.random.default_rng(3)
    table = table_of(rng.random(5000), rng.random(5000))
    ids = [f"p{number}" for number in range(3000)]
    table.change(ids, rng.random(3000) * 2 - 0.5, rng.random(3000), np.zeros(3000), np.zeros(3000))
    box = (0.2, 0.2, 0.6, 0.7)
    assert asked(table, *box) == inside(table, *box)


def test_higher_ranks_lie_on_top():
    table = table_of([0.5, 0.5, 0.5], [0.5, 0.5, 0.5], rank=[5, 9, 1])
    assert [table.ids[row] for row in table.query(0, 0, 1, 1)] == ["p2", "p0", "p1"]
    assert table.ids[table.hit(0.5, 0.5, 0.01)[0]] == "p1"


@pytest.mark.parametrize("seed", range(5))
def test_groups_of_a_part_are_groups_of_the_whole(seed):
    rng = np.random.default_rng(seed)
    x, y = np.floor(rng.random(600) * 800), np.floor(rng.random(600) * 800)
    single = rng.random(600) < 0.05
    kind = rng.random(600) < 0.5
    whole = grouped(x, y, single, kind, 80, 20, (LEAST, 6))
    part = np.flatnonzero((x >= 160) & (x < 480) & (y >= 240) & (y < 560))  # whole cells
    piece = grouped(x[part], y[part], single[part], kind[part], 80, 20, (LEAST, 6))
    places = set(zip(whole.x.round(6), whole.y.round(6), strict=True))
    assert set(zip(piece.x.round(6), piece.y.round(6), strict=True)) <= places


def test_every_point_is_alone_or_in_one_group():
    rng = np.random.default_rng(1)
    x, y = rng.random(500) * 400, rng.random(500) * 400
    single = rng.random(500) < 0.1
    kind = rng.random(500) < 0.4
    groups = grouped(x, y, single, kind, 80, 20, (LEAST, 6))
    assert sorted([*groups.alone.tolist(), *groups.members.tolist()]) == list(range(500))
    assert (groups.sizes >= np.where(groups.kind, 6, LEAST)).all()
    assert (np.bincount(groups.group_of) == groups.sizes).all()
    assert (kind[groups.members] == groups.kind[groups.group_of]).all()
    start, end = groups.alone_in(2, 3, 1)
    mine = (x // 80 == 2) & (y // 80 == 3) & kind & ~np.isin(np.arange(500), groups.members)
    assert sorted(groups.alone[start:end].tolist()) == np.flatnonzero(mine).tolist()
    assert not single[groups.members].any()


def test_nothing_makes_no_groups():
    none = np.zeros(0, bool)
    groups = grouped(np.empty(0), np.empty(0), none, none, 80, 20, (LEAST, LEAST))
    assert len(groups) == 0
    assert len(groups.alone) == 0
