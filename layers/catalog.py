"""The layers of the map: LAYERS, one row each. Map, legend, forms, checks, feeds and exports follow from the row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from layers.schema import Field, Kind


class Geometry(StrEnum):
    """What the features of a layer are."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"


class Pace(StrEnum):
    """How often a layer changes; the map chooses the plane to draw it on by this."""

    GROUND = "ground"  # hardly ever: areas
    SLOW = "slow"  # by the hour
    LIVE = "live"  # by the second


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer. `title` is English, translated in the context `Layers`; `cadence_s` 0: not expected to change."""

    key: str
    title: str
    geometry: Geometry
    fields: tuple[Field, ...]
    cadence_s: int = 0
    pace: Pace = Pace.SLOW
    label: str = "name"
    shown: bool = True
    editors: frozenset[str] = frozenset({"gis_editor", "admin"})
    near_m: float = 0.0  # two points nearer than this are probably one thing; 0: not looked at
    tiles_by: str = ""  # areas with one value of this field cover the ground once, without gap; empty: they lie anyhow
    like: str = ""  # without rows of its own in layers.style it looks like this layer, under its own title
    icon: str = ""  # and with this Material Design icon instead of that layer's

    def stale_after_s(self) -> int:
        """Seconds after which what the layer shows must be marked old: two cadences, as one may be late. 0: never."""
        return 2 * self.cadence_s

    def field(self, key: str) -> Field:
        """The field's row. Raises KeyError."""
        return next(field for field in self.fields if field.key == key)


HOTSPOT_STATES = ("aktif", "gangguan", "nonaktif", "dicabut")
WASTE_KINDS = ("TPS", "TPS3R", "bank sampah", "TPA", "liar")
WARNING_LEVELS = ("minor", "moderate", "severe", "extreme", "unknown")

LAYERS: tuple[Layer, ...] = (
    Layer(
        "incident",
        "Incidents",
        Geometry.POINT,
        (
            Field("name", Kind.TEXT, "Title"),
            Field("category", Kind.TEXT, "Category"),
            Field("state", Kind.TEXT, "State"),
            Field("priority", Kind.TEXT, "Priority"),
            Field("deadline", Kind.MOMENT, "Deadline"),
            Field("number", Kind.TEXT, "Number"),
            Field("late", Kind.FLAG, "Late"),
            Field("detail", Kind.TEXT, "Detail", max_length=2000),
        ),
        cadence_s=60,
        pace=Pace.LIVE,
        editors=frozenset(),  # incidents are reports: they are triaged, not drawn
    ),
    Layer(
        "wifi_hotspot",
        "Public wifi",
        Geometry.POINT,
        (
            Field("name", Kind.TEXT, "Name", required=True),
            Field("state", Kind.CHOICE, "State", required=True, choices=HOTSPOT_STATES),
            Field("since", Kind.DATE, "Since"),
            Field("until", Kind.DATE, "Until"),
            Field("owner", Kind.TEXT, "Owner"),
            Field("sponsor", Kind.TEXT, "Sponsor"),
            Field("ssid", Kind.TEXT, "SSID", max_length=32),
            Field("kelurahan", Kind.TEXT, "Kelurahan"),
            Field("users", Kind.INTEGER, "Users", low=0, high=100_000),
        ),
        cadence_s=60,
        near_m=3.0,
    ),
    Layer(
        "traffic_segment",
        "Traffic",
        Geometry.LINE,
        (
            Field("street", Kind.TEXT, "Street"),
            Field("from", Kind.TEXT, "From"),
            Field("to", Kind.TEXT, "To"),
            Field("speed_kmh", Kind.NUMBER, "Speed", low=0, high=250, unit="km/h"),
            Field("free_flow_kmh", Kind.NUMBER, "Free flow", low=0, high=250, unit="km/h"),
            Field("level", Kind.INTEGER, "Level", required=True, low=0, high=5),
            Field("delay_s", Kind.INTEGER, "Delay", low=0, high=86_400, unit="s"),
            Field("closure", Kind.FLAG, "Closed"),
        ),
        cadence_s=120,
        pace=Pace.LIVE,
        label="street",
    ),
    Layer(
        "waste_point",
        "Waste points",
        Geometry.POINT,
        (
            Field("name", Kind.TEXT, "Name", required=True),
            Field("kind", Kind.CHOICE, "Kind", required=True, choices=WASTE_KINDS),
            Field("fill_pct", Kind.NUMBER, "Fill level", low=0, high=200, unit="%"),
            Field("last_emptied_at", Kind.MOMENT, "Last emptied"),
            Field("department", Kind.TEXT, "Department"),
            Field("kelurahan", Kind.TEXT, "Kelurahan"),
        ),
        cadence_s=900,
        near_m=5.0,
    ),
    Layer(
        "warning",
        "Warnings",
        Geometry.POLYGON,
        (
            Field("name", Kind.TEXT, "Title", required=True),
            Field("event", Kind.TEXT, "Event"),
            Field("level", Kind.CHOICE, "Severity", choices=WARNING_LEVELS),
            Field("onset", Kind.MOMENT, "From"),
            Field("expires", Kind.MOMENT, "Until"),
            Field("detail", Kind.TEXT, "Detail", max_length=8000),
            Field("sender", Kind.TEXT, "Sender"),
        ),
        cadence_s=300,
    ),
    Layer(
        "area",
        "Areas",
        Geometry.POLYGON,
        (
            Field("code", Kind.TEXT, "Code", required=True),
            Field("name", Kind.TEXT, "Name", required=True),
            Field("aliases", Kind.TEXT, "Other spellings"),
            Field("kind", Kind.CHOICE, "Kind", required=True, choices=("kota", "kecamatan", "kelurahan")),
            Field("kecamatan", Kind.TEXT, "Kecamatan"),
        ),
        pace=Pace.GROUND,
        tiles_by="kind",
    ),
    Layer(
        "camera",
        "Cameras",
        Geometry.POINT,
        (
            Field("name", Kind.TEXT, "Name", required=True),
            Field("link", Kind.LINK, "Link"),
            Field("owner", Kind.TEXT, "Owner"),
            Field("state", Kind.CHOICE, "State", choices=("aktif", "gangguan", "nonaktif")),
        ),
        shown=False,
        near_m=1.0,
    ),
    Layer(
        "facility",
        "Facilities",
        Geometry.POINT,
        (
            Field("name", Kind.TEXT, "Name", required=True),
            Field("kind", Kind.TEXT, "Kind"),
            Field("phone", Kind.TEXT, "Telephone"),
        ),
        shown=False,
        near_m=3.0,
    ),
)

BY_KEY: dict[str, Layer] = {layer.key: layer for layer in LAYERS}
FILLED: dict[str, Layer] = {layer.key: layer for layer in LAYERS if layer.editors}  # by people, files and feeds
