"""CAP 1.2 alerts (Common Alerting Protocol, OASIS, XML), as BMKG and others publish them: warnings with their area.

CAP writes places latitude first; they are turned here. A source is one alert, or several inside one document.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError

import shapely
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from layers.features import Feature, JsonValue
from layers.feedrows import Area, BadRow, disc
from layers.feeds import Context, Manifest, NotThisFeed, Option, Reading
from layers.sources import has_control, looks_like

MANIFEST = Manifest(
    key="cap",
    title="Warnings (CAP 1.2)",
    cadence_s=300,
    layers=("warning",),
    formats=("application/cap+xml", "application/xml", "text/xml"),
    options=(Option("reach", "Reach", ("all", "city")), Option("language")),
)

LEVELS = {"Minor": "minor", "Moderate": "moderate", "Severe": "severe", "Extreme": "extreme", "Unknown": "unknown"}
MAX_DETAIL = 8000


def read(source: bytes, context: Context) -> Reading:
    """Warnings in force or to come, with `valid_until`. Raises NotThisFeed when the bytes hold no CAP alert.

    Options: `language` (default "id": the info blocks that are taken), `reach` = "city" leaves out what does not
    touch `context.bounds`. An update or a cancellation takes away what it refers to; tests and exercises are not shown.
    """
    problems: list[str] = []
    features: dict[str, Feature] = {}
    gone: set[str] = set()
    sent: list[datetime] = []
    alerts = list(_alerts(source))
    for alert in alerts:
        try:
            ident, moment = _needed(alert, "identifier"), _moment(alert, "sent")
            gone |= _referred(alert)
            if moment:
                sent.append(moment)
            if _text(alert, "status") != "Actual":
                problems.append(f"{ident}: it is marked {_text(alert, 'status') or 'with no status'}, and not shown")
            elif _text(alert, "msgType") in ("Alert", "Update"):
                features |= {item.id: item for item in _warnings(alert, ident, moment, context, problems)}
        except BadRow as error:
            problems.append(str(error))
    if alerts and not features and len(problems) >= len(alerts) and not sent:
        raise NotThisFeed(f"no alert in it can be read: {problems[0]}")
    area = Area(context.bounds)
    here = context.options.get("reach") == "city"
    shown = (item for item in features.values() if item.id.split("#")[0] not in gone)
    return Reading(
        features=tuple(item for item in shown if not here or area.touches(item.geometry)),
        problems=tuple(problems),
        complete=("warning",),
    )


def _alerts(source: bytes) -> Iterator[Element]:
    """The alerts in the document, wherever they stand in it. Raises NotThisFeed."""
    try:
        root = fromstring(source)
    except DefusedXmlException as error:
        raise NotThisFeed("this XML defines entities, which no alert needs; it is not read") from error
    except (ParseError, ValueError, LookupError) as error:
        seems = looks_like(source)
        broken = "it breaks off or is damaged" if seems == "XML" else f"this is {seems}"
        raise NotThisFeed(f"{broken}, not a CAP alert in XML: {error}") from error
    found = [element for element in root.iter() if _name(element) == "alert" and "cap:1." in str(element.tag)]
    if not found:
        if _name(root) in ("rss", "feed"):
            raise NotThisFeed("this is a list of alerts (RSS or Atom); give the address of the alert itself")
        raise NotThisFeed(f"this XML is no CAP alert: its outermost element is <{_name(root)[:40]}>")
    yield from found


def _warnings(
    alert: Element, ident: str, sent: datetime | None, context: Context, problems: list[str]
) -> Iterator[Feature]:
    """One warning for each info block of the wanted language; several such blocks describe several events."""
    for number, info in enumerate(_in_language(alert, context.options.get("language", "id"))):
        key = ident if number == 0 else f"{ident}#{number + 1}"
        shape = _shape(info, key, problems)
        if shape is None:
            problems.append(f"{key}: it has no area that can be drawn")
            continue
        event = _text(info, "event")
        expires, onset = _moment(info, "expires"), _moment(info, "onset") or _moment(info, "effective")
        detail = "\n\n".join(filter(None, (_text(info, "description"), _text(info, "instruction"), _areas(info))))
        properties: dict[str, JsonValue] = {
            "name": (_text(info, "headline") or event or ident)[:500],
            "event": event[:500],
            "level": LEVELS.get(_text(info, "severity"), "unknown"),
            "onset": onset.isoformat() if onset else None,
            "expires": expires.isoformat() if expires else None,
            "detail": detail[:MAX_DETAIL],
            "sender": (_text(info, "senderName") or _text(alert, "sender"))[:500],
        }
        kept = {name: value for name, value in properties.items() if value not in (None, "")}
        yield Feature("warning", key, shape, kept, updated_at=sent, source=MANIFEST.key, valid_until=expires)


def _in_language(alert: Element, wanted: str) -> list[Element]:
    """The info blocks of the wanted language, else those of the first block's. CAP's default language is en-US."""
    blocks = [child for child in alert if _name(child) == "info"]
    spoken = [(_text(block, "language") or "en-US").lower() for block in blocks]
    chosen = next((language for language in spoken if language.startswith(wanted.lower()[:2])), *spoken[:1] or [""])
    return [block for block, language in zip(blocks, spoken, strict=True) if language == chosen]


def _referred(alert: Element) -> set[str]:
    """The identifiers that an update or a cancellation refers to: `sender,identifier,sent` triples, space between."""
    if _text(alert, "msgType") not in ("Update", "Cancel"):
        return set()
    triples = (triple.split(",") for triple in _text(alert, "references").split())
    return {parts[1] for parts in triples if len(parts) == 3}


# --- shapes --------------------------------------------------------------------------------------------------------


def _shape(info: Element, key: str, problems: list[str]) -> BaseGeometry | None:
    parts: list[BaseGeometry] = []
    for area in (child for child in info if _name(child) == "area"):
        for child in area:
            make = {"polygon": _polygon, "circle": _circle}.get(_name(child))
            if make is None:
                continue
            try:
                parts.append(make((child.text or "").strip()))
            except BadRow as error:
                problems.append(f"{key}: {error}")
    joined = shapely.unary_union(parts) if parts else None
    return joined if joined is not None and not joined.is_empty else None


def _polygon(text: str) -> BaseGeometry:
    points = [_place(pair) for pair in text.split()]
    if len(points) < 4 or points[0] != points[-1]:
        raise BadRow("a polygon needs four points or more, the last like the first")
    shape = shapely.make_valid(Polygon(points))
    surfaces = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type in ("Polygon", "MultiPolygon")]
    if not surfaces:
        raise BadRow("a polygon has no surface")
    return shapely.unary_union(surfaces)


def _circle(text: str) -> BaseGeometry:
    """`lat,lon radius`, the radius in kilometres, as a polygon."""
    centre, _, radius = text.partition(" ")
    lon, lat = _place(centre)
    try:
        km = float(radius)
    except ValueError as error:
        raise BadRow(f"a circle without a radius: {text[:60]!r}") from error
    if not 0 < km <= 5000:
        raise BadRow(f"a circle with a radius of {km:g} km")
    return disc(lon, lat, km * 1000)


def _place(pair: str) -> tuple[float, float]:
    """`lat,lon` as longitude, latitude. Raises BadRow; a latitude beyond 90 means that the order is the other one."""
    try:
        lat, lon = (float(part) for part in pair.split(","))
    except ValueError as error:
        raise BadRow(f"not a place: {pair[:40]!r}") from error
    if not (math.isfinite(lat) and math.isfinite(lon)) or abs(lon) > 180:
        raise BadRow(f"not a place: {pair[:40]!r}")
    if abs(lat) > 90:
        raise BadRow(f"{pair[:40]!r} is longitude first, but CAP writes latitude first; it is left out")
    return lon, lat


# --- values --------------------------------------------------------------------------------------------------------


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element, name: str) -> str:
    found: Sequence[str] = [child.text or "" for child in element if _name(child) == name]
    text = "\n".join(line.strip() for line in found[0].strip().splitlines()) if found else ""
    if has_control(text):
        raise BadRow(f"{name} holds a control character")
    return text


def _needed(element: Element, name: str) -> str:
    text = _text(element, name)
    if not text:
        raise BadRow(f"an alert without {name}")
    return text[:200]


def _areas(info: Element) -> str:
    names = (_text(area, "areaDesc") for area in info if _name(area) == "area")
    return ", ".join(filter(None, names))


def _moment(element: Element, name: str) -> datetime | None:
    text = _text(element, name)
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadRow(f"{name}: not a time: {text[:40]!r}") from error
    if when.tzinfo is None:
        raise BadRow(f"{name}: a time without a zone: {text[:40]!r}")
    return when.astimezone(UTC)
