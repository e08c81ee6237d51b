"""Requests of another Open311 server (GeoReport v2, `requests.json` or `.xml`): each open one becomes a sighting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import ParseError
from zoneinfo import ZoneInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from layers.feedrows import Area, BadRow, ident, pairs_option, read_rows, word, zone_option
from layers.feeds import Context, Manifest, NotThisFeed, Option, Reading, Sighting
from layers.moments import NotAMoment, read_moment
from layers.sources import Unreadable, decimal, looks_like, read_json

MANIFEST = Manifest(
    key="open311_pull",
    title="Open311 (GeoReport v2)",
    cadence_s=300,
    layers=(),
    formats=("application/json", "application/xml", "text/xml"),
    makes_reports=True,
    options=(Option("categories", "Categories (theirs=ours;…)"), Option("zone")),
)
MAX_TEXT = 9_000


def read(source: bytes, context: Context) -> Reading:
    """The open requests inside `context.bounds`. Raises NotThisFeed for other bytes.

    Options: `categories` ("theirs=ours;…" by service_code; others become `other`), `zone` (of times that name none).
    Names, telephone numbers and account ids are not read: the other server has no consent to pass them on.
    """
    rows = _rows(source)
    area, codes, zone = Area(context.bounds), pairs_option(context.options, "categories"), zone_option(context.options)
    sightings, problems, readable = read_rows("request", rows, lambda row: _sighting(row, area, codes, zone))
    if problems and not readable:
        raise NotThisFeed(f"no request in it can be read: {problems[0]}")
    return Reading(
        sightings=tuple({sighting.key: sighting for sighting in sightings}.values()), problems=tuple(problems)
    )


def _rows(source: bytes) -> list[Any]:
    """The requests as flat objects, out of JSON or XML. Raises NotThisFeed."""
    if looks_like(source) == "XML":
        return _xml_rows(source)
    try:
        data = read_json(source)
    except Unreadable as error:
        raise NotThisFeed(str(error)) from error
    if not isinstance(data, list):
        raise NotThisFeed("this is JSON, but no list of service requests (GeoReport v2)")
    return data


def _xml_rows(source: bytes) -> list[Any]:
    try:
        root = fromstring(source)
    except DefusedXmlException as error:
        raise NotThisFeed("this XML defines entities, which no request needs; it is not read") from error
    except (ParseError, ValueError, LookupError) as error:
        raise NotThisFeed(f"this XML breaks off or is damaged: {error}") from error
    if root.tag not in ("service_requests", "requests"):
        raise NotThisFeed(f"this XML is no list of service requests: its outermost element is <{str(root.tag)[:40]}>")
    return [{child.tag: (child.text or "").strip() or None for child in request} for request in root]


def _sighting(row: Mapping[str, Any], area: Area, codes: Mapping[str, str], zone: ZoneInfo) -> Sighting | None:
    key = ident(row, "service_request_id")
    status = word(row, "status").lower()
    if status not in ("open", "closed", ""):
        raise BadRow(f"its status is {status!r}, neither open nor closed")
    if status == "closed":
        return None
    lon, lat = decimal(row.get("long")), decimal(row.get("lat"))
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 180:
        raise BadRow("it has no place (lat, long)")
    area.check_turn([(lon, lat)])
    service = ident(row, "service_code") if row.get("service_code") not in (None, "") else ""
    text = word(row, "description", MAX_TEXT) or word(row, "service_name")
    if not text:
        raise BadRow("it has neither description nor service_name")
    seen_at = _moment(row, zone)
    if not area.holds(lon, lat):
        return None
    category = codes.get(service, "other")
    return Sighting(f"open311-{key}", text, lon, lat, category, seen_at, word(row, "address"))


def _moment(row: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    try:
        return read_moment(row.get("requested_datetime"), zone)
    except NotAMoment as error:
        raise BadRow(f"requested_datetime: {error}") from error
