"""How a feature looks: rows from its fields to shape, colour, icon and words, for map, legend, folium and QGIS alike.

A look has parts (colour, shape, icon …). For each part the first row of the layer that fits the feature's
properties decides; a row without ``values`` fits always. Colours are tokens of the theme, icons are names of
Material Design icons, words are English and translated in the context ``Symbols``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from layers.catalog import LAYERS, Layer
from layers.features import Feature, JsonValue

Properties = Mapping[str, JsonValue]


class Part(StrEnum):
    """What of a look a row decides."""

    COLOR = "color"  # a token of the theme
    SHAPE = "shape"  # one of Shape; points
    ICON = "icon"  # a Material Design icon; points
    MARK = "mark"  # a small badge at the corner; points
    SIZE = "size"  # points: px of the shape; lines: px of the width at zoom 14
    RANK = "rank"  # what lies on top: the higher
    HATCH = "hatch"  # polygons and lines: a pattern, so that colour is never alone


class Shape(StrEnum):
    """The outline of a symbol: one family a layer, so that a layer is known without its colour."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    OCTAGON = "octagon"
    HEXAGON = "hexagon"
    TAG = "tag"


class Mark(StrEnum):
    """A badge at the symbol's corner."""

    NONE = ""
    LATE = "late"
    DONE = "done"
    OFF = "off"
    FAULT = "fault"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: ``gives`` for a part where the field holds one of ``values``, or at least ``low``."""

    layer: str
    part: Part
    gives: str
    field: str = ""
    values: tuple[JsonValue, ...] = ()
    low: float | None = None
    word: str = ""
    legend: bool = True

    def fits(self, properties: Properties) -> bool:
        """Whether this row is for a feature with these properties."""
        if not self.field:
            return True
        value = properties.get(self.field)
        if value is None and self.field == "state":
            value = properties.get("status")  # reports call it status
        if self.low is not None:
            return isinstance(value, int | float) and not isinstance(value, bool) and value >= self.low
        return value in self.values


@dataclass(frozen=True, slots=True)
class Symbol:
    """How one feature looks, put together from the rows. Sizes in px at 100 %; ``word`` is for people's ears."""

    layer: str
    color: str
    shape: Shape = Shape.CIRCLE
    icon: str = ""
    mark: Mark = Mark.NONE
    size: float = 22
    rank: int = 0
    hatch: str = ""
    words: tuple[str, ...] = field(default=(), compare=False)

    @property
    def word(self) -> str:
        """The words of all parts, most telling first, in English."""
        return ", ".join(self.words)


OPEN = ("new", "verified", "refused", "reopened", "waiting_citizen", "on_hold")
WORKING = ("assigned", "accepted", "in_progress", "done_claimed")
CLOSED = ("resolved", "rejected", "duplicate")

INCIDENT, WIFI, WASTE, TRAFFIC, WARNING = "incident", "wifi_hotspot", "waste_point", "traffic_segment", "warning"

INCIDENT_ICONS: dict[str, tuple[str, ...]] = {
    "car-multiple": ("traffic_jam", "jam"),
    "traffic-light": ("traffic_light",),
    "car-brake-parking": ("illegal_parking",),
    "outdoor-lamp": ("street_light",),
    "road-variant": ("road_damage", "hazard"),
    "home-flood": ("flood",),
    "pipe-leak": ("drainage",),
    "bridge": ("bridge",),
    "tree": ("fallen_tree",),
    "delete-alert": ("illegal_dumping",),
    "trash-can": ("waste_overflow",),
    "water-alert": ("river_pollution",),
    "smoke": ("air_pollution",),
    "fire": ("fire",),
    "lifebuoy": ("rescue",),
    "car-emergency": ("accident_injury", "accident"),
    "ambulance": ("medical",),
    "weather-lightning-rainy": ("disaster",),
    "account-alert": ("public_order",),
    "cart-off": ("illegal_vendor",),
    "sign-real-estate": ("illegal_banner",),
    "hand-heart": ("social_welfare",),
    "wifi-off": ("wifi_outage",),
    "cellphone-cog": ("app_problem",),
    "card-account-details": ("civil_registry",),
    "office-building-marker": ("building_permit",),
    "bench-back": ("park",),
    "home-city": ("settlement",),
    "store": ("market",),
    "tag": ("price",),
    "camera": ("tourism",),
    "drama-masks": ("culture",),
    "school": ("school",),
    "boom-gate": ("closure", "road_closed"),
}

ROWS: tuple[Row, ...] = (
    # Incidents: the shape is the priority, the colour the stage of work, the badge lateness.
    Row(INCIDENT, Part.SHAPE, Shape.OCTAGON, "priority", ("emergency",), word="Emergency"),
    Row(INCIDENT, Part.SHAPE, Shape.TRIANGLE, "priority", ("high",), word="High priority"),
    Row(INCIDENT, Part.SHAPE, Shape.DIAMOND, word="Incident"),
    Row(INCIDENT, Part.COLOR, "map.incident_closed", "state", CLOSED, word="Closed"),
    Row(INCIDENT, Part.COLOR, "map.incident_work", "state", WORKING, word="With a department"),
    Row(
        INCIDENT,
        Part.COLOR,
        "map.incident_emergency",
        "priority",
        ("emergency",),
        word="Waiting",
        legend=False,
    ),
    Row(INCIDENT, Part.COLOR, "map.incident_high", "priority", ("high",), word="Waiting", legend=False),
    Row(INCIDENT, Part.COLOR, "map.incident", word="Waiting at the desk"),
    Row(INCIDENT, Part.MARK, Mark.DONE, "state", CLOSED, word="Closed", legend=False),
    Row(INCIDENT, Part.MARK, Mark.LATE, "late", (True,), word="Past its deadline"),
    *(Row(INCIDENT, Part.ICON, icon, "category", codes, legend=False) for icon, codes in INCIDENT_ICONS.items()),
    Row(INCIDENT, Part.ICON, "map-marker-alert", legend=False),
    Row(INCIDENT, Part.SIZE, "18", "state", CLOSED, legend=False),
    Row(INCIDENT, Part.SIZE, "28", "priority", ("emergency",), legend=False),
    Row(INCIDENT, Part.SIZE, "26", "priority", ("high",), legend=False),
    Row(INCIDENT, Part.SIZE, "24", legend=False),
    Row(INCIDENT, Part.RANK, "40", "state", CLOSED, legend=False),
    Row(INCIDENT, Part.RANK, "60", "state", WORKING, legend=False),  # someone has it: what waits lies on top
    Row(INCIDENT, Part.RANK, "90", "priority", ("emergency",), legend=False),
    Row(INCIDENT, Part.RANK, "80", "priority", ("high",), legend=False),
    Row(INCIDENT, Part.RANK, "70", legend=False),
    # Public wifi: a circle with its life cycle.
    Row(WIFI, Part.COLOR, "map.wifi_on", "state", ("aktif",), word="Hotspot works"),
    Row(WIFI, Part.COLOR, "map.wifi_fault", "state", ("gangguan",), word="Hotspot has a fault"),
    Row(WIFI, Part.COLOR, "map.wifi_gone", "state", ("dicabut",), word="Hotspot withdrawn"),
    Row(WIFI, Part.COLOR, "map.wifi_off", word="Hotspot switched off"),
    Row(WIFI, Part.ICON, "wifi", "state", ("aktif",), legend=False),
    Row(WIFI, Part.ICON, "wifi-alert", "state", ("gangguan",), legend=False),
    Row(WIFI, Part.ICON, "wifi-remove", "state", ("dicabut",), legend=False),
    Row(WIFI, Part.ICON, "wifi-off", legend=False),
    Row(WIFI, Part.MARK, Mark.FAULT, "state", ("gangguan",), legend=False),
    Row(WIFI, Part.SIZE, "16", "state", ("dicabut",), legend=False),
    Row(WIFI, Part.SIZE, "20", legend=False),
    Row(WIFI, Part.RANK, "30", "state", ("gangguan",), legend=False),
    Row(WIFI, Part.RANK, "20", legend=False),
    # Waste points: a rounded square.
    Row(WASTE, Part.SHAPE, Shape.SQUARE, legend=False),
    Row(WASTE, Part.COLOR, "map.waste_illegal", "kind", ("liar",), word="Illegal dump"),
    Row(WASTE, Part.COLOR, "map.waste_full", "fill_pct", low=90, word="Waste point, full"),
    Row(WASTE, Part.COLOR, "map.waste", word="Waste point"),
    Row(WASTE, Part.ICON, "delete-alert", "kind", ("liar",), legend=False),
    Row(WASTE, Part.ICON, "recycle", "kind", ("TPS3R", "bank sampah"), legend=False),
    Row(WASTE, Part.ICON, "dump-truck", "kind", ("TPA",), legend=False),
    Row(WASTE, Part.ICON, "trash-can", legend=False),
    Row(WASTE, Part.MARK, Mark.FULL, "fill_pct", low=90, legend=False),
    Row(WASTE, Part.SIZE, "20", legend=False),
    Row(WASTE, Part.RANK, "32", "fill_pct", low=90, legend=False),
    Row(WASTE, Part.RANK, "22", legend=False),
    # Cameras and facilities: quiet.
    Row("camera", Part.SHAPE, Shape.HEXAGON, legend=False),
    Row("camera", Part.COLOR, "map.wifi_off", "state", ("gangguan", "nonaktif"), word="Camera without picture"),
    Row("camera", Part.COLOR, "map.camera", word="Camera"),
    Row("camera", Part.ICON, "cctv", legend=False),
    Row("camera", Part.MARK, Mark.OFF, "state", ("gangguan", "nonaktif"), legend=False),
    Row("camera", Part.SIZE, "20", legend=False),
    Row("camera", Part.RANK, "12", legend=False),
    Row("facility", Part.SHAPE, Shape.TAG, legend=False),
    Row("facility", Part.COLOR, "map.facility", word="Facility"),
    Row("facility", Part.ICON, "hospital-box", "kind", ("hospital", "clinic", "puskesmas"), legend=False),
    Row("facility", Part.ICON, "school", "kind", ("school",), legend=False),
    Row("facility", Part.ICON, "store", "kind", ("market", "marketplace"), legend=False),
    Row("facility", Part.ICON, "office-building", legend=False),
    Row("facility", Part.SIZE, "18", legend=False),
    Row("facility", Part.RANK, "10", legend=False),
    # Traffic: colour and width by level, a pattern where it is closed.
    Row(TRAFFIC, Part.COLOR, "map.traffic_5", "closure", (True,), word="Closed", legend=False),
    Row(TRAFFIC, Part.COLOR, "map.traffic_0", "level", (0,), word="Free flow"),
    Row(TRAFFIC, Part.COLOR, "map.traffic_1", "level", (1,), word="Light traffic"),
    Row(TRAFFIC, Part.COLOR, "map.traffic_2", "level", (2,), word="Moderate traffic"),
    Row(TRAFFIC, Part.COLOR, "map.traffic_3", "level", (3,), word="Heavy traffic"),
    Row(TRAFFIC, Part.COLOR, "map.traffic_4", "level", (4,), word="Jam"),
    Row(TRAFFIC, Part.COLOR, "map.traffic_5", "level", (5,), word="Stands still or closed"),
    Row(TRAFFIC, Part.COLOR, "map.traffic_unknown", word="Traffic unknown", legend=False),
    Row(TRAFFIC, Part.HATCH, "closed", "closure", (True,), legend=False),
    Row(TRAFFIC, Part.HATCH, "closed", "level", (5,), legend=False),
    Row(TRAFFIC, Part.SIZE, "5.2", "closure", (True,), legend=False),  # whatever its level was before
    Row(TRAFFIC, Part.SIZE, "3.0", "level", (0, 1), legend=False),
    Row(TRAFFIC, Part.SIZE, "3.6", "level", (2,), legend=False),
    Row(TRAFFIC, Part.SIZE, "4.4", "level", (3,), legend=False),
    Row(TRAFFIC, Part.SIZE, "5.2", "level", (4, 5), legend=False),
    Row(TRAFFIC, Part.SIZE, "3.0", legend=False),
    Row(TRAFFIC, Part.RANK, "5", "closure", (True,), legend=False),
    Row(TRAFFIC, Part.RANK, "5", "level", (5,), legend=False),
    Row(TRAFFIC, Part.RANK, "4", "level", (4,), legend=False),
    Row(TRAFFIC, Part.RANK, "3", "level", (3,), legend=False),
    Row(TRAFFIC, Part.RANK, "2", "level", (2,), legend=False),
    Row(TRAFFIC, Part.RANK, "1", legend=False),
    # Warnings: a thin hatch, so that the city can still be seen.
    Row(WARNING, Part.COLOR, "map.warning_severe", "level", ("severe", "extreme"), word="Severe warning"),
    Row(WARNING, Part.COLOR, "map.warning", word="Warning"),
    Row(WARNING, Part.HATCH, "dense", "level", ("severe", "extreme"), legend=False),
    Row(WARNING, Part.HATCH, "wide", legend=False),
    Row(WARNING, Part.RANK, "2", "level", ("severe", "extreme"), legend=False),
    Row(WARNING, Part.RANK, "1", legend=False),
    # Areas are part of the ground; as a layer of their own they are lines of rank.
    Row("area", Part.COLOR, "map.border_city", "kind", ("kota",), word="City"),
    Row("area", Part.COLOR, "map.border_district", "kind", ("kecamatan",), word="Kecamatan"),
    Row("area", Part.COLOR, "map.border_village", word="Kelurahan"),
)


QUIET = "facility"  # what a layer of points looks like that says nothing of its looks


def rows_of(layer: Layer, rows: Iterable[Row] = ROWS) -> tuple[Row, ...]:
    """The layer's rows; where it has none, those of the layer that it is like, under its own title and icon."""
    given = tuple(rows)
    own = tuple(row for row in given if row.layer == layer.key)
    if own:
        return own
    made = []
    for row in given:
        if row.layer != (layer.like or QUIET) or (row.part is Part.ICON and (layer.icon or row.field)):
            continue
        plain = row.part is Part.COLOR and not row.field
        made.append(replace(row, layer=layer.key, word=layer.title if plain else row.word))
    if layer.icon:
        made.append(Row(layer.key, Part.ICON, layer.icon, legend=False))
    return tuple(made)


class Style:
    """The rows, ready to be asked. A city with other categories gives its own icons."""

    def __init__(self, rows: Iterable[Row] = ROWS, category_icons: Mapping[str, str] | None = None) -> None:
        """``category_icons``: category code → icon name, with or without the ``mdi6.`` of the profile."""
        own = [
            Row(INCIDENT, Part.ICON, icon.removeprefix("mdi6."), "category", (code,), legend=False)
            for code, icon in (category_icons or {}).items()
            if icon
        ]
        given = tuple(rows)
        bare = [layer for layer in LAYERS if all(row.layer != layer.key for row in given)]
        given += tuple(row for layer in bare for row in rows_of(layer, given))
        self._by: dict[tuple[str, Part], list[Row]] = {}
        for row in [*own, *given]:
            self._by.setdefault((row.layer, row.part), []).append(row)
        self._symbol = lru_cache(maxsize=4096)(self._put_together)
        self._fields = {layer: self._fields_of(layer) for layer in {row.layer for row in given}}

    def symbol(self, layer: str, properties: Properties) -> Symbol:
        """How a feature of the layer with these properties looks. A layer without rows gets a quiet circle."""
        seen = tuple((key, self._seen(properties, key)) for key in self._fields.get(layer, ()))
        return self._symbol(layer, seen)

    def legend(self, layer: str) -> list[tuple[str, Symbol]]:
        """What the legend shows of a layer: word and symbol, one a row that is meant for it."""
        shown: list[tuple[str, Symbol]] = []
        for part in (Part.SHAPE, Part.COLOR, Part.MARK):
            for row in self._by.get((layer, part), ()):
                if row.legend and row.word:
                    shown.append((row.word, self.symbol(layer, sample_of(row))))
        return shown

    def rows(self, layer: str, part: Part) -> tuple[Row, ...]:
        """The layer's rows for one part, in the order in which they are asked."""
        return tuple(self._by.get((layer, part), ()))

    def _seen(self, properties: Properties, key: str) -> JsonValue:
        value = properties.get(key)
        if value is None and key == "state":
            value = properties.get("status")
        low = LOWS.get(key)
        if low is None:
            return value
        return low if isinstance(value, int | float) and not isinstance(value, bool) and value >= low else None

    def _fields_of(self, layer: str) -> tuple[str, ...]:
        rows = [row for (of, _), rows in self._by.items() if of == layer for row in rows]
        return tuple(sorted({row.field for row in rows if row.field}))

    def _put_together(self, layer: str, seen: tuple[tuple[str, JsonValue], ...]) -> Symbol:
        properties = dict(seen)
        found = {part: self._first(layer, part, properties) for part in Part}

        def gives(part: Part, otherwise: str) -> str:
            row = found[part]
            return row.gives if row else otherwise

        words = [row.word for part in (Part.SHAPE, Part.COLOR, Part.MARK) if (row := found[part]) and row.word]
        return Symbol(
            layer=layer,
            color=gives(Part.COLOR, "map.facility"),
            shape=Shape(gives(Part.SHAPE, Shape.CIRCLE)),
            icon=gives(Part.ICON, ""),
            mark=Mark(gives(Part.MARK, Mark.NONE)),
            size=float(gives(Part.SIZE, "20")),
            rank=int(gives(Part.RANK, "0")),
            hatch=gives(Part.HATCH, ""),
            words=tuple(dict.fromkeys(words)),
        )

    def _first(self, layer: str, part: Part, properties: Properties) -> Row | None:
        return next((row for row in self._by.get((layer, part), ()) if row.fits(properties)), None)


LOWS: dict[str, float] = {row.field: row.low for row in ROWS if row.low is not None}


def sample_of(row: Row) -> dict[str, JsonValue]:
    """The smallest properties that the row fits: what the legend draws."""
    if not row.field:
        return {}
    return {row.field: row.low if row.low is not None else row.values[0]}


DEFAULT = Style()


def symbol_of(feature: Feature, style: Style = DEFAULT) -> Symbol:
    """How this feature looks."""
    return style.symbol(feature.layer, feature.properties)
