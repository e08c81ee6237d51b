"""A feature: one thing on a layer, frozen, as it stands at one version."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

JsonValue = str | int | float | bool | None


class NotAFeature(ValueError):
    """What was given can't be read as a feature; the message says why, for a person."""


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One thing on a layer. Geometry in WGS 84, longitude first; times aware UTC. To change it, make the next one."""

    layer: str
    id: str
    geometry: BaseGeometry
    properties: Mapping[str, JsonValue] = field(default_factory=dict)
    version: int = 1
    updated_at: datetime | None = None
    source: str = ""
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "properties", MappingProxyType(dict(self.properties)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Feature):
            return NotImplemented
        return self.to_geojson() == other.to_geojson()

    def __hash__(self) -> int:
        return hash((self.layer, self.id, self.version))

    def same_content(self, other: Feature) -> bool:
        """Whether place and fields are alike; version and times do not count."""
        return bool(self.geometry.equals_exact(other.geometry, 1e-9)) and dict(self.properties) == dict(
            other.properties
        )

    def to_geojson(self) -> dict[str, Any]:
        """A GeoJSON Feature (RFC 7946). What is not of the layer's fields stands beside `properties`, not in it."""
        return {
            "type": "Feature",
            "id": self.id,
            "geometry": _plain(mapping(self.geometry)),
            "properties": dict(self.properties),
            "layer": self.layer,
            "version": self.version,
            "updated_at": self.updated_at.astimezone(UTC).isoformat() if self.updated_at else None,
            "source": self.source,
            "valid_until": self.valid_until.astimezone(UTC).isoformat() if self.valid_until else None,
        }

    @classmethod
    def from_geojson(cls, data: Mapping[str, Any], layer: str | None = None) -> Feature:
        """Reads what `to_geojson` wrote; also a plain GeoJSON feature, with `layer` given. Raises NotAFeature."""
        if data.get("type") != "Feature" or not isinstance(data.get("geometry"), Mapping):
            raise NotAFeature("not a GeoJSON feature with a geometry")
        name = data.get("layer") or layer
        ident = data.get("id")
        properties = data.get("properties") or {}
        if not isinstance(name, str) or ident is None or not isinstance(properties, Mapping):
            raise NotAFeature("a feature needs a layer, an id and properties")
        return cls(
            layer=name,
            id=str(ident),
            geometry=read_geometry(data["geometry"]),
            properties=properties,
            version=int(data.get("version") or 1),
            updated_at=_time(data.get("updated_at")),
            source=str(data.get("source") or ""),
            valid_until=_time(data.get("valid_until")),
        )


def read_geometry(data: Mapping[str, Any]) -> BaseGeometry:
    """A GeoJSON geometry as shapely, WGS 84 longitude first. Raises NotAFeature: empty, not finite, off the globe."""
    try:
        _check_numbers(data)
        geometry: BaseGeometry = shapely.force_2d(shape(data))
    except NotAFeature:
        raise
    except Exception as error:  # shapely raises many kinds for broken input
        raise NotAFeature(f"the geometry can't be read: {error}") from error
    if geometry.is_empty:
        raise NotAFeature("the geometry is empty")
    west, south, east, north = geometry.bounds
    if not all(map(math.isfinite, (west, south, east, north))):
        raise NotAFeature("a coordinate is not a finite number")
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise NotAFeature("a coordinate lies off the globe; degrees, longitude first, are expected (EPSG:4326)")
    return geometry


def _check_numbers(data: Mapping[str, Any]) -> None:
    """Refuses coordinates that shapely would quietly take for numbers: text like "107" and true."""
    parts: list[Any] = [data, *(data.get("geometries") or ())]
    waiting = [part.get("coordinates") for part in parts if isinstance(part, Mapping)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list | tuple):
            waiting.extend(value)
        elif isinstance(value, str | bool):
            raise NotAFeature("a coordinate is not a number")


def _plain(value: Any) -> Any:
    """Tuples to lists, so that a feature that was written and read again is equal."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _time(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise NotAFeature(f"not a time: {value!r}") from error
    if when.tzinfo is None:
        raise NotAFeature(f"a time without a zone: {value!r}")
    return when.astimezone(UTC)
