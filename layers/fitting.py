"""Foreign properties made to fit a layer's fields: names mapped, values turned into the field's kind."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from layers.catalog import Geometry, Layer
from layers.features import JsonValue
from layers.moments import NotAMoment, read_moment
from layers.schema import Fault, Field, Kind, faults
from layers.sources import decimal

YES = frozenset({"ya", "y", "yes", "true", "t", "1", "benar"})
NO = frozenset({"tidak", "n", "no", "false", "f", "0", "salah"})

# Geometry types (GeoJSON's names) that a layer of each kind takes.
TYPES: Mapping[Geometry, frozenset[str]] = {
    Geometry.POINT: frozenset({"Point"}),
    Geometry.LINE: frozenset({"LineString", "MultiLineString"}),
    Geometry.POLYGON: frozenset({"Polygon", "MultiPolygon"}),
}


def fit(
    layer: Layer,
    properties: Mapping[str, object],
    mapping: Mapping[str, str] | None = None,
    zone: ZoneInfo | None = None,
) -> tuple[dict[str, JsonValue], list[Fault]]:
    """The layer's fields out of foreign properties, and what is wrong with them. What is no field is left out.

    `mapping` is their name → our field; other columns are taken when they have a field's name, in any case of letters.
    Text becomes a number (decimal comma allowed), a flag (ya/tidak), a choice (any case), a time (in `zone` when it
    names none).
    """
    fields = {field.key.lower(): field for field in layer.fields}
    named = {theirs.lower(): ours.lower() for theirs, ours in (mapping or {}).items()}
    fitted: dict[str, JsonValue] = {}
    wrong: list[Fault] = []
    for theirs, value in properties.items():
        field = fields.get(named.get(theirs.lower(), theirs.lower()))
        if field is None or value is None or value == "":
            continue
        made = _as_kind(field, value, zone)
        if made is None:
            wrong.append(Fault(field.key, field.kind.value, str(value)[:60]))
        else:
            fitted[field.key] = made
    told = {fault.field for fault in wrong}
    return fitted, wrong + [fault for fault in faults(layer.fields, fitted) if fault.field not in told]


def _as_kind(field: Field, value: object, zone: ZoneInfo | None) -> JsonValue:
    match field.kind:
        case Kind.INTEGER | Kind.NUMBER:
            number = decimal(value)
            whole = number is not None and field.kind is Kind.INTEGER and number == int(number)
            return int(number) if whole and number is not None else number
        case Kind.FLAG:
            if isinstance(value, bool):
                return value
            word = str(value).strip().lower()
            return True if word in YES else False if word in NO else None
        case Kind.CHOICE:
            word = str(value).strip().lower()
            return next((choice for choice in field.choices if choice.lower() == word), str(value))
        case Kind.DATE | Kind.MOMENT:
            return _time(field, value, zone)
        case _:
            return value if isinstance(value, str) else _plain(value)


def _time(field: Field, value: object, zone: ZoneInfo | None) -> JsonValue:
    try:
        when = read_moment(value, zone or (ZoneInfo("UTC") if field.kind is Kind.DATE else None))
    except NotAMoment:
        return None
    if field.kind is Kind.DATE:
        return when.astimezone(zone).date().isoformat() if zone else when.date().isoformat()
    return when.isoformat()


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) and value == int(value) else str(value)
