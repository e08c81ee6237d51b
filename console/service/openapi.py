"""The service described for other programs (OpenAPI 3.0), made from the routes' own table: GET /openapi.json."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from console.domain import wire
from console.domain.drafts import DRAFT_ACTIONS
from console.domain.reports import Channel, Priority, Status
from console.domain.roles import Role
from console.domain.wire import Json
from console.domain.workflow import ACTIONS
from console.service.calls import Answer, Call, Door, Row
from layers.catalog import BY_KEY

MEDIA = {"POST /photos": "image/jpeg", "POST /open311/v2/requests.{form}": "application/x-www-form-urlencoded"}


def text(limit: int = wire.MAX_SHORT, **more: Any) -> Json:
    """A text of at most so many characters."""
    return {"type": "string", "maxLength": limit, **more}


def _object(required: Iterable[str] = (), **fields: Json) -> Json:
    needed = list(required)
    made: Json = {"type": "object", "properties": fields, "additionalProperties": False}
    return made | ({"required": needed} if needed else {})


def _list(of: Json, most: int) -> Json:
    return {"type": "array", "items": of, "maxItems": most}


UUID = {"type": "string", "format": "uuid"}
TIME = {"type": "string", "format": "date-time"}
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
FLAG, ANYTHING = {"type": "boolean"}, {"type": "object"}
LON = {"type": "number", "minimum": -180, "maximum": 180}
LAT = {"type": "number", "minimum": -90, "maximum": 90}
WHOLE = {"type": "string", "pattern": "^[0-9]{1,9}$"}
PRIORITY = {"type": "string", "enum": [str(each) for each in Priority]}
FEATURE = _object(("id", "geometry"), type=text(20), id=text(200), geometry=ANYTHING, properties=ANYTHING)
REPORT = _object(
    ("id", "text"),
    id=UUID,
    text=text(wire.MAX_TEXT, minLength=1),
    category=text(64),
    channel={"type": "string", "enum": [str(each) for each in Channel]},
    lon=LON,
    lat=LAT,
    place_note=text(),
    priority=PRIORITY,
    reported_at=TIME,
    source_ref=text(200),
    contact_name=text(200),
    contact_phone=text(40),
    photos=_list(SHA256, 20),
    demo=FLAG,
)
CHANGE = _object((), **{key: REPORT["properties"][key] for key in wire.CHANGEABLE})
ACTION = _object(
    (),
    reason=text(2000),
    department=text(64),
    until=TIME,
    duplicate_of=UUID,
    answer=text(wire.MAX_TEXT),
    evidence=SHA256,
)
OPEN311 = _object(
    ("api_key", "service_code"),
    **{
        key: text()
        for key in ("jurisdiction_id", "api_key", "service_code", "address_string", "address_id", "email", "device_id")
    },
    **{key: text() for key in ("account_id", "first_name", "last_name", "phone", "media_url", "lat", "long")},
    description=text(wire.MAX_TEXT),
)
_PASSWORD = text(200, minLength=1)
BODIES: dict[str, Json] = {
    "POST /session": _object(("name", "password"), name=text(64), password=_PASSWORD),
    "POST /session/password": _object(("old", "new"), old=_PASSWORD, new=_PASSWORD),
    "POST /reports": REPORT,
    "POST /reports/batch": _object(("reports",), reports=_list(REPORT, 500)),
    "PATCH /reports/{ident}": CHANGE,
    "POST /reports/{ident}/actions/{action}": ACTION,
    "POST /reports/{ident}/notes": _object(("text",), text=text(4000, minLength=1)),
    "POST /reports/{ident}/undo": _object(),
    "POST /reports/{ident}/erase": _object(("reason",), reason=text(2000, minLength=1)),
    "POST /reports/{ident}/personal": _object(),
    "POST /exports": _object(("what",), what=text(100, minLength=1), count={"type": "integer", "minimum": 0}),
    "POST /presence": _object((), report=UUID),
    "POST /shifts/notes": _object(("text",), text=text(4000, minLength=1), notable=UUID),
    "POST /feeds": _object(
        ("key", "adapter"),
        key=text(40),
        adapter=text(40),
        source=text(1000),
        cadence_s={"type": "number"},
        options=ANYTHING,
    ),
    "POST /feeds/{key}/read": _object(),
    "PUT /users/{name}": _object(
        ("title", "role"),
        title=text(100, minLength=1),
        role={"type": "string", "enum": [str(each) for each in Role]},
        department=text(64),
        password=_PASSWORD,
        temporary={"type": "boolean"},
    ),
    "POST /layers/{key}/import": _object(("features",), features=_list(FEATURE, 1000), replace=FLAG),
    "POST /basemap/areas": _object(("features",), features=_list(FEATURE, 1000)),
    "POST /photos": {"type": "string", "format": "binary"},
    "POST /drafts": _object(
        ("id", "layer"), id=UUID, layer=text(64), title=text(200), note=text(2000), publish_at=TIME
    ),
    "PATCH /drafts/{ident}": _object((), title=text(200), note=text(2000), publish_at=TIME),
    "PUT /drafts/{ident}/changes": _object((), changes=_list(ANYTHING, 1000), gone=_list(text(200), 1000), whole=FLAG),
    "POST /drafts/{ident}/comments": _object(("text",), text=text(2000, minLength=1)),
    "POST /open311/v2/requests.{form}": OPEN311,
}
PATHS: dict[str, Json] = {
    "form": {"type": "string", "enum": ["json", "xml"]},
    "key": {"type": "string", "enum": sorted(BY_KEY)},
    "action": {
        "type": "string",
        "enum": sorted({*(each.key for each in ACTIONS), *(each.key for each in DRAFT_ACTIONS)}),
    },
}
QUERIES: dict[str, Json] = {
    "limit": WHOLE,
    "after": WHOLE,
    "since": WHOLE,
    "page": WHOLE,
    "page_size": WHOLE,
    "from": TIME,
    "to": TIME,
    "start_date": TIME,
    "end_date": TIME,
    "status": {"type": "string", "enum": [*(str(each) for each in Status), "open", "closed"]},
    "size": {"type": "string", "enum": ["full", "thumb"]},
}


def described(rows: Iterable[Row]) -> Json:
    """The definition of these routes."""
    paths: dict[str, Json] = {}
    for row in rows:
        path = re.sub(r"\{(\w+)[^}]*\}", r"{\1}", row.path)
        paths.setdefault(path, {})[row.method.lower()] = _operation(row)
    problem = {"type": "object", "required": ["type", "title", "status", "detail"], "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"}}}  # fmt: skip
    return {
        "openapi": "3.0.3",
        "info": {"title": "Patriot Operation Center", "version": "1.0.0"},
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": problem},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "service": {"type": "apiKey", "in": "header", "name": "X-POC-Key"},
            },
        },
    }


def group_of(row: Row) -> str:
    """The group of endpoints that a route belongs to: the module where it stands."""
    work = getattr(row.work, "func", row.work)  # some are one function with something given
    return str(work.__module__.rpartition(".")[2])


def _operation(row: Row) -> Json:
    name = f"{row.method} {row.path}"
    made: Json = {
        "operationId": re.sub(r"\W+", "_", name).strip("_").lower(),
        "summary": (getattr(row.work, "func", row.work).__doc__ or "").partition("\n")[0],
        "tags": [group_of(row)],
        "parameters": [*_in_path(row), *_in_query(row), *_in_headers(row)],
        "responses": {
            "2XX": {"description": "Done"},
            "4XX": {
                "description": "Refused, and why",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }
    if row.needs in (Door.OPEN, Door.KEY):
        made["security"] = []
    if isinstance(row.needs, tuple):
        made["description"] = "Rights, any of: " + ", ".join(str(right) for right in row.needs)
    if row.method in ("POST", "PUT", "PATCH"):
        schema = BODIES.get(name, ANYTHING)
        made["requestBody"] = {"content": {MEDIA.get(name, "application/json"): {"schema": schema}}}
    return made


def _in_path(row: Row) -> list[Json]:
    names = re.findall(r"\{(\w+)[^}]*\}", row.path)
    return [
        {"name": name, "in": "path", "required": True, "schema": PATHS.get(name, text(200, minLength=1))}
        for name in names
    ]


def _in_query(row: Row) -> list[Json]:
    return [{"name": name, "in": "query", "schema": QUERIES.get(name, text(2000))} for name in row.query]


def _in_headers(row: Row) -> list[Json]:
    found = []
    if row.method in ("POST", "PATCH", "PUT") and "{ident" in row.path:
        found.append({"name": "If-Match", "in": "header", "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'}})
    if row.method in ("POST", "PATCH"):
        found.append({"name": "Idempotency-Key", "in": "header", "schema": UUID})
    return found


def definition(call: Call) -> Answer:
    """This definition."""
    from console.service.app import ROUTES  # app brings this module in

    return Answer(described(ROUTES))


ROUTES = (Row("GET", "/openapi.json", definition, Door.OPEN),)
