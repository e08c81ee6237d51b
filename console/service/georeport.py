"""Open311 GeoReport v2 as values: services, requests and errors in the standard's words, as JSON and as XML.

Source: GeoReport v2 (wiki.open311.org). Lists of flat objects; ids are strings; in XML an element a field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from console.domain import wire
from console.domain.categories import Category
from console.domain.city import City
from console.domain.reports import Channel, Status
from console.domain.wire import Json

# What the public sees of reports by their channel: all of it, all but the words, or nothing (emergencies, feeds).
WORDS, NO_WORDS = True, False
PUBLIC: dict[Channel, bool] = {
    Channel.OPEN311: WORDS,
    Channel.SOROT: WORDS,
    Channel.AGENT: NO_WORDS,
    Channel.SOCIAL: NO_WORDS,
    Channel.WALK_IN: NO_WORDS,
}

NOTES: dict[Status, str] = {
    Status.NEW: "Baru / new",
    Status.VERIFIED: "Terverifikasi / verified",
    Status.ASSIGNED: "Disposisi / sent to the department",
    Status.REFUSED: "Bukan wewenang / being passed on",
    Status.ACCEPTED: "Diterima / accepted by the department",
    Status.IN_PROGRESS: "Dikerjakan / in progress",
    Status.DONE_CLAIMED: "Menunggu verifikasi / reported done, being checked",
    Status.RESOLVED: "Selesai / solved",
    Status.REOPENED: "Belum beres / reopened",
    Status.WAITING_CITIZEN: "Menunggu warga / waiting for the reporter",
    Status.ON_HOLD: "Ditunda / on hold",
    Status.REJECTED: "Diarsipkan / archived",
    Status.DUPLICATE: "Laporan kembar / the same as another report",
}
CLOSED = (Status.RESOLVED, Status.REJECTED, Status.DUPLICATE)
MOST_WORDS = 4000
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def service_of(category: Category, city: City) -> Json:
    """A category as a service."""
    pillar = city.pillars.get(category.pillar, {})
    return {
        "service_code": category.code,
        "service_name": category.title.get("id", category.code),
        "description": category.title.get("en", category.code),
        "metadata": False,
        "type": "realtime",
        "keywords": ",".join(category.keywords),
        "group": pillar.get("id", category.pillar),
    }


def request_of(report: Mapping[str, Any], city: City) -> Json:
    """A report as a service request: what the public may see of it."""
    category, task = city.categories.get(report["category"]), report.get("assignment")
    department = city.departments.get(task["department"]) if task else None
    status = Status(report["status"])
    open_words = PUBLIC.get(Channel(report["channel"]), NO_WORDS)
    link = report["source_ref"] if re.match(r"https?://", report.get("source_ref") or "") else None
    return {
        "service_request_id": report["number"],
        "status": "closed" if status in CLOSED else "open",
        "status_notes": NOTES[status],
        "service_name": category.title.get("id") if category else None,
        "service_code": report["category"],
        "description": report["text"][:MOST_WORDS] if open_words else None,
        "agency_responsible": department.full_name if department else None,
        "service_notice": None,
        "requested_datetime": _time(report["received_at"]),
        "updated_datetime": _time(report["updated_at"] or report["received_at"]),
        "expected_datetime": _time(task["solve_by"]) if task else None,
        "address": report["place_note"] or None if open_words else None,
        "address_id": None,
        "zipcode": None,
        "lat": report["lat"],
        "long": report["lon"],
        "media_url": link if open_words else None,
    }


def is_public(report: Mapping[str, Any]) -> bool:
    """Whether the public may see that there is this report."""
    return Channel(report["channel"]) in PUBLIC


def _time(text: str) -> str:
    return datetime.fromisoformat(text).replace(microsecond=0).isoformat()


def json_of(rows: object) -> bytes:
    """The answer as JSON."""
    return wire.dump(rows)


def xml_of(root: str, item: str, rows: Sequence[Json]) -> bytes:
    """The answer as XML: a list of `item` under `root`."""
    tree = ET.Element(root)
    for row in rows:
        _fill(ET.SubElement(tree, item), row)
    return _bytes(tree)


def xml_of_one(root: str, row: Json) -> bytes:
    """The answer as XML: one object."""
    tree = ET.Element(root)
    _fill(tree, row)
    return _bytes(tree)


def _fill(parent: ET.Element, row: Json) -> None:
    for key, value in row.items():
        element = ET.SubElement(parent, key)
        if isinstance(value, list):
            singular = {"endpoints": "endpoint", "formats": "format", "attributes": "attribute"}[key]
            for item in value:
                child = ET.SubElement(element, singular)
                if isinstance(item, dict):
                    _fill(child, item)
                else:
                    child.text = str(item)
        elif value is not None:
            element.text = _NOT_XML.sub("", str(value).lower() if isinstance(value, bool) else str(value))


def _bytes(tree: ET.Element) -> bytes:
    return bytes(ET.tostring(tree, encoding="utf-8", xml_declaration=True))
