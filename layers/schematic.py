"""How a hand-made schematic becomes a map: cells around centres, and lines that bend instead of breaking."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import scale
from shapely.geometry import LineString, MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

Points = npt.NDArray[np.float64]
STEPS = 5  # straight pieces between two vertices of a bent line


@dataclass(slots=True)
class _Named:
    """One area of the centres file; a kelurahan has points that lie in it, the first is its centre."""

    name: str
    aliases: tuple[str, ...]
    points: list[tuple[float, float]] = field(default_factory=list)


def areas(centres: str, city: BaseGeometry) -> list[tuple[BaseGeometry, dict[str, Any]]]:
    """Kecamatan, then kelurahan, with their properties: every place of `city` belongs to the nearest centre.

    `centres` is CSV text (code, name, aliases by ';', lon, lat). A row without lon/lat names a kecamatan; further rows
    of a code add points to its cell. A kecamatan is the sum of its kelurahan, so borders agree. Raises ValueError.
    """
    named = _read(centres)
    kelurahan = {code: row for code, row in named.items() if row.points}
    shapes = _cells(city, kelurahan)
    upper: list[tuple[BaseGeometry, dict[str, Any]]] = []
    lower: list[tuple[BaseGeometry, dict[str, Any]]] = []
    for code, row in named.items():
        if row.points:
            parent = code.rpartition(".")[0]
            if parent not in named:
                raise ValueError(f"{code} belongs to no kecamatan of the file")
            more = {"kecamatan": named[parent].name, "kecamatan_code": parent}
            lower.append((shapes[code], _about(code, row, "kelurahan", row.points[0]) | more))
            continue
        members = [shape for key, shape in shapes.items() if key.startswith(f"{code}.")]
        if not members:
            raise ValueError(f"kecamatan {code} has no kelurahan")
        whole = shapely.unary_union(members)
        label = whole.representative_point()
        upper.append((whole, _about(code, row, "kecamatan", (label.x, label.y))))
    return upper + lower


def _about(code: str, row: _Named, kind: str, label: tuple[float, float]) -> dict[str, Any]:
    name, aliases = row.name, row.aliases
    return {"kind": kind, "code": code, "name": name, "aliases": aliases, "label": label, "schematic": True}


def _read(centres: str) -> dict[str, _Named]:
    named: dict[str, _Named] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(centres)), 2):
        try:
            aliases = tuple(alias for alias in row["aliases"].split(";") if alias)
            known = named.setdefault(row["code"], _Named(row["name"], aliases))
            if row["lon"]:
                known.points.append((float(row["lon"]), float(row["lat"])))
        except (KeyError, ValueError, AttributeError) as error:
            raise ValueError(f"line {number} can't be read: {error!r}") from error
    if not any(row.points for row in named.values()):
        raise ValueError("it names no place")
    return named


def _cells(city: BaseGeometry, kelurahan: Mapping[str, _Named]) -> dict[str, BaseGeometry]:
    """Voronoi cells by code, joined, clipped to the city and with cut corners; in degrees."""
    squeeze = math.cos(math.radians(city.centroid.y))  # a degree of longitude is shorter here
    codes = [code for code, row in kelurahan.items() for _ in row.points]
    points = MultiPoint([(lon * squeeze, lat) for row in kelurahan.values() for lon, lat in row.points])
    flat = scale(city, squeeze, 1, origin=(0, 0))
    pieces: dict[str, list[BaseGeometry]] = {code: [] for code in kelurahan}
    for code, cell in zip(codes, shapely.voronoi_polygons(points, extend_to=flat, ordered=True).geoms, strict=True):
        pieces[code].append(cell)
    joined = [shapely.unary_union(cells).intersection(flat) for cells in pieces.values()]
    return {
        code: scale(shape, 1 / squeeze, 1, origin=(0, 0))
        for code, shape in zip(pieces, _with_cut_corners(joined), strict=True)
    }


def _with_cut_corners(parts: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The same parts, the corners of their inner borders cut. Each border is cut once, for both its sides."""
    network = shapely.line_merge(shapely.unary_union([part.boundary for part in parts]))
    outer = shapely.unary_union(parts).boundary.buffer(1e-9)
    arcs = [arc if outer.covers(arc) else _cut(arc) for arc in shapely.get_parts(network)]
    tree = shapely.STRtree(parts)
    owners: list[list[BaseGeometry]] = [[] for _ in parts]
    for face in shapely.polygonize([shapely.unary_union(arcs)]).geoms:
        shares = [(face.intersection(parts[index]).area, int(index)) for index in tree.query(face)]
        owners[max(shares)[1]].append(face)
    return [shapely.unary_union(faces) for faces in owners]


def _cut(arc: BaseGeometry, times: int = 2) -> BaseGeometry:
    """Corner cutting on an open line: points at a quarter and three quarters replace each bend; the ends stay."""
    points: Points = shapely.get_coordinates(arc)
    for _ in range(times if len(points) > 2 else 0):
        quarter, rest = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
        between = np.stack([quarter, rest], axis=1).reshape(-1, 2)
        points = np.concatenate([points[:1], between[1:-1], points[-1:]])
    return LineString(points)


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """The same line or polygon (no holes), bent through its own vertices: what met at a vertex still meets there."""
    if geometry.geom_type == "LineString":
        return LineString(_bent(shapely.get_coordinates(geometry)))
    if geometry.geom_type == "Polygon":
        ring = Polygon(_bent(shapely.get_coordinates(geometry.exterior)))
        return ring if ring.is_valid else geometry
    return geometry


def _bent(points: Points) -> Points:
    """A centripetal Catmull-Rom curve: through every vertex, without loops (Barry and Goldman's pyramid)."""
    if len(points) < 3:
        return points
    closed = bool(np.array_equal(points[0], points[-1]))
    before = points[-2] if closed else 2 * points[0] - points[1]
    after = points[1] if closed else 2 * points[-1] - points[-2]
    row = np.concatenate([[before], points, [after]])
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(np.hypot(*np.diff(row, axis=0).T)) + 1e-12)])
    steps = np.linspace(0, 1, STEPS, endpoint=False)
    t0, t1, t2, t3 = (knots[index : len(knots) - 3 + index, None, None] for index in range(4))
    p0, p1, p2, p3 = (row[index : len(row) - 3 + index, None, :] for index in range(4))
    at = t1 + (t2 - t1) * steps[None, :, None]
    a1 = _between(p0, p1, t0, t1, at)
    a2 = _between(p1, p2, t1, t2, at)
    a3 = _between(p2, p3, t2, t3, at)
    curve = _between(_between(a1, a2, t0, t2, at), _between(a2, a3, t1, t3, at), t1, t2, at)
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])


def _between(a: Points, b: Points, start: Points, end: Points, at: Points) -> Points:
    return (a * (end - at) + b * (at - start)) / (end - start)
